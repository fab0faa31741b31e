"""When nothing comes any more, what is missing is said and the verdict is final."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qc.actions.close import Closing, close_quiet_exams
from qc.models import Assessment, Exam
from tests.making import arrive, arrive_pair, finish_slice, make_header

pytestmark = pytest.mark.django_db


def close_later() -> Closing:
    return close_quiet_exams(now=timezone.now() + timedelta(seconds=10))


def test_an_exam_is_left_open_while_images_come() -> None:
    arrive(make_header("stiffness"))
    close_quiet_exams(now=timezone.now())
    assert Exam.objects.get().state == "receiving"


def test_an_exam_is_left_open_while_a_slice_is_being_assessed() -> None:
    arrive_pair()
    close_later()
    assert Exam.objects.get().state == "receiving"


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("stiffness", "A stiffness map arrived without its confidence map"),
        ("confidence", "A confidence map arrived without its stiffness map"),
        ("phase", "No stiffness map arrived for this position"),
    ],
)
def test_half_a_pair_is_not_assessed_and_says_which_half(role: str, why: str) -> None:
    arrive(make_header(role))  # type: ignore[arg-type]
    close_later()
    exam = Exam.objects.get()
    assert (exam.state, exam.verdict) == ("final", "not_assessed")
    assert why in exam.why


def test_a_slice_that_was_judged_counts_beside_one_that_is_missing() -> None:
    (pk,) = arrive_pair(40)
    finish_slice(pk)
    arrive(make_header("stiffness", 50))
    close_later()
    exam = Exam.objects.get()
    assert (exam.state, exam.verdict) == ("final", "limited")
    assert "1 not assessed (A stiffness map arrived without its confidence map)" in exam.why


def test_a_study_without_mre_says_so() -> None:
    arrive(make_header("other", acquisition=""))
    close_later()
    exam = Exam.objects.get()
    assert exam.verdict == "not_assessed"
    assert exam.why.startswith("Not an MR elastography study")


def test_colour_pictures_alone_are_handed_to_the_ensemble() -> None:
    arrive(make_header("colour_save", geometry=None, acquisition=""))
    (pk,) = close_later().assessments
    assert Assessment.objects.get(pk=pk).partner is None
    assert Exam.objects.get().state != "final"


def test_colour_pictures_beside_maps_are_not_judged() -> None:
    (pk,) = arrive_pair(40)
    finish_slice(pk)
    arrive(make_header("colour_save", 40, acquisition=""))
    assert close_later().assessments == []


def test_the_final_verdict_names_its_policy_and_its_seconds() -> None:
    (pk,) = arrive_pair()
    finish_slice(pk)
    close_later()
    exam = Exam.objects.get()
    assert exam.policy == "liver-mre-default v1"
    assert exam.seconds_to_verdict is not None
    assert exam.seconds_to_verdict >= 0
