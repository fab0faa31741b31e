"""Quality indices of the wave: how strong it is and where, how it decays, and what in the phase is no wave."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import Mask
from qc.elastography.inputs import SliceInputs
from qc.elastography.inversion import DENSITY_KG_M3, wrap

DRIVER_ANGLE = -3 * np.pi / 4
"""Where the driver belongs, seen from the body's centre: half way between the patient's right and front."""
SMOOTH_MM = 12.0
"""What varies over more than this in the temporal residual is drift; noise varies from pixel to pixel."""


def liver_amplitude(slice_: SliceInputs) -> float | None:
    """Median amplitude of the first harmonic in the liver, rad."""
    if slice_.harmonic is None or not slice_.has_liver:
        return None
    return float(np.median(np.abs(slice_.harmonic[slice_.liver])))


def wall_amplitude(slice_: SliceInputs) -> float | None:
    """90th percentile of the amplitude of the first harmonic in the wall, rad: what the driver delivers."""
    if slice_.harmonic is None or not slice_.wall.any():
        return None
    return float(np.percentile(np.abs(slice_.harmonic[slice_.wall]), 90))


def driver_angle(slice_: SliceInputs) -> float | None:
    """Degrees from the right front to where the wave's energy in the wall is centred."""
    if slice_.harmonic is None or not slice_.wall.any():
        return None
    energy = np.abs(slice_.harmonic) ** 2 * slice_.wall
    centre = complex((energy * np.exp(1j * _angles(slice_))).sum())
    return float(np.degrees(np.abs(np.angle(centre * np.exp(-1j * DRIVER_ANGLE)))))


def side_balance(slice_: SliceInputs) -> float | None:
    """Root mean square amplitude in the body's right half over that in the left, in decibels."""
    if slice_.harmonic is None or not slice_.body.any():
        return None
    inside = slice_.body & (slice_.depth_mm > 12)
    return _decibels(slice_.harmonic, inside & slice_.right, inside & ~slice_.right)


def liver_to_body(slice_: SliceInputs) -> float | None:
    """Root mean square amplitude in the liver over that in the whole body, in decibels."""
    if slice_.harmonic is None or not slice_.has_liver:
        return None
    return _decibels(slice_.harmonic, slice_.liver, slice_.body)


def wave_decay(slice_: SliceInputs) -> float | None:
    """Amplitude in the shallow half of the liver over that in the deep half, in decibels per centimetre of depth."""
    if slice_.harmonic is None or not slice_.has_liver:
        return None
    middle = np.median(slice_.depth_mm[slice_.liver])
    shallow, deep = slice_.liver & (slice_.depth_mm <= middle), slice_.liver & (slice_.depth_mm > middle)
    if not shallow.any() or not deep.any():
        return None
    distance_cm = (slice_.depth_mm[deep].mean() - slice_.depth_mm[shallow].mean()) / 10
    ratio = _decibels(slice_.harmonic, shallow, deep)
    return None if ratio is None else ratio / max(float(distance_cm), 0.1)


def wavelength_ratio(slice_: SliceInputs) -> float | None:
    """Stiffness by the wave's gradient, density (angular frequency / k)^2, k^2 = |grad u|^2 / |u|^2, over the map's.

    A pixel spacing or a frequency that is not what the map was computed with moves it by the square of its error.
    """
    if slice_.harmonic is None or not slice_.has_liver or not slice_.frequency_hz:
        return None
    step_m = [spacing / 1000 for spacing in slice_.spacing_mm]
    down, across = np.gradient(slice_.harmonic, *step_m)
    steepness = (np.abs(down) ** 2 + np.abs(across) ** 2)[slice_.liver].sum()
    energy = (np.abs(slice_.harmonic) ** 2)[slice_.liver].sum()
    kpa = float(np.median(slice_.maps.stiffness_kpa[slice_.liver]))
    if not kpa or not steepness:
        return None
    return float(DENSITY_KG_M3 * (2 * np.pi * slice_.frequency_hz) ** 2 * energy / steepness / 1000 / kpa)


def residual_liver(slice_: SliceInputs) -> float | None:
    """Root mean square of the part at the temporal Nyquist frequency in the liver, rad."""
    return _rms(slice_.residual, slice_.liver) if slice_.has_liver else None


def residual_ratio(slice_: SliceInputs) -> float | None:
    """Root mean square of the part at the temporal Nyquist frequency in the liver over that of the first harmonic."""
    noise, wave = (
        residual_liver(slice_),
        None if slice_.harmonic is None else _rms(np.abs(slice_.harmonic), slice_.liver),
    )
    return noise / wave if noise is not None and wave else None


def residual_wall(slice_: SliceInputs) -> float | None:
    """Root mean square of the part at the temporal Nyquist frequency in the wall, rad."""
    return _rms(slice_.residual, slice_.wall)


def drift(slice_: SliceInputs) -> float | None:
    """Root mean square of what is smooth in the temporal residual of the wall, rad: motion and drift, never noise."""
    if slice_.residual is None or not slice_.wall.any():
        return None
    step = max(1, round(SMOOTH_MM / 4 / slice_.spacing_mm[0]))
    turned = np.exp(2j * slice_.residual[::step, ::step]) * slice_.body[::step, ::step]
    smooth = ndimage.gaussian_filter(turned, [SMOOTH_MM / spacing / step for spacing in slice_.spacing_mm])
    return _rms(np.angle(smooth) / 2, slice_.wall[::step, ::step])


def wrap_seams(slice_: SliceInputs) -> float | None:
    """Share of neighbouring pixels of the wall between which the raw phase jumps by more than pi, per offset."""
    if slice_.phase_rad is None or not slice_.wall.any():
        return None
    steps = _steps(slice_.phase_rad, slice_.wall)
    return float((np.abs(steps) > np.pi).mean()) if steps.size else None


def phase_noise(slice_: SliceInputs) -> float | None:
    """Median step of the phase between neighbouring pixels of the liver, rad: pi / 2 is salt and pepper."""
    if slice_.phase_rad is None or not slice_.has_liver:
        return None
    steps = _steps(slice_.phase_rad, slice_.liver)
    return float(np.median(np.abs(wrap(steps)))) if steps.size else None


def _steps(phase_rad: NDArray[np.floating], where: Mask) -> NDArray[np.floating]:
    """Differences of raw phase between neighbours along rows that both lie in `where`: (offsets, pairs)."""
    pairs = where[:, 1:] & where[:, :-1]
    return phase_rad[:, :, 1:][:, pairs] - phase_rad[:, :, :-1][:, pairs]


def _rms(values: NDArray[np.float64] | None, where: Mask) -> float | None:
    return None if values is None or not where.any() else float(np.sqrt(np.mean(values[where] ** 2)))


def _decibels(wave: NDArray[np.complex128], first: Mask, second: Mask) -> float | None:
    above, below = _rms(np.abs(wave), first), _rms(np.abs(wave), second)
    return None if not above or not below else float(20 * np.log10(above / below))


def _angles(slice_: SliceInputs) -> NDArray[np.float64]:
    """Direction from the body's centre (rows, cols), rad: 0 the patient's left, pi / 2 the back."""
    rows, cols = (np.arange(size) for size in slice_.body.shape)
    centre = np.argwhere(slice_.body).mean(axis=0)
    down, across = (rows - centre[0])[:, None], (cols - centre[1])[None, :]
    to_left = across if slice_.maps.geometry.right_is_low_column else -across
    to_back = down if slice_.maps.geometry.orientation[4] >= 0 else -down
    return np.asarray(np.arctan2(to_back * slice_.spacing_mm[0], to_left * slice_.spacing_mm[1]))
