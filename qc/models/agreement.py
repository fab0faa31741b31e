"""Agreement studies: exams that readers judge without knowing the machine's opinion or each other's.

An opinion is locked by the reader's first decision on a slice. Where all have locked theirs and they differ, the slice
comes to adjudication; what is settled there is a row of its own, and the opinions stay as they were.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import models
from django.utils import timezone

from qc.domain.reasons import REASONS
from qc.models.audit import AuditRow
from qc.models.exam import Exam
from qc.models.review import Review
from qc.models.slice import Slice

Somebody = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class ExamChoice:
    """How the exams of a study are chosen; kept with the study, so that the choice can be made again."""

    scanners: tuple[str, ...] = ()
    """Of these scanners; of all when empty."""
    weeks: int | None = None
    """Arrived within so many weeks; at any time when None."""
    exams: tuple[str, ...] = ()
    """These exams only, by key; all that fit when empty."""
    sample: int | None = None
    """So many of them by lot; all when None."""
    seed: int = 0
    """Decides the lot."""


@dataclass(frozen=True)
class ChosenExams:
    exams: list[Exam]
    """Newest first."""
    fitting: int
    """How many fit before the lot was cast."""
    known: int
    """How many were left out because a reader has opened them, decided on them, or reads them in another study."""


def choose_exams(choice: ExamChoice, readers: Collection[User]) -> ChosenExams:
    """The final exams with something to read that fit, and of which no reader can know the verdict from reading."""
    fitting = Exam.objects.of_mre().filter(state=Exam.State.FINAL, slices__state=Slice.State.ASSESSED).distinct()
    if choice.scanners:
        fitting = fitting.filter(scanner__in=choice.scanners)
    if choice.weeks is not None:
        fitting = fitting.filter(arrived_at__gte=timezone.now() - timedelta(weeks=choice.weeks))
    if choice.exams:
        fitting = fitting.filter(key__in=choice.exams)
    unknown = fitting.exclude(pk__in=_opened_by(readers)).exclude(pk__in=_decided_by(readers))
    unknown = unknown.exclude(studies__in=AgreementStudy.objects.open().filter(readers__in=readers))
    exams = list(unknown)
    drawn = draw_lot(exams, choice.sample, choice.seed)
    return ChosenExams(drawn, len(exams), fitting.count() - len(exams))


def draw_lot(exams: list[Exam], size: int | None, seed: int) -> list[Exam]:
    """`size` of the exams, the same for the same seed, in the order in which they were given."""

    def lot(exam: Exam) -> bytes:
        return hashlib.sha256(f"{seed} {exam.key}".encode()).digest()

    drawn = {exam.pk for exam in sorted(exams, key=lot)[:size]}
    return [exam for exam in exams if exam.pk in drawn]


def _opened_by(readers: Collection[User]) -> models.QuerySet[Any, Any]:
    opened = AuditRow.objects.filter(action="exam.view", user__in=readers, exam__isnull=False)
    return opened.order_by().values("exam")


def _decided_by(readers: Collection[User]) -> models.QuerySet[Any, Any]:
    return Review.objects.filter(reader__in=readers).order_by().values("slice__exam")


class AgreementStudyQuerySet(models.QuerySet["AgreementStudy"]):
    def open(self) -> "AgreementStudyQuerySet":
        return self.filter(state=AgreementStudy.State.OPEN)

    def read_by(self, user: Somebody) -> "AgreementStudyQuerySet":
        return self.filter(readers=user.pk) if user.pk else self.none()


class AgreementStudy(models.Model):
    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    name = models.CharField(max_length=80, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN, db_index=True)
    """While it is open its readers read blind; once closed it takes no more opinions, and stays closed."""
    closed_at = models.DateTimeField(null=True)
    choice = models.JSONField()
    """The ExamChoice that found the exams."""
    exams = models.ManyToManyField(Exam, related_name="studies")
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = AgreementStudyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def close(self) -> None:
        self.state, self.closed_at = self.State.CLOSED, timezone.now()
        self.save(update_fields=["state", "closed_at"])

    def slices_to_read(self) -> models.QuerySet[Slice]:
        """Slices with something to judge; one whose maps never came has no opinion to compare."""
        return Slice.objects.filter(exam__studies=self, state=Slice.State.ASSESSED)


class LockedOpinion(models.Model):
    """A reader's first decision on a slice of the study: what the study counts, whatever they decide later."""

    study = models.ForeignKey(AgreementStudy, on_delete=models.PROTECT, related_name="opinions")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="locked_in")
    slice = models.ForeignKey(Slice, on_delete=models.PROTECT, related_name="locked_opinions")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["study", "slice", "reader"], name="one_locked_opinion_a_reader")]

    def __str__(self) -> str:
        return f"{self.study}: {self.review}"


class Settlement(models.Model):
    """What somebody says a disputed slice is; shared by a reader's proposal and by the consensus."""

    study = models.ForeignKey(AgreementStudy, on_delete=models.PROTECT, related_name="+")
    slice = models.ForeignKey(Slice, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    quality = models.CharField(max_length=20, choices=Review.Quality.choices)
    reason = models.CharField(max_length=40, null=True, choices=[(one.code, one.name) for one in REASONS])
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.by}: {self.quality}"

    def describe(self) -> dict[str, Any]:
        return {
            "by": describe_reader(self.by),
            "at": self.at.isoformat(),
            "quality": self.quality,
            "reason": self.reason,
            "note": self.note,
        }


class Proposal(Settlement):
    """What a reader of the study would settle on, having seen the others' opinions. The newest of a reader counts."""


class Consensus(Settlement):
    """The settled quality of a slice on which the readers of a study differed. Never changed."""

    class Made(models.TextChoices):
        BY_ADJUDICATOR = "adjudicator"
        """By a radiologist who is not a reader of the study."""
        BY_READERS = "readers"
        """By the readers, who proposed the same; `by` is the one whose proposal completed it."""

    made = models.CharField(max_length=16, choices=Made.choices)
    slice = models.ForeignKey(Slice, on_delete=models.PROTECT, related_name="consensuses")
    pixel_checksum = models.CharField(max_length=80)
    """Of the maps that were looked at."""

    class Meta(Settlement.Meta):
        constraints = [models.UniqueConstraint(fields=["study", "slice"], name="one_consensus_a_slice")]

    def describe(self) -> dict[str, Any]:
        return {**super().describe(), "made": self.made, "study": self.study.name}


def describe_reader(user: User) -> dict[str, Any]:
    return {"id": user.pk, "name": user.get_full_name() or user.get_username()}
