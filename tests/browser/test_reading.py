"""The reading page: pictures, decisions by key, and the other reader who sees them at once."""

import pytest
from playwright.sync_api import expect

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("pane", ["elastogram", "cmoe", "magnitude"])
def test_every_pane_shows_a_picture(sit_down: SitDown, exam: Json, pane: str) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    assert desk.lit_pixels(pane) > 5000


def test_the_values_under_the_pointer_are_told(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.page.get_by_role("img", name="Elastogram at").hover()
    expect(desk.page.get_by_role("region", name="Pictures")).to_contain_text("kPa, confidence")


def test_the_slices_are_told_as_the_server_judged_them(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    expect(desk.slices()).to_have_count(len(exam["slices"]))
    desk.press("j")
    second = exam["slices"][1]
    expect(desk.page.get_by_role("region", name="Pictures")).to_contain_text(f"{second['location_mm']:.1f} mm")


def test_accepting_by_key_is_kept_and_seen_by_the_other_reader(sit_down: SitDown, stack: Stack, exam: Json) -> None:
    place, slice_ = next(
        (place, one) for place, one in enumerate(exam["slices"]) if one["verdict"] in ("diagnostic", "non_diagnostic")
    )
    reader, other = sit_down("radiologist"), sit_down("radiologist2")
    for desk in (reader, other):
        desk.open_exam(exam["id"])
        desk.slices().nth(place).click()
    reader.press("a")
    expect(other.decisions()).to_contain_text("Accepted")
    expect(reader.page.get_by_role("button", name="Accept")).to_be_disabled()
    (review,) = stack.exam(exam["id"])["slices"][place]["reviews"]
    assert (review["decision"], review["quality"]) == ("accept", slice_["verdict"])
    assert 0 < review["seconds_spent"] < 60


def test_overriding_by_keys_alone_keeps_quality_reason_and_note(sit_down: SitDown, stack: Stack, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.slices().last.click()
    desk.press("o", "l", "4")
    expect(desk.page.get_by_role("form", name="Override")).to_contain_text("repeat the breath hold")
    desk.page.get_by_label("Note").fill("")
    desk.page.keyboard.type("a note on no waves")
    desk.press("Escape", "Enter")
    expect(desk.decisions()).to_contain_text("a note on no waves")
    (review,) = stack.exam(exam["id"])["slices"][-1]["reviews"]
    assert (review["decision"], review["quality"], review["reason"]) == ("override", "limited", "motion")
    assert review["note"] == "a note on no waves"


def test_a_slice_that_comes_late_appears_by_itself(sit_down: SitDown, stack: Stack) -> None:
    images = ge_datasets(simulate_exam(seed=88, quality="adequate"))
    lowest = min(image.SliceLocation for image in images)
    early = [image for image in images if image.SliceLocation > lowest]
    late = [image for image in images if image.SliceLocation == lowest]
    exam = stack.judge(early)
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    expect(desk.slices()).to_have_count(len(exam["slices"]))
    stack.archive.receive(late)
    expect(desk.slices()).to_have_count(len(exam["slices"]) + 1)
    desk.slices().last.click()
    expect(desk.page.get_by_role("img", name=f"Elastogram at {lowest:.1f} mm")).to_be_visible()


def test_the_keys_of_the_page_are_told(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.press("?")
    expect(desk.page.get_by_role("dialog")).to_contain_text("Override")
    desk.press("a", "Escape")
    expect(desk.page.get_by_role("dialog")).to_be_hidden()


def test_who_knows_no_key_finds_all_of_them_by_a_button_on_one_screen(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(exam["id"])
    desk.page.get_by_role("button", name="Show the keys of this page").click()
    sheet = desk.page.get_by_role("dialog")
    expect(sheet).to_contain_text("Next exam")
    assert sheet.evaluate("sheet => sheet.scrollHeight <= sheet.clientHeight")
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()


def test_who_may_not_decide_can_look(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("technologist")
    desk.open_exam(exam["id"])
    expect(desk.page.get_by_role("button", name="Accept")).to_be_disabled()
    expect(desk.page.get_by_text("Radiologists decide")).to_be_visible()
