"""Invert a slice's raw phase ourselves and compare with the scanner's stiffness: numbers that can be checked."""

from typing import Any

import numpy as np
from django.db import transaction

from qc.dicom import roles, stack
from qc.dicom.pacs import Archive
from qc.domain.errors import QcError
from qc.elastography.crosscheck import CrossCheck, explain
from qc.elastography.inversion import invert_phase
from qc.elastography.region import measurable_region
from qc.models.event import Event
from qc.models.exam import Exam, Instance, Slice

OFFSETS = 4
"""Phase images of a slice; the inversion needs them all."""


def crosscheck_slice(*, slice_id: int, archive: Archive) -> None:
    """Compute the slice's stiffness from its raw phase and keep it beside the scanner's, with a warning if they differ.

    Does nothing where there is no raw phase, no measurable region, or a check of this very result.
    Raises ArchiveUnavailable.
    """
    one = Slice.objects.select_related("exam", "assessment__primary", "assessment__partner").get(pk=slice_id)
    phase = list(one.images.filter(role="phase"))
    assessment = one.assessment
    if assessment is None or assessment.partner is None or len(phase) != OFFSETS or one.crosscheck_kpa is not None:
        return
    try:
        check, warning = _check(archive, phase, assessment.primary, assessment.partner)
    except QcError as error:
        if error.retryable:
            raise
        return
    with transaction.atomic():
        exam = Exam.objects.select_for_update().get(pk=one.exam_id)
        if exam.slices.get(pk=one.pk).assessment_id == assessment.pk and check is not None:
            one.keep_crosscheck(round(check.own_kpa, 3), round(check.ratio, 3), warning)
            Event.objects.record("slice.changed", exam=exam, data={"slice": one.describe()})


def _check(
    archive: Archive, phase: list[Instance], primary: Instance, partner: Instance
) -> tuple[CrossCheck | None, str]:
    raw = [image.retrieve(archive) for image in phase]
    frequency_hz = roles.read_frequency_hz(raw[0])
    maps = stack.build_maps(primary.retrieve(archive), partner.retrieve(archive))
    geometry = roles.read_geometry(raw[0])
    region = measurable_region(maps)
    if frequency_hz is None or geometry is None or not region.any():
        return None, ""
    own = invert_phase(
        stack.read_phase(raw),
        maps.stiffness_kpa > 0,
        spacing_mm=geometry.spacing_mm,
        frequency_hz=frequency_hz,
    )
    check = CrossCheck(_median(own.stiffness_kpa, region), _median(maps.stiffness_kpa, region))
    return check, explain(check, frequency_hz)


def _median(values: Any, region: Any) -> float:
    return float(np.median(values[region]))
