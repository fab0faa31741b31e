"""From motion to the phase and magnitude images that a scanner would store, with its noise and its faults."""

from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from qc.simulation.body import Cut, Tissue

Sequence = Literal["2D GRE", "2D SE-EPI"]
Maker = Literal["ge", "philips", "siemens"]
"""Of the scanner: decides how maps are made of the phase, and which sequence is usual."""
OFFSETS = 4

Number = TypeVar("Number", np.float64, np.complex128)


@dataclass(frozen=True)
class Protocol:
    """What the technologist chose, and what the machine is."""

    field_strength_t: float
    sequence: Sequence
    frequency_hz: float
    echo_time_ms: float
    field_of_view_mm: float
    size: int
    """Rows and columns of the stored image; twice or once the grid of the simulation."""
    acquired: tuple[int, int]
    """Samples along columns (frequency) and rows (phase encoding)."""
    slice_thickness_mm: float
    slice_gap_mm: float
    noise: float
    """Standard deviation of the complex noise in units of fat's signal, before the coils' fall-off."""
    maker: Maker = "ge"

    @property
    def spacing_mm(self) -> float:
        """Side of a stored pixel."""
        return self.field_of_view_mm / self.size


@dataclass(frozen=True)
class Unrest:
    """What changes while nothing should, for one slice: the breath, the heart, the driver."""

    between_offsets_mm: float
    """Standard deviation of its place from one offset to the next."""
    during_readout_mm: float
    """Amplitude of the movement while one offset is read: makes ghosts."""
    phase_drift_rad: float
    """Standard deviation of a smooth phase that changes from offset to offset."""
    driver_unsteadiness: float
    """Standard deviation of the wave's amplitude from offset to offset, relative."""
    pulsation: float
    """Standard deviation of the logarithm of a smooth change of the signal from offset to offset: blood, bowel."""


@dataclass(frozen=True)
class RawSlice:
    """Stored images of one slice: float32 (offsets, rows, cols)."""

    phase_rad: NDArray[np.float32]
    """-pi to pi."""
    magnitude: NDArray[np.float32]
    """0 to about 1; fat near a coil is 1."""


def acquire(
    cut: Cut,
    wave_rad: NDArray[np.complex128],
    protocol: Protocol,
    unrest: Unrest,
    random: np.random.Generator,
) -> RawSlice:
    """Image one cut at four offsets of the vibration.

    `wave_rad` (size, size) on the cut's grid is the complex motion in radians of phase. The image is sampled
    in k-space, so steep phase dephases within a pixel and a low matrix blurs, as on a scanner.
    """
    factor = protocol.size // len(cut.tissue)
    signal = _enlarge(_signal(cut, protocol), factor, order=1)
    motion = _enlarge(wave_rad + _bulk_motion(cut, wave_rad, random), factor, order=3)
    static = _smooth_field(motion.shape, 90 / protocol.spacing_mm, random) * 0.3
    window = _window(protocol)
    images = []
    for offset in range(OFFSETS):
        turn = np.exp(2j * np.pi * offset / OFFSETS)
        drift = _smooth_field(motion.shape, 25 / protocol.spacing_mm, random) * unrest.phase_drift_rad
        strength = 1 + random.normal(0, unrest.driver_unsteadiness)
        pulse = _smooth_field(motion.shape, PULSE_MM / protocol.spacing_mm, random) * unrest.pulsation
        image = signal * np.exp(pulse + 1j * ((motion * turn * strength).real + static + drift))
        images.append(_sample(image, protocol, unrest, window, random))
    stored = np.stack(images)
    return RawSlice(np.angle(stored).astype(np.float32), np.abs(stored).astype(np.float32))


