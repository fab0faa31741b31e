"""Note that the technologist has seen the verdict while the patient could still be scanned again."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from qc.domain.errors import NothingToAcknowledge
from qc.models.audit import AuditRow
from qc.models.event import Event
from qc.models.exam import Exam


def acknowledge_verdict(*, user: User, exam: Exam) -> Exam:
    """Keep who saw the final verdict first, and when. Doing it again changes nothing. Raises NothingToAcknowledge."""
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if locked.state != Exam.State.FINAL:
            raise NothingToAcknowledge("The verdict is not final yet. Wait for it, then acknowledge it.")
        if locked.acknowledge(user, timezone.now()):
            AuditRow.objects.create(user=user, action="exam.seen", exam=locked)
            Event.objects.record("exam.changed", exam=locked, data=locked.describe_change())
    return locked
