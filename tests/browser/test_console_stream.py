"""Slices are lost, come late, twice, or out of order: the console's tiles and the verdict are right all the same."""

import pytest
from playwright.sync_api import expect
from pydicom import Dataset

from qc.dicom.faults import Delivery, disturb
from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.flow.exams import renew, slices_of
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

SEED = 820
MARKS = {"diagnostic": "check", "non_diagnostic": "cross", "undecided": "question", "not_assessed": "dash"}


@pytest.fixture(scope="module")
def scanned() -> list[Dataset]:
    """An exam as the scanner made it; some of its slices are not diagnostic."""
    return list(ge_datasets(simulate_exam(seed=SEED, quality="limited")))


@pytest.fixture(scope="module")
def undisturbed(stack: Stack, scanned: list[Dataset]) -> Json:
    """The same pixels, delivered as they should be: what every other delivery is measured by."""
    exam = stack.judge(renew(scanned))
    assert exam["state"] == "final"
    return exam


def on_table(scanned: list[Dataset], scanner: str) -> list[Dataset]:
    images = renew(scanned)
    for image in images:
        image.StationName = scanner
    return images


def watch(sit_down: SitDown, scanner: str) -> Desk:
    desk = sit_down("technologist")
    desk.open(f"/console/{scanner}")
    expect(desk.page.get_by_text(f"No exam from {scanner} yet")).to_be_visible()
    return desk


def expect_tiles(desk: Desk, verdicts: list[str]) -> None:
    """The tiles of the console, head to foot."""
    tiles = desk.page.locator("[data-tile]")
    for place, verdict in enumerate(verdicts):
        expect(tiles.nth(place)).to_have_attribute("data-tile", MARKS[verdict])
    expect(tiles).to_have_count(len(verdicts))


def verdicts_of(exam: Json, *, without: list[Dataset] = []) -> list[str]:  # noqa: B006  never changed
    """By slice, head to foot; slices that did not arrive stand at the foot, for nobody knows their place."""
    missing = {float(image.SliceLocation) for image in without}
    arrived = [one["verdict"] for one in exam["slices"] if one["location_mm"] not in missing]
    return [*arrived, *["not_assessed"] * len(missing)]


def send_now(stack: Stack, delivery: Delivery) -> Json:
    """Send what arrives at once, and answer the exam when nobody waits for more."""
    study = delivery.now[0].StudyInstanceUID
    count = len({image.SOPInstanceUID for image in delivery.now})
    with stack.events() as events:
        stack.archive.receive(delivery.now)
        final = events.wait_final(study, images=count)
    return stack.exam(final["exam"])


@pytest.mark.parametrize("faults", [["repeat"], ["reorder"], ["repeat", "reorder"]])
def test_repeated_and_reordered_slices_change_no_verdict(
    sit_down: SitDown, stack: Stack, scanned: list[Dataset], undisturbed: Json, faults: list[str]
) -> None:
    scanner = "-".join(["STREAM", *faults]).upper()
    desk = watch(sit_down, scanner)
    exam = send_now(stack, disturb(on_table(scanned, scanner), faults, seed=SEED))
    expect_tiles(desk, verdicts_of(undisturbed))
    told = ["verdict", "probability", "stiffness_kpa", "measurable_area_cm2"]
    for one, before in zip(exam["slices"], undisturbed["slices"], strict=True):
        assert {name: one[name] for name in told} == {name: before[name] for name in told}
    assert (exam["verdict"], exam["images"]) == (undisturbed["verdict"], undisturbed["images"])
    expect(desk.page.get_by_label("Verdict", exact=True)).to_contain_text(exam["why"])


def test_a_lost_slice_is_a_tile_that_says_so_and_the_verdict_rests_on_the_others(
    sit_down: SitDown, stack: Stack, scanned: list[Dataset], undisturbed: Json
) -> None:
    desk = watch(sit_down, "STREAM-LOSE")
    delivery = disturb(on_table(scanned, "STREAM-LOSE"), ["lose"], seed=SEED)
    exam = send_now(stack, delivery)
    expect_tiles(desk, verdicts_of(undisturbed, without=delivery.lost))
    expect(desk.page.get_by_text("did not arrive")).to_have_count(1)
    assert len(exam["slices"]) == slices_of(scanned) - 1
    assert exam["verdict"] != "not_assessed"
    expect(desk.page.get_by_label("Verdict", exact=True)).to_contain_text(exam["why"])


def test_a_late_slice_reopens_the_verdict_and_takes_its_place(
    sit_down: SitDown, stack: Stack, scanned: list[Dataset], undisturbed: Json
) -> None:
    desk = watch(sit_down, "STREAM-DELAY")
    delivery = disturb(on_table(scanned, "STREAM-DELAY"), ["delay", "reorder"], seed=SEED)
    early = send_now(stack, delivery)
    expect(desk.page.get_by_text("did not arrive")).to_have_count(1)

    with stack.events() as events:
        stack.archive.receive(delivery.late)
        events.wait_exam(early["study_instance_uid"], lambda data: data["state"] == "provisional", "being open again")
        events.wait_final(early["study_instance_uid"], images=len(scanned))
    exam = stack.exam(early["id"])
    expect_tiles(desk, verdicts_of(undisturbed))
    expect(desk.page.get_by_text("did not arrive")).to_have_count(0)
    assert (exam["verdict"], len(exam["slices"])) == (undisturbed["verdict"], slices_of(scanned))
    assert [step["state"] for step in exam["history"]].count("final") >= 2
