"""The rescan loop, counted by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qc.actions.rescan import note_rescan
from qc.domain.errors import NothingRepeated
from qc.models import AuditRow, Evidence, Exam, Slice
from qc.models.quality import measure_quality
from tests.making import make_exam, make_user

pytestmark = pytest.mark.django_db

FAILED = ["non_diagnostic", "non_diagnostic"]
GOOD = ["diagnostic", "diagnostic", "diagnostic"]


def make_attempts(*attempts: list[str]) -> list[Exam]:
    """One patient's attempts, ten minutes after one another."""
    start = timezone.now() - timedelta(minutes=10 * len(attempts))
    return [
        make_exam(*verdicts, study=f"1.{number}", at=start + timedelta(minutes=10 * number))
        for number, verdicts in enumerate(attempts)
    ]


def explain(one: Slice, reason: str) -> None:
    """The reason model has found why the slice failed."""
    assert one.assessment is not None
    found = [{"code": reason, "probability": 0.9, "indices": []}]
    one.show_evidence(Evidence.objects.create(assessment=one.assessment, sources="1", reasons=found, model="test 1"))


def test_a_repeat_that_is_adequate_prevents_a_non_diagnostic_exam() -> None:
    _, repeat = make_attempts(FAILED, GOOD)
    note_rescan(user=make_user("technologist"), exam=repeat, followed=True)
    assert measure_quality(12)["total"]["rescans"] == {
        "failed_first": 1,
        "repeated": 1,
        "prevented": 1,
        "advice_followed": 1,
        "advice_not_followed": 0,
        "helped_followed": 1,
        "helped_not_followed": 0,
    }


def test_the_last_attempt_decides_and_the_first_repeat_tells_of_the_advice() -> None:
    _, second, _ = make_attempts(FAILED, FAILED, GOOD)
    note_rescan(user=make_user("technologist"), exam=second, followed=False)
    rescans = measure_quality(12)["total"]["rescans"]
    assert (rescans["failed_first"], rescans["repeated"], rescans["prevented"]) == (1, 1, 1)
    assert (rescans["advice_not_followed"], rescans["helped_not_followed"]) == (1, 0)


@pytest.mark.parametrize("attempts", [[FAILED], [FAILED, FAILED]])
def test_a_patient_who_goes_home_without_a_diagnostic_slice_was_not_saved(attempts: list[list[str]]) -> None:
    make_attempts(*attempts)
    rescans = measure_quality(12)["total"]["rescans"]
    assert (rescans["failed_first"], rescans["repeated"], rescans["prevented"]) == (1, len(attempts) - 1, 0)


def test_a_repeat_of_an_exam_that_was_good_prevents_nothing() -> None:
    make_attempts(GOOD, GOOD)
    assert measure_quality(12)["total"]["rescans"]["failed_first"] == 0


def test_the_repeat_tells_what_it_follows_and_whether_it_was_better() -> None:
    first, repeat = make_attempts(FAILED, GOOD)
    for one in first.slices.all():
        explain(one, "iron")
    told = repeat.describe_rescan()
    assert told is not None
    assert (told["previous"], told["reason"], told["followed"], told["helped"]) == (str(first.key), "iron", None, True)
    assert told["advice"].startswith("Do not repeat 2D GRE")


def test_the_commonest_reason_speaks_for_the_exam_and_diagnostic_slices_have_none() -> None:
    exam = make_exam("non_diagnostic", "non_diagnostic", "non_diagnostic", "diagnostic")
    for one, reason in zip(exam.slices.all(), ["motion", "iron", "motion", "no_waves"], strict=True):
        explain(one, reason)
    assert exam.main_reason() == {"code": "motion", "slices": 2}
    assert [tile["reason"] for tile in exam.strip()] == ["motion", "iron", "motion", None]


def test_a_word_about_the_advice_can_be_corrected_and_the_audit_keeps_both() -> None:
    _, repeat = make_attempts(FAILED, FAILED)
    technologist = make_user("technologist")
    for followed in (True, True, False):
        note_rescan(user=technologist, exam=repeat, followed=followed)
    repeat.refresh_from_db()
    assert repeat.advice_followed is False
    assert list(AuditRow.objects.order_by("pk").values_list("action", flat=True)) == [
        "rescan.followed",
        "rescan.not_followed",
    ]


def test_a_first_attempt_had_no_advice_to_follow() -> None:
    (first,) = make_attempts(FAILED)
    with pytest.raises(NothingRepeated):
        note_rescan(user=make_user("technologist"), exam=first, followed=True)
