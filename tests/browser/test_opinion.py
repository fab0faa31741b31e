"""The machine's opinion beside the pictures: what the votes are worth, why a slice failed, what moved the vote."""

import pytest
from playwright.sync_api import Locator, expect

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser


def opinion(desk: Desk) -> Locator:
    return desk.page.get_by_role("complementary", name="Opinion")


@pytest.fixture(scope="module")
def failed(stack: Stack) -> Json:
    """An exam that failed for iron."""
    return stack.judge(ge_datasets(simulate_exam(seed=323, quality="failed")))


def test_the_votes_are_told_with_what_they_are_worth(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open(f"/exams/{exam['id']}")
    place, told = min(
        ((place, one["opinion"]) for place, one in enumerate(exam["slices"])),
        key=lambda one: abs(one[1]["probability"] - 0.5),
    )
    desk.slices().nth(place).click()
    low, high = told["band"]
    expect(opinion(desk)).to_contain_text(f"{100 * told['probability']:.1f} % diagnostic")
    scale = desk.page.get_by_role("img", name=f"abstain band {100 * low:.0f} % to {100 * high:.0f} %")
    expect(scale).to_be_visible()
    words = "The ensemble abstains" if told["abstains"] else "The ensemble stands by its verdict"
    expect(opinion(desk)).to_contain_text(words)


def test_the_likely_reason_appears_with_its_evidence(sit_down: SitDown, stack: Stack, failed: Json) -> None:
    place = next(place for place, one in enumerate(failed["slices"]) if one["verdict"] == "non_diagnostic")
    desk = sit_down("radiologist")
    desk.open(f"/exams/{failed['id']}")
    desk.slices().nth(place).click()
    reason = desk.page.get_by_role("region", name="Likely reason")
    expect(reason).to_contain_text("Iron")
    expect(reason).to_contain_text("SE-EPI")
    evidence = stack.exam(failed["id"])["slices"][place]["evidence"]
    assert evidence["reasons"][0]["code"] == "iron"
    spoken = [index for index in evidence["indices"] if index["name"] in evidence["reasons"][0]["indices"]]
    for index in spoken:
        expect(reason).to_contain_text(index["label"])
    silent = next(index for index in evidence["indices"] if index not in spoken and index["value"] is not None)
    reason.get_by_text("All indices").click()
    expect(reason.get_by_text(silent["label"], exact=True)).to_be_visible()


def test_what_moved_the_vote_is_drawn_when_asked_for_and_kept(sit_down: SitDown, stack: Stack, failed: Json) -> None:
    desk = sit_down("radiologist")
    desk.open_exam(failed["id"])
    desk.press("h")
    expect(desk.page.get_by_text("Hide what moved the vote")).to_be_visible()
    expect(desk.page.locator("[data-layer=heat]")).to_be_visible()
    expect(opinion(desk)).to_contain_text("Orange places speak for diagnostic")
    first = stack.exam(failed["id"])["slices"][0]
    assert first["images"]["heatmap"]["url"].endswith(f"?v=assessment-{first['assessment']}")
    desk.press("h")
    expect(desk.page.locator("[data-layer=heat]")).to_have_count(0)
