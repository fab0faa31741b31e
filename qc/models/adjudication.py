"""Slices of a study on which the readers differ, and how they are settled.

The rule: a slice comes to adjudication when every reader of the study has locked an opinion on it (in a closed study:
when two or more have), and some call it measurable, that is diagnostic or limited, while others call it non-diagnostic.
It is settled by a radiologist who is not a reader of the study, or by the readers themselves: when the newest proposals
of all who gave an opinion on it name the same quality.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.models import User
from django.db import models

from qc.models.agreement import AgreementStudy, Consensus, LockedOpinion, Proposal
from qc.models.review import Review
from qc.models.roles import has_right
from qc.models.slice import Slice

Part = Literal["adjudicate", "propose"]


def is_measurable(quality: str) -> bool:
    """A slice of limited quality can still be measured."""
    return quality != Review.Quality.NON_DIAGNOSTIC


@dataclass(frozen=True)
class Case:
    """A slice on which the readers of a study differ."""

    study: AgreementStudy
    slice: Slice
    opinions: list[LockedOpinion]
    """In the order in which they were locked."""
    proposals: list[Proposal]
    """The newest of each reader."""
    consensus: Consensus | None

    @property
    def readers(self) -> set[int]:
        """Who gave an opinion on it."""
        return {one.reader_id for one in self.opinions}

    def part_of(self, user: User) -> Part | None:
        """What the user may do to settle it."""
        if self.consensus is not None or not has_right(user, "review"):
            return None
        if user.pk in self.readers:
            return "propose"
        return None if self.study.readers.filter(pk=user.pk).exists() else "adjudicate"

    def is_agreed(self) -> bool:
        """Whether all readers have proposed the same quality by now."""
        agreed = {one.quality for one in self.proposals}
        return len(agreed) == 1 and {one.by_id for one in self.proposals} == self.readers


def find_cases(studies: Iterable[AgreementStudy]) -> list[Case]:
    """The cases of the studies, settled ones too, in the order of their exams' arrival and from head to foot."""
    return [case for study in studies for case in _cases_of(study)]


def find_case(study: AgreementStudy, slice_id: int) -> Case | None:
    return next((case for case in _cases_of(study) if case.slice.pk == slice_id), None)


def _cases_of(study: AgreementStudy) -> list[Case]:
    needed = 2 if study.state == AgreementStudy.State.CLOSED else study.readers.count()
    proposals = _newest_proposals(study)
    settled = {one.slice_id: one for one in Consensus.objects.filter(study=study).select_related("by", "study")}
    return [
        Case(study, opinions[0].slice, opinions, proposals.get(pk, []), settled.get(pk))
        for pk, opinions in opinions_by_slice(study).items()
        if len(opinions) >= needed and len({is_measurable(one.review.quality) for one in opinions}) > 1
    ]


def opinions_by_slice(study: AgreementStudy) -> dict[int, list[LockedOpinion]]:
    opinions = study.opinions.select_related("slice__exam", "slice__assessment", "reader", "review")
    grouped: dict[int, list[LockedOpinion]] = {}
    for one in opinions.order_by("slice__exam__arrived_at", "slice__exam", "-slice__position_mm", "pk"):
        grouped.setdefault(one.slice_id, []).append(one)
    return grouped


def _newest_proposals(study: AgreementStudy) -> dict[int, list[Proposal]]:
    rows = Proposal.objects.filter(study=study)
    newest = rows.order_by().values("slice", "by").annotate(last=models.Max("pk")).values("last")
    grouped: dict[int, list[Proposal]] = {}
    for one in rows.filter(pk__in=newest).select_related("by"):
        grouped.setdefault(one.slice_id, []).append(one)
    return grouped
