"""Invert a slice ourselves and compare with the scanner's stiffness: numbers that can be checked."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from django.db import transaction
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom import roles, stack
from qc.dicom.pacs import Archive
from qc.domain.errors import QcError
from qc.domain.types import Mask, SliceMaps
from qc.elastography.crosscheck import (
    CrossCheck,
    Evidence,
    Explanation,
    body_width_mm,
    explain,
    explain_headers,
    seam_share,
)
from qc.elastography.inversion import invert_phase, invert_wave
from qc.elastography.region import measurable_region
from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.instance import Instance
from qc.models.slice import Slice

OFFSETS = 4
"""Phase images of a slice; the inversion needs them all."""
TIME_POINTS = 8
"""Wave images of a slice over one cycle."""

Source = Literal["phase", "wave"]


@dataclass(frozen=True)
class Comparison:
    """What a cross-check found, and from which images."""

    source: Source
    check: CrossCheck | None
    """None where there is no region to compare in."""
    explanation: Explanation


def crosscheck_slice(*, slice_id: int, archive: Archive) -> None:
    """Compute the slice's stiffness ourselves and keep it beside the scanner's, with a warning if they differ.

    From the raw phase, or from the scanner's wave images where no raw phase arrived. Does nothing where there is
    neither, no measurable region, or a check of this very result. Raises ArchiveUnavailable.
    """
    one = Slice.objects.select_related("exam", "assessment__primary", "assessment__partner").get(pk=slice_id)
    assessment = one.assessment
    source, images = choose_images(list(one.images.filter(role__in=("phase", "wave"))))
    if assessment is None or assessment.partner is None or source is None or one.crosscheck_kpa is not None:
        return
    try:
        maps, liver = one.read_maps(archive)
        found = compare(source, [image.retrieve(archive) for image in images], maps, measurable_region(maps, liver))
    except QcError as error:
        if error.retryable:
            raise
        return
    with transaction.atomic():
        exam = Exam.objects.select_for_update().get(pk=one.exam_id)
        if found is None or exam.slices.get(pk=one.pk).assessment_id != assessment.pk:
            return
        if found.check is not None:
            one.keep_crosscheck(round(found.check.own_kpa, 3), round(found.check.ratio, 3), found.source)
        one.warn(found.explanation.text)
        Event.objects.record("slice.changed", exam=exam, data={"slice": one.describe_change()})


def choose_images(images: list[Instance]) -> tuple[Source | None, list[Instance]]:
    """The raw phase of a slice if it is whole, else its wave images if they are, else none."""
    phase = [image for image in images if image.role == "phase"]
    wave = [image for image in images if image.role == "wave"]
    if len(phase) == OFFSETS:
        return "phase", phase
    return ("wave", wave) if len(wave) == TIME_POINTS else (None, [])


def compare(source: Source, images: list[Dataset], maps: SliceMaps, region: Mask) -> Comparison | None:
    """Our own stiffness from `images` beside that of the map in `region`, and what the headers say of both.

    None where the images cannot be inverted. By a wrong pixel spacing the liver, too, may not be found: so headers
    are looked at also where the region is empty. Raises ImageUnreadable, UnitsUnknown.
    """
    frequency_hz, own = roles.read_frequency_hz(images[0]), OwnInversion.read(source, images, maps)
    if own is None or frequency_hz is None:
        return None
    evidence = Evidence(
        frequency_hz=frequency_hz,
        spacing_mm=max(own.spacing_mm),
        map_spacing_mm=max(maps.geometry.spacing_mm),
        extent_mm=max(size * mm for size, mm in zip(own.body.shape, own.spacing_mm, strict=True)),
        field_of_view_mm=roles.read_field_of_view_mm(images[0]),
        body_width_mm=body_width_mm(own.body, own.spacing_mm),
        acquired_mm=max(own.acquired_mm) if own.acquired_mm else None,
        seams=seam_share(own.pixels, region) if source == "phase" else 0.0,
    )
    if not region.any():
        return Comparison(source, None, explain_headers(evidence))

    def measure(spacing_factor: float, hertz: float) -> float:
        return float(np.median(own.stiffness_kpa(hertz, spacing_factor)[region]))

    check = CrossCheck(measure(1.0, frequency_hz), float(np.median(maps.stiffness_kpa[region])))
    return Comparison(source, check, explain(check, evidence, measure))


@dataclass(frozen=True)
class OwnInversion:
    """One slice's images, ready to be inverted at any frequency and with any spacing."""

    source: Source
    pixels: NDArray[np.float32]
    """Phase (offsets, rows, cols) or wave (time points, rows, cols), rad."""
    body: NDArray[np.bool_]
    """(rows, cols)."""
    spacing_mm: tuple[float, float]
    acquired_mm: tuple[float, float] | None

    @classmethod
    def read(cls, source: Source, images: list[Dataset], maps: SliceMaps) -> "OwnInversion | None":
        """None where the images lie on no plane, or on other pixels than the maps."""
        pixels = stack.read_phase(images) if source == "phase" else stack.read_wave(images)
        geometry, body = roles.read_geometry(images[0]), maps.stiffness_kpa > 0
        if geometry is None or pixels.shape[1:] != body.shape:
            return None
        return cls(source, pixels, body, geometry.spacing_mm, roles.read_acquired_mm(images[0]))

    def stiffness_kpa(self, hertz: float, spacing_factor: float = 1.0) -> NDArray[np.float32]:
        """Our own map (rows, cols), were the spacing so many times the header's."""
        spacing_mm = _scaled(self.spacing_mm, spacing_factor)
        if self.source == "wave":
            return invert_wave(self.pixels, self.body, spacing_mm=spacing_mm, frequency_hz=hertz)
        sampled_mm = _scaled(self.acquired_mm, spacing_factor) if self.acquired_mm else None
        found = invert_phase(self.pixels, self.body, spacing_mm=spacing_mm, frequency_hz=hertz, acquired_mm=sampled_mm)
        return found.stiffness_kpa


def _scaled(pair: tuple[float, float], factor: float) -> tuple[float, float]:
    return pair[0] * factor, pair[1] * factor
