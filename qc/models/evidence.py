"""What the quality indices of a slice say about why it failed: found after the verdict, which never waits for it."""

from typing import Any

from django.db import models

from qc.models.assessment import Assessment


class Evidence(models.Model):
    """One look at the images that were there; a later look at more images replaces it on the slice, not here."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    at = models.DateTimeField(auto_now_add=True)
    sources = models.CharField(max_length=80)
    """Checksum over the images that were looked at: the same images are not looked at twice."""
    indices = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    """Likeliest first; empty where the slice needs none."""
    cannot_tell = models.JSONField(default=list)
    model = models.CharField(max_length=130)
    """Name and version of the reason model."""

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "sources", "model"], name="one_evidence_a_set_of_images")
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk}"

    @property
    def likeliest(self) -> str | None:
        """Code of the likeliest reason, if there is one."""
        return self.reasons[0]["code"] if self.reasons else None

    def describe_brief(self) -> dict[str, Any]:
        """As the live events tell it: of the indices only the one that speaks most for each reason.

        All of them are ten times as much as everything else about a slice, and a hundred screens would read them.
        """
        strongest = {reason["indices"][0] for reason in self.reasons if reason["indices"]}
        return {**self.describe(), "indices": [one for one in self.indices if one["name"] in strongest]}

    def describe(self) -> dict[str, Any]:
        return {
            "indices": self.indices,
            "reasons": self.reasons,
            "cannot_tell": self.cannot_tell,
            "model": self.model,
        }
