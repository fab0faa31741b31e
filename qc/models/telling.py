"""Tell the live clients of arriving images: what matters at once, what lasts only a moment not before a second is over.

Every screen of a site draws anew for every event. A scanner sends ten images a second, of which most change counts
alone, and a slice whose maps are complete is usually judged before anybody could read that it is being assessed.
"""

from datetime import datetime, timedelta
from typing import Any

from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.slice import Slice

WITHHELD = timedelta(seconds=1)
COUNTS = ("images", "last_image_at")


def tell_exam(exam: Exam, *, now: datetime) -> None:
    """Record the exam's change in the caller's transaction, unless it can wait and something was told a second ago."""
    change = exam.describe_change()
    last = Event.objects.last_change_of(exam)
    if last and now - last.at < WITHHELD and _lasting(last.data) == _lasting(change):
        return
    Event.objects.record("exam.changed", exam=exam, data=change)


def fleeting(change: dict[str, Any]) -> list[Any]:
    """The part of a change that can be withheld."""
    return [change["images"], *(tile["state"] for tile in change["slices"])]


def _lasting(change: dict[str, Any]) -> dict[str, Any]:
    """The change without counts, and with slices that are being assessed as if they still waited for their maps."""
    slices = [
        {**tile, "state": Slice.State.WAITING} if tile["state"] == Slice.State.ASSESSING else tile
        for tile in change["slices"]
    ]
    return {**{name: value for name, value in change.items() if name not in COUNTS}, "slices": slices}
