"""Close an agreement study: it takes no more opinions, and nobody reads its exams blind any more."""

from django.contrib.auth.models import User
from django.db import transaction

from qc.models.agreement import AgreementStudy
from qc.models.audit import AuditRow
from qc.models.event import Event


def close_study(*, by: User, study: AgreementStudy) -> AgreementStudy:
    """Closing it again changes nothing."""
    with transaction.atomic():
        locked = AgreementStudy.objects.select_for_update().get(pk=study.pk)
        if locked.state == AgreementStudy.State.OPEN:
            locked.close()
            AuditRow.objects.create(user=by, action="study.close", detail=locked.name)
            Event.objects.record("study.changed", data={"study": locked.pk})
    return locked
