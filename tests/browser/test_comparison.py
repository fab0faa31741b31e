"""Two exams of one patient beside each other: linked pictures, the change of stiffness, and where none is stated."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from playwright.sync_api import Locator, expect
from pydicom import Dataset

from qc.dicom.synthesis import ge_datasets
from qc.simulation.body import draw_anatomy
from qc.simulation.scanner import draw_exam
from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.browser.test_accessible import choose, find_violations
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

PATIENT = "SIMULATED^COMPARED"
ANATOMY = draw_anatomy(np.random.default_rng(77))
MILDER = replace(ANATOMY, liver_kpa=2.6)
"""The same patient, before the liver stiffened."""


@dataclass(frozen=True)
class Patient:
    """Four exams: by echo-planar imaging and on another scanner long ago, then two attempts of one session."""

    echo_planar: Json
    before: Json
    first: Json
    repeat: Json


@pytest.fixture(scope="module")
def patient(stack: Stack) -> Patient:
    echo_planar = scan(913, station="SIM-8")
    before = scan(911, milder=True, station="SIM-9")
    first = scan(864)
    repeat = scan(904, frame=first[0].FrameOfReferenceUID)
    return Patient(*(stack.judge(images) for images in (echo_planar, before, first, repeat)))


def scan(seed: int, *, milder: bool = False, station: str = "", frame: str = "") -> list[Dataset]:
    images = ge_datasets(draw_exam(seed=seed, patient=PATIENT, anatomy=MILDER if milder else ANATOMY))
    for image in images:
        image.StationName = station or image.StationName
        image.FrameOfReferenceUID = frame or image.FrameOfReferenceUID
    return images


def panel(desk: Desk) -> Locator:
    return desk.page.get_by_role("region", name="Comparison")


def beside(desk: Desk) -> Locator:
    return desk.page.locator("[data-beside]")


def compare_with(desk: Desk, exam: Json, other: Json) -> Json:
    """Open the exam with the other one beside it; answers what the server says of the two."""
    desk.open_exam(exam["id"])
    panel(desk).get_by_label("Exam to compare with").select_option(other["id"])
    expect(panel(desk).get_by_role("table")).to_be_visible()
    answer: Json = desk.page.request.get(f"{desk.base_url}/api/exams/{exam['id']}/comparisons/{other['id']}/").json()
    return answer


def test_one_key_hangs_the_attempt_before_beside_this_one(sit_down: SitDown, patient: Patient) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(patient.repeat["id"])
    options = panel(desk).get_by_role("option").all_inner_texts()
    assert [text.split(",")[0].startswith("Attempt") for text in options] == [True, False, False]
    desk.press("v", "j")  # the uppermost slice has no partner
    expect(beside(desk)).to_have_count(2)
    desk.expect_panes(4)
    expect(desk.page.locator("[data-pane]")).to_have_count(2)
    expect(beside(desk).first).to_have_attribute("data-beside", "elastogram")
    expect(panel(desk)).not_to_contain_text("the cursor is not linked")
    desk.press("?")
    expect(desk.page.get_by_role("dialog")).to_contain_text("Stop comparing")
    desk.press("Escape", "v")
    expect(beside(desk)).to_have_count(0)
    desk.expect_panes(4)


def test_slices_are_linked_by_position_and_one_without_a_partner_says_so(sit_down: SitDown, patient: Patient) -> None:
    desk = sit_down("radiologist")
    answer = compare_with(desk, patient.repeat, patient.first)
    rows = [row for row in answer["slices"] if row["slice"] is not None]
    assert {row["other_slice"] is None for row in rows} == {True, False}
    for number, row in enumerate(rows):
        desk.slices().nth(number).click()
        caption = beside(desk).first.locator("figcaption")
        if row["other_slice"] is None:
            expect(beside(desk).first).to_contain_text("No slice at this position")
        else:
            expect(caption).to_contain_text(f"{row['other_location_mm']:.1f} mm")
            assert abs(row["distance_mm"]) <= 5.5
            desk.expect_panes(4)


def test_cursor_range_and_layout_are_those_of_both_exams(sit_down: SitDown, patient: Patient) -> None:
    desk = sit_down("radiologist")
    answer = compare_with(desk, patient.repeat, patient.first)
    place = next(number for number, row in enumerate(answer["slices"]) if row["slice"] and row["other_slice"])
    desk.slices().nth(place).click()
    desk.expect_panes(4)
    box = desk.page.get_by_role("img", name="Elastogram at").first.bounding_box()
    assert box
    desk.page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.5 * box["height"])
    expect(desk.page.locator("[data-cursor]")).to_have_count(4)
    expect(beside(desk).first.locator("[data-values]")).to_contain_text("kPa")
    desk.press("r")
    expect(desk.page.locator("[aria-label='Colour scale from 0 to 20 kPa']")).to_have_count(4)
    desk.press("r", "1")
    desk.expect_panes(2)
    expect(beside(desk)).to_have_count(1)


def test_the_change_is_told_for_the_exam_and_by_slice(sit_down: SitDown, patient: Patient) -> None:
    desk = sit_down("radiologist")
    answer = compare_with(desk, patient.repeat, patient.before)
    whole = answer["whole"]
    assert whole["exceeds"] is True
    told = panel(desk).locator("[data-compared]")
    expect(told).to_contain_text(f"{whole['then']['kpa']:.2f} kPa then, {whole['now']['kpa']:.2f} kPa now")
    expect(panel(desk)).to_contain_text("Changed by more than repeatability (19 %)")
    expect(panel(desk)).to_contain_text("Other scanner: SIM-9, then SIM-1.")
    expect(panel(desk)).to_contain_text("the cursor is not linked")
    cells = panel(desk).get_by_role("table").locator("tbody tr")
    expect(cells).to_have_count(sum(row["slice"] is not None for row in answer["slices"]))

    repeated = compare_with(desk, patient.repeat, patient.first)
    assert repeated["whole"]["exceeds"] is False
    expect(panel(desk)).to_contain_text("Within repeatability (19 %)")


def test_a_comparison_that_fails_is_told_beside_and_can_be_tried_again(sit_down: SitDown, patient: Patient) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(patient.repeat["id"])
    desk.page.route("**/comparisons/*/", lambda route: route.abort())
    desk.press("v", "j")
    again = panel(desk).get_by_role("alert").get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(beside(desk).first).to_contain_text("The comparison did not come")
    desk.page.unroute("**/comparisons/*/")
    again.click()
    desk.expect_panes(4)


def test_another_sequence_forbids_a_statement(sit_down: SitDown, patient: Patient) -> None:
    desk = sit_down("radiologist")
    answer = compare_with(desk, patient.repeat, patient.echo_planar)
    assert answer["whole"]["change_percent"] is None
    expect(panel(desk)).to_contain_text("Not comparable")
    expect(panel(desk)).to_contain_text("The sequence differs: 2D SE-EPI, then 2D GRE.")
    expect(panel(desk)).not_to_contain_text("repeatability")


def test_an_exam_without_others_offers_none(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    expect(panel(desk)).to_be_hidden()
    desk.press("v")
    expect(beside(desk)).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 2560])
def test_nothing_of_the_comparison_is_cut_off(sit_down: SitDown, patient: Patient, width: int) -> None:
    desk = sit_down("radiologist")
    desk.page.set_viewport_size({"width": width, "height": 800})
    compare_with(desk, patient.repeat, patient.before)
    assert panel(desk).evaluate("part => part.scrollWidth <= part.clientWidth")
    right = panel(desk).evaluate("part => part.getBoundingClientRect().right")
    for inside in ("button", "select", "table", "p"):
        for box in panel(desk).locator(inside).all():
            assert box.evaluate("one => one.getBoundingClientRect().right") <= right


def test_a_decision_keeps_what_hung_beside(sit_down: SitDown, patient: Patient) -> None:
    desk = sit_down("radiologist")
    compare_with(desk, patient.repeat, patient.first)
    with desk.page.expect_request(lambda request: "/reviews/" in request.url) as sent:
        desk.press("o", "1")
        desk.page.get_by_role("form").get_by_role("button", name="Save").click()
    body: Json = dict(sent.value.post_data_json or {})
    assert body["shown"]["beside"] == patient.first["id"]
    assert body["shown"]["panes"] == ["elastogram", "cmoe"]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_comparing_is_accessible(sit_down: SitDown, patient: Patient, theme: str) -> None:
    desk = sit_down("radiologist2")
    choose(theme, desk)
    found: dict[str, list[str]] = {}
    for other in (patient.first, patient.echo_planar):
        compare_with(desk, patient.repeat, other)
        found[other["id"]] = find_violations(desk)
        desk.page.set_viewport_size({"width": 2560, "height": 1440})
        found[f"{other['id']} on a large screen"] = find_violations(desk)
        desk.page.set_viewport_size({"width": 1280, "height": 800})
    assert not any(found.values()), found
