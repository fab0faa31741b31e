"""Simulated slices with their true liver, cut to squares around the body: what the liver's estimator learns from."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from qc.domain.types import Geometry, SliceMaps
from qc.elastography.square import square_around_body
from qc.simulation.scanner import SimulatedExam, SimulatedSlice, draw_exam

STORED_SIZE = 128
STORED_MARGIN = 1.4
"""Wider than what the network sees, so that shifting and enlarging bring in what was there."""


@dataclass(frozen=True)
class LiverSquares:
    """Squares around the body, patient's right first; all arrays (n, size, size)."""

    magnitude: NDArray[np.float32]
    stiffness_kpa: NDArray[np.float32]
    confidence: NDArray[np.float32]
    tissue: NDArray[np.uint8]
    """qc.simulation.body.Tissue of the nearest pixel."""
    liver: NDArray[np.float32]
    """Share of the pixel that is liver."""


def slice_maps(one: SimulatedSlice, spacing_mm: float) -> SliceMaps:
    """The maps of a simulated slice as the product reads them."""
    rows, cols = one.elastogram.confidence.shape
    geometry = Geometry(rows, cols, (spacing_mm, spacing_mm), (0.0, 0.0, one.location_mm), (1, 0, 0, 0, 1, 0))
    nothing = np.zeros((rows, cols), dtype=bool)
    return SliceMaps(one.elastogram.stiffness_kpa, one.elastogram.confidence, nothing, geometry)


def draw_exams(*, exams: int, seed: int, progress: bool = True) -> Iterator[SimulatedExam]:
    """Simulated exams of as many patients; the same seed gives the same exams."""
    seeds = np.random.SeedSequence(seed).generate_state(exams, dtype=np.uint64)
    for one in tqdm(seeds, desc="Simulated exams", unit="exam", disable=not progress):
        yield draw_exam(seed=int(one))


def liver_squares(*, exams: int, seed: int, progress: bool = True) -> LiverSquares:
    """The slices of `exams` simulated exams."""
    found = [
        cut_square(one, exam.protocol.spacing_mm)
        for exam in draw_exams(exams=exams, seed=seed, progress=progress)
        for one in exam.slices
    ]
    return LiverSquares(*(np.stack(part) for part in zip(*found, strict=True)))


def cut_square(one: SimulatedSlice, spacing_mm: float) -> tuple[NDArray[np.float32 | np.uint8], ...]:
    """Magnitude, stiffness, confidence, tissue and liver of one slice, each (STORED_SIZE, STORED_SIZE)."""
    square = square_around_body(slice_maps(one, spacing_mm), margin=STORED_MARGIN)
    if square is None:
        raise ValueError("a simulated slice has no body")
    tissue = np.stack([square.cut((one.tissue == kind).astype(np.float32), STORED_SIZE) for kind in range(10)])
    return (
        square.cut(one.raw.magnitude[0], STORED_SIZE),
        square.cut(one.elastogram.stiffness_kpa, STORED_SIZE),
        square.cut(one.elastogram.confidence, STORED_SIZE),
        tissue.argmax(axis=0).astype(np.uint8),
        square.cut(one.liver.astype(np.float32), STORED_SIZE),
    )
