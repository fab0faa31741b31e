"""From the DICOM images of one slice to what its quality indices are computed from; what cannot be read is absent."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom import stack
from qc.dicom.roles import read_frequency_hz
from qc.domain.errors import QcError
from qc.domain.types import Role, SliceMaps
from qc.elastography.inputs import SliceInputs
from qc.elastography.liver import estimate_liver

OFFSETS = 4
"""Phase offsets of a whole slice; with fewer the first harmonic is not defined."""
FEWEST_TIME_POINTS = 3


def read_inputs(maps: SliceMaps, images: Mapping[Role, Sequence[Dataset]]) -> SliceInputs:
    """Maps and images of one slice, the images of each role in the order of their Instance Numbers.

    An input of which images are missing, unreadable, without scale or on other pixels than the maps is None.
    """
    magnitude = _fitting(_pixels(images.get("magnitude", ())), maps, OFFSETS)
    raw = [*images.get("phase", ()), *images.get("magnitude", ())]
    return SliceInputs(
        maps=maps,
        liver=estimate_liver(maps, None if magnitude is None else magnitude.mean(axis=0)),
        magnitude=magnitude,
        phase_rad=_fitting(_phase(images.get("phase", ())), maps, OFFSETS),
        wave_rad=_fitting(_wave(images.get("wave", ())), maps, FEWEST_TIME_POINTS),
        frequency_hz=next((hertz for one in raw if (hertz := read_frequency_hz(one))), None),
        echo_time_ms=next((time for one in raw if (time := _echo_time_ms(one))), None),
        phase_encoding=next((axis for one in raw if (axis := _phase_encoding(one))), None),
    )


def _pixels(images: Sequence[Dataset]) -> NDArray[np.float32] | None:
    try:
        return np.stack([stack.read_pixels(one).astype(np.float32) for one in images]) if images else None
    except (QcError, ValueError):  # ValueError: the images differ in size
        return None


def _phase(images: Sequence[Dataset]) -> NDArray[np.float32] | None:
    try:
        return stack.read_phase(images) if images else None
    except (QcError, ValueError):
        return None


def _wave(images: Sequence[Dataset]) -> NDArray[np.float32] | None:
    """GE's wave images in radians; other vendors do not say their scale, and pictures in colour carry no numbers."""
    if any(str(one.get("PhotometricInterpretation")) != "MONOCHROME2" for one in images):
        return None
    return _phase(images)  # both are in milliradians


def _fitting(images: NDArray[np.float32] | None, maps: SliceMaps, fewest: int) -> NDArray[np.float32] | None:
    """The images where there are enough and they lie on the maps' pixels."""
    if images is None or len(images) < fewest or images.shape[1:] != maps.stiffness_kpa.shape:
        return None
    return images


def _echo_time_ms(one: Dataset) -> float | None:
    try:
        return float(one.get("EchoTime") or 0) or None
    except (TypeError, ValueError):
        return None


def _phase_encoding(one: Dataset) -> Literal["ROW", "COL"] | None:
    axis = one.get("InPlanePhaseEncodingDirection")
    return "ROW" if axis == "ROW" else "COL" if axis == "COL" else None
