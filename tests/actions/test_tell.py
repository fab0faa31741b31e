"""What matters is told at once, mere counts and moments once a second, and nothing is left untold."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qc.actions.tell import tell_withheld
from qc.models import Event, Exam
from tests.making import arrive, make_header

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=2)


def test_images_that_change_counts_alone_are_told_together() -> None:
    arrive(make_header("phase", 40, sop_instance_uid="1.1"))
    for number in range(2, 6):
        arrive(make_header("phase", 40, sop_instance_uid=f"1.{number}"))
    assert Event.objects.count() == 1
    tell_withheld(now=timezone.now() + SOON)
    assert [event.data["images"] for event in Event.objects.all()] == [1, 5]
    tell_withheld(now=timezone.now() + 2 * SOON)
    assert Event.objects.count() == 2


def test_where_nothing_is_untold_only_a_few_questions_are_asked(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    arrive(make_header("phase", 40, sop_instance_uid="1.1"))
    # The open exams, the one's slices, what was told last: no transaction, which would hold up whoever judges.
    with django_assert_num_queries(3):
        tell_withheld(now=timezone.now() + SOON)


def test_a_new_slice_is_told_at_once() -> None:
    arrive(make_header("phase", 40, sop_instance_uid="1.1"))
    arrive(make_header("phase", 50, sop_instance_uid="1.2"))
    assert [len(event.data["slices"]) for event in Event.objects.all()] == [1, 2]


def test_that_a_slice_is_being_assessed_is_told_only_if_it_lasts() -> None:
    arrive(make_header("stiffness", 40))
    arrive(make_header("confidence", 40))
    assert [event.data["slices"][0]["state"] for event in Event.objects.all()] == ["waiting"]
    tell_withheld(now=timezone.now())
    assert Event.objects.count() == 1
    tell_withheld(now=timezone.now() + SOON)
    assert [event.data["slices"][0]["state"] for event in Event.objects.all()] == ["waiting", "assessing"]


def test_an_image_that_comes_after_a_pause_is_told_by_the_next_look() -> None:
    arrive(make_header("phase", 40, sop_instance_uid="1.1"))
    Event.objects.update(at=timezone.now() - SOON)
    arrive(make_header("phase", 40, sop_instance_uid="1.2"))
    assert Event.objects.count() == 1
    tell_withheld(now=timezone.now())
    assert [event.data["images"] for event in Event.objects.all()] == [1, 2]


def test_an_image_that_a_final_exam_did_not_wait_for_is_told_at_once() -> None:
    arrive(make_header("phase", 40, sop_instance_uid="1.1"))
    Exam.objects.update(state=Exam.State.FINAL)
    arrive(make_header("phase", 40, sop_instance_uid="1.2"))
    assert [event.data["images"] for event in Event.objects.all()] == [1, 2]


def test_what_says_for_the_first_time_what_an_exam_is_is_told_at_once() -> None:
    arrive(make_header("other", 40, sop_instance_uid="1.1", scanner=""))
    arrive(make_header("phase", 40, sop_instance_uid="1.2", geometry=None))
    assert [event.data["is_mre"] for event in Event.objects.all()] == [False, True]
