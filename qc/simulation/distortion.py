"""Where the field is not even, an echo-planar image is shifted along phase encoding: beside lung and gas.

The shift in acquired pixels is the local frequency times the time in which all lines are read (Jezzard and Balaban,
MRM 1995;34:65-73). Gradient echoes of one line each are not shifted visibly.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.simulation.body import Cut, Tissue

FIELD_HZ_PER_T = 65.0
"""Frequency beside a large gas or lung surface, for each tesla; some 100 Hz at 1.5 T are usual under the diaphragm."""
REACH_MM = 14.0
"""Standard deviation of the blur that carries the difference of susceptibility into its neighbourhood."""
READOUT_S = 0.022
"""In which all lines of an echo-planar image are read, accelerated twofold."""


def distort(
    cut: Cut, wave: NDArray[np.complex128], *, field_strength_t: float, lines: int
) -> tuple[Cut, NDArray[np.complex128]]:
    """The cut and its wave (size, size) as an echo-planar image of so many acquired `lines` shows them.

    Rows are the phase-encoding direction. What is squeezed together becomes brighter.
    """
    shift = _shift_rows(cut, field_strength_t, lines)
    rows, columns = np.indices(shift.shape, dtype=float)
    source = np.stack([rows - shift, columns])

    def moved(field: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(ndimage.map_coordinates(field, source, order=1, mode="nearest"))

    def nearest(field: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(ndimage.map_coordinates(field, source, order=0, mode="nearest"))

    squeezed = np.clip(1 - np.gradient(shift, axis=0), 0.4, 2.0)
    seen = replace(
        cut,
        tissue=nearest(cut.tissue),
        depth_mm=moved(cut.depth_mm),
        wall=nearest(cut.wall),
        modulus_kpa=nearest(cut.modulus_kpa),
        signal=moved(cut.signal) * squeezed,
        t2_star_ms=nearest(cut.t2_star_ms),
    )
    return seen, moved(wave.real) + 1j * moved(wave.imag)


def _shift_rows(cut: Cut, field_strength_t: float, lines: int) -> NDArray[np.float64]:
    """How far every pixel is shifted, in rows of the cut."""
    dark = np.isin(cut.tissue, (Tissue.LUNG, Tissue.GAS)).astype(float)
    frequency_hz = FIELD_HZ_PER_T * field_strength_t * ndimage.gaussian_filter(dark, REACH_MM / cut.spacing_mm)
    return np.asarray(frequency_hz * READOUT_S * len(cut.tissue) / lines)
