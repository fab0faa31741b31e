"""Images become exams, slices and pairs, whatever their order and however often they come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qc.models import Assessment, Event, Exam, Instance, Slice
from tests.making import arrive, arrive_pair, finish_slice, make_exam, make_header

pytestmark = pytest.mark.django_db


def test_a_slice_can_be_assessed_as_soon_as_its_pair_is_complete() -> None:
    assert arrive(make_header("stiffness", 40), make_header("stiffness", 50)) == []
    assert len(arrive(make_header("confidence", 50))) == 1
    assert list(Slice.objects.values_list("position_mm", "state")) == [(50, "assessing"), (40, "waiting")]


def test_confidence_may_come_first() -> None:
    assert arrive(make_header("confidence")) == []
    assert len(arrive(make_header("stiffness"))) == 1


def test_an_image_that_comes_twice_changes_nothing() -> None:
    first = timezone.now()
    arrive_pair()
    assert arrive_pair() == []
    assert Instance.objects.count() == 2
    assert Event.objects.count() == 1
    assert Exam.objects.get().last_image_at < first + timedelta(seconds=30)


def test_an_image_with_new_pixels_is_judged_anew() -> None:
    arrive_pair()
    assert len(arrive(make_header("stiffness"), pixels="changed")) == 1


def test_a_hatched_elastogram_stands_in_for_a_confidence_map() -> None:
    assert len(arrive(make_header("stiffness"), make_header("hatched_elastogram"))) == 1


def test_raw_images_show_which_slices_are_awaited() -> None:
    arrive(make_header("phase", 40, expected_slices=2), make_header("phase", 50, expected_slices=2))
    exam = Exam.objects.get()
    assert exam.expected_slices == 2
    assert [tile["state"] for tile in exam.strip()] == ["waiting", "waiting"]


def test_a_repeated_scan_in_the_same_study_is_an_exam_of_its_own() -> None:
    arrive_pair()
    arrive(make_header("stiffness", acquisition="6", sop_instance_uid="1.9"))
    assert sorted(Exam.objects.values_list("acquisition", flat=True)) == ["5", "6"]


def test_repeated_scans_that_arrive_at_once_are_kept_apart() -> None:
    arrive(
        make_header("other", acquisition="", sop_instance_uid="1.7"),
        make_header("stiffness", acquisition="5", sop_instance_uid="1.8"),
        make_header("stiffness", acquisition="6", sop_instance_uid="1.9"),
    )
    assert [exam.images.count() for exam in Exam.objects.order_by("acquisition")] == [2, 1]


def test_an_image_that_does_not_tell_its_scan_joins_the_newest_exam() -> None:
    arrive(make_header("stiffness"))
    assert len(arrive(make_header("confidence", acquisition=""))) == 1
    assert Exam.objects.count() == 1


def test_two_studies_are_kept_apart() -> None:
    arrive(make_header("stiffness"), make_header("confidence", study_instance_uid="1.2.4"))
    assert Exam.objects.count() == 2


def test_another_study_becomes_an_mre_exam_when_mre_arrives() -> None:
    arrive(make_header("other", acquisition="", sop_instance_uid="1.9"))
    assert not Exam.objects.get().is_mre
    arrive_pair()
    exam = Exam.objects.get()
    assert exam.is_mre
    assert exam.image_count == 3


def test_a_late_slice_reopens_the_exam_visibly() -> None:
    exam = make_exam("diagnostic")
    arrive_pair(200.0)
    exam.refresh_from_db()
    assert exam.state == "provisional"
    assert exam.judgements.last() is not None
    assert "arrived after the verdict" in exam.judgements.order_by("-pk")[0].why


def test_a_late_wave_does_not_reopen_the_exam() -> None:
    make_exam("diagnostic")
    arrive(make_header("wave", 100.0))
    assert Exam.objects.get().state == "final"


def test_a_magnitude_image_that_comes_after_the_maps_has_them_judged_again() -> None:
    arrive_pair()
    first, second, third = (
        make_header("magnitude", instance_number=number, sop_instance_uid=f"1.9.{number}") for number in (1, 2, 3)
    )
    (again,) = arrive(second)
    assert Assessment.objects.get(pk=again).magnitude == Instance.objects.get(role="magnitude")
    assert arrive(second, third) == []
    assert len(arrive(first)) == 1


def test_a_late_magnitude_image_reopens_the_exam_and_a_further_one_does_not() -> None:
    make_exam("diagnostic")
    assert len(arrive(make_header("magnitude", 100.0, instance_number=1, sop_instance_uid="1.9.1"))) == 1
    assert Exam.objects.get().state == "provisional"
    Exam.objects.update(state="final")
    assert arrive(make_header("magnitude", 100.0, instance_number=2, sop_instance_uid="1.9.2")) == []
    assert Exam.objects.get().state == "final"


def test_a_magnitude_image_before_the_maps_is_judged_with_them() -> None:
    assert arrive(make_header("magnitude", sop_instance_uid="1.9")) == []
    arrive_pair()
    assert Assessment.objects.get().magnitude == Instance.objects.get(role="magnitude")


def test_a_late_colour_picture_reopens_only_an_exam_without_maps() -> None:
    make_exam("diagnostic")
    arrive(make_header("colour_save", 100.0, acquisition=""))
    assert Exam.objects.get().state == "final"
    arrive(make_header("other", study_instance_uid="9", acquisition="", sop_instance_uid="9.1"))
    Exam.objects.filter(study_instance_uid="9").update(state="final")
    arrive(make_header("colour_save", study_instance_uid="9", acquisition="", sop_instance_uid="9.2"))
    assert Exam.objects.get(study_instance_uid="9").state == "provisional"


def test_maps_without_a_place_are_paired_by_their_number() -> None:
    nowhere = {"geometry": None, "location_mm": None}
    maps = [
        make_header(role, position, instance_number=number, **nowhere)
        for role in ("stiffness", "confidence")
        for number, position in ((1, 10.0), (2, 20.0))
    ]
    assert len(arrive(*maps)) == 2
    assert list(Slice.objects.values_list("location_mm", flat=True)) == [None, None]


def test_every_arrival_is_told() -> None:
    arrive_pair()
    event = Event.objects.get()
    assert event.kind == "exam.changed"
    assert event.data["images"] == 2
    assert "Doe" not in str(event.data)


def test_a_resend_of_a_withdrawn_exam_brings_it_back() -> None:
    make_exam("diagnostic").withdraw()
    arrive_pair(100.0)
    assert Exam.objects.get().state == "provisional"


def test_a_verdict_stays_with_its_slice_while_others_come() -> None:
    (pk,) = arrive_pair(40)
    finish_slice(pk)
    arrive_pair(50)
    assert Slice.objects.get(position_mm=40).verdict == "diagnostic"


def test_what_could_not_be_judged_is_tried_again_when_it_is_sent_again() -> None:
    (pk,) = arrive_pair()
    failed = Assessment.objects.claim(pk)
    assert failed is not None
    failed.finish(verdict="not_assessed", why="The image is no longer in the archive")
    failed.show_on_slice()
    Exam.objects.get().withdraw()
    (again,) = arrive_pair()
    assert again != pk
    assert finish_slice(again).verdict == "diagnostic"
    assert arrive_pair() == []
