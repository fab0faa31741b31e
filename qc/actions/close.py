"""End the wait for an exam to which nothing comes any more: what is missing is said, and the verdict is final."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from qc.models.assessment import Assessment
from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.slice import Slice


@dataclass
class Closing:
    """What the workers can do next."""

    assessments: list[int] = field(default_factory=list)
    """Of colour pictures, which are judged only now."""
    slices: list[int] = field(default_factory=list)
    """Of exams whose verdict is final, to be cross-checked."""


def close_quiet_exams(*, now: datetime) -> Closing:
    """Make the verdict of quiet exams final, or hand their colour pictures to the ensemble first."""
    closing = Closing()
    quiet = Exam.objects.quiet_since(now - timedelta(seconds=settings.QUIET_SECONDS))
    for exam_pk in quiet.values_list("pk", flat=True):
        _close(exam_pk, now, closing)
    return closing


@transaction.atomic
def _close(exam_pk: int, now: datetime, closing: Closing) -> None:
    exam = Exam.objects.select_for_update().get(pk=exam_pk)
    if Assessment.objects.open().filter(slice__exam=exam).exists():
        return
    opened = _open_colour_pictures(exam, now)
    if not opened:
        for one in exam.slices.filter(state__in=[Slice.State.WAITING, Slice.State.ASSESSING]):
            one.give_up(one.why_incomplete())
        exam.judge(is_final=True)
        closing.slices += [one.pk for one in exam.slices.all()]
    closing.assessments += opened
    Event.objects.record("exam.changed", exam=exam, data=exam.describe_change())


def _open_colour_pictures(exam: Exam, now: datetime) -> list[int]:
    """Colour pictures are judged only where an exam has no maps at all: they show the same slices, without numbers."""
    if exam.has_maps():
        return []
    opened = []
    for order, picture in enumerate(exam.images.filter(role="colour_save", slice=None)):
        plane = picture.plane()
        position = plane.normal_position_mm if plane else -float(order)
        same = (one for one in exam.slices.all() if one.is_at(position))
        location = position if plane else None
        one = next(same, None) or exam.slices.create(position_mm=position, location_mm=location)
        picture.slice = one
        picture.save(update_fields=["slice"])
        one.state = Slice.State.ASSESSING
        one.save(update_fields=["state"])
        assessment, _ = Assessment.objects.standing().get_or_create(
            slice=one,
            input_digest=picture.pixel_checksum,
            defaults={"primary": picture, "completed_pair_at": now},
        )
        opened.append(assessment.pk)
    return opened
