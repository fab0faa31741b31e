"""One judgement of one pair of maps by one ensemble: the row is the truth, the task queue only a messenger.

A worker claims the row with a lease and a token that rises with each claim; it may write its result only while the
token is its own. So a task that is delivered twice gives one verdict, and one that was lost is found by the sweep.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from qc.domain.calibration import Calibration, Opinion
from qc.domain.errors import EnsembleMissing, EnsembleRefused
from qc.models.ensemble import Ensemble
from qc.models.slice import Slice


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def open(self) -> "AssessmentQuerySet":
        return self.filter(state__in=[Assessment.State.PENDING, Assessment.State.CLAIMED])

    def standing(self) -> "AssessmentQuerySet":
        """Those that need not be made again: all but those that could not judge their slice."""
        return self.exclude(verdict="not_assessed")

    def claimable(self) -> "AssessmentQuerySet":
        """Not begun, or begun by somebody whose lease has ended."""
        ended = models.Q(state=Assessment.State.CLAIMED, lease_until__lt=timezone.now())
        return self.filter(models.Q(state=Assessment.State.PENDING) | ended)

    def without_ensemble(self, since: datetime) -> "AssessmentQuerySet":
        """The current results of slices that no ensemble could judge, though one is well since a moment after them."""
        faults = (EnsembleMissing.code, EnsembleRefused.code)
        return self.filter(current_for__isnull=False, fault__in=faults, done_at__lt=since)

    def lost(self) -> "AssessmentQuerySet":
        """Offered to the workers so long ago that whoever should have done it is gone, or the queue is."""
        return self.claimable().filter(offered_at__lt=timezone.now() - Assessment.LEASE)

    def claim(self, pk: int) -> "Assessment | None":
        """Take the assessment if it is free. A conditional UPDATE decides between two who try at once."""
        now = timezone.now()
        was_claimed = models.Q(state=Assessment.State.CLAIMED)
        taken = (
            self.claimable()
            .filter(pk=pk)
            .update(
                state=Assessment.State.CLAIMED,
                token=models.F("token") + 1,
                lost_claims=models.F("lost_claims") + models.Case(models.When(was_claimed, then=1), default=0),
                lease_until=now + Assessment.LEASE,
            )
        )
        if not taken:
            return None
        claimed = self.select_related("slice__exam", "primary", "partner", "magnitude").get(pk=pk)
        for image in (claimed.primary, claimed.partner, claimed.magnitude):
            if image is not None:
                image.exam = claimed.slice.exam  # the same one: joined once is enough
        return claimed


class Assessment(models.Model):
    LEASE = timedelta(seconds=10)
    """Many times what an assessment takes; after it the worker is taken for dead."""
    MOST_LOST_CLAIMS = 3
    """A slice that has ended as many workers is not given to another one."""

    class State(models.TextChoices):
        PENDING = "pending"
        CLAIMED = "claimed"
        DONE = "done"

    slice = models.ForeignKey(Slice, on_delete=models.PROTECT, related_name="assessments")
    primary = models.ForeignKey("qc.Instance", on_delete=models.PROTECT, related_name="+")
    """The stiffness map, or the colour picture where there is no map."""
    partner = models.ForeignKey("qc.Instance", null=True, on_delete=models.PROTECT, related_name="+")
    """The confidence map or the hatched elastogram."""
    magnitude = models.ForeignKey("qc.Instance", null=True, on_delete=models.PROTECT, related_name="+")
    """The first magnitude image of the slice in the scanner's order, of those that have come: it helps to find the
    liver. One that comes later and stands before it makes a new assessment, so that no verdict depends on the order
    in which images arrive."""
    input_digest = models.CharField(max_length=80)
    """Checksum over the maps that are judged: with the same magnitude image they are never judged again."""
    created_at = models.DateTimeField(auto_now_add=True)
    offered_at = models.DateTimeField(default=timezone.now)
    """When it was last put into the task queue."""
    completed_pair_at = models.DateTimeField()
    """When the archive's change log showed the image that completed the pair."""
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING, db_index=True)
    token = models.PositiveIntegerField(default=0)
    lost_claims = models.PositiveIntegerField(default=0)
    """How many workers began it and never came back."""
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    ensemble = models.ForeignKey(Ensemble, null=True, on_delete=models.PROTECT)
    verdict = models.CharField(max_length=16, null=True)
    probability = models.FloatField(null=True)
    member_probabilities = models.JSONField(default=list)
    votes = models.JSONField(default=list)
    measurable_area_cm2 = models.FloatField(null=True)
    stiffness_kpa = models.FloatField(null=True)
    why = models.TextField(blank=True)
    fault = models.CharField(max_length=40, blank=True)
    """Code of the error that kept the slice from being judged."""
    warnings = models.JSONField(default=list)
    constants = models.JSONField(default=dict)
    """Threshold, colour range, preprocessing and calibration that made this result."""
    stages = models.JSONField(default=dict)
    """Seconds spent by stage."""

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slice", "input_digest", "magnitude"],
                condition=~models.Q(verdict="not_assessed"),
                name="one_assessment_an_input",
            ),
            models.UniqueConstraint(
                fields=["slice", "input_digest"],
                condition=~models.Q(verdict="not_assessed") & models.Q(magnitude=None),
                name="one_assessment_without_magnitude",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk} {self.state}"

    @property
    def sop_instance_uids(self) -> dict[str, str]:
        images = [self.primary, *([self.partner] if self.partner else [])]
        return {image.role: image.sop_instance_uid for image in images}

    @property
    def opinion(self) -> Opinion | None:
        """What the probability was worth by the calibration then in force; none where there was no calibration."""
        calibration = self.constants.get("calibration")
        if calibration is None or self.probability is None:
            return None
        return Calibration.from_dict(calibration).form_opinion(self.probability, self.verdict)

    def finish(self, **result: Any) -> bool:
        """Write the result if the claim is still ours; false if somebody else has taken over."""
        mine = Assessment.objects.filter(pk=self.pk, token=self.token, state=self.State.CLAIMED)
        changes = {"state": self.State.DONE, "done_at": timezone.now(), **result}
        if not mine.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    def is_superseded(self) -> bool:
        """Whether newer pixels of the same slice were handed to the workers meanwhile."""
        return Assessment.objects.filter(slice_id=self.slice_id, pk__gt=self.pk).exists()

    def show_on_slice(self) -> None:
        """Make this the slice's current result."""
        shown = self.slice
        shown.assessment = self
        for name in ("verdict", "probability", "measurable_area_cm2", "stiffness_kpa", "why", "warnings"):
            setattr(shown, name, getattr(self, name))
        shown.crosscheck_kpa = shown.crosscheck_ratio = None
        shown.crosscheck_source = ""
        shown.evidence = shown.reason = None
        is_assessed = self.verdict != "not_assessed"
        shown.state = Slice.State.ASSESSED if is_assessed else Slice.State.NOT_ASSESSED
        shown.save()
