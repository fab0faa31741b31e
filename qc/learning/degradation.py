"""The raw images of an exam made worse step by step, inverted anew and judged: does the ensemble's opinion fall?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from qc.domain.types import SliceMaps
from qc.elastography.cmoe import render_cmoe
from qc.elastography.extent import measure_extent
from qc.elastography.inputs import USUAL_FREQUENCY_HZ, SliceInputs
from qc.elastography.inversion import first_harmonic, invert_phase, wrap
from qc.elastography.liver import estimate_liver
from qc.learning.ensemble import Ensemble

DRAWS = 8
"""What chance does to an exam is tried so often, seeds 0 to 7, and the probabilities are averaged."""
GHOST_CYCLES = 0.15
"""Of the breath's movement a line of k-space, rad; its amplitude is that of the shift between offsets."""


@dataclass(frozen=True)
class Raw:
    """The raw images of one slice: both (offsets, rows, cols), and what their inversion needs."""

    phase_rad: NDArray[np.float64]
    magnitude: NDArray[np.float64]
    inputs: SliceInputs

    @classmethod
    def of(cls, inputs: SliceInputs) -> "Raw":
        """Raises ValueError where a raw image has not arrived."""
        if inputs.phase_rad is None or inputs.magnitude is None:
            raise ValueError("The exam has no raw images.")
        return cls(inputs.phase_rad.astype(np.float64), inputs.magnitude.astype(np.float64), inputs)

    def judged_by(self, phase_rad: NDArray[np.float64]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Picture (rows, cols, 3) and measures that the product's own inversion of this phase gives."""
        found = invert_phase(
            phase_rad,
            self.inputs.body,
            spacing_mm=self.inputs.spacing_mm,
            frequency_hz=self.inputs.frequency_hz or USUAL_FREQUENCY_HZ,
        )
        clean = np.zeros(self.inputs.body.shape, dtype=bool)
        maps = SliceMaps(found.stiffness_kpa, found.confidence, clean, self.inputs.maps.geometry)
        liver = estimate_liver(maps, self.magnitude.mean(axis=0).astype(np.float32))
        picture = render_cmoe(maps.stiffness_kpa, maps.confidence, burned_in=clean)
        return picture, measure_extent(maps, liver, with_magnitude=True)


def add_noise(raw: Raw, level: float, random: np.random.Generator) -> NDArray[np.float64]:
    """Phase with complex noise of `level` times the body's median magnitude."""
    scale = level * float(np.median(raw.magnitude[:, raw.inputs.body]))
    noise = random.standard_normal((2, *raw.phase_rad.shape))
    return np.asarray(np.angle(raw.magnitude * np.exp(1j * raw.phase_rad) + scale * (noise[0] + 1j * noise[1])))


def move(raw: Raw, level: float, random: np.random.Generator) -> NDArray[np.float64]:
    """Phase of a body that moves by `level` mm along the rows' direction: between offsets, and during each read-out."""
    count = raw.phase_rad.shape[1]
    lines = fft.fftfreq(count)[:, None] * count
    moved = []
    for phase, magnitude in zip(raw.phase_rad, raw.magnitude, strict=True):
        cycle = np.sin(GHOST_CYCLES * lines + random.uniform(0, 2 * np.pi))
        shift = level * (random.standard_normal() + cycle) / raw.inputs.spacing_mm[0]
        kspace = fft.fft2(magnitude * np.exp(1j * phase)) * np.exp(-2j * np.pi * lines / count * shift)
        moved.append(np.angle(fft.ifft2(kspace)))
    return np.stack(moved)


def weaken(raw: Raw, level: float, _random: np.random.Generator) -> NDArray[np.float64]:
    """Phase in which `level` of the motion at the driver's frequency has been taken away; its noise stays."""
    harmonic = first_harmonic(raw.phase_rad, raw.inputs.body)
    turns = np.exp(2j * np.pi * np.arange(len(raw.phase_rad)) / len(raw.phase_rad))[:, None, None]
    return wrap(raw.phase_rad - level * (harmonic * turns).real)


@dataclass(frozen=True)
class Worsening:
    """One way of making raw images worse, at levels of which the first changes nothing."""

    name: str
    unit: str
    levels: tuple[float, ...]
    apply: Callable[[Raw, float, np.random.Generator], NDArray[np.float64]]
    draws: int
    """How often it is tried: once where chance has no part in it."""


WORSENINGS = (
    Worsening("noise", "of the median magnitude", (0.0, 0.1, 0.2, 0.4, 0.8, 1.6), add_noise, DRAWS),
    Worsening("motion", "mm", (0.0, 1.0, 2.0, 4.0, 8.0, 12.0), move, DRAWS),
    Worsening("wave taken away", "of its amplitude", (0.0, 0.5, 0.75, 0.9, 0.95, 0.98), weaken, 1),
)


def probabilities(worsening: Worsening, slices: Sequence[Raw], ensemble: Ensemble) -> NDArray[np.float64]:
    """Probability of diagnostic, mean over the members and the draws, (levels, slices)."""
    draws = [_one_draw(worsening, slices, ensemble, seed) for seed in range(worsening.draws)]
    return np.asarray(np.mean(draws, axis=0))


def _one_draw(worsening: Worsening, slices: Sequence[Raw], ensemble: Ensemble, seed: int) -> NDArray[np.float64]:
    """Every level by the same random numbers, (levels, slices)."""
    rows = []
    for level in worsening.levels:
        judged = [one.judged_by(worsening.apply(one, level, np.random.default_rng(seed))) for one in slices]
        pictures, measures = (np.stack(part) for part in zip(*judged, strict=True))
        rows.append(ensemble.probabilities(pictures, measures).mean(axis=1))
    return np.array(rows)
