"""Keep who looked at which exam."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from qc.models.audit import AuditRow
from qc.models.exam import Exam


def note_view(*, user: AbstractBaseUser | AnonymousUser, exam: Exam) -> None:
    if isinstance(user, User):
        AuditRow.objects.create(user=user, action="exam.view", exam=exam)


def note_comparison(*, user: AbstractBaseUser | AnonymousUser, exam: Exam, other: Exam) -> None:
    """That `other` was looked at beside `exam`."""
    if isinstance(user, User):
        AuditRow.objects.create(user=user, action="exam.compare", exam=other, detail=f"beside exam {exam.key}")
