"""The arrays and the geometry of one slice, with their units."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Role = Literal["magnitude", "phase", "wave", "stiffness", "hatched_elastogram", "confidence", "colour_save", "other"]
Unit = Literal["Pa", "kPa", "thousandths", "fraction", "mrad", "rad", "none"]

SAME_PIXELS_MM = 0.1
"""Headers round spacing and direction, which adds up over a matrix; a tenth of a pixel displaces no number."""

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

    @property
    def is_plane(self) -> bool:
        """Whether these numbers describe a plane: directions of unit length, at right angles, and a size."""
        numbers = (*self.spacing_mm, *self.position, *self.orientation)
        if not np.isfinite(numbers).all() or min(self.spacing_mm) <= 0:
            return False
        directions = np.reshape(self.orientation, (2, 3))
        return bool(np.allclose(directions @ directions.T, np.eye(2), atol=0.01))

    def corners_mm(self) -> NDArray[np.float64]:
        """Centres of the first, the last of the first row, and the last of the first column: float64 (3, 3)."""
        along_row, along_column = np.reshape(self.orientation, (2, 3))
        row = along_row * self.spacing_mm[1] * (self.cols - 1)
        column = along_column * self.spacing_mm[0] * (self.rows - 1)
        return np.array(self.position) + np.stack([np.zeros(3), row, column])

    def matches(self, other: "Geometry") -> bool:
        """Whether both lie on the same pixels: no corner is further from the other's than SAME_PIXELS_MM."""
        if (self.rows, self.cols) != (other.rows, other.cols):
            return False
        return bool(np.allclose(self.corners_mm(), other.corners_mm(), rtol=0.0, atol=SAME_PIXELS_MM))


@dataclass(frozen=True)
class SliceMaps:
    """What a slice is judged by and measured on."""

    stiffness_kpa: StiffnessMap
    confidence: ConfidenceMap
    burned_in: Mask
    """Text that the scanner wrote into the pixels: left out of every number."""
    geometry: Geometry
