"""Mark exams whose study was deleted in the archive; what was decided about them is kept."""

from django.db import transaction

from qc.dicom.pacs import Archive
from qc.models.event import Event
from qc.models.exam import Exam


def withdraw_if_gone(*, archive: Archive, exam: Exam) -> bool:
    """Withdraw the exam if the archive no longer holds its study. Raises ArchiveUnavailable."""
    if exam.state == Exam.State.WITHDRAWN or archive.has_study(exam.study_instance_uid):
        return False
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if locked.state == Exam.State.WITHDRAWN:  # the web server and the follower both look
            return False
        locked.withdraw()
        Event.objects.record("exam.changed", exam=locked, data=locked.describe_change())
    return True
