"""Simulated squares made as varied as scanners, coils and patients are: what real slices differ by must not matter."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.learning.liver_data import STORED_MARGIN, LiverSquares
from qc.simulation.body import Tissue

Field = NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """One square as the network may see it; all (size, size)."""

    magnitude: Field | None
    stiffness_kpa: Field
    confidence: Field
    liver: Field


WITHOUT_MAGNITUDE = 0.3
"""Share of examples that hold maps alone."""


def draw_example(
    squares: LiverSquares, index: int, *, size: int, margin: float, random: np.random.Generator
) -> Example:
    """The slice `index` somewhat moved, turned, stretched and warped, in another contrast, coil and vendor."""
    places = _places(squares.tissue.shape[1], size, margin, random)
    tissue = _sample(squares.tissue[index], places, order=0).astype(np.uint8)
    magnitude, stiffness, confidence, liver = (
        _sample(part[index], places, order=1)
        for part in (squares.magnitude, squares.stiffness_kpa, squares.confidence, squares.liver)
    )
    stiffness, confidence = _other_inversion(stiffness, confidence, random)
    return Example(
        magnitude=None if random.random() < WITHOUT_MAGNITUDE else _other_scanner(magnitude, tissue, random),
        stiffness_kpa=stiffness,
        confidence=confidence,
        liver=liver,
    )


def _places(stored: int, size: int, margin: float, random: np.random.Generator) -> NDArray[np.float64]:
    """Where the pixels of the example lie in the stored square: float64 (2, size, size)."""
    axis = (np.arange(size) + 0.5) / size - 0.5
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij")) * margin / STORED_MARGIN
    turn = random.normal(0, 0.08)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    stretch = np.exp(random.normal(0, (0.12, 0.08)))
    shift = random.normal(0, (0.06, 0.025))
    warp = np.stack([_smooth(size, size / 6, random) for _ in range(2)]) * random.uniform(0, 0.015)
    moved = np.tensordot(rotation, grid * stretch[:, None, None], axes=1) + shift[:, None, None] + warp
    return np.asarray((moved + 0.5) * stored - 0.5)


def _sample(field: NDArray[np.float16 | np.uint8], places: NDArray[np.float64], *, order: Literal[0, 1]) -> Field:
    found = ndimage.map_coordinates(field.astype(np.float32), places, order=order, mode="constant")
    return np.asarray(found, dtype=np.float32)


def _other_scanner(magnitude: Field, tissue: NDArray[np.uint8], random: np.random.Generator) -> Field:
    """Other contrast of every tissue, other coils, other gain curve, arms beside the body, blur and noise."""
    size = len(tissue)
    usual = float(np.percentile(magnitude, 90))
    gains = np.exp(random.normal(0, random.uniform(0, 0.4), size=len(Tissue)))
    floor = random.uniform(0, 0.25, size=len(Tissue)) * np.isin(list(Tissue), [Tissue.LUNG, Tissue.GAS, Tissue.GUT])
    gain, shine = (ndimage.gaussian_filter(by_tissue[tissue], 0.7) for by_tissue in (gains, floor))
    seen = magnitude * gain + usual * shine
    seen = seen * np.exp(0.25 * random.random() * _smooth(size, 2.5, random) * (tissue > 0))
    seen = seen * np.exp(random.uniform(0, 0.6) * _smooth(size, size / 4, random))
    if random.random() < 0.4:
        seen = seen + usual * _arms(size, random)
    seen = ndimage.gaussian_filter(seen, random.uniform(0, 1.2, size=2))
    noise = random.standard_normal((2, size, size)) * usual * random.uniform(0, 0.12)
    seen = np.hypot(seen + noise[0], noise[1])
    return np.asarray((seen / usual) ** random.uniform(0.7, 1.4), dtype=np.float32)


def _arms(size: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Bright discs at both sides."""
    axis = (np.arange(size) + 0.5) / size - 0.5
    y, x = axis[:, None], axis[None, :]
    radius, level = random.uniform(0.06, 0.12), random.uniform(-0.1, 0.25)
    beside = random.uniform(0.46, 0.56)
    discs = (np.abs(x) - beside) ** 2 + (y - level) ** 2 < radius**2
    return np.asarray(random.uniform(0.5, 1.2) * discs)


def _other_inversion(stiffness: Field, confidence: Field, random: np.random.Generator) -> tuple[Field, Field]:
    """As another vendor would compute it: other scale, other values where it doubts, another edge of the body."""
    size = len(stiffness)
    inside = ndimage.binary_erosion(stiffness > 0)
    reach = random.uniform(-0.1, 0.3) + 0.35 * random.random() * _smooth(size, size / 6, random)
    body = ndimage.gaussian_filter(inside.astype(np.float32), random.uniform(1, 5)) > 0.5 - reach
    beyond = body & ~inside
    stiffness = np.where(beyond, random.uniform(1, 4) * np.exp(0.3 * _smooth(size, 3, random)), stiffness)
    confidence = np.where(beyond, np.clip(random.uniform(0.4, 0.8) + 0.1 * _smooth(size, 3, random), 0, 1), confidence)
    doubt = 1 + random.uniform(-0.2, 1.2) * (1 - confidence)
    factor = np.exp(random.normal(0, 0.25) + random.uniform(0, 0.15) * _smooth(size, 3, random)) * doubt
    confidence = confidence ** np.exp(random.normal(0, 0.4)) + random.uniform(0, 0.06) * _smooth(size, 2, random)
    return (
        np.asarray(stiffness * factor * body, dtype=np.float32),
        np.asarray(np.clip(confidence, 0, 1) * body, dtype=np.float32),
    )


def _smooth(size: int, blur: float, random: np.random.Generator) -> NDArray[np.float64]:
    """A random field (size, size) of standard deviation 1 that varies over `blur` pixels."""
    bumps = _bumps(size, blur)
    field = bumps @ random.standard_normal((bumps.shape[1],) * 2) @ bumps.T
    return np.asarray((field - field.mean()) / field.std())


@cache
def _bumps(size: int, blur: float) -> NDArray[np.float64]:
    """Gaussians of width `blur` along a line, as far apart: (size, count)."""
    middles = np.arange(-2 * blur, size + 2 * blur, blur)
    return np.asarray(np.exp(-(((np.arange(size)[:, None] - middles) / blur) ** 2) / 2))
