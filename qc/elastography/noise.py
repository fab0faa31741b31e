"""What is rougher than any wave in tissue is noise: taken out, and what stays of it under the waves worked out.

Noise has far more curvature than a wave, so it makes tissue look soft. How much of it is left where the waves are
follows from how much there is beyond them, because the noise of a scanner is as strong at all acquired frequencies
(Gudbjartsson and Patz, MRM 1995;34:910-914).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from qc.elastography.polynomial import fitted_spectrum

FILTER_ORDER = 4
"""Of the Butterworth low-pass: a wave of twice the limit passes by 99.6 %."""
PADDING_MM = 60.0
"""Zeros around the body, so that no edge reaches the opposite one."""
ROLL_OFF = 0.4
"""Share of the acquired band over which a reconstruction tapers it against ringing."""
SPECTRUM_SIZE = 128


@dataclass(frozen=True)
class NoiseEnergies:
    """What of the energies of a fitted wave is noise; arrays (rows, cols)."""

    value: NDArray[np.float64]
    laplacian: NDArray[np.float64]
    product: NDArray[np.float64]
    """Of value and Laplacian; negative."""


@dataclass(frozen=True)
class NoiseShares:
    """Energies of noise after filter and fit, each per unit of the energy that the filter takes out."""

    value: float
    laplacian: float
    product: float

    def of(self, taken_out: NDArray[np.float64]) -> NoiseEnergies:
        """The energies where the filter took out so much (rows, cols)."""
        return NoiseEnergies(self.value * taken_out, self.laplacian * taken_out, self.product * taken_out)


def keep_waves(
    harmonic: NDArray[np.complex128], spacing_mm: tuple[float, float], shortest_mm: float
) -> NDArray[np.complex128]:
    """The harmonic (rows, cols) without what varies over less than `shortest_mm`, by an isotropic low-pass."""
    padded = [
        fft.next_fast_len(round(size + PADDING_MM / s)) for size, s in zip(harmonic.shape, spacing_mm, strict=True)
    ]
    kept = fft.ifft2(fft.fft2(harmonic, padded) * _low_pass((padded[0], padded[1]), spacing_mm, shortest_mm))
    return np.asarray(kept[: harmonic.shape[0], : harmonic.shape[1]])


@cache
def noise_shares(spacing_mm: tuple[float, float], acquired_mm: tuple[float, float], shortest_mm: float) -> NoiseShares:
    """How much noise passes filter and fit; `acquired_mm` is the size of a pixel as sampled (rows, cols)."""
    size = (SPECTRUM_SIZE, SPECTRUM_SIZE)
    spectrum = _acquired_band(size, spacing_mm, acquired_mm) ** 2
    passed = _low_pass(size, spacing_mm, shortest_mm)
    value, laplacian = fitted_spectrum(size, spacing_mm)
    taken_out = float((spectrum * (1 - passed) ** 2).sum())
    left = spectrum * passed**2 / taken_out
    return NoiseShares(
        value=float((left * np.abs(value) ** 2).sum()),
        laplacian=float((left * np.abs(laplacian) ** 2).sum()),
        product=float((left * np.conj(value) * laplacian).sum().real),
    )


def _low_pass(size: tuple[int, int], spacing_mm: tuple[float, float], shortest_mm: float) -> NDArray[np.float64]:
    rows, columns = _frequencies(size, spacing_mm)
    return np.asarray(1 / (1 + (np.hypot(rows, columns) * shortest_mm) ** (2 * FILTER_ORDER)))


def _acquired_band(
    size: tuple[int, int], spacing_mm: tuple[float, float], acquired_mm: tuple[float, float]
) -> NDArray[np.float64]:
    """What a tapered matrix lets through, 0-1; all of it along an axis that was sampled as it is stored."""
    band = np.ones(size)
    for frequency, stored, sampled in zip(_frequencies(size, spacing_mm), spacing_mm, acquired_mm, strict=True):
        if sampled > stored:
            band = band * np.clip((0.5 - np.abs(frequency) * sampled) / ROLL_OFF + 0.5, 0, 1)
    return band


def _frequencies(
    size: tuple[int, int], spacing_mm: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cycles per mm along rows (size, 1) and columns (1, size)."""
    return fft.fftfreq(size[0], spacing_mm[0])[:, None], fft.fftfreq(size[1], spacing_mm[1])[None, :]
