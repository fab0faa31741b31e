"""An exam, and how its verdict follows from its slices."""

import hashlib
import hmac
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from qc.dicom.roles import ImageHeader
from qc.domain.reasons import REASON_CODES, advice_for
from qc.domain.verdict import decide_exam, is_better
from qc.models.policy import PolicyVersion
from qc.models.reading import Reading

if TYPE_CHECKING:
    from qc.models.slice import Slice

SAME_SESSION = timedelta(hours=2)
"""A repeat within this time belongs to the same visit."""
MAP_ROLES = ("stiffness", "confidence", "hatched_elastogram")


class ExamQuerySet(models.QuerySet["Exam"]):
    def of_mre(self) -> "ExamQuerySet":
        return self.filter(is_mre=True)

    def open(self) -> "ExamQuerySet":
        """Exams whose verdict is not final."""
        return self.filter(state__in=[Exam.State.RECEIVING, Exam.State.PROVISIONAL])

    def quiet_since(self, moment: datetime) -> "ExamQuerySet":
        """Open exams to which nothing has come since `moment`."""
        return self.open().filter(last_image_at__lt=moment)

    def at_work(self) -> "ExamQuerySet":
        """Exams that are being assessed or are open on somebody's screen."""
        is_read = models.Q(readings__seen_at__gt=timezone.now() - Reading.LEASE)
        is_open = models.Q(state__in=[Exam.State.RECEIVING, Exam.State.PROVISIONAL])
        return self.filter(is_read | is_open).distinct()

    def with_slices(self) -> "ExamQuerySet":
        readings = models.Prefetch("readings")
        related = self.select_related("previous_attempt", "seen_by").prefetch_related("previous_attempt__slices")
        return related.prefetch_related("slices", "slices__reviews", readings, "readings__user")

    def as_seen_by(self, hidden: models.QuerySet["Slice"]) -> "ExamQuerySet":
        """With `seen_verdict` and `is_blind`, as they are told to somebody who must not know of the `hidden` slices.

        Filters, orders and counts go by these, so that no list tells what a row withholds.
        """
        is_blind = models.Exists(hidden.filter(exam=models.OuterRef("pk")))
        verdict = models.Case(models.When(is_blind=True, then=None), default=models.F("verdict"))
        return self.annotate(is_blind=is_blind).annotate(seen_verdict=verdict)

    def open_for(self, header: ImageHeader, seen_at: datetime) -> "Exam":
        """A new exam for the image that came first."""
        return self.create(
            study_instance_uid=header.study_instance_uid,
            acquisition=header.acquisition,
            patient_id=header.patient_id,
            patient_name=header.patient_name,
            scanner=header.scanner,
            arrived_at=seen_at,
            last_image_at=seen_at,
        )


