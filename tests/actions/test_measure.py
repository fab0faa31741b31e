"""A region is measured on the archive's pixels, kept version by version, and never against older pixels."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from pydicom.dataset import Dataset

from qc.actions.measure import Drawing, measure_region
from qc.actions.review import Decision, review_slice
from qc.dicom.pacs import Archive
from qc.domain.errors import OutlineRefused, RegionRefused
from qc.models import AuditRow, Event, Exam, Region, Slice
from qc.models.region import measurements_by_reader
from tests.making import arrive, finish_slice, make_exam, make_header, make_pair, make_region, make_review, make_user

pytestmark = pytest.mark.django_db

SQUARE = ((50, 100), (90, 100), (90, 140), (50, 140))
"""Within the confident square of `make_pair`: 40 x 40 pixels of 1.5 mm."""


class Shelf(Archive):
    """An archive in which every slice shows the same pair of maps."""

    def __init__(self) -> None:
        self.stiffness, self.confidence = make_pair()

    def retrieve(self, study: str, series: str, instance: str) -> Dataset:
        return self.stiffness if series.endswith(".9") else self.confidence


def measure(one: Slice, reader: User | None = None, **changes: Any) -> tuple[Region, bool]:
    sent = make_region(one, **{"points": SQUARE, **changes})
    reader = reader or make_user("radiologist", uuid.uuid4().hex)
    return measure_region(reader=reader, exam=one.exam, drawing=Drawing(**sent), archive=Shelf())


@pytest.fixture
def one() -> Slice:
    return make_exam("diagnostic").slices.all()[0]


def test_the_numbers_are_those_of_the_archives_pixels(one: Slice) -> None:
    region, is_new = measure(one)
    assert is_new
    assert (region.mean_kpa, region.median_kpa, region.sd_kpa) == pytest.approx((2.4, 2.4, 0.0))
    assert (region.pixel_count, region.area_cm2) == pytest.approx((1600, 36.0))
    assert region.confident_share == 1


def test_the_share_of_confident_pixels_is_told(one: Slice) -> None:
    region, _ = measure(one, points=((50, 100), (90, 100), (90, 160), (50, 160)))
    assert region.confident_share == pytest.approx(50 / 60)


def test_a_slice_without_a_confidence_map_is_measured_without_its_share() -> None:
    arrive(make_header("stiffness"))
    region, _ = measure(Slice.objects.get())
    assert (region.pixel_count, region.confident_share) == (1600, None)


def test_a_change_is_a_new_version_and_the_old_one_stays(one: Slice) -> None:
    reader = make_user("radiologist")
    measure(one, reader)
    region, _ = measure(one, reader, origin="edited", points=SQUARE[:3])
    assert (region.version, region.pixel_count) == (2, 820)
    assert [row.version for row in Region.objects.all()] == [1, 2]
    assert [row.version for row in Region.objects.standing()] == [2]


def test_a_removed_region_is_a_version_without_points(one: Slice) -> None:
    reader = make_user("radiologist")
    measure(one, reader)
    region, _ = measure(one, reader, origin="removed", shape=None, points=())
    assert (region.version, region.points, region.describe()["numbers"]) == (2, [], None)
    assert not Region.objects.standing().exists()
    assert Region.objects.newest_by_reader().get() == region


def test_each_reader_has_versions_of_their_own(one: Slice) -> None:
    assert [measure(one)[0].version for _ in range(2)] == [1, 1]
    assert Region.objects.standing().count() == 2


def test_sent_twice_it_is_kept_once(one: Slice) -> None:
    reader, name = make_user("radiologist"), uuid.uuid4()
    first, _ = measure(one, reader, client_id=name)
    again, is_new = measure(one, reader, client_id=name)
    assert (again.pk, is_new) == (first.pk, False)
    assert Event.objects.filter(kind="region.added").count() == 1


def test_another_readers_identifier_is_refused(one: Slice) -> None:
    name = uuid.uuid4()
    measure(one, client_id=name)
    with pytest.raises(RegionRefused) as refusal:
        measure(one, client_id=name)
    assert refusal.value.code == "client_id_taken"


def test_a_region_on_replaced_pixels_is_refused(one: Slice) -> None:
    old = make_region(one, points=SQUARE)
    arrive(make_header("stiffness", 100.0), pixels="changed")
    with pytest.raises(RegionRefused) as refusal:
        measure(one, pixels=old["pixels"])
    assert refusal.value.code == "pixels_changed"
    assert refusal.value.fields["pixels"] != old["pixels"]


def test_a_region_against_an_older_result_is_refused(one: Slice) -> None:
    (pk,) = arrive(make_header("confidence", 100.0), pixels="changed")
    finish_slice(pk)
    with pytest.raises(RegionRefused) as refusal:
        measure(one, assessment=one.assessment_id)
    assert (refusal.value.code, refusal.value.fields["assessment"]) == ("assessment_changed", pk)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"slice": 999999}, "no_such_slice"),
        ({"origin": "removed"}, "region_refused"),
        ({"shape": None}, "region_refused"),
        ({"points": SQUARE[:2]}, "outline_refused"),
        ({"points": ((1, 1), (5, 1), (5, 5))}, "outline_refused"),
    ],
)
def test_what_measures_nothing_is_refused(one: Slice, changes: dict[str, Any], error: str) -> None:
    with pytest.raises((RegionRefused, OutlineRefused)) as refusal:
        measure(one, **changes)
    assert refusal.value.code == error
    assert not Region.objects.exists()


def test_it_leaves_an_audit_row_and_an_event_that_does_not_tell_the_region(one: Slice) -> None:
    region, _ = measure(one, origin="proposed")
    assert AuditRow.objects.get().action == "region.proposed"
    event = Event.objects.get(kind="region.added")
    assert event.data == {"slice": one.pk, "region": region.pk, "reader": region.reader_id}


def test_a_review_names_the_region_that_stood_when_it_was_made(one: Slice) -> None:
    reader = make_user("radiologist")

    def review() -> int | None:
        return review_slice(reader=reader, exam=one.exam, decision=Decision(**make_review(one)))[0].region_id

    assert review() is None
    measure(one)
    assert review() is None
    region, _ = measure(one, reader)
    assert review() == region.pk
    measure(one, reader, origin="removed", shape=None, points=())
    assert review() is None


def test_the_exams_stiffness_leaves_out_what_its_reader_called_not_diagnostic() -> None:
    exam, reader = make_exam("diagnostic", "diagnostic"), make_user("radiologist")
    for one in exam.slices.all():
        measure(one, reader)
    assert exam_of(exam) == [(2.4, 72.0, 2)]
    refused = make_review(exam.slices.all()[1], decision="override", quality="non_diagnostic", reason="motion")
    review_slice(reader=reader, exam=exam, decision=Decision(**refused))
    assert exam_of(exam) == [(2.4, 36.0, 1)]


def test_the_exams_stiffness_leaves_out_regions_of_replaced_pixels(one: Slice) -> None:
    measure(one)
    arrive(make_header("stiffness", 100.0), pixels="changed")
    assert exam_of(one.exam) == []


def exam_of(exam: Exam) -> list[tuple[float, float, int]]:
    rows = measurements_by_reader(Region.objects.standing().filter(slice__exam=exam))
    return [(round(row["mean_kpa"], 6), round(row["area_cm2"], 6), row["slices"]) for row in rows]
