"""From four phase images to a stiffness map: harmonic, noise and long waves out, local polynomial, energy ratio.

The steps agree with a vendor's maps of a clinical exam; each function names why it is there.
Reviews of the principle: Manduca et al., Med Image Anal 2001;5:237-254; Manduca et al., MRM 2021;85:945-952.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from qc.elastography.confidence import wave_confidence
from qc.elastography.noise import NoiseEnergies, keep_waves, noise_shares
from qc.elastography.polynomial import WaveFit, fit_wave, unbias

Scalar = TypeVar("Scalar", bound=np.generic)

DENSITY_KG_M3 = 1000.0
ENERGY_BLUR_MM = 4.7
"""Wave and curvature are averaged as energies, so that the nodes of a standing wave do no harm."""
LONG_WAVE_FACTOR = 2.8
"""The Gaussian that counts as bulk motion has a standard deviation of 2.8 wavelengths / 2 pi."""
LOCAL_LONG_WAVE_FACTOR = 2.6
"""The same where the wavelength is the local one: less must be kept for tissue stiffer than the slice's usual."""
TYPICAL_OVER_MM = 25.0
"""Standard deviation of the neighbourhood that decides the local wavelength: about one wavelength."""
SCALES_KPA = np.array([1.0, 1.5, 2.2, 3.3, 5.0, 7.5, 11.0, 16.0])
"""Long waves are taken out for these stiffnesses; what lies between is interpolated."""
FIRST_GUESS_KPA = 2.5
SOFTEST_KPA = 0.56
"""No tissue of the upper abdomen is softer (fat 0.6-1.6 kPa): what varies faster than a wave in it is noise."""
LEAST_SHARE = 0.3
"""Of an energy that is kept, however much of it the noise seems to be."""
STIFFEST_KPA = 30.0
"""Where hardly any curvature is left, the ratio means nothing: it is cut here."""


@dataclass(frozen=True)
class Elastogram:
    """What an inversion gives for one slice; all arrays (rows, cols) and 0 outside the body."""

    stiffness_kpa: NDArray[np.float32]
    confidence: NDArray[np.float32]
    """0-1."""
    wave: NDArray[np.complex64]
    """First temporal harmonic without bulk motion, in radians of phase."""


def invert_phase(
    phase_rad: NDArray[np.floating],
    body: NDArray[np.bool_],
    *,
    spacing_mm: tuple[float, float],
    frequency_hz: float,
    acquired_mm: tuple[float, float] | None = None,
    iterations: int = 3,
) -> Elastogram:
    """Stiffness, confidence and wave from wrapped phase (offsets, rows, cols) inside `body` (rows, cols).

    `acquired_mm` is the size of a pixel as it was sampled, where that is known to be coarser than as stored. What
    counts as bulk motion depends on the local wavelength, which is only known afterwards: hence iterations.
    Raises ValueError without a body.
    """
    box = bounding_box(body)
    phase, mask = phase_rad[:, *box], body[box]
    shortest_mm = wavelength_mm(SOFTEST_KPA, frequency_hz)
    harmonic = first_harmonic(phase, mask)
    smooth = keep_waves(harmonic, spacing_mm, shortest_mm) * mask
    rough = (harmonic - smooth) * mask
    blur = in_pixels(ENERGY_BLUR_MM, spacing_mm)
    shares = noise_shares(spacing_mm, acquired_mm or spacing_mm, shortest_mm)
    noise = shares.of(ndimage.gaussian_filter(np.abs(rough) ** 2, blur))
    without = _LongWaves(smooth, mask, spacing_mm, frequency_hz)
    typical_kpa = np.full(mask.shape, FIRST_GUESS_KPA)
    for _ in range(iterations):
        wave = without(typical_kpa)
        fit = fit_wave(wave, spacing_mm)
        stiffness = stiffness_kpa(fit, mask, spacing_mm, frequency_hz, noise=noise)
        typical_kpa = _typical(stiffness, mask, spacing_mm)
    unexplained = fit_wave(wave + rough, spacing_mm).unexplained
    confidence = wave_confidence(wave, unexplained, temporal_residual(phase), mask, blur=blur)
    return Elastogram(
        stiffness_kpa=place(stiffness.astype(np.float32), box, body.shape),
        confidence=place(confidence.astype(np.float32), box, body.shape),
        wave=place(wave.astype(np.complex64), box, body.shape),
    )


