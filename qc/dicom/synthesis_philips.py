"""Simulated exams by Philips' recognition rules: single frames, kinds by Image Type, a scale of its own per image.

Philips stretches every map over 12 bits and gives the scale in Rescale Slope and in a private element, without a unit.
What that scale means is not confirmed: an exam states its unit by a Real World Value Mapping, or on request not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom.encoding import TIME_POINTS, Equipment, exam_header, is_echo_planar, make_image
from qc.dicom.units import state_kpa, state_slope

if TYPE_CHECKING:
    from qc.simulation.scanner import SimulatedExam, SimulatedSlice

EQUIPMENT = Equipment("Philips Medical Systems", ("SIM-PHILIPS-1", "SIM-PHILIPS-2"))
FIRST_SERIES, SERIES_STEP = 701, 100
LARGEST = 4095


def philips_datasets(exam: SimulatedExam, *, with_units: bool = True) -> list[Dataset]:
    """All images, series by series: magnitude, phase, wave, stiffness, confidence."""
    header = exam_header(exam, EQUIPMENT)
    header.PixelRepresentation = 0
    header.BitsStored, header.HighBit = 12, 11
    return list(_images(exam, header, with_units=with_units))


def _images(exam: SimulatedExam, header: Dataset, *, with_units: bool) -> Iterator[Dataset]:
    for series, (kind, image_type) in enumerate(_image_types(exam).items()):
        number = 0
        for position, one in enumerate(exam.slices):
            for values in _values(one, kind):
                number += 1
                image = _stretched(exam, header, FIRST_SERIES + SERIES_STEP * series, number, position, values)
                image.ImageType = image_type
                image.SeriesDescription = "MRE" if image_type[0] == "ORIGINAL" else f"MRE {kind}"
                if kind == "stiffness" and with_units:
                    state_kpa(image, slope=float(image.RescaleSlope))
                yield image


def _image_types(exam: SimulatedExam) -> dict[str, list[str]]:
    contrast = "SE" if is_echo_planar(exam) else "FFE"
    return {
        "magnitude": ["ORIGINAL", "PRIMARY", f"M_{contrast}", "M", contrast],
        "phase": ["ORIGINAL", "PRIMARY", "MRE", "P", contrast],
        "wave": ["DERIVED", "PRIMARY", "MRE", "WAVE", contrast],
        "stiffness": ["DERIVED", "PRIMARY", "MRE", "STIFFNESS", contrast],
        "confidence": ["DERIVED", "PRIMARY", "MRE", "CONFIDENCE", contrast],
    }


def _values(one: SimulatedSlice, kind: str) -> Iterator[NDArray[np.floating]]:
    """Images (rows, cols) of a slice in radians, kPa or 0-1."""
    match kind:
        case "magnitude":
            yield from one.raw.magnitude
        case "phase":
            yield from one.raw.phase_rad
        case "wave":
            for time in range(TIME_POINTS):
                yield (one.elastogram.wave * np.exp(2j * np.pi * time / TIME_POINTS)).real
        case "stiffness":
            yield one.elastogram.stiffness_kpa
        case "confidence":
            yield one.elastogram.confidence


def _stretched(
    exam: SimulatedExam, header: Dataset, series: int, number: int, position: int, values: NDArray[np.floating]
) -> Dataset:
    """The image with its values stretched over 12 bits, and the scale that brings them back."""
    lowest = min(0.0, float(values.min()))
    slope = float(f"{max(float(values.max()) - lowest, 1e-6) / LARGEST:.8g}")
    pixels = np.clip(np.floor((values - lowest) / slope), 0, LARGEST)
    image = make_image(
        exam, header, series=series, number=number, position=position, pixels=pixels, window=(2048, 4096)
    )
    state_slope(image, slope)
    image.RescaleIntercept = f"{lowest:.8g}"
    private = image.private_block(0x2005, "Philips MR Imaging DD 001", create=True)
    private.add_new(0x0E, "FL", 1 / slope)
    return image
