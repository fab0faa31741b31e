"""Keep a reader's decision about a slice, and tell every open browser."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from qc.domain.errors import ReviewRefused
from qc.domain.reasons import REASON_CODES
from qc.models.audit import AuditRow
from qc.models.blinding import is_blind_to, lock_opinion
from qc.models.event import Event
from qc.models.exam import MAP_ROLES, Exam
from qc.models.review import Review
from qc.models.slice import Slice

CLEAR_VERDICTS = ("diagnostic", "non_diagnostic")
VERDICT_WORDS = {
    "diagnostic": "diagnostic",
    "non_diagnostic": "not diagnostic",
    "undecided": "undecided",
    "not_assessed": "not assessed",
    None: "without a verdict",
}


@dataclass(frozen=True)
class Decision:
    """What a reader decided about a slice, as the browser sends it."""

    client_id: uuid.UUID
    slice: int
    assessment: int | None
    """The result that the reader saw."""
    decision: str
    quality: str | None
    reason: str | None
    note: str
    seconds_spent: float
    shown: dict[str, Any]
    reader: int | None = None
    """Who decided, as far as the browser knows: a decision may be sent long after it was made."""


def review_slice(*, reader: User, exam: Exam, decision: Decision) -> tuple[Review, bool]:
    """Add a row; return it and whether it is new. The same `client_id` again returns the row that it made.

    Of a reader who is blind to the slice only an opinion is taken; with it their opinion is locked in the study.
    Raises ReviewRefused with code `assessment_changed`, `review_incomplete`, `nothing_to_accept`, `no_such_slice`,
    `client_id_taken`, `not_your_decision` or `still_blind`.
    """
    _refuse_foreign(reader, decision)
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        known = Review.objects.in_order().filter(client_id=decision.client_id).first()
        if known:
            return _own(known, reader), False
        one = locked.slices.select_related("assessment__ensemble").filter(pk=decision.slice).first()
        if one is None:
            raise ReviewRefused("This exam has no such slice.", code="no_such_slice", slice=decision.slice)
        is_blind = is_blind_to(reader, one)
        _refuse_outdated(one, decision, is_blind=is_blind)
        quality = _quality(one, decision, is_blind=is_blind)
        review = _keep(reader, one, decision, quality, is_blind=is_blind)
        lock_opinion(review)
        AuditRow.objects.create(user=reader, action=f"review.{review.decision}", exam=exam, detail=f"slice {one.pk}")
        data = {"review": review.describe(), "slices": locked.strip()}
        Event.objects.record("review.added", exam=locked, data=data)
    return review, True


def _refuse_foreign(reader: User, decision: Decision) -> None:
    if decision.reader not in (None, reader.pk):
        raise ReviewRefused(
            "Somebody else made this decision. It waits in their browser until they sign in there again.",
            code="not_your_decision",
        )


def _own(known: Review, reader: User) -> Review:
    if known.reader_id != reader.pk:
        raise ReviewRefused("Another reader's decision has this client_id. Make a new one.", code="client_id_taken")
    return known


def _keep(reader: User, one: Slice, decision: Decision, quality: str, *, is_blind: bool) -> Review:
    return Review.objects.create(
        client_id=decision.client_id,
        slice=one,
        assessment=one.assessment,
        reader=reader,
        decision=decision.decision,
        quality=quality,
        reason=decision.reason,
        note=decision.note,
        seconds_spent=decision.seconds_spent,
        # Whether the verdict was to be seen is known here, whatever a browser says of itself.
        shown={**decision.shown, "verdict_shown": not is_blind},
        machine_verdict=one.verdict or "",
        ensemble=str(one.assessment.ensemble or "") if one.assessment else "",
        sop_instance_uids={image.role: image.sop_instance_uid for image in one.images.filter(role__in=MAP_ROLES)},
        pixel_checksum=one.assessment.input_digest if one.assessment else "",
        region=one.regions.standing().filter(reader=reader).first(),
    )


def _refuse_outdated(one: Slice, decision: Decision, *, is_blind: bool) -> None:
    """A decision about what is no longer shown is refused, and what has changed is named."""
    if one.assessment_id == decision.assessment:
        return
    seen = one.assessments.filter(pk=decision.assessment or 0).first()
    before = VERDICT_WORDS[seen.verdict if seen else None]
    changed = f"it was {before}, and is now {VERDICT_WORDS[one.verdict]}"
    raise ReviewRefused(
        f"New images of this slice came after you looked: {'it was assessed anew' if is_blind else changed}. "
        "Look at them, then decide again.",
        code="assessment_changed",
        assessment=one.assessment_id,
        was=None if is_blind or seen is None else seen.verdict,
        verdict=None if is_blind else one.verdict,
    )


def _quality(one: Slice, decision: Decision, *, is_blind: bool) -> str:
    """The quality that the decision gives the slice. Raises ReviewRefused."""
    if is_blind and decision.decision != Review.Decision.OPINION:
        message = "You read this exam blind by now. Say yourself which quality the slice has."
        raise ReviewRefused(message, code="still_blind")
    if decision.decision == Review.Decision.ACCEPT:
        if one.verdict not in CLEAR_VERDICTS:
            message = "There is no verdict to accept on this slice. Give your own by override."
            raise ReviewRefused(message, code="nothing_to_accept")
        return str(one.verdict)
    if not decision.quality:
        raise ReviewRefused("Say which quality the slice has.", code="review_incomplete", quality="required")
    if decision.quality != Review.Quality.DIAGNOSTIC and decision.reason not in REASON_CODES:
        raise ReviewRefused("Say why the slice is not diagnostic.", code="review_incomplete", reason="required")
    return decision.quality
