"""Invert a slice's raw phase ourselves and compare with the scanner's stiffness: numbers that can be checked."""

import numpy as np
from django.db import transaction

from qc.dicom import roles, stack
from qc.dicom.pacs import Archive
from qc.domain.errors import QcError
from qc.elastography.crosscheck import CrossCheck, explain
from qc.elastography.inversion import invert_phase
from qc.elastography.region import measurable_region
from qc.models.event import Event
from qc.models.exam import Exam, Slice
from qc.models.instance import Instance

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
            one.keep_crosscheck(round(check.own_kpa, 3), round(check.ratio, 3), "phase", warning)
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
    phase_rad, scanner_kpa = stack.read_phase(raw), float(np.median(maps.stiffness_kpa[region]))

    def measure(spacing_factor: float, hertz: float) -> float:
        rows_mm, cols_mm = geometry.spacing_mm
        spacing_mm = (rows_mm * spacing_factor, cols_mm * spacing_factor)
        own = invert_phase(phase_rad, maps.stiffness_kpa > 0, spacing_mm=spacing_mm, frequency_hz=hertz)
        return float(np.median(own.stiffness_kpa[region]))

    check = CrossCheck(measure(1.0, frequency_hz), scanner_kpa)
    return check, explain(check, frequency_hz, measure)
