"""Follow the archive's change log one stretch at a time, from where the last one ended."""

from django.db import transaction
from django.utils import timezone

from qc.dicom.pacs import Archive, Changes
from qc.domain.errors import QcError
from qc.models.archive import PartHealth
from qc.models.event import Event


def read_changes(*, archive: Archive, since: int) -> Changes | None:
    """The next stretch of the change log, or None while the archive is away, which is told to everybody once."""
    try:
        changes = archive.changes(since)
        if changes.last < since:
            changes = archive.changes(0)
    except QcError as error:
        note_archive(ok=False, detail=f"{error.message} New exams are taken up as soon as it is back.")
        return None
    return changes


def note_archive(*, ok: bool, detail: str) -> None:
    """Keep whether the archive answers, and tell it when that has changed."""
    if PartHealth.note("archive", ok=ok, detail=detail):
        with transaction.atomic():
            since = timezone.now().isoformat()
            Event.objects.record("archive.changed", data={"ok": ok, "since": since, "detail": detail})
