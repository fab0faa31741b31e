"""Tell the live clients of arriving images: what matters at once, what lasts only a moment not before a second is over.

Every screen of a site draws anew for every event. A scanner sends ten images a second, of which most change counts
alone, and a slice whose maps are complete is usually judged before anybody could read that it is being assessed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from qc.models.event import Event
from qc.models.exam import Exam

WITHHELD = timedelta(seconds=1)


def tell_arrivals(exams: Iterable[int]) -> None:
    """Tell of the exams that arriving images have changed in more than what can be withheld."""
    for pk in exams:
        with transaction.atomic():
            exam = Exam.objects.select_for_update().get(pk=pk)
            Event.objects.record("exam.changed", exam=exam, data=exam.describe_change())


def tell_withheld(*, now: datetime) -> None:
    """Tell what has lasted, and what nothing else has told since. Only of an exam that waits for images is withheld.

    Look without the lock first: mostly nothing is untold, and whoever judges slices needs the lock meanwhile.
    """
    for exam in Exam.objects.open():
        is_now = [exam.state, exam.image_count, *exam.slices.values_list("state", flat=True)]
        if _is_untold(is_now, exam, now):
            _tell_if_untold(exam.pk, now)


@transaction.atomic
def _tell_if_untold(pk: int, now: datetime) -> None:
    exam = Exam.objects.select_for_update().get(pk=pk)
    change = exam.describe_change()
    if _is_untold(_brief(change), exam, now):
        Event.objects.record("exam.changed", exam=exam, data=change)


def _is_untold(is_now: list[Any], exam: Exam, now: datetime) -> bool:
    """Whether nothing was told yet, or something else, and that not just now."""
    last = Event.objects.last_change_of(exam)
    return last is None or (now - last.at >= WITHHELD and _brief(last.data) != is_now)


def _brief(change: dict[str, Any]) -> list[Any]:
    """What tells whether a change was told."""
    return [change["state"], change["images"], *(tile["state"] for tile in change["slices"])]
