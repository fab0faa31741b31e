"""An explanation begins when the verdicts are given, and at the latest after two."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from qc.actions.give_way import give_way
from qc.models import Assessment
from tests.making import arrive_pair, finish_slice

pytestmark = pytest.mark.django_db


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each wait was meant to be; time passes only by waiting."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    monkeypatch.setattr(time, "monotonic", lambda: sum(waits))
    return waits


def make_older(by: timedelta) -> None:
    Assessment.objects.update(created_at=timezone.now() - by)


def test_it_begins_at_once_where_nothing_is_judged(looks: list[float]) -> None:
    give_way()
    finish_slice(*arrive_pair())
    make_older(by=timedelta(seconds=1))
    give_way()
    assert looks == []


def test_it_waits_for_open_assessments_and_no_longer_than_two_seconds(looks: list[float]) -> None:
    arrive_pair()
    make_older(by=timedelta(seconds=1))
    give_way()
    assert 2.0 <= sum(looks) < 2.3


def test_it_waits_for_the_slice_that_may_follow(looks: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    finish_slice(*arrive_pair())

    def wait(seconds: float) -> None:
        looks.append(seconds)
        make_older(by=timedelta(seconds=sum(looks)))

    monkeypatch.setattr(time, "sleep", wait)
    give_way()
    assert 0.5 <= sum(looks) < 0.8
