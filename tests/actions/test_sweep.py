"""What the task queue lost is offered again, but what only waits is not multiplied."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qc.actions import sweep
from qc.actions.judge_again import judge_again
from qc.actions.sweep import LATE, NO_LONGER_ASKED, sweep_lost_assessments, sweep_lost_explanations
from qc.models import Assessment, Evidence, PartHealth, Slice
from tests.making import arrive_pair, finish_slice

pytestmark = pytest.mark.django_db


def test_a_lost_assessment_is_offered_again_once_in_a_lease() -> None:
    (pk,) = arrive_pair()
    assert sweep_lost_assessments() == []
    Assessment.objects.update(offered_at=timezone.now() - timedelta(minutes=1))
    assert sweep_lost_assessments() == [pk]
    assert sweep_lost_assessments() == []


def test_of_a_long_queue_only_the_oldest_are_offered_again() -> None:
    opened = [pk for number in range(sweep.SWEPT_AT_ONCE + 1) for pk in arrive_pair(10.0 * number)]
    for seconds, pk in enumerate(opened, start=20):
        Assessment.objects.filter(pk=pk).update(offered_at=timezone.now() - timedelta(seconds=seconds))
    assert set(opened) - set(sweep_lost_assessments()) == {opened[0]}


def fail_for_want_of_an_ensemble(pk: int) -> None:
    assessment = Assessment.objects.claim(pk)
    assert assessment is not None
    assessment.finish(verdict="not_assessed", why="No ensemble is in force", fault="ensemble_missing")
    assessment.show_on_slice()


def test_slices_that_no_ensemble_could_judge_are_judged_once_one_can() -> None:
    (pk,) = arrive_pair()
    fail_for_want_of_an_ensemble(pk)
    assert judge_again() == []
    PartHealth.note("ensemble", ok=True)
    (anew,) = judge_again()
    assert judge_again() == []
    assert Assessment.objects.claim(anew) is not None
    assert Slice.objects.get().state == Slice.State.ASSESSING


def test_what_failed_for_another_cause_is_not_judged_again() -> None:
    (pk,) = arrive_pair()
    fail_for_want_of_an_ensemble(pk)
    Assessment.objects.update(fault="units_unknown")
    PartHealth.note("ensemble", ok=True)
    assert judge_again() == []


def told_ago(pk: int, since: timedelta, verdict: str = "non_diagnostic") -> Slice:
    one = finish_slice(pk, verdict=verdict)
    Assessment.objects.filter(pk=pk).update(done_at=timezone.now() - since)
    return one


def test_failed_slices_whose_explanation_was_lost_are_offered_again() -> None:
    pks = [pk for number in range(4) for pk in arrive_pair(10.0 * number)]
    times = (2 * LATE, LATE / 2, 2 * NO_LONGER_ASKED)
    lost, *_ = [told_ago(pk, since) for pk, since in zip(pks, times, strict=False)]
    told_ago(pks[3], 2 * LATE, "diagnostic")
    assert sweep_lost_explanations() == [lost.pk]


def test_a_slice_that_was_explained_is_not_offered_again() -> None:
    (pk,) = arrive_pair(10.0)
    one = told_ago(pk, 2 * LATE)
    one.show_evidence(Evidence.objects.create(assessment_id=pk, sources="sha256:0", model="reasons 1"))
    assert sweep_lost_explanations() == []