def invert_wave(
    wave_rad: NDArray[np.floating],
    body: NDArray[np.bool_],
    *,
    spacing_mm: tuple[float, float],
    frequency_hz: float,
) -> NDArray[np.float32]:
    """Stiffness in kPa (rows, cols) from a vendor's wave images (time points over one cycle, rows, cols).

    For exams without raw phase. The vendor has already unwrapped the wave and taken out bulk motion and noise, so
    only the fit and the energy ratio remain, and the unit of the wave does not matter. Raises ValueError without
    a body.
    """
    box = bounding_box(body)
    wave = _harmonic(wave_rad[:, *box].astype(np.float64)) * body[box]
    stiffness = stiffness_kpa(fit_wave(wave, spacing_mm), body[box], spacing_mm, frequency_hz)
    return place(stiffness.astype(np.float32), box, body.shape)


def wavelength_mm(stiffness: float, frequency_hz: float) -> float:
    """Wavelength of a shear wave in a tissue of `stiffness` kPa = density x speed squared."""
    return float(1000.0 * np.sqrt(stiffness * 1000.0 / DENSITY_KG_M3) / frequency_hz)


def first_harmonic(phase_rad: NDArray[np.floating], body: NDArray[np.bool_]) -> NDArray[np.complex128]:
    """Complex amplitude (rows, cols) of the motion at the driver's frequency, unwrapped, in radians.

    Wrapped phase has true differences between neighbours, and the harmonic of differences is the difference
    of harmonics. So one Poisson equation (least-squares unwrapping, Ghiglia and Romero, JOSA A 1994;11:107)
    is solved for the harmonic instead of one for each offset. Differences across the body's edge count
    as 0: what that adds inside is a harmonic function, which `remove_long_waves` takes out again.
    """
    divergence = np.zeros(body.shape, dtype=np.complex128)
    inside = body[:, 1:] & body[:, :-1]
    step = _harmonic(wrap(np.diff(phase_rad, axis=2))) * inside
    divergence[:, :-1] += step
    divergence[:, 1:] -= step
    inside = body[1:] & body[:-1]
    step = _harmonic(wrap(np.diff(phase_rad, axis=1))) * inside
    divergence[:-1] += step
    divergence[1:] -= step
    return _solve_poisson(divergence) * body


def temporal_residual(phase_rad: NDArray[np.floating]) -> NDArray[np.float64]:
    """What changes from offset to offset faster than the wave can, in radians (rows, cols).

    With four offsets that is the temporal Nyquist frequency: noise, motion and ghosts, never the wave.
    """
    signs = (-1.0) ** np.arange(len(phase_rad))
    return wrap(np.tensordot(signs, phase_rad, axes=1)) / len(phase_rad)


def remove_long_waves(
    harmonic: NDArray[np.complex128],
    body: NDArray[np.bool_],
    spacing_mm: tuple[float, float],
    wavelength: float,
    *,
    factor: float = LONG_WAVE_FACTOR,
) -> NDArray[np.complex128]:
    """The harmonic (rows, cols) less its own blur inside the body: without bulk motion and compression."""
    blur = in_pixels(factor * wavelength / (2 * np.pi), spacing_mm)
    weight = np.maximum(ndimage.gaussian_filter(body.astype(float), blur), 1e-6)
    long_waves = ndimage.gaussian_filter(harmonic * body, blur) / weight
    return np.asarray((harmonic - long_waves) * body)


def stiffness_kpa(
    fit: WaveFit,
    body: NDArray[np.bool_],
    spacing_mm: tuple[float, float],
    frequency_hz: float,
    *,
    noise: NoiseEnergies | None = None,
) -> NDArray[np.float64]:
    """|G| = density x (angular frequency / wavenumber) squared, in kPa (rows, cols).

    The wavenumber squared is |laplacian| / |wave|. As a ratio of blurred energies noise makes it too large;
    as their blurred product over the wave's energy interference makes it too small: their geometric mean. The
    energies of `noise`, where they are known, are taken out first.
    """
    blur = in_pixels(ENERGY_BLUR_MM, spacing_mm)
    wave, laplacian = fit.value * body, fit.laplacian * body
    energy = np.maximum(ndimage.gaussian_filter(np.abs(wave) ** 2, blur), np.finfo(float).tiny)
    curvature = ndimage.gaussian_filter(np.abs(laplacian) ** 2, blur)
    product = ndimage.gaussian_filter(np.conj(wave) * laplacian, blur)
    if noise is not None:
        energy = np.maximum(energy - noise.value, LEAST_SHARE * energy)
        curvature = np.maximum(curvature - noise.laplacian, LEAST_SHARE**2 * curvature)
        product = product - noise.product
    measured = np.sqrt(np.sqrt(curvature / energy) * np.abs(product) / energy)  # wavenumber squared, per square metre
    squared = unbias(measured, spacing_mm)
    modulus_pa = DENSITY_KG_M3 * (2 * np.pi * frequency_hz) ** 2 / np.maximum(squared, 1.0)
    return np.asarray(np.minimum(modulus_pa / 1000.0, STIFFEST_KPA) * body)


