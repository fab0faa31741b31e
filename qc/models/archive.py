"""How far the PACS's change log was followed, and since when each part of the service is well or not."""

from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils import timezone

from qc.dicom.pacs import Archive


class ArchiveCursor(models.Model):
    """One row: the number of the last change that was taken up in full."""

    last_change = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"up to change {self.last_change}"

    @classmethod
    def load(cls) -> "ArchiveCursor":
        return cls.objects.get_or_create(pk=1)[0]

    def advance(self, last_change: int) -> None:
        self.last_change = last_change
        self.save(update_fields=["last_change"])


class PartHealth(models.Model):
    """Whether a part answered when last asked, and since when that is so."""

    STALE_AFTER = timedelta(seconds=20)
    REFRESH_AFTER = timedelta(seconds=4)

    name = models.CharField(max_length=40, primary_key=True)
    ok = models.BooleanField()
    since = models.DateTimeField()
    checked_at = models.DateTimeField()
    detail = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {'well' if self.ok else self.detail}"

    @classmethod
    def note(cls, name: str, *, ok: bool, detail: str = "") -> bool:
        """Keep what was found; true if the part's state changed, so that it can be told.

        An unchanged report is written again only every few seconds: parts are asked far more often than that.
        """
        now = timezone.now()
        row = cls.objects.filter(pk=name).first()
        changed = row is None or row.ok != ok
        if row and not changed and row.detail == detail and now - row.checked_at < cls.REFRESH_AFTER:
            return False
        since = now if changed or row is None else row.since
        cls.objects.update_or_create(pk=name, defaults={"ok": ok, "since": since, "checked_at": now, "detail": detail})
        return changed

    def is_stale(self, now: datetime) -> bool:
        """Whether nobody has reported for so long that the last report says nothing."""
        return now - self.checked_at > self.STALE_AFTER


@lru_cache(maxsize=1)
def open_archive() -> Archive:
    """The site's archive as the settings name it: one connection pool a process."""
    return Archive(settings.ORTHANC_URL, settings.ORTHANC_USERNAME, settings.ORTHANC_PASSWORD)
