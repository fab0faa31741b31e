"""Who has which exam open: a lease that the browser renews."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class ReadingQuerySet(models.QuerySet["Reading"]):
    def current(self) -> "ReadingQuerySet":
        return self.filter(seen_at__gt=timezone.now() - Reading.LEASE)

    def silent(self) -> "ReadingQuerySet":
        """Left behind by a connection whose server ended without saying so."""
        return self.filter(seen_at__lte=timezone.now() - Reading.LEASE)


class Reading(models.Model):
    LEASE = timedelta(seconds=45)

    channel = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    exam = models.ForeignKey("qc.Exam", on_delete=models.CASCADE, related_name="readings")
    seen_at = models.DateTimeField(default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} reads {self.exam_id}"
