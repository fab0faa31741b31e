"""A reader's decision about one slice. Rows are only added; the newest of a reader counts."""

from typing import Any

from django.conf import settings
from django.db import models

from qc.domain.reasons import REASONS


class ReviewQuerySet(models.QuerySet["Review"]):
    def in_order(self) -> "ReviewQuerySet":
        return self.select_related("reader", "assessment__ensemble").order_by("pk")

    def newest_by_reader(self) -> "ReviewQuerySet":
        """Each reader's last word on each slice."""
        newest = self.order_by().values("slice", "reader").annotate(last=models.Max("pk")).values("last")
        return self.filter(pk__in=newest)


class Review(models.Model):
    class Decision(models.TextChoices):
        ACCEPT = "accept"
        OVERRIDE = "override"
        OPINION = "opinion"
        """Given without knowing the machine's verdict, in an agreement study."""

    class Quality(models.TextChoices):
        """CID 7036 (RADLEX RID12, RID13, RID14)."""

        DIAGNOSTIC = "diagnostic"
        LIMITED = "limited"
        NON_DIAGNOSTIC = "non_diagnostic"

    client_id = models.UUIDField(unique=True)
    """Made by the browser, so that a decision sent twice is kept once."""
    slice = models.ForeignKey("qc.Slice", on_delete=models.PROTECT, related_name="reviews")
    assessment = models.ForeignKey("qc.Assessment", null=True, on_delete=models.PROTECT, related_name="reviews")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=20, choices=Decision.choices)
    quality = models.CharField(max_length=20, choices=Quality.choices)
    reason = models.CharField(max_length=40, null=True, choices=[(one.code, one.name) for one in REASONS])
    note = models.TextField(blank=True)
    seconds_spent = models.FloatField()
    shown = models.JSONField()
    """What the reader saw when deciding: panes, colour range, whether the verdict was visible."""
    machine_verdict = models.CharField(max_length=20)
    ensemble = models.CharField(max_length=130, blank=True)
    """Name and version in force at the time of the assessment."""
    sop_instance_uids = models.JSONField()
    pixel_checksum = models.CharField(max_length=80)
    region = models.ForeignKey("qc.Region", null=True, on_delete=models.PROTECT, related_name="reviews")
    """Where the reader had measured the slice when deciding."""

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.reader}: {self.decision} {self.quality}"

    def describe(self) -> dict[str, Any]:
        """The review as the API and the events tell it."""
        return {
            "id": self.pk,
            "client_id": str(self.client_id),
            "slice": self.slice_id,
            "assessment": self.assessment_id,
            "reader": {
                "id": self.reader_id,
                "name": self.reader.get_full_name() or self.reader.get_username(),
            },
            "at": self.at.isoformat(),
            "decision": self.decision,
            "quality": self.quality,
            "reason": self.reason,
            "note": self.note,
            "seconds_spent": self.seconds_spent,
            "ensemble": self.ensemble,
            "region": self.region_id,
        }