def _signal(cut: Cut, protocol: Protocol) -> NDArray[np.float64]:
    """Magnitude before noise (size, size): tissue, decay until the echo, coils that see the skin best."""
    decay_ms = cut.t2_star_ms * (1.5 / protocol.field_strength_t) ** 0.5
    if protocol.sequence == "2D SE-EPI":
        decay_ms = 1000 / (SPIN_ECHO_R2_PER_S + SPIN_ECHO_SHARE * 1000 / cut.t2_star_ms)
    coils = 0.45 + 0.55 * np.exp(-cut.depth_mm / 45)
    return np.asarray(cut.signal * coils * np.exp(-protocol.echo_time_ms / np.maximum(decay_ms, 0.1)) * FAT_GAIN)


PULSE_MM = 15.0
"""Over which the signal's change from offset to offset is alike."""
SPIN_ECHO_R2_PER_S = 20.0
SPIN_ECHO_SHARE = 0.07
"""R2 = 20 /s + 0.07 R2*: a spin echo refocuses most of what iron does, which moves the cut-off of R2* from
101 /s (GRE at 20 ms) to 289 /s (SE-EPI at 50 ms)."""
FAT_GAIN = 2.0
"""Brings the fat near a coil to about 1."""


def _bulk_motion(cut: Cut, wave_rad: NDArray[np.complex128], random: np.random.Generator) -> NDArray[np.complex128]:
    """Motion of the body as a whole and long compression waves: smooth, and as large as the shear wave."""
    size = float(np.sqrt(np.mean(np.abs(wave_rad[cut.depth_mm > 0]) ** 2)))
    pair = [_smooth_field(wave_rad.shape, 55 / cut.spacing_mm, random) + random.normal() for _ in range(2)]
    inside = (cut.depth_mm > 0) & (cut.tissue != Tissue.LUNG)
    return np.asarray(0.6 * size * inside * (pair[0] + 1j * pair[1]))


def _sample(
    image: NDArray[np.complex128],
    protocol: Protocol,
    unrest: Unrest,
    window: NDArray[np.float64],
    random: np.random.Generator,
) -> NDArray[np.complex128]:
    """Read one offset in k-space: displaced line by line, windowed to the matrix, with noise."""
    kspace = fft.fft2(image)
    lines = fft.fftfreq(len(image))[:, None] * len(image)
    place = random.normal(0, unrest.between_offsets_mm) if unrest.between_offsets_mm else 0.0
    cycle = unrest.during_readout_mm * np.sin(random.uniform(0.05, 0.25) * lines + random.uniform(0, 2 * np.pi))
    kspace *= np.exp(-2j * np.pi * lines / len(image) * (place + cycle) / protocol.spacing_mm)
    noise = random.standard_normal((2, *image.shape))
    scale = protocol.noise * len(image)
    return np.asarray(fft.ifft2((kspace + scale * (noise[0] + 1j * noise[1])) * window))


def _window(protocol: Protocol) -> NDArray[np.float64]:
    """Which samples of k-space (size, size) are acquired, with soft edges against ringing."""
    across = np.abs(fft.fftfreq(protocol.size)) * protocol.size
    rows, columns = (np.clip((count / 2 - across) / (0.4 * count) + 0.5, 0, 1) for count in protocol.acquired[::-1])
    return np.asarray(rows[:, None] * columns[None, :])


def _smooth_field(shape: tuple[int, ...], blur: float, random: np.random.Generator) -> NDArray[np.float64]:
    """A random field of standard deviation 1 that varies over `blur` pixels; made coarse and enlarged."""
    step = max(1, int(blur / 2))
    coarse = random.standard_normal([size // step + 6 for size in shape])
    field = ndimage.zoom(ndimage.gaussian_filter(coarse, blur / step), step, order=1)[: shape[0], : shape[1]]
    return np.asarray((field - field.mean()) / field.std())


def _enlarge(field: NDArray[Number], factor: int, *, order: Literal[1, 3]) -> NDArray[Number]:
    if factor == 1:
        return field
    return ndimage.zoom(field, factor, order=order, grid_mode=True, mode="nearest")
