"""Who is blind to what: one rule, asked by everything that tells of an exam."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from qc.models.agreement import AgreementStudy, LockedOpinion, Somebody
from qc.models.exam import Exam
from qc.models.review import Review
from qc.models.slice import Slice


@dataclass(frozen=True)
class Blinding:
    """What a reader must not know yet of one exam."""

    study: str
    hidden: frozenset[int]
    """Slices on which the reader's opinion is not locked; never empty."""
    locked: frozenset[int]

    def hides(self, slice_id: int) -> bool:
        """A slice without anything to read stays hidden as long as the exam's verdict, which could be told from it."""
        return slice_id not in self.locked

    @property
    def sentence(self) -> str:
        done, all_of_it = len(self.locked), len(self.hidden | self.locked)
        return f"You read this exam blind for “{self.study}”: {done} of {all_of_it} slices decided."

    def describe(self) -> dict[str, Any]:
        return {"study": self.study, "to_read": len(self.hidden | self.locked), "locked": sorted(self.locked)}


def hidden_slices(user: Somebody) -> models.QuerySet[Slice]:
    """The slices on which this user still owes an open study an opinion: the one rule of who is blind to what."""
    own = LockedOpinion.objects.filter(reader=user.pk, slice=models.OuterRef("pk"))
    studies = AgreementStudy.objects.open().read_by(user)
    return Slice.objects.filter(exam__studies__in=studies, state=Slice.State.ASSESSED).exclude(models.Exists(own))


def blinding_of(user: Somebody, exams: Iterable[int]) -> dict[int, Blinding]:
    """By exam (primary key), what is hidden from this user; exams of which they may know everything are left out."""
    if not AgreementStudy.objects.open().read_by(user).exists():
        return {}
    hidden = _by_exam(hidden_slices(user).filter(exam__in=list(exams)).values_list("exam", "pk"))
    own = LockedOpinion.objects.filter(reader=user.pk, slice__exam__in=hidden)
    locked = _by_exam(own.values_list("slice__exam", "slice"))
    studies = dict(AgreementStudy.objects.open().read_by(user).filter(exams__in=hidden).values_list("exams", "name"))
    return {exam: Blinding(studies[exam], slices, locked.get(exam, frozenset())) for exam, slices in hidden.items()}


def _by_exam(rows: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    for exam, one in rows:
        found[exam] = found.get(exam, frozenset()) | {one}
    return found


def blinding_by_key(user: Somebody, keys: Iterable[str]) -> dict[str, Blinding]:
    """The same by the exams' public keys."""
    if not AgreementStudy.objects.open().read_by(user).exists():
        return {}
    exams = dict(Exam.objects.filter(key__in=set(keys)).values_list("pk", "key"))
    return {str(exams[pk]): blinding for pk, blinding in blinding_of(user, exams).items()}


def is_blind_to(user: Somebody, one: Slice) -> bool:
    """Whether the user must not know yet what is thought of this slice."""
    blinding = blinding_of(user, [one.exam_id]).get(one.exam_id)
    return blinding is not None and blinding.hides(one.pk)


def lock_opinion(review: Review) -> None:
    """Make the review its reader's opinion in every open study that still waits for one on this slice."""
    for study in AgreementStudy.objects.open().filter(exams=review.slice.exam_id, readers=review.reader_id):
        LockedOpinion.objects.get_or_create(
            study=study, slice=review.slice, reader=review.reader, defaults={"review": review}
        )
