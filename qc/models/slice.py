"""One position of an exam, and what was found there."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import models

from qc.dicom.pacs import Archive
from qc.dicom.stack import build_maps, read_magnitude
from qc.domain.types import Mask, SliceMaps
from qc.domain.verdict import AssessedSlice
from qc.elastography.liver import estimate_liver
from qc.models.instance import Instance, newest

if TYPE_CHECKING:
    from qc.models.evidence import Evidence

SAME_POSITION_MM = 0.5
"""Images nearer to each other than this along the slice normal belong to one slice."""


class Slice(models.Model):
    """One position of an exam, with what was found there."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ASSESSING = "assessing"
        ASSESSED = "assessed"
        NOT_ASSESSED = "not_assessed"

    exam = models.ForeignKey("qc.Exam", on_delete=models.PROTECT, related_name="slices")
    position_mm = models.FloatField()
    """Along the slice normal, rising to the head; for images without geometry, a place of their own below."""
    location_mm = models.FloatField(null=True)
    """As the scanner calls it (Slice Location)."""
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    assessment = models.OneToOneField("qc.Assessment", null=True, on_delete=models.PROTECT, related_name="current_for")
    """The newest assessment that is done; its result is copied into the fields below."""
    verdict = models.CharField(max_length=16, null=True)
    probability = models.FloatField(null=True)
    measurable_area_cm2 = models.FloatField(null=True)
    stiffness_kpa = models.FloatField(null=True)
    crosscheck_kpa = models.FloatField(null=True)
    """Our own stiffness from the raw phase, in the region in which the scanner's is measured."""
    crosscheck_ratio = models.FloatField(null=True)
    """Our own by the scanner's."""
    crosscheck_source = models.CharField(max_length=8, blank=True)
    """What our own was made from: the raw "phase", or the scanner's "wave" images."""
    why = models.TextField(blank=True)
    warnings = models.JSONField(default=list)
    evidence = models.OneToOneField("qc.Evidence", null=True, on_delete=models.PROTECT, related_name="current_for")
    """The newest evidence for the current assessment."""
    reason = models.CharField(max_length=40, null=True)
    """Code of the likeliest reason why the slice is not diagnostic."""

    class Meta:
        ordering = ["-position_mm"]  # head to foot

    def __str__(self) -> str:
        return f"slice {self.pk}"

    @property
    def is_settled(self) -> bool:
        return self.state in (self.State.ASSESSED, self.State.NOT_ASSESSED)

    @property
    def could_not_be_judged(self) -> bool:
        """Whether its images were complete, and yet nothing came of them."""
        return self.state == self.State.NOT_ASSESSED and self.assessment_id is not None

    @property
    def likely_reason(self) -> str | None:
        """The likeliest reason of a slice that is not diagnostic: a diagnostic one needs none."""
        return self.reason if self.verdict in ("non_diagnostic", "undecided") else None

    def is_at(self, position_mm: float) -> bool:
        return abs(self.position_mm - position_mm) < SAME_POSITION_MM

    def as_assessed(self) -> AssessedSlice:
        return AssessedSlice(
            verdict=self.verdict or "not_assessed",  # type: ignore[arg-type]
            measurable_area_cm2=self.measurable_area_cm2,
            why=self.why,
            location_mm=self.location_mm,
        )

    def give_up(self, why: str) -> None:
        """The slice will not be assessed, and this is why."""
        self.state = self.State.NOT_ASSESSED
        self.evidence = self.reason = None
        self.verdict, self.why = "not_assessed", why
        self.probability = self.measurable_area_cm2 = self.stiffness_kpa = None
        self.save()

    def show_evidence(self, evidence: "Evidence") -> None:
        """Make this what the slice is said to fail for."""
        self.evidence, self.reason = evidence, evidence.likeliest
        self.save(update_fields=["evidence", "reason"])

    def keep_crosscheck(self, own_kpa: float, ratio: float, source: str) -> None:
        self.crosscheck_kpa, self.crosscheck_ratio, self.crosscheck_source = own_kpa, ratio, source
        self.save(update_fields=["crosscheck_kpa", "crosscheck_ratio", "crosscheck_source"])

    def warn(self, text: str) -> None:
        """Add a warning, once; an empty text is none."""
        if text and text not in self.warnings:
            self.warnings = [*self.warnings, text]
            self.save(update_fields=["warnings"])

    def image(self, *roles: str) -> Instance | None:
        """The newest image of the first of these roles that the slice has."""
        return newest(self.images.filter(role__in=roles), *roles)

    def liver_images(self) -> list[Instance]:
        """What the liver was estimated from: two maps and, if it had come by then, a magnitude image; or nothing."""
        done = self.assessment
        if done is None or done.partner is None or done.verdict == "not_assessed":
            return []
        magnitude = (one for one in self.images.all() if one.sop_instance_uid == done.constants.get("liver_magnitude"))
        return [done.primary, done.partner, *magnitude]

    def read_maps(self, archive: Archive) -> tuple[SliceMaps, Mask]:
        """The maps that were judged, and the liver in them as it was measured in.

        Raises ArchiveUnavailable, ImageGone and what reading can raise; ValueError without maps.
        """
        primary, partner, *magnitude = (one.retrieve(archive) for one in self.liver_images())
        maps = build_maps(primary, partner)
        return maps, estimate_liver(maps, read_magnitude(magnitude[0], maps) if magnitude else None)

    def why_incomplete(self) -> str:
        """Why the pair of maps never became complete."""
        if self.image("stiffness") is None and self.image("confidence", "hatched_elastogram") is None:
            return "No stiffness map arrived for this position"
        if self.image("stiffness") is None:
            return "A confidence map arrived without its stiffness map"
        return "A stiffness map arrived without its confidence map"

    def reviewed_quality(self) -> str | None:
        reviews = sorted(self.reviews.all(), key=lambda review: review.pk)
        return reviews[-1].quality if reviews else None

    def describe_tile(self) -> dict[str, Any]:
        return {
            "id": self.pk,
            "location_mm": self.location_mm,
            "state": self.state,
            "verdict": self.verdict,
            "reason": self.likely_reason,
            "reviewed_quality": self.reviewed_quality(),
        }

    def describe_change(self) -> dict[str, Any]:
        """What the live clients are told of the slice."""
        return {**self.describe(), "evidence": self.evidence.describe_brief() if self.evidence else None}

    def describe(self) -> dict[str, Any]:
        """The slice with its measurements, as the API tells it."""
        done = self.assessment
        return {
            **self.describe_tile(),
            "assessment": self.assessment_id,
            "probability": self.probability,
            "opinion": asdict(done.opinion) if done and done.opinion else None,
            "votes": done.votes if done else [],
            "member_probabilities": done.member_probabilities if done else [],
            "measurable_area_cm2": self.measurable_area_cm2,
            "stiffness_kpa": self.stiffness_kpa,
            "crosscheck_kpa": self.crosscheck_kpa,
            "crosscheck_ratio": self.crosscheck_ratio,
            "crosscheck_source": self.crosscheck_source or None,
            "evidence": self.evidence.describe() if self.evidence else None,
            "why": self.why,
            "warnings": self.warnings,
            "sop_instance_uids": done.sop_instance_uids if done else {},
            "pixel_checksum": done.input_digest if done else "",
            "stages": done.stages if done else {},
        }
