"""The arrays and the geometry of one slice, with their units."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Role = Literal["magnitude", "phase", "wave", "stiffness", "hatched_elastogram", "confidence", "colour_save", "other"]
Unit = Literal["Pa", "kPa", "thousandths", "fraction", "mrad", "rad", "none"]

StiffnessMap = NDArray[np.float32]
"""kPa, (rows, cols); 0 outside the body."""
ConfidenceMap = NDArray[np.float32]
"""0-1, (rows, cols)."""
Mask = NDArray[np.bool_]
"""(rows, cols)."""
ColourPicture = NDArray[np.uint8]
"""RGB, (rows, cols, 3)."""


@dataclass(frozen=True)
class Geometry:
    """Where the pixels of a slice lie in the patient (DICOM PS3.3 C.7.6.2, millimetres, LPS axes)."""

    rows: int
    cols: int
    spacing_mm: tuple[float, float]
    """Between rows, then between columns, as DICOM's Pixel Spacing has it."""
    position: tuple[float, float, float]
    orientation: tuple[float, float, float, float, float, float]
    """Direction along a row (to rising columns), then along a column."""

    @property
    def right_is_low_column(self) -> bool:
        """Whether the patient's right lies where columns are low: DICOM's x rises to the patient's left."""
        return self.orientation[0] > 0

    @property
    def pixel_area_cm2(self) -> float:
        return self.spacing_mm[0] * self.spacing_mm[1] / 100.0

    @property
    def normal_position_mm(self) -> float:
        """Distance from the origin along the slice normal: orders parallel slices, rising to the head."""
        normal = np.cross(self.orientation[:3], self.orientation[3:])
        towards_head = normal if normal[2] >= 0 else -normal
        return float(towards_head @ np.array(self.position))

    def matches(self, other: "Geometry") -> bool:
        """Whether both lie on the same pixels, within a hundredth of a millimetre."""
        mine = (*self.spacing_mm, *self.position, *self.orientation)
        theirs = (*other.spacing_mm, *other.position, *other.orientation)
        same_size = (self.rows, self.cols) == (other.rows, other.cols)
        return same_size and bool(np.allclose(mine, theirs, atol=0.01))


@dataclass(frozen=True)
class SliceMaps:
    """What a slice is judged by and measured on."""

    stiffness_kpa: StiffnessMap
    confidence: ConfidenceMap
    burned_in: Mask
    """Text that the scanner wrote into the pixels: left out of every number."""
    geometry: Geometry
