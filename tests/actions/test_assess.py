"""A slice is judged from the archive's pixels; whatever cannot be judged says why. On a real Orthanc."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.utils import timezone
from pydicom.dataset import Dataset

from qc.actions.assess import assess_slice
from qc.actions.crosscheck import crosscheck_slice
from qc.actions.freeze import freeze_reviews
from qc.actions.review import Decision, review_slice
from qc.actions.withdraw import withdraw_if_gone
from qc.dicom import pacs
from qc.dicom.roles import GE_MEG_DATA, recognise_role
from qc.dicom.synthesis import ge_datasets
from qc.domain.errors import ArchiveUnavailable, DataSetRefused
from qc.elastography.extent import MEASURES
from qc.elastography.region import measurable_region
from qc.models import Assessment, DataSet, Event, Exam, Slice
from qc.simulation.scanner import SimulatedExam, simulate_exam
from qc.simulation.truth import REPEATABILITY
from tests.actions.conftest import Deliver
from tests.making import make_pair, make_review, make_user
from tests.parts import Archive

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_pair_gets_eight_votes(deliver: Deliver, client: pacs.Archive) -> None:
    (pk,) = deliver(make_pair())
    assess_slice(assessment_id=pk, archive=client)
    one = Slice.objects.get()
    assert one.verdict in ("diagnostic", "non_diagnostic", "undecided")
    assert one.assessment is not None
    assert len(one.assessment.votes) == 8
    assert one.assessment.constants["confidence_threshold"] == 0.95
    assert [event.kind for event in Event.objects.all()][-2:] == ["slice.changed", "exam.changed"]


def images_of_first_slice(exam: SimulatedExam, *roles: str) -> list[Dataset]:
    images = ge_datasets(exam)
    top = max(image.SliceLocation for image in images)
    return [image for image in images if image.SliceLocation == top and recognise_role(image) in roles]


@pytest.mark.parametrize("roles", [(), ("magnitude",)])
def test_area_and_stiffness_are_those_of_the_confident_liver(
    deliver: Deliver, client: pacs.Archive, roles: tuple[str, ...]
) -> None:
    exam = simulate_exam(seed=21 + len(roles), quality="adequate")
    (pk,) = deliver(images_of_first_slice(exam, "stiffness", "confidence", *roles))
    assess_slice(assessment_id=pk, archive=client)
    one, truth = Slice.objects.get(), exam.slices[0].truth
    assert one.measurable_area_cm2 is not None
    assert 0.2 * truth.area_cm2 < one.measurable_area_cm2 < 1.25 * truth.area_cm2
    assert one.stiffness_kpa == pytest.approx(truth.true_kpa, rel=REPEATABILITY)
    assert [image.role for image in one.liver_images()] == ["stiffness", "confidence", *roles]
    assert one.assessment is not None
    counted = one.assessment.constants["measures"]
    assert len(counted) == len(MEASURES)
    assert counted[0] == len(roles)
    maps, liver = one.read_maps(client)
    assert measurable_region(maps, liver).sum() * maps.geometry.pixel_area_cm2 == pytest.approx(
        one.measurable_area_cm2, abs=0.01
    )


def test_a_magnitude_image_on_other_pixels_is_not_used(deliver: Deliver, client: pacs.Archive) -> None:
    images = images_of_first_slice(simulate_exam(seed=23, quality="adequate"), "stiffness", "confidence", "magnitude")
    for image in images:
        if recognise_role(image) == "magnitude":
            image.PixelSpacing = [float(value) / 2 for value in image.PixelSpacing]
    (pk,) = deliver(images)
    assess_slice(assessment_id=pk, archive=client)
    one = Slice.objects.get()
    assert [image.role for image in one.liver_images()] == ["stiffness", "confidence"]
    assert one.measurable_area_cm2


def test_the_same_assessment_twice_gives_one_verdict(deliver: Deliver, client: pacs.Archive) -> None:
    (pk,) = deliver(make_pair())
    for _ in range(2):
        assess_slice(assessment_id=pk, archive=client)
    assert Event.objects.filter(kind="slice.changed").count() == 1


def test_a_result_about_replaced_pixels_is_never_shown(deliver: Deliver, client: pacs.Archive) -> None:
    (old,) = deliver(make_pair())
    first = Assessment.objects.get(pk=old)
    newer = Assessment.objects.create(
        slice=first.slice,
        primary=first.primary,
        partner=first.partner,
        input_digest="of the newer pixels",
        completed_pair_at=first.completed_pair_at,
    )
    for pk in (newer.pk, old):
        assess_slice(assessment_id=pk, archive=client)
    assert Assessment.objects.get(pk=old).state == Assessment.State.DONE
    assert Slice.objects.get().assessment == newer


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"Manufacturer": "SIEMENS"}, "Units of the stiffness map unknown"),
        ({"PixelSpacing": [2.0, 2.0]}, "do not lie on the same pixels"),
        ({"PixelData": b"\0" * 100}, "cannot be read"),
    ],
)
def test_what_cannot_be_judged_says_why(
    deliver: Deliver, client: pacs.Archive, changes: dict[str, Any], why: str
) -> None:
    (pk,) = deliver(make_pair(**changes))
    assess_slice(assessment_id=pk, archive=client)
    one = Slice.objects.get()
    assert (one.state, one.verdict, one.stiffness_kpa) == ("not_assessed", "not_assessed", None)
    assert why in one.why


def test_an_archive_that_is_away_leaves_the_work_for_later(deliver: Deliver) -> None:
    (pk,) = deliver(make_pair())
    away = pacs.Archive("http://127.0.0.1:9", "nobody", "nothing")
    with pytest.raises(ArchiveUnavailable):
        assess_slice(assessment_id=pk, archive=away)
    assert Assessment.objects.claim(pk) is not None


def test_a_study_deleted_in_the_archive_is_withdrawn(deliver: Deliver, client: pacs.Archive, archive: Archive) -> None:
    deliver(make_pair())
    exam = Exam.objects.get()
    assert not withdraw_if_gone(archive=client, exam=exam)
    with httpx.Client(base_url=archive.url, auth=archive.auth) as web:
        (found,) = web.post("/tools/lookup", content=exam.study_instance_uid).json()
        web.delete(f"/studies/{found['ID']}")
    stale = Exam.objects.get()
    assert withdraw_if_gone(archive=client, exam=exam)
    assert not withdraw_if_gone(archive=client, exam=stale)
    assert Event.objects.filter(data__state="withdrawn").count() == 1
    exam.refresh_from_db()
    assert (exam.state, exam.why.startswith("The study was deleted")) == ("withdrawn", True)


def review(one: Slice, **changes: Any) -> None:
    reader = make_user("radiologist", f"reader{one.reviews.count()}")
    decision = {"decision": "override", "quality": "diagnostic", **changes}
    review_slice(reader=reader, exam=one.exam, decision=Decision(**make_review(one, **decision)))


def test_reviewed_slices_are_frozen_with_their_labels(deliver: Deliver, client: pacs.Archive) -> None:
    (pk,) = deliver(make_pair())
    assess_slice(assessment_id=pk, archive=client)
    review(Slice.objects.get(), quality="limited", reason="motion")
    frozen, left_out = freeze_reviews(name="first", archive=client)
    assert (frozen.slices, frozen.diagnostic, frozen.patients, left_out) == (1, 1, 1, [])
    with pytest.raises(DataSetRefused, match="never changed"):
        freeze_reviews(name="first", archive=client)
    again, _ = freeze_reviews(name="second", archive=client)
    assert again.digest == frozen.digest


@pytest.mark.parametrize("name", ["../outside", "With Space", ""])
def test_a_name_that_is_no_name_is_refused(client: pacs.Archive, name: str) -> None:
    with pytest.raises(DataSetRefused, match="cannot be a name"):
        freeze_reviews(name=name, archive=client)


def test_slices_on_which_readers_disagree_are_left_out(deliver: Deliver, client: pacs.Archive) -> None:
    (pk,) = deliver(make_pair())
    assess_slice(assessment_id=pk, archive=client)
    review(Slice.objects.get())
    review(Slice.objects.get(), quality="non_diagnostic", reason="iron")
    with pytest.raises(DataSetRefused, match="readers disagree"):
        freeze_reviews(name="first", archive=client)
    assert not DataSet.objects.exists()


def test_raw_phase_gives_a_second_opinion_on_the_stiffness(deliver: Deliver, client: pacs.Archive) -> None:
    opened = deliver(ge_datasets(simulate_exam(seed=1, quality="adequate"))[:99])
    for pk in opened:
        assess_slice(assessment_id=pk, archive=client)
    one = Slice.objects.filter(stiffness_kpa__isnull=False)[0]
    crosscheck_slice(slice_id=one.pk, archive=client)
    one.refresh_from_db()
    assert one.crosscheck_ratio == pytest.approx(1.0, abs=0.1)
    assert one.warnings == []


@pytest.mark.parametrize(
    ("seed", "factor", "frequency_hz", "suspect"),
    [
        (11, 2.0, 60, "The pixel spacing is suspect"),
        (12, 1.0, 40, "the driver played 60 Hz, not the 40 Hz"),
    ],
)
def test_a_header_that_lies_is_caught(
    deliver: Deliver, client: pacs.Archive, seed: int, factor: float, frequency_hz: float, suspect: str
) -> None:
    images = ge_datasets(simulate_exam(seed=seed, quality="adequate"))
    for image in images:
        image.PixelSpacing = [factor * float(value) for value in image.PixelSpacing]
        image[GE_MEG_DATA].value = [frequency_hz, 4]
    for pk in deliver(images[:99]):
        assess_slice(assessment_id=pk, archive=client)
    one = Slice.objects.filter(stiffness_kpa__isnull=False)[0]
    crosscheck_slice(slice_id=one.pk, archive=client)
    one.refresh_from_db()
    assert any(suspect in warning for warning in one.warnings), one.warnings


def test_without_raw_phase_there_is_no_second_opinion(deliver: Deliver, client: pacs.Archive) -> None:
    (pk,) = deliver(make_pair())
    assess_slice(assessment_id=pk, archive=client)
    crosscheck_slice(slice_id=Slice.objects.get().pk, archive=client)
    assert Slice.objects.get().crosscheck_kpa is None


def test_a_slice_that_ends_its_workers_is_given_up(deliver: Deliver, client: pacs.Archive) -> None:
    (pk,) = deliver(make_pair())
    for _ in range(Assessment.MOST_LOST_CLAIMS):
        assert Assessment.objects.claim(pk) is not None
        Assessment.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assess_slice(assessment_id=pk, archive=client)
    one = Slice.objects.get()
    assert (one.verdict, one.why.startswith("Assessing this slice has ended the worker")) == ("not_assessed", True)
