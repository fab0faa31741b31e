"""Tell the live clients of arriving images: what matters at once, what lasts only a moment not before a second is over.

Every screen of a site draws anew for every event. A scanner sends ten images a second, of which most change counts
alone, and a slice whose maps are complete is usually judged before anybody could read that it is being assessed.
"""

from datetime import datetime, timedelta
from typing import Any

from qc.models.event import Event
from qc.models.exam import Exam

WITHHELD = timedelta(seconds=1)


def can_wait(exam: Exam, *, now: datetime) -> bool:
    """Whether something was told of the exam a moment ago, and neither its state nor its places have changed since."""
    last = Event.objects.last_change_of(exam)
    return (
        last is not None
        and now - last.at < WITHHELD
        and last.data["state"] == exam.state
        and len(last.data["slices"]) == exam.slices.count()
    )


def fleeting(change: dict[str, Any]) -> list[Any]:
    """The part of a change that can be withheld."""
    return [change["images"], *(tile["state"] for tile in change["slices"])]
