"""The machine's opinion beside the pictures: what the votes are worth, why a slice failed, what moved the vote."""

import pytest
from playwright.sync_api import Locator, expect

from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.browser.conftest import SitDown
from tests.browser.desk import Desk
from tests.conftest import manage
from tests.stack import Json, Stack

pytestmark = pytest.mark.browser

# A later look at the slice, as a worker keeps it.
KEEP_EVIDENCE = """
from django.db import transaction
from qc.models import Event, Evidence, Slice
one = Slice.objects.get(pk={slice})
with transaction.atomic():
    Evidence.objects.create(
        assessment=one.assessment, sources="test", model="reasons-test 1",
        indices=[
            dict(name="liver_snr", label="Liver signal to noise", value=3.1, unit="", normal=[8, 60],
                 formula="mean / noise", source="test", better="higher"),
            dict(name="area", label="Liver area", value=90, unit="cm²", normal=[60, 180],
                 formula="pixels", source="test", better="inside"),
        ],
        reasons=[dict(code="iron", probability=0.81, indices=["liver_snr"])],
        cannot_tell=[dict(code="motion", why="no raw phase images arrived")],
    ).show_on_slice()
    one.refresh_from_db()
    Event.objects.record("slice.changed", exam=one.exam, data=dict(slice=one.describe()))
"""


def opinion(desk: Desk) -> Locator:
    return desk.page.get_by_role("complementary", name="Opinion")


@pytest.fixture(scope="module")
def failed(stack: Stack) -> Json:
    """An exam of which slices failed."""
    return stack.judge(ge_datasets(simulate_exam(seed=9, quality="failed")))


def test_the_votes_are_told_with_what_they_are_worth(sit_down: SitDown, exam: Json) -> None:
    desk = sit_down("radiologist")
    desk.open(f"/exams/{exam['id']}")
    told = exam["slices"][0]["opinion"]
    low, high = told["band"]
    expect(opinion(desk)).to_contain_text(f"{100 * told['probability']:.1f} % diagnostic")
    scale = desk.page.get_by_role("img", name=f"abstain band {100 * low:.0f} % to {100 * high:.0f} %")
    expect(scale).to_be_visible()
    words = "The ensemble abstains" if told["abstains"] else "The ensemble stands by its verdict"
    expect(opinion(desk)).to_contain_text(words)


def test_the_likely_reason_appears_with_its_evidence_when_a_worker_has_found_it(
    sit_down: SitDown, failed: Json
) -> None:
    place, one = next((place, one) for place, one in enumerate(failed["slices"]) if one["verdict"] == "non_diagnostic")
    desk = sit_down("radiologist")
    desk.open(f"/exams/{failed['id']}")
    desk.slices().nth(place).click()
    manage("shell", "-c", KEEP_EVIDENCE.format(slice=one["id"]))
    reason = desk.page.get_by_role("region", name="Likely reason")
    expect(reason).to_contain_text("Iron 81 %")
    expect(reason).to_contain_text("SE-EPI")
    expect(reason).to_contain_text("below normal, normal 8 to 60")
    expect(reason).to_contain_text("Cannot tell breathing or motion: no raw phase images arrived")
    reason.get_by_text("All indices").click()
    expect(reason.get_by_text("Liver area")).to_be_visible()


def test_what_moved_the_vote_is_drawn_when_asked_for_and_kept(sit_down: SitDown, stack: Stack, failed: Json) -> None:
    desk = sit_down("radiologist")
    desk.open(f"/exams/{failed['id']}")
    expect(desk.page.get_by_text("Show what moved the vote")).to_be_visible()
    desk.press("h")
    expect(desk.page.locator("[data-layer=heat]")).to_be_visible()
    expect(opinion(desk)).to_contain_text("Orange places speak for diagnostic")
    first = stack.exam(failed["id"])["slices"][0]
    assert first["images"]["heatmap"]["url"].endswith(f"?v=assessment-{first['assessment']}")
    desk.press("h")
    expect(desk.page.locator("[data-layer=heat]")).to_have_count(0)
