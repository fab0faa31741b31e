"""Choose what the task queue has lost, so that it is offered to the workers again."""

from datetime import timedelta

from django.utils import timezone

from qc.models.assessment import Assessment
from qc.models.slice import Slice

SWEPT_AT_ONCE = 50
"""A long queue is not a lost one: what only waits its turn must not be multiplied faster than workers can drop it."""
LATE = timedelta(minutes=1)
"""After its verdict a slice has long been explained, unless the queue is long or lost."""
NO_LONGER_ASKED = timedelta(minutes=15)
"""What could not be explained until then never will be, and nobody waits for it any more."""
LONGEST_EXAM = timedelta(hours=12)
"""No exam goes on for longer; without this bound every slice of the site would be looked at."""


def sweep_lost_assessments() -> list[int]:
    """The assessments to offer again, those that wait longest first; each is chosen once in a lease."""
    lost = Assessment.objects.lost().order_by("offered_at").values_list("pk", flat=True)
    chosen = list(lost[:SWEPT_AT_ONCE])
    Assessment.objects.filter(pk__in=chosen).update(offered_at=timezone.now())
    return chosen


def sweep_lost_explanations() -> list[int]:
    """The slices that failed and still have no reason beside them: what has one by now costs the workers little."""
    now = timezone.now()
    unexplained = Slice.objects.filter(
        verdict__in=("non_diagnostic", "undecided"),
        evidence=None,
        exam__arrived_at__gt=now - LONGEST_EXAM,
        assessment__partner__isnull=False,
        assessment__done_at__range=(now - NO_LONGER_ASKED, now - LATE),
    )
    return list(unexplained.order_by("assessment__done_at").values_list("pk", flat=True)[:SWEPT_AT_ONCE])
