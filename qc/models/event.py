"""The append-only log of what happened, numbered in the order in which it was committed."""

import json
import logging
from functools import cached_property
from typing import Any

from django.db import models, transaction

from qc.models.channel_layer import say_to

EVENTS_GROUP = "events"
KEPT_FOR_REPLAY = 5000
"""A client that lags by more events than this fetches anew instead of replaying."""

logger = logging.getLogger(__name__)


class EventCounter(models.Model):
    """One row, whose lock puts the events of concurrent transactions in the order of their commits.

    An ordinary sequence would not do: on PostgreSQL a later number can be committed first, and a client that has
    read it would never ask for the earlier one again.
    """

    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def take_next(cls) -> int:
        """The next number; held until the end of the caller's transaction."""
        if not cls.objects.filter(pk=1).update(value=models.F("value") + 1):
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(value=models.F("value") + 1)
        return cls.objects.get(pk=1).value


class EventQuerySet(models.QuerySet["Event"]):
    def after(self, seq: int) -> "EventQuerySet":
        return self.filter(seq__gt=seq).order_by("seq")

    def last_seq(self) -> int:
        return self.aggregate(last=models.Max("seq"))["last"] or 0

    def last_change_of(self, exam: models.Model) -> "Event | None":
        """What was last told of the exam itself."""
        return self.filter(kind="exam.changed", exam_key=getattr(exam, "key", None)).order_by("-seq").first()

    def record(self, kind: str, *, exam: models.Model | None = None, data: dict[str, Any]) -> "Event":
        """Append an event in the caller's transaction, and wake the live clients when it is committed."""
        connection = transaction.get_connection()
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("an event belongs into the transaction of what it tells")
        event = self.create(seq=EventCounter.take_next(), kind=kind, exam_key=getattr(exam, "key", None), data=data)
        if not any(planned is wake_clients for _, planned, _ in connection.run_on_commit):
            transaction.on_commit(wake_clients, robust=True)
        return event


def wake_clients() -> None:
    """Tell every open socket that the log has grown. The log is the truth: a lost wake only costs time."""
    say_to(EVENTS_GROUP, {"type": "log.grown"})


class Event(models.Model):
    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=40)
    exam_key = models.UUIDField(null=True, db_index=True)
    data = models.JSONField()

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @cached_property
    def text(self) -> str:
        """The message as it goes over the wire, made once for all clients."""
        return json.dumps(self.as_message())

    def as_message(self) -> dict[str, Any]:
        """What a WebSocket client receives."""
        return {
            "type": "event",
            "seq": self.seq,
            "at": self.at.isoformat(),
            "kind": self.kind,
            "exam": str(self.exam_key) if self.exam_key else None,
            "data": self.data,
        }
