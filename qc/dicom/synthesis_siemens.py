"""Simulated exams by Siemens' recognition rules: classic (greMR, epseM) and XA61 exports, a series for each kind.

How Siemens scales stiffness and confidence is not confirmed, so an exam states its unit by a Real World Value Mapping,
or on request not at all: then the product must refuse to speak of kPa.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom.encoding import MAGNITUDE_SCALE, TIME_POINTS, Equipment, exam_header, is_echo_planar, make_image
from qc.dicom.units import state_kpa, state_slope

if TYPE_CHECKING:
    from qc.simulation.scanner import SimulatedExam

CLASSIC = Equipment("SIEMENS", ("SIM-SIEMENS-1", "SIM-SIEMENS-2"))
XA = Equipment("Siemens Healthineers", ("SIM-XA-1", "SIM-XA-2"))
FIRST_SERIES = 12
PHASE_STEPS = 4096
"""Of a turn: the phase is stored from 0 to 4095."""
WAVE_SPAN_RAD = 2 * np.pi
"""Wave images are stored like phase, from minus this to plus this."""


def siemens_datasets(exam: SimulatedExam, *, with_units: bool = True) -> list[Dataset]:
    """The exam as a classic system exports it: told by its Sequence Name, kinds by Image Type."""
    header = exam_header(exam, CLASSIC)
    header.SequenceName = "*epseMRE2d1" if is_echo_planar(exam) else "*greMRE2d1"
    header.SeriesDescription = "MRE"
    types = {
        "magnitude": ["ORIGINAL", "PRIMARY", "M", "ND"],
        "phase": ["ORIGINAL", "PRIMARY", "P", "ND"],
        "wave": ["DERIVED", "PRIMARY", "P", "WV"],
        "stiffness": ["DERIVED", "PRIMARY", "M", "STIFFNESS"],
        "confidence": ["DERIVED", "PRIMARY", "M", "CONFIDENCE"],
    }
    return list(_images(exam, header, types, with_units=with_units))


def siemens_xa_datasets(exam: SimulatedExam, *, with_units: bool = True) -> list[Dataset]:
    """The exam as XA61 exports it in single frames: told by ELASTO, raw images by their complex component."""
    header = exam_header(exam, XA)
    header.SeriesDescription = "MRE"
    types = {
        "magnitude": ["ORIGINAL", "PRIMARY", "ELASTO", "NONE"],
        "phase": ["ORIGINAL", "PRIMARY", "ELASTO", "NONE"],
        "wave": ["DERIVED", "PRIMARY", "ELASTO", "WV"],
        "stiffness": ["DERIVED", "PRIMARY", "ELASTO", "STIFFNESS"],
        "confidence": ["DERIVED", "PRIMARY", "ELASTO", "CONFIDENCE"],
    }
    images = list(_images(exam, header, types, with_units=with_units))
    for image in images:
        if image.ImageType[0] == "ORIGINAL":
            image.ComplexImageComponent = "PHASE" if image.SeriesNumber == FIRST_SERIES + 1 else "MAGNITUDE"
    return images


def _images(
    exam: SimulatedExam, header: Dataset, types: dict[str, list[str]], *, with_units: bool
) -> Iterator[Dataset]:
    """All images, series by series in the order of `types`."""
    header.PixelRepresentation = 0
    for series, (kind, image_type) in enumerate(types.items(), start=FIRST_SERIES):
        for number, (position, pixels) in enumerate(PIXELS[kind](exam), start=1):
            image = make_image(
                exam, header, series=series, number=number, position=position, pixels=pixels, window=WINDOWS[kind]
            )
            image.ImageType = image_type
            if kind in ("magnitude", "phase", "wave"):
                image.BitsStored, image.HighBit = 12, 11
            else:
                image.SeriesDescription = f"MRE_{kind.capitalize()}"
            if kind == "confidence":
                state_slope(image, 0.001)
            if kind == "stiffness" and with_units:
                state_kpa(image, slope=0.001)
            yield image


Stored = Iterator[tuple[int, NDArray[np.floating]]]
"""Position of the slice, and stored values (rows, cols)."""


def _magnitude(exam: SimulatedExam) -> Stored:
    for position, one in enumerate(exam.slices):
        for image in one.raw.magnitude:
            yield position, np.clip(np.rint(image * MAGNITUDE_SCALE), 0, PHASE_STEPS - 1)


def _phase(exam: SimulatedExam) -> Stored:
    for position, one in enumerate(exam.slices):
        for image in one.raw.phase_rad:
            yield position, np.rint((image + np.pi) / (2 * np.pi) * PHASE_STEPS) % PHASE_STEPS


def _wave(exam: SimulatedExam) -> Stored:
    for position, one in enumerate(exam.slices):
        for time in range(TIME_POINTS):
            turned = (one.elastogram.wave * np.exp(2j * np.pi * time / TIME_POINTS)).real
            share = (turned + WAVE_SPAN_RAD) / (2 * WAVE_SPAN_RAD)
            yield position, np.clip(np.rint(share * PHASE_STEPS), 0, PHASE_STEPS - 1)


def _stiffness(exam: SimulatedExam) -> Stored:
    for position, one in enumerate(exam.slices):
        yield position, np.clip(np.rint(one.elastogram.stiffness_kpa * 1000), 0, 32000)


def _confidence(exam: SimulatedExam) -> Stored:
    for position, one in enumerate(exam.slices):
        yield position, np.clip(np.floor(one.elastogram.confidence * 1000), 0, 1000)


PIXELS = {
    "magnitude": _magnitude,
    "phase": _phase,
    "wave": _wave,
    "stiffness": _stiffness,
    "confidence": _confidence,
}
WINDOWS = {
    "magnitude": (200, 400),
    "phase": (2048, 4096),
    "wave": (2048, 4096),
    "stiffness": (4000, 8000),
    "confidence": (950, 100),
}
