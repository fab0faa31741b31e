"""An exam beside another one of the same patient: which exams are offered, and what changed between the two."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

from django.db import models

from qc.dicom.pacs import Archive
from qc.dicom.roles import read_frame_of_reference, read_frequency_hz
from qc.domain.comparison import (
    REPEATABILITY,
    Change,
    Placed,
    Technique,
    are_parallel,
    judge_change,
    pair_slices,
    why_not_comparable,
)
from qc.domain.errors import QcError, UnitsUnknown
from qc.elastography.measure import combine
from qc.models.agreement import Somebody
from qc.models.blinding import blinding_of
from qc.models.exam import Exam
from qc.models.region import visible_regions
from qc.models.slice import Slice

T = TypeVar("T")
Relation = Literal["attempt", "earlier"]
MOST_EARLIER = 20
NO_SLICE = "No slice at this position"


def list_comparisons(exam: Exam, reader: Somebody) -> list[tuple[Relation, Exam]]:
    """What may be hung beside this exam: the other attempts of its session, then earlier exams, newest first.

    Nothing for a reader who is blind to it, and no exam to which they are blind: each says something of the other.
    """
    attempts = _session_of(exam)
    shown = _showable(exam).exclude(pk__in=[one.pk for one in attempts])
    earlier = shown.filter(arrived_at__lt=exam.arrived_at).order_by("-arrived_at", "-pk")[:MOST_EARLIER]
    found: list[tuple[Relation, Exam]] = [("attempt", one) for one in attempts]
    found += [("earlier", one) for one in earlier]
    hidden = blinding_of(reader, {exam.pk, *(one.pk for _, one in found)})
    return [] if exam.pk in hidden else [(relation, one) for relation, one in found if one.pk not in hidden]


def _showable(exam: Exam) -> models.QuerySet[Exam]:
    """Exams of the same patient that have something to show; without a number nobody is the same patient."""
    same = Exam.objects.of_mre().filter(patient_id=exam.patient_id).exclude(patient_id="").exclude(pk=exam.pk)
    has_slices = models.Exists(Slice.objects.filter(exam=models.OuterRef("pk")))
    return same.exclude(state=Exam.State.WITHDRAWN).filter(has_slices)


def _session_of(exam: Exam) -> list[Exam]:
    """The other attempts of the exam's session, newest first."""
    session, first = [exam.pk], exam
    while first.previous_attempt is not None:
        first = first.previous_attempt
        session.append(first.pk)
    following = [exam.pk]
    while following:
        following = list(Exam.objects.filter(previous_attempt__in=following).values_list("pk", flat=True))
        session += following
    return list(_showable(exam).filter(pk__in=session).order_by("-arrived_at", "-pk"))


@dataclass(frozen=True)
class Measured:
    """A stiffness on one side of a comparison, or why there is none."""

    kpa: float | None
    area_cm2: float | None = None
    slices: int = 0
    why: str = ""

    @classmethod
    def over(cls, slices: Sequence[tuple[float, float]], why: str = "") -> "Measured":
        """Of (kPa, area in cm2) of each slice, weighted by area; `why` is said where there are none."""
        if not slices:
            return cls(None, why=why)
        whole = combine(slices)
        return cls(round(whole.mean_kpa, 3), round(whole.area_cm2, 2), whole.slices)

    @classmethod
    def of_slice(cls, one: Slice | None) -> "Measured":
        if one is None:
            return cls(None, why=NO_SLICE)
        why = _why_unmeasured(one)
        return cls.over([] if why else [_weighed(one)], why)


def _weighed(one: Slice) -> tuple[float, float]:
    return one.stiffness_kpa or 0.0, one.measurable_area_cm2 or 0.0


def _why_unmeasured(one: Slice) -> str:
    """Why a slice has no number to compare; empty where it has one. A reader's word stands above the ensemble's."""
    if _has_unknown_units(one):
        return "Units unknown"
    quality = one.reviewed_quality() or one.verdict
    if quality not in ("diagnostic", "limited"):
        return "Not assessed" if quality in (None, "not_assessed") else "Not diagnostic"
    return "" if one.stiffness_kpa and one.measurable_area_cm2 else "Nothing to measure"


def _has_unknown_units(one: Slice) -> bool:
    return one.assessment is not None and one.assessment.fault == UnitsUnknown.code


@dataclass(frozen=True)
class Side:
    """One of the two exams, with what its header tells."""

    exam: Exam
    slices: list[Slice]
    frequency_hz: float | None
    frame: str

    @classmethod
    def read(cls, exam: Exam, archive: Archive) -> "Side":
        """Raises ArchiveUnavailable."""
        slices = exam.slices.select_related("assessment").prefetch_related("reviews", "images")
        return cls(exam, list(slices), *_read_header(exam, archive))

    @property
    def technique(self) -> Technique:
        vendor = self.exam.manufacturer
        return Technique(
            vendor=None if vendor in ("", "unknown") else vendor,
            sequence=self.exam.sequence or None,
            frequency_hz=self.frequency_hz,
            has_units=not any(_has_unknown_units(one) for one in self.slices),
        )

    def placed(self) -> list[Placed]:
        """The slices that say where they lie."""
        planes = {one.pk: [image.plane() for image in one.images.all()] for one in self.slices}
        known = {pk: next((plane for plane in found if plane), None) for pk, found in planes.items()}
        return [Placed(pk, plane) for pk, plane in known.items() if plane is not None]

    def find(self, pk: int | None) -> Slice | None:
        return next((one for one in self.slices if one.pk == pk), None)

    def measure(self) -> Measured:
        """The exam's stiffness: its diagnostic slices, each as much as its area."""
        counted = [_weighed(one) for one in self.slices if not _why_unmeasured(one)]
        return Measured.over(counted, "No diagnostic slice with a stiffness")

    def measure_by(self, reader: Somebody) -> Measured:
        """The same from the reader's own regions."""
        standing = visible_regions(reader, self.exam).standing().filter(reader=reader.pk).select_related("slice")
        counted = [(one.mean_kpa or 0.0, one.area_cm2 or 0.0) for one in standing if one.counts()]
        return Measured.over(counted, "You measured nothing in it")


