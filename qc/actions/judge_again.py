"""Judge the slices that came while no ensemble could be used, once one can: nobody has to send them again."""

from django.db import transaction

from qc.models.archive import PartHealth
from qc.models.assessment import Assessment
from qc.models.exam import Exam
from qc.models.slice import Slice


def judge_again() -> list[int]:
    """Open a new assessment for every slice that failed for want of an ensemble; return them for the workers."""
    health = PartHealth.objects.filter(pk="ensemble", ok=True).first()
    if health is None:
        return []
    failed = Assessment.objects.without_ensemble(since=health.since)
    return [_open_anew(one) for one in failed.select_related("slice", "primary", "partner", "magnitude")]


@transaction.atomic
def _open_anew(failed: Assessment) -> int:
    Exam.objects.select_for_update().get(pk=failed.slice.exam_id)
    anew, _ = Assessment.objects.standing().get_or_create(
        slice=failed.slice,
        input_digest=failed.input_digest,
        magnitude=failed.magnitude,
        defaults={
            "primary": failed.primary,
            "partner": failed.partner,
            "completed_pair_at": failed.completed_pair_at,
        },
    )
    Slice.objects.filter(pk=failed.slice_id).update(state=Slice.State.ASSESSING, assessment=None)
    return anew.pk
