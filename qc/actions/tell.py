"""Tell of arriving images: what matters at once, and what was withheld once it has lasted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.telling import WITHHELD, can_wait, fleeting

LOOKED_BACK = 100
"""An exam with something untold has told something within the last second, so it is among the newest events."""


def tell_arrivals(exams: Iterable[int], *, now: datetime) -> None:
    """Tell of the exams to which images came. Look without the lock first: whoever judges slices needs it meanwhile."""
    for exam in Exam.objects.filter(pk__in=exams):
        if not can_wait(exam, now=now):
            _tell(exam.pk)


@transaction.atomic
def _tell(pk: int) -> None:
    exam = Exam.objects.select_for_update().get(pk=pk)
    Event.objects.record("exam.changed", exam=exam, data=exam.describe_change())


def tell_withheld(*, now: datetime) -> None:
    """Record what `tell_arrivals` withheld, and what nothing else has told since."""
    newest = Event.objects.order_by("-seq").values_list("kind", "exam_key")[:LOOKED_BACK]
    for key in {exam_key for kind, exam_key in newest if kind == "exam.changed" and exam_key}:
        _tell_if_lasting(key, now)


def _tell_if_lasting(key: UUID, now: datetime) -> None:
    """Look without the lock first: mostly nothing is untold, and whoever judges slices needs the lock meanwhile."""
    exam = Exam.objects.get(key=key)
    if _is_untold([exam.image_count, *exam.slices.values_list("state", flat=True)], exam, now):
        _tell_if_untold(key, now)


@transaction.atomic
def _tell_if_untold(key: UUID, now: datetime) -> None:
    exam = Exam.objects.select_for_update().get(key=key)
    change = exam.describe_change()
    if _is_untold(fleeting(change), exam, now):
        Event.objects.record("exam.changed", exam=exam, data=change)


def _is_untold(is_now: list[Any], exam: Exam, now: datetime) -> bool:
    """Whether what can be withheld has lasted, and is not what was told last."""
    last = Event.objects.last_change_of(exam)
    return last is not None and now - last.at >= WITHHELD and fleeting(last.data) != is_now
