"""Settle a slice on which the readers of a study differ: at once by an adjudicator, together by the readers."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from qc.domain.errors import SettlementRefused
from qc.domain.reasons import REASON_CODES
from qc.models.adjudication import Case, find_case
from qc.models.agreement import AgreementStudy, Consensus, Proposal
from qc.models.audit import AuditRow
from qc.models.event import Event
from qc.models.review import Review


@dataclass(frozen=True)
class Settled:
    """What the slice is, in the eyes of whoever settles it."""

    quality: str
    reason: str | None
    note: str


def settle_slice(*, by: User, study: AgreementStudy, slice_id: int, settled: Settled) -> Case:
    """Add the consensus, or the reader's proposal and with the last of them the consensus; return the case as it is.

    The readers' opinions stay as they are. Raises SettlementRefused.
    """
    _refuse_incomplete(settled)
    with transaction.atomic():
        locked = AgreementStudy.objects.select_for_update().get(pk=study.pk)
        case = _case_for(by, locked, slice_id)
        if case.part_of(by) == "adjudicate":
            _agree(case, by, settled, Consensus.Made.BY_ADJUDICATOR)
        else:
            Proposal.objects.create(study=locked, slice=case.slice, by=by, **vars(settled))
            if _reread(case).is_agreed():
                _agree(case, by, settled, Consensus.Made.BY_READERS)
        AuditRow.objects.create(user=by, action="study.settle", exam=case.slice.exam, detail=f"slice {slice_id}")
        Event.objects.record("study.changed", data={"study": locked.pk})
        return _reread(case)


def _case_for(by: User, study: AgreementStudy, slice_id: int) -> Case:
    case = find_case(study, slice_id)
    if case is None:
        raise SettlementRefused("The readers do not differ on this slice.", code="no_such_slice")
    if case.consensus is not None:
        who = case.consensus.by.get_full_name() or case.consensus.by.get_username()
        raise SettlementRefused(f"{who} has settled this slice already. It stays as it is.", code="already_settled")
    if case.part_of(by) is None:
        raise SettlementRefused("Give your own opinion on this slice first.", code="not_your_case")
    return case


def _reread(case: Case) -> Case:
    return find_case(case.study, case.slice.pk) or case


def _agree(case: Case, by: User, settled: Settled, made: Consensus.Made) -> None:
    done = case.slice.assessment
    Consensus.objects.create(
        study=case.study,
        slice=case.slice,
        by=by,
        made=made,
        pixel_checksum=done.input_digest if done else "",
        **vars(settled),
    )


def _refuse_incomplete(settled: Settled) -> None:
    if settled.quality != Review.Quality.DIAGNOSTIC and settled.reason not in REASON_CODES:
        raise SettlementRefused("Say why the slice is not diagnostic.", code="review_incomplete", reason="required")
