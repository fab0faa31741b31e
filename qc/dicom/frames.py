"""Pixels as the browser receives them: plain little-endian arrays in fixed units, text in the image marked.

Integers of one scale a role, because a viewer that applies a rescale slope of its own can lose clipped maps.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom.roles import recognise_role
from qc.dicom.stack import (
    CONFIDENCE_PER_ONE,
    PASCAL_PER_KPA,
    confidence_from_hatch,
    read_colour,
    read_confidence,
    read_pixels,
    read_stiffness,
)
from qc.domain.types import Mask

BURNED_IN_FRAME_VALUE = 65535
WAVE_OFFSET = 32768
LARGEST = 65534


def stiffness_frame(ds: Dataset) -> bytes:
    """Pa as uint16, 65535 where text is burned in."""
    kpa, burned_in = read_stiffness(ds)
    pascal = np.clip(np.rint(kpa * PASCAL_PER_KPA), 0, LARGEST)
    pascal[burned_in] = BURNED_IN_FRAME_VALUE
    return _bytes(pascal)


def confidence_frame(ds: Dataset) -> bytes:
    """Thousandths as uint16."""
    return _bytes(np.rint(read_confidence(ds) * CONFIDENCE_PER_ONE))


def hatch_frame(plain: Dataset, hatched: Dataset) -> bytes:
    """Thousandths as uint16: 1000 where the scanner drew no hatch."""
    return _bytes(confidence_from_hatch(plain, hatched) * CONFIDENCE_PER_ONE)


def read_served_stiffness(ds: Dataset) -> NDArray[np.float64]:
    """kPa as readers see it, (rows, cols): from the very bytes that go to the browser; 0 where nothing is measured."""
    pascal = np.frombuffer(stiffness_frame(ds), "<u2").reshape(ds.Rows, ds.Columns)
    return np.where(pascal == BURNED_IN_FRAME_VALUE, 0.0, pascal / PASCAL_PER_KPA)


def read_served_confidence(ds: Dataset, plain: Dataset) -> NDArray[np.float64]:
    """Confidence 0-1 as readers see it, (rows, cols), from a confidence map or the hatched twin of `plain`."""
    is_hatched = recognise_role(ds) == "hatched_elastogram"
    thousandths = np.frombuffer(hatch_frame(plain, ds) if is_hatched else confidence_frame(ds), "<u2")
    return thousandths.reshape(ds.Rows, ds.Columns) / CONFIDENCE_PER_ONE


def magnitude_frame(ds: Dataset) -> bytes:
    """Stored values as uint16."""
    return _bytes(np.clip(read_pixels(ds).astype(np.float64), 0, LARGEST))


def liver_frame(liver: Mask) -> bytes:
    """1 in the estimated liver, 0 outside, as uint16."""
    return liver.astype("<u2").tobytes()


def wave_frames(images: Sequence[Dataset]) -> bytes:
    """Milliradians + 32768 as uint16, one frame a time point."""
    return b"".join(_bytes(np.clip(read_pixels(ds).astype(np.float64) + WAVE_OFFSET, 0, LARGEST)) for ds in images)


def colour_frame(ds: Dataset) -> bytes:
    """RGB bytes."""
    return read_colour(ds).tobytes()


def _bytes(values: NDArray[np.floating]) -> bytes:
    return values.astype("<u2").tobytes()
