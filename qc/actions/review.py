"""Keep a reader's decision about a slice, and tell every open browser."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from qc.domain.errors import ReviewRefused
from qc.domain.reasons import REASON_CODES
from qc.models.audit import AuditRow
from qc.models.event import Event
from qc.models.exam import MAP_ROLES, Exam, Slice
from qc.models.review import Review

CLEAR_VERDICTS = ("diagnostic", "non_diagnostic")


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


def review_slice(*, reader: User, exam: Exam, decision: Decision) -> tuple[Review, bool]:
    """Add a row; return it and whether it is new. The same `client_id` again returns the row that it made.

    Raises ReviewRefused with code `assessment_changed`, `review_incomplete`, `nothing_to_accept`, `no_such_slice` or
    `client_id_taken`.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        known = Review.objects.in_order().filter(client_id=decision.client_id).first()
        if known:
            return _own(known, reader), False
        one = locked.slices.select_related("assessment__ensemble").filter(pk=decision.slice).first()
        if one is None:
            raise ReviewRefused("This exam has no such slice.", code="no_such_slice", slice=decision.slice)
        _refuse_outdated(one, decision)
        quality = _quality(one, decision)
        review = _keep(reader, one, decision, quality)
        AuditRow.objects.create(user=reader, action=f"review.{review.decision}", exam=exam, detail=f"slice {one.pk}")
        data = {"review": review.describe(), "slices": locked.strip()}
        Event.objects.record("review.added", exam=locked, data=data)
    return review, True


def _own(known: Review, reader: User) -> Review:
    if known.reader_id != reader.pk:
        raise ReviewRefused("Another reader's decision has this client_id. Make a new one.", code="client_id_taken")
    return known


def _keep(reader: User, one: Slice, decision: Decision, quality: str) -> Review:
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
        shown=decision.shown,
        machine_verdict=one.verdict or "",
        ensemble=str(one.assessment.ensemble or "") if one.assessment else "",
        sop_instance_uids={image.role: image.sop_instance_uid for image in one.images.filter(role__in=MAP_ROLES)},
        pixel_checksum=one.assessment.input_digest if one.assessment else "",
        region=one.regions.standing().filter(reader=reader).first(),
    )


def _refuse_outdated(one: Slice, decision: Decision) -> None:
    if one.assessment_id != decision.assessment:
        raise ReviewRefused(
            "The slice was assessed anew while you were reading. Look at the new result, then decide.",
            code="assessment_changed",
            assessment=one.assessment_id,
            verdict=one.verdict,
        )


def _quality(one: Slice, decision: Decision) -> str:
    """The quality that the decision gives the slice. Raises ReviewRefused."""
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
