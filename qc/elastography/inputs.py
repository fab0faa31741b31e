"""What a slice offers to be judged by, and what every quality index reads out of it first."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import Mask, SliceMaps
from qc.elastography.inversion import (
    FIRST_GUESS_KPA,
    first_harmonic,
    remove_long_waves,
    temporal_residual,
    wavelength_mm,
)

Input = Literal["phase", "magnitude", "wave"]
"""What may be absent beside the maps."""

WALL_MM = (12.0, 32.0)
"""Depth of the wall below the edge of the body's mask, which vendors draw about 10 mm outside the skin."""
SMALLEST_LIVER_CM2 = 2.0
"""Less liver than this has no signal, no wave and no noise of its own."""
USUAL_FREQUENCY_HZ = 60.0


@dataclass(frozen=True)
class SliceInputs:
    """One slice: its maps, the estimated liver, and the images that arrived with them; None where none did."""

    maps: SliceMaps
    liver: Mask
    """(rows, cols), true inside the estimated liver."""
    magnitude: NDArray[np.floating] | None = None
    """(offsets, rows, cols), any unit."""
    phase_rad: NDArray[np.floating] | None = None
    """Raw phase (offsets, rows, cols), wrapped, in radians."""
    wave_rad: NDArray[np.floating] | None = None
    """The scanner's wave images (time points, rows, cols) over one cycle, in radians."""
    frequency_hz: float | None = None
    echo_time_ms: float | None = None
    phase_encoding: Literal["ROW", "COL"] | None = None
    """DICOM's In-plane Phase Encoding Direction: COL is along the columns, so ghosts lie above and below."""

    def without(self, *absent: Input) -> "SliceInputs":
        """The same slice as if these images had not arrived."""
        return replace(
            self,
            magnitude=None if "magnitude" in absent else self.magnitude,
            phase_rad=None if "phase" in absent else self.phase_rad,
            wave_rad=None if "wave" in absent else self.wave_rad,
        )

    def with_liver(self, liver: Mask) -> "SliceInputs":
        return replace(self, liver=liver)

    @property
    def spacing_mm(self) -> tuple[float, float]:
        return self.maps.geometry.spacing_mm

    @cached_property
    def body(self) -> Mask:
        """The body (rows, cols) as the vendor's map has it, text and holes included."""
        return np.asarray(ndimage.binary_fill_holes((self.maps.stiffness_kpa > 0) | self.maps.burned_in))

    @cached_property
    def has_liver(self) -> bool:
        return bool(self.liver.sum() * self.maps.geometry.pixel_area_cm2 >= SMALLEST_LIVER_CM2)

    @cached_property
    def depth_mm(self) -> NDArray[np.float64]:
        """Distance to the edge of the body (rows, cols), 0 outside."""
        padded = np.pad(self.body, 1)
        return np.asarray(ndimage.distance_transform_edt(padded, sampling=self.spacing_mm)[1:-1, 1:-1])

    @cached_property
    def wall(self) -> Mask:
        """Fat and muscle around the cavity (rows, cols)."""
        return np.asarray((self.depth_mm > WALL_MM[0]) & (self.depth_mm <= WALL_MM[1]))

    @cached_property
    def right(self) -> Mask:
        """The body's right half (rows, cols)."""
        columns = np.broadcast_to(np.arange(self.body.shape[1]), self.body.shape)
        middle = columns[self.body].mean() if self.body.any() else 0.0
        return np.asarray(columns < middle if self.maps.geometry.right_is_low_column else columns > middle)

    @cached_property
    def mean_magnitude(self) -> NDArray[np.float64] | None:
        """Mean over the offsets (rows, cols)."""
        return None if self.magnitude is None else np.asarray(self.magnitude, dtype=np.float64).mean(axis=0)

    @cached_property
    def harmonic(self) -> NDArray[np.complex128] | None:
        """First harmonic without bulk motion (rows, cols) in radians: from the raw phase, else from the wave images.

        The vendor has taken bulk motion out of its wave images; from the raw phase it is taken out here.
        """
        if self.phase_rad is not None:
            return self._harmonic_of_phase(self.phase_rad)
        if self.wave_rad is not None:
            turns = np.exp(-2j * np.pi * np.arange(len(self.wave_rad)) / len(self.wave_rad))
            return np.asarray(np.tensordot(turns, self.wave_rad, axes=1) * (2.0 / len(self.wave_rad)))
        return None

    def _harmonic_of_phase(self, phase_rad: NDArray[np.floating]) -> NDArray[np.complex128]:
        """The inversion's own steps up to the wave, in the box around the body."""
        found = np.zeros(self.body.shape, dtype=np.complex128)
        if self.body.any():
            box = ndimage.find_objects(self.body.astype(np.uint8))[0]
            inside = self.body[box]
            length = wavelength_mm(FIRST_GUESS_KPA, self.frequency_hz or USUAL_FREQUENCY_HZ)
            harmonic = first_harmonic(phase_rad[:, *box], inside)
            found[box] = remove_long_waves(harmonic, inside, self.spacing_mm, length)
        return found

    @cached_property
    def residual(self) -> NDArray[np.float64] | None:
        """What the raw phase does at the temporal Nyquist frequency (rows, cols), in radians."""
        return None if self.phase_rad is None else temporal_residual(self.phase_rad)
