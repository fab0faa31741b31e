"""Choose the assessments that the task queue has lost, so that they are offered to the workers again."""

from django.utils import timezone

from qc.models.assessment import Assessment

SWEPT_AT_ONCE = 50
"""A long queue is not a lost one: what only waits its turn must not be multiplied faster than workers can drop it."""


def sweep_lost_assessments() -> list[int]:
    """The assessments to offer again, those that wait longest first; each is chosen once in a lease."""
    lost = Assessment.objects.lost().order_by("offered_at").values_list("pk", flat=True)
    chosen = list(lost[:SWEPT_AT_ONCE])
    Assessment.objects.filter(pk__in=chosen).update(offered_at=timezone.now())
    return chosen