class Exam(models.Model):
    """One acquisition of MRE in one study: a repeated scan is an exam of its own."""

    class State(models.TextChoices):
        RECEIVING = "receiving"
        PROVISIONAL = "provisional"
        FINAL = "final"
        WITHDRAWN = "withdrawn"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """What addresses the exam in URLs: says nothing about the patient."""
    study_instance_uid = models.CharField(max_length=64, db_index=True)
    acquisition = models.CharField(max_length=16, blank=True)
    is_mre = models.BooleanField(default=False)
    patient_id = models.CharField(max_length=64, blank=True)
    patient_name = models.CharField(max_length=324, blank=True)
    manufacturer = models.CharField(max_length=64, blank=True)
    scanner = models.CharField(max_length=64, blank=True)
    field_strength_t = models.FloatField(null=True)
    sequence = models.CharField(max_length=32, blank=True)
    expected_slices = models.PositiveIntegerField(null=True)
    arrived_at = models.DateTimeField(db_index=True)
    last_image_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.RECEIVING, db_index=True)
    verdict = models.CharField(max_length=16, null=True, db_index=True)
    why = models.TextField(blank=True)
    policy = models.CharField(max_length=80, blank=True)
    policy_sentence = models.CharField(max_length=200, blank=True)
    warnings = models.JSONField(default=list)
    seconds_to_verdict = models.FloatField(null=True)

    image_count = models.PositiveIntegerField(default=0)
    previous_attempt = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="next_attempts")
    """The exam of the same patient on the same scanner shortly before, which this one repeats."""
    attempt = models.PositiveIntegerField(default=1)
    seen_at = models.DateTimeField(null=True)
    """When the technologist acknowledged the final verdict."""
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    advice_followed = models.BooleanField(null=True)
    """Whether this repeat was made as the attempt before it advised; null until the technologist says so."""

    objects = ExamQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_at"]
        constraints = [
            models.UniqueConstraint(fields=["study_instance_uid", "acquisition"], name="one_exam_an_acquisition")
        ]

    def __str__(self) -> str:
        return f"exam {self.key}"

    @property
    def pseudonym(self) -> str:
        """A name that is stable for a patient of this site and tells nothing about them."""
        digest = hmac.new(settings.SECRET_KEY.encode(), self.patient_id.encode(), hashlib.sha256)
        return f"P-{digest.hexdigest()[:8]}"

    @property
    def initials(self) -> str:
        """Initials and the end of the patient's number: enough to tell patients on a list apart."""
        family, _, given = self.patient_name.partition("^")
        letters = [f"{part[0].upper()}." for part in (given, family) if part]
        return " ".join([*letters, f"({self.patient_id[-4:]})"] if self.patient_id else letters) or "unnamed"

    @property
    def seen_by_name(self) -> str:
        return (self.seen_by.get_full_name() or self.seen_by.get_username()) if self.seen_by else ""

    @property
    def is_open(self) -> bool:
        """Whether the verdict is not final: further images are waited for."""
        return self.state in (self.State.RECEIVING, self.State.PROVISIONAL)

    def link_attempts(self) -> None:
        """Find the exam that this one repeats; a patient without a number cannot be followed."""
        if self.previous_attempt_id or not self.is_mre or not self.patient_id:
            return
        before = Exam.objects.of_mre().filter(
            patient_id=self.patient_id,
            scanner=self.scanner,
            arrived_at__range=(self.arrived_at - SAME_SESSION, self.arrived_at),
        )
        previous = before.exclude(pk=self.pk).order_by("-arrived_at", "-pk").first()
        if previous is not None and previous.previous_attempt_id != self.pk:
            self.previous_attempt, self.attempt = previous, previous.attempt + 1

    def acknowledge(self, user: User, now: datetime) -> bool:
        """The technologist has seen the verdict; false if somebody had already said so."""
        if self.seen_at is not None:
            return False
        self.seen_at, self.seen_by = now, user
        self.save(update_fields=["seen_at", "seen_by"])
        return True

    def learn_from(self, header: ImageHeader) -> None:
        """Let an image of the exam say what the exam is; other images of the study do not."""
        if header.role == "other":
            return
        self.is_mre = True
        self.manufacturer = header.vendor
        self.scanner = header.scanner
        self.field_strength_t = header.field_strength_t or self.field_strength_t
        self.sequence = header.sequence or self.sequence
        self.expected_slices = header.expected_slices or self.expected_slices

    def has_maps(self) -> bool:
        return self.images.filter(role__in=MAP_ROLES).exists()

    def is_settled(self) -> bool:
        """Whether every expected slice has its verdict, or never will."""
        slices = list(self.slices.all())
        return bool(slices) and len(slices) >= (self.expected_slices or 0) and all(one.is_settled for one in slices)

    def judge(self, *, is_final: bool) -> bool:
        """Apply the policy to the slices as they are now; keep a row of the history and tell whether it changed."""
        policy = PolicyVersion.objects.in_force()
        before = (self.state, self.verdict, self.why)
        state = self.State.FINAL if is_final else self.State.PROVISIONAL
        settled = [one.as_assessed() for one in self.slices.all() if one.is_settled]
        verdict: str | None = None
        why = "Waiting for the first pair of stiffness and confidence map."
        if settled or is_final:
            verdict, why = decide_exam(settled, policy, is_final=is_final)
            why = why if is_final else f"So far {why}"
        if is_final and not self.is_mre:
            why = "Not an MR elastography study: it holds no stiffness map and no raw MRE images."
        self.state, self.verdict, self.why = state, verdict, why
        self.policy, self.policy_sentence = str(policy), policy.sentence
        self.warnings = list(dict.fromkeys(text for one in self.slices.all() for text in one.warnings))
        if is_final:
            self.seconds_to_verdict = (timezone.now() - self.last_image_at).total_seconds()
        if before == (state, verdict, why):
            return False
        self.save()
        self.judgements.create(state=state, verdict=verdict, why=why, policy=self.policy)
        return True

    def reopen(self) -> None:
        """An image that counts came late: the verdict is provisional again."""
        self.state = self.State.PROVISIONAL
        self.seconds_to_verdict = self.seen_at = self.seen_by = None
        self.why = "An image arrived after the verdict; its slice is being assessed."
        self.judgements.create(state=self.state, verdict=self.verdict, why=self.why, policy=self.policy)

    def withdraw(self) -> None:
        """The study was deleted in the archive."""
        self.state = self.State.WITHDRAWN
        self.why = "The study was deleted in the archive; what was decided about it is kept."
        self.save(update_fields=["state", "why"])
        self.judgements.create(state=self.state, verdict=self.verdict, why=self.why, policy=self.policy)

    def main_reason(self) -> dict[str, Any] | None:
        """The commonest likely reason among the slices that are not diagnostic; the published shares break a tie."""
        return _commonest_reason(self.slices.all())

    def describe_rescan(self) -> dict[str, Any] | None:
        """What this repeat follows, and whether it was better; None for a first attempt."""
        previous = self.previous_attempt
        if previous is None:
            return None
        reason = previous.main_reason()
        return {
            "previous": str(previous.key),
            "previous_verdict": previous.verdict,
            "reason": reason["code"] if reason else None,
            "advice": advice_for(reason["code"], previous.sequence) if reason else "",
            "followed": self.advice_followed,
            "helped": self.has_helped(previous),
        }

    def has_helped(self, previous: "Exam") -> bool | None:
        """Whether the final verdict is better than the one of the attempt before; None while that cannot be said."""
        return is_better(self.verdict, previous.verdict) if self.state == self.State.FINAL else None

    def strip(self) -> list[dict[str, Any]]:
        return [one.describe_tile() for one in self.slices.all()]

    def describe_change(self) -> dict[str, Any]:
        """What the live clients are told of the exam: no name, no patient number."""
        models.prefetch_related_objects([self], "slices__reviews")
        slices = list(self.slices.all())
        return {
            "study_instance_uid": self.study_instance_uid,
            "scanner": self.scanner,
            "is_mre": self.is_mre,
            "last_image_at": self.last_image_at.isoformat(),
            "state": self.state,
            "verdict": self.verdict,
            "why": self.why,
            "policy": self.policy,
            "policy_sentence": self.policy_sentence,
            "seconds_to_verdict": self.seconds_to_verdict,
            "seen_at": self.seen_at.isoformat() if self.seen_at else None,
            "seen_by": self.seen_by_name,
            "images": self.image_count,
            "expected_slices": self.expected_slices,
            "warnings": self.warnings,
            "attempt": self.attempt,
            "previous_attempt": str(self.previous_attempt.key) if self.previous_attempt else None,
            "reason": _commonest_reason(slices),
            "rescan": self.describe_rescan(),
            "slices": [one.describe_tile() for one in slices],
        }


def _commonest_reason(slices: Iterable["Slice"]) -> dict[str, Any] | None:
    found = Counter(one.likely_reason for one in slices if one.likely_reason)
    if not found:
        return None
    code = min(found, key=lambda reason: (-found[reason], REASON_CODES.index(reason)))
    return {"code": code, "slices": found[code]}


class ExamJudgement(models.Model):
    """One step of the exam's verdict; rows are only added."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="judgements")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=16)
    verdict = models.CharField(max_length=16, null=True)
    why = models.TextField(blank=True)
    policy = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.state} {self.verdict}"
