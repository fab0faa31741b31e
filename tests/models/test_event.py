"""Events are numbered without gaps, inside the transaction of what they tell."""

import pytest
from django.db import transaction

from qc.models import Event


@pytest.mark.django_db
def test_numbers_rise_by_one() -> None:
    seqs = [Event.objects.record("exam.changed", data={}).seq for _ in range(3)]
    assert seqs == [1, 2, 3]
    assert [event.seq for event in Event.objects.after(1)] == [2, 3]


@pytest.mark.django_db(transaction=True)
def test_an_event_without_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="transaction of what it tells"):
        Event.objects.record("exam.changed", data={})


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told() -> None:
    with transaction.atomic():
        Event.objects.record("exam.changed", data={})
        transaction.set_rollback(True)
    with transaction.atomic():
        assert Event.objects.record("exam.changed", data={}).seq == 1
