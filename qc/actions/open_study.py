"""Open an agreement study: from then on its readers read its exams blind."""

from collections.abc import Collection
from dataclasses import asdict

from django.contrib.auth.models import User
from django.db import transaction

from qc.domain.errors import StudyRefused
from qc.models.agreement import AgreementStudy, ExamChoice, choose_exams
from qc.models.audit import AuditRow
from qc.models.event import Event
from qc.models.roles import has_right

FEWEST_READERS = 2


def open_study(*, by: User, name: str, readers: Collection[User], choice: ExamChoice) -> AgreementStudy:
    """Choose the exams and blind the readers to them. Raises StudyRefused."""
    check_readers(readers)
    with transaction.atomic():
        if AgreementStudy.objects.filter(name=name).exists():
            raise StudyRefused(f"There is a study called “{name}” already. Choose another name.")
        chosen = choose_exams(choice, readers)
        if not chosen.exams:
            raise StudyRefused("No exam fits that its readers do not know yet. Choose other exams or other readers.")
        study = AgreementStudy.objects.create(name=name, created_by=by, choice=asdict(choice))
        study.readers.set(readers)
        study.exams.set(chosen.exams)
        AuditRow.objects.create(user=by, action="study.open", detail=name)
        Event.objects.record("study.changed", data={"study": study.pk})
    return study


def check_readers(readers: Collection[User]) -> None:
    """Raises StudyRefused for fewer than two, and for somebody who may not decide on slices."""
    if len(readers) < FEWEST_READERS:
        raise StudyRefused("Choose two readers or more: agreement needs somebody to agree with.")
    for reader in readers:
        if not has_right(reader, "review"):
            raise StudyRefused(f"{reader.get_full_name() or reader.get_username()} is not a radiologist.")