def wrap(angle: NDArray[np.floating]) -> NDArray[np.float64]:
    """The same angle between -pi and pi."""
    return (np.asarray(angle, dtype=np.float64) + np.pi) % (2 * np.pi) - np.pi


class _LongWaves:
    """Takes long waves out of one slice's harmonic, at each place by the wavelength that is usual there."""

    def __init__(
        self,
        harmonic: NDArray[np.complex128],
        body: NDArray[np.bool_],
        spacing_mm: tuple[float, float],
        frequency_hz: float,
    ) -> None:
        self.harmonic = harmonic
        self.body = body
        self.spacing_mm = spacing_mm
        self.frequency_hz = frequency_hz
        self._made: dict[int, NDArray[np.complex128]] = {}

    def __call__(self, typical_kpa: NDArray[np.float64]) -> NDArray[np.complex128]:
        """The wave (rows, cols) for the stiffness (rows, cols) that is usual around each pixel."""
        place_among = np.interp(np.log(typical_kpa), np.log(SCALES_KPA), np.arange(len(SCALES_KPA)))
        wave = np.zeros_like(self.harmonic)
        for scale in range(len(SCALES_KPA)):
            share = np.clip(1 - np.abs(place_among - scale), 0, 1) * self.body
            if share.any():
                wave += share * self._at(scale)
        return wave

    def _at(self, scale: int) -> NDArray[np.complex128]:
        if scale not in self._made:
            wavelength = wavelength_mm(float(SCALES_KPA[scale]), self.frequency_hz)
            self._made[scale] = remove_long_waves(
                self.harmonic, self.body, self.spacing_mm, wavelength, factor=LOCAL_LONG_WAVE_FACTOR
            )
        return self._made[scale]


def _typical(
    stiffness: NDArray[np.float64], body: NDArray[np.bool_], spacing_mm: tuple[float, float]
) -> NDArray[np.float64]:
    """Geometric mean of the stiffness (rows, cols) in the neighbourhood of each pixel inside the body."""
    blur = in_pixels(TYPICAL_OVER_MM, spacing_mm)
    logarithm = np.log(np.clip(stiffness, SCALES_KPA[0], SCALES_KPA[-1])) * body
    weight = np.maximum(ndimage.gaussian_filter(body.astype(float), blur), 1e-6)
    return np.asarray(np.exp(ndimage.gaussian_filter(logarithm, blur) / weight))


def _harmonic(samples: NDArray[np.float64]) -> NDArray[np.complex128]:
    """First Fourier coefficient along the offsets, scaled so that cos(t + a) gives exp(ia)."""
    count = len(samples)
    turns = np.exp(-2j * np.pi * np.arange(count) / count)
    return np.asarray(np.tensordot(turns, samples.astype(np.complex128), axes=1) * (2.0 / count))


def _solve_poisson(divergence: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Solve laplacian(u) = divergence (rows, cols) with closed edges; the mean of u is 0."""
    rows, columns = (2 * np.cos(np.pi * np.arange(size) / size) - 2 for size in divergence.shape)
    eigenvalues = rows[:, None] + columns
    eigenvalues[0, 0] = np.inf
    real, imaginary = fft.dctn(np.stack([divergence.real, divergence.imag]), axes=(1, 2)) / eigenvalues
    solved = fft.idctn(np.stack([real, imaginary]), axes=(1, 2))
    return np.asarray(solved[0] + 1j * solved[1])


def bounding_box(body: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The rows and columns that hold the body. Raises ValueError without one."""
    if not body.any():
        raise ValueError("there is no body in the slice, so nothing can be inverted")
    rows, columns = ndimage.find_objects(body.astype(np.uint8))[0]
    return rows, columns


def place(part: NDArray[Scalar], box: tuple[slice, slice], shape: tuple[int, ...]) -> NDArray[Scalar]:
    """The part of an image at its place in the whole, zeros around it."""
    whole = np.zeros(shape, dtype=part.dtype)
    whole[box] = part
    return whole


def in_pixels(length_mm: float, spacing_mm: tuple[float, float]) -> tuple[float, float]:
    """A length in pixels along rows and along columns."""
    return length_mm / spacing_mm[0], length_mm / spacing_mm[1]