def _read_header(exam: Exam, archive: Archive) -> tuple[float | None, str]:
    """Frequency of the driver and Frame of Reference UID, from the image that its numbers come from."""
    image = exam.images.filter(role="stiffness").last() or exam.images.exclude(role="other").last()
    if image is None:
        return None, ""
    try:
        ds = image.retrieve(archive)
    except QcError as error:
        if error.retryable:
            raise
        return None, ""
    return read_frequency_hz(ds), read_frame_of_reference(ds)


@dataclass(frozen=True)
class Comparison:
    """An exam that is read, and another one hung beside it."""

    relation: Relation
    one: Side
    other: Side

    @property
    def is_other_earlier(self) -> bool:
        return (self.other.exam.arrived_at, self.other.exam.pk) < (self.one.exam.arrived_at, self.one.exam.pk)

    @property
    def shares_frame(self) -> bool:
        """Whether both count millimetres from the same point of the body (PS3.3 C.7.4.1)."""
        return self.one.frame == self.other.frame != ""

    def why_not(self) -> list[str]:
        return why_not_comparable(*self.in_order(self.one.technique, self.other.technique))

    def in_order(self, one: T, other: T) -> tuple[T, T]:
        """What is known of both, the earlier exam first."""
        return (other, one) if self.is_other_earlier else (one, other)

    def describe(self, reader: Somebody) -> dict[str, Any]:
        """The comparison as the API tells it."""
        own = self.change(self.one.measure_by(reader), self.other.measure_by(reader))
        return {
            "exam": str(self.one.exam.key),
            "other": str(self.other.exam.key),
            "relation": self.relation,
            "is_other_earlier": self.is_other_earlier,
            "shares_frame": self.shares_frame,
            "limit_percent": round(100 * REPEATABILITY),
            "not_comparable": self.why_not(),
            "notes": self.notes(),
            "slices": self.rows(),
            "whole": self.change(self.one.measure(), self.other.measure()),
            "own_regions": own if own["then"]["kpa"] and own["now"]["kpa"] else None,
        }

    def rows(self) -> list[dict[str, Any]]:
        """Head to foot, a row for each place; slices that do not say where they lie come last."""
        here, there = self.one.placed(), self.other.placed()
        pairs = [(pair.one, pair.other, pair.distance_mm) for pair in pair_slices(here, there)]
        known = {placed.id for placed in (*here, *there)}
        pairs += [(one.pk, None, None) for one in self.one.slices if one.pk not in known]
        pairs += [(None, one.pk, None) for one in self.other.slices if one.pk not in known]
        return [self.row(*pair) for pair in pairs]

    def row(self, here: int | None, there: int | None, distance_mm: float | None) -> dict[str, Any]:
        one, other = self.one.find(here), self.other.find(there)
        return {
            "slice": here,
            "other_slice": there,
            "location_mm": one.location_mm if one else None,
            "other_location_mm": other.location_mm if other else None,
            "distance_mm": distance_mm,
            **self.change(Measured.of_slice(one), Measured.of_slice(other)),
        }

    def change(self, one: Measured, other: Measured) -> dict[str, Any]:
        """Both numbers in the order of time, and their change where one may be stated."""
        then, now = self.in_order(one, other)
        change: Change | None = None
        if then.kpa is not None and now.kpa is not None and not self.why_not():
            change = judge_change(then.kpa, now.kpa)
        return {
            "then": asdict(then),
            "now": asdict(now),
            "change_percent": change.percent if change else None,
            "exceeds": change.exceeds if change else None,
        }

    def notes(self) -> list[str]:
        """What to bear in mind though numbers are compared."""
        then, now = self.in_order(self.one.exam, self.other.exam)
        told = []
        if not are_parallel(self.one.placed(), self.other.placed()):
            told.append("The slices are tilted against each other, so none has a partner.")
        elif not self.shares_frame:
            told.append("The patient was positioned anew: the same position need not be quite the same place.")
        if then.scanner != now.scanner:
            told.append(f"Other scanner: {then.scanner}, then {now.scanner}. The limit was found on one scanner.")
        elif then.field_strength_t != now.field_strength_t:
            told.append("Other field strength. The limit was found at one field strength.")
        if then.patient_name != now.patient_name:
            told.append("The patient's name is written otherwise: make sure that it is the same patient.")
        return told


def compare_exams(exam: Exam, other: Exam, relation: Relation, archive: Archive) -> Comparison:
    """Raises ArchiveUnavailable."""
    return Comparison(relation, Side.read(exam, archive), Side.read(other, archive))
