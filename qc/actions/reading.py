"""Show who has which exam open, so that two readers know of each other."""

import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from qc.domain.errors import ExamUnknown
from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.reading import Reading


def read_exam(*, user: User, key: uuid.UUID, channel: str) -> None:
    """The connection `channel` of `user` has the exam open, and no other. Raises ExamUnknown."""
    exam = Exam.objects.filter(key=key).first()
    if exam is None:
        raise ExamUnknown("There is no such exam.")
    with transaction.atomic():
        before = Reading.objects.select_related("exam").filter(channel=channel).first()
        Reading.objects.update_or_create(
            channel=channel, defaults={"user": user, "exam": exam, "seen_at": timezone.now()}
        )
        for changed in {exam, before.exam if before else exam}:
            _tell(changed)


def leave_exam(*, channel: str) -> None:
    """The connection has no exam open any more."""
    with transaction.atomic():
        reading = Reading.objects.select_related("exam").filter(channel=channel).first()
        if reading is not None:
            reading.delete()
            _tell(reading.exam)


def renew_reading(*, channel: str) -> None:
    """The connection is still alive."""
    Reading.objects.filter(channel=channel).update(seen_at=timezone.now())


def forget_silent_readers() -> None:
    """Nobody is shown as reading whose connection is gone, also where the server that held it could not say so."""
    if not Reading.objects.silent().exists():
        return
    with transaction.atomic():
        silent = Reading.objects.silent()
        exams = list(Exam.objects.filter(readings__in=silent).distinct())
        silent.delete()
        for exam in exams:
            _tell(exam)


def _tell(exam: Exam) -> None:
    readers = {one.user.get_full_name() for one in exam.readings.current().select_related("user")}
    Event.objects.record("reading.changed", exam=exam, data={"readers": sorted(readers)})
