"""Keep a reader's decision about a slice, and tell every open browser."""

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from qc.domain.errors import ReviewRefused
from qc.domain.reasons import REASON_CODES
from qc.models.audit import AuditRow
from qc.models.event import Event
from qc.models.exam import Exam, Slice
from qc.models.review import Review

CLEAR_VERDICTS = ("diagnostic", "non_diagnostic")


def review_slice(
    *,
    reader: User,
    exam: Exam,
    slice_id: int,
    client_id: uuid.UUID,
    assessment_id: int | None,
    decision: str,
    quality: str | None,
    reason: str | None,
    note: str,
    seconds_spent: float,
    shown: dict[str, Any],
) -> tuple[Review, bool]:
    """Add a row; return it and whether it is new. The same `client_id` again returns the row that it made.

    Raises ReviewRefused with code `assessment_changed`, `review_incomplete`, `nothing_to_accept` or `no_such_slice`.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        known = Review.objects.in_order().filter(client_id=client_id, reader=reader).first()
        if known:
            return known, False
        one = locked.slices.select_related("assessment__ensemble").filter(pk=slice_id).first()
        if one is None:
            raise ReviewRefused("This exam has no such slice.", code="no_such_slice", slice=slice_id)
        _refuse_outdated(one, assessment_id)
        quality = _accepted_quality(one) if decision == Review.Decision.ACCEPT else quality
        _refuse_incomplete(decision, quality, reason)
        review = Review.objects.create(
            client_id=client_id,
            slice=one,
            assessment=one.assessment,
            reader=reader,
            decision=decision,
            quality=quality or "",
            reason=reason,
            note=note,
            seconds_spent=seconds_spent,
            shown=shown,
            machine_verdict=one.verdict or "",
            ensemble=str(one.assessment.ensemble or "") if one.assessment else "",
            sop_instance_uids=_shown_images(one),
            pixel_checksum=one.assessment.input_digest if one.assessment else "",
        )
        AuditRow.objects.create(user=reader, action=f"review.{decision}", exam=exam, detail=f"slice {one.pk}")
        data = {"review": review.describe(), "slices": locked.strip()}
        Event.objects.record("review.added", exam=locked, data=data)
    return review, True


def _refuse_outdated(one: Slice, assessment_id: int | None) -> None:
    if one.assessment_id != assessment_id:
        raise ReviewRefused(
            "The slice was assessed anew while you were reading. Look at the new result, then decide.",
            code="assessment_changed",
            assessment=one.assessment_id,
            verdict=one.verdict,
        )


def _accepted_quality(one: Slice) -> str:
    if one.verdict not in CLEAR_VERDICTS:
        raise ReviewRefused(
            "There is no verdict to accept on this slice. Give your own by override.", code="nothing_to_accept"
        )
    return str(one.verdict)


def _refuse_incomplete(decision: str, quality: str | None, reason: str | None) -> None:
    if not quality:
        raise ReviewRefused("Say which quality the slice has.", code="review_incomplete", quality="required")
    if decision == Review.Decision.OVERRIDE and quality != Review.Quality.DIAGNOSTIC and reason not in REASON_CODES:
        raise ReviewRefused("Say why the slice is not diagnostic.", code="review_incomplete", reason="required")


def _shown_images(one: Slice) -> dict[str, str]:
    return {image.role: image.sop_instance_uid for image in one.images.filter(role__in=("stiffness", "confidence"))}
