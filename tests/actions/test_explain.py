"""Why a slice failed is found from all its images, kept with the assessment, and told. On a real Orthanc."""

import pytest

from qc.actions.assess import assess_slice
from qc.actions.explain import explain_slice
from qc.dicom import pacs
from qc.dicom.synthesis import ge_datasets
from qc.models import Event, Evidence, Exam, Slice
from qc.simulation.scanner import Quality, simulate_exam
from tests.actions.conftest import Deliver

pytestmark = pytest.mark.django_db(transaction=True)


def judge_first_slice(
    deliver: Deliver, client: pacs.Archive, quality: Quality, *, seed: int, maps_only: bool = False
) -> Slice:
    """The uppermost slice of a simulated exam, judged. An archive takes an exam, and so a seed, as new only once."""
    images = ge_datasets(simulate_exam(seed=seed, quality=quality))
    top = max(image.SliceLocation for image in images)
    first = [image for image in images if image.SliceLocation == top]
    maps = [image for image in first if image.SeriesNumber in (500, 507)]
    for pk in deliver(maps if maps_only else first):
        assess_slice(assessment_id=pk, archive=client)
    return Slice.objects.get()


def test_a_failed_slice_gets_a_likely_reason_with_its_evidence(deliver: Deliver, client: pacs.Archive) -> None:
    one = judge_first_slice(deliver, client, "failed", seed=24)
    cause = simulate_exam(seed=24, quality="failed").slices[0].cause
    explain_slice(slice_id=one.pk, archive=client)
    one.refresh_from_db()
    assert one.verdict == "non_diagnostic"
    assert one.evidence is not None
    assert one.reason == one.evidence.reasons[0]["code"] == cause
    assert [event.kind for event in Event.objects.all()][-2:] == ["slice.changed", "exam.changed"]
    told = Event.objects.filter(kind="exam.changed").latest("pk").data
    assert told["reason"] == {"code": cause, "slices": 1}
    assert told["slices"][0]["reason"] == one.reason


def test_a_diagnostic_slice_gets_its_indices_and_no_reason(deliver: Deliver, client: pacs.Archive) -> None:
    one = judge_first_slice(deliver, client, "adequate", seed=32)
    explain_slice(slice_id=one.pk, archive=client)
    one.refresh_from_db()
    assert one.verdict == "diagnostic"
    assert one.evidence is not None
    assert (one.reason, one.evidence.reasons) == (None, [])
    assert any(index["value"] is not None for index in one.evidence.indices)


def test_the_same_images_are_looked_at_once(deliver: Deliver, client: pacs.Archive) -> None:
    one = judge_first_slice(deliver, client, "failed", seed=22)
    for _ in range(2):
        explain_slice(slice_id=one.pk, archive=client)
    assert Evidence.objects.count() == 1


def test_without_raw_images_it_says_what_it_cannot_tell(deliver: Deliver, client: pacs.Archive) -> None:
    one = judge_first_slice(deliver, client, "failed", seed=26, maps_only=True)
    explain_slice(slice_id=one.pk, archive=client)
    assert Evidence.objects.get().cannot_tell


def test_a_slice_judged_anew_has_no_evidence_of_the_old_pixels(deliver: Deliver, client: pacs.Archive) -> None:
    one = judge_first_slice(deliver, client, "failed", seed=25)
    explain_slice(slice_id=one.pk, archive=client)
    one.refresh_from_db()
    assert one.assessment is not None
    one.assessment.slice.refresh_from_db()
    one.assessment.show_on_slice()
    assert Exam.objects.get().main_reason() is None
