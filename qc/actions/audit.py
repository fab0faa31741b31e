"""Keep who looked at which exam, and to whom its data went."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from qc.models.audit import AuditRow
from qc.models.exam import Exam

VIEW, PREFETCH, COMPARE = "exam.view", "exam.prefetch", "exam.compare"


def note_view(*, user: AbstractBaseUser | AnonymousUser, exam: Exam, is_ahead: bool = False) -> None:
    """A look at the exam; `is_ahead` when a page fetches what nobody looks at yet: it asks again for the look."""
    if isinstance(user, User):
        AuditRow.objects.create(user=user, action=PREFETCH if is_ahead else VIEW, exam=exam)


def note_comparison(*, user: AbstractBaseUser | AnonymousUser, exam: Exam, other: Exam) -> None:
    """That `other` was looked at beside `exam`."""
    if isinstance(user, User):
        AuditRow.objects.create(user=user, action=COMPARE, exam=other, detail=f"beside exam {exam.key}")


def note_pixels(*, user: AbstractBaseUser | AnonymousUser, exam: Exam) -> None:
    """Pixels never leave without a row: who asks for them past the exam itself has looked at it."""
    if not isinstance(user, User):
        return
    if not AuditRow.objects.filter(user=user, exam=exam, action__in=(VIEW, PREFETCH, COMPARE)).exists():
        note_view(user=user, exam=exam)
