"""Who may write a result: the holder of the newest claim, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qc.models import Assessment
from tests.making import arrive_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def pending() -> int:
    (pk,) = arrive_pair()
    return pk


def expire(pk: int) -> None:
    Assessment.objects.filter(pk=pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_only_one_of_two_workers_gets_the_claim(pending: int) -> None:
    assert Assessment.objects.claim(pending) is not None
    assert Assessment.objects.claim(pending) is None


def test_a_claim_whose_lease_ended_can_be_taken_over(pending: int) -> None:
    Assessment.objects.claim(pending)
    expire(pending)
    assert Assessment.objects.claim(pending) is not None


def test_a_worker_that_was_taken_for_dead_cannot_write(pending: int) -> None:
    dead = Assessment.objects.claim(pending)
    expire(pending)
    heir = Assessment.objects.claim(pending)
    assert dead is not None
    assert heir is not None
    assert not dead.finish(verdict="non_diagnostic")
    assert heir.finish(verdict="diagnostic")
    assert Assessment.objects.get().verdict == "diagnostic"


def test_a_result_is_written_once(pending: int) -> None:
    mine = Assessment.objects.claim(pending)
    assert mine is not None
    assert mine.finish(verdict="diagnostic")
    assert not mine.finish(verdict="non_diagnostic")


def test_the_sweep_finds_what_was_never_begun_and_what_was_left(pending: int) -> None:
    assert not Assessment.objects.lost().exists()
    Assessment.objects.update(offered_at=timezone.now() - timedelta(minutes=1))
    assert Assessment.objects.lost().exists()
    Assessment.objects.claim(pending)
    assert not Assessment.objects.lost().exists()
    expire(pending)
    assert Assessment.objects.lost().exists()
