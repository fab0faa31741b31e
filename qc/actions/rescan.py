"""Note whether a repeat was made as the attempt before it advised: what the rescan loop is judged by."""

from django.contrib.auth.models import User
from django.db import transaction

from qc.domain.errors import NothingRepeated
from qc.models.audit import AuditRow
from qc.models.event import Event
from qc.models.exam import Exam


@transaction.atomic
def note_rescan(*, user: User, exam: Exam, followed: bool) -> Exam:
    """Keep the technologist's word; a later word replaces it, and the audit keeps both. Raises NothingRepeated."""
    locked = Exam.objects.select_for_update().get(pk=exam.pk)
    if locked.previous_attempt_id is None:
        raise NothingRepeated("This exam repeats no other one, so there was no advice to follow.")
    if locked.advice_followed != followed:
        locked.advice_followed = followed
        locked.save(update_fields=["advice_followed"])
        AuditRow.objects.create(user=user, action=f"rescan.{'followed' if followed else 'not_followed'}", exam=locked)
        Event.objects.record("exam.changed", exam=locked, data=locked.describe_change())
    return locked
