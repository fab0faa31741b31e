"""Simulated slices with their true liver, cut to squares around the body: what the liver's estimator learns from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, cycle
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from qc.domain.types import Geometry, SliceMaps
from qc.elastography.square import square_around_body
from qc.simulation.body import Tissue
from qc.simulation.failures import Cause
from qc.simulation.many import exam_seeds
from qc.simulation.scanner import SimulatedExam, SimulatedSlice, draw_exam

STORED_SIZE = 128
STORED_MARGIN = 1.4
"""Wider than what the network sees, so that shifting and enlarging bring in what was there."""

USUAL: tuple[Cause | None, ...] = (None, None, None, "anatomical_masking")
HARD: tuple[Cause, ...] = ("poor_propagation", "anatomical_masking")
"""Little or no liver, and liver behind free fluid, are rarer in practice than learning needs them."""


@dataclass(frozen=True)
class LiverSquares:
    """Squares around the body, patient's right first; all arrays (n, size, size), in half precision to save memory."""

    magnitude: NDArray[np.float16]
    stiffness_kpa: NDArray[np.float16]
    confidence: NDArray[np.float16]
    tissue: NDArray[np.uint8]
    """qc.simulation.body.Tissue of the nearest pixel."""
    liver: NDArray[np.float16]
    """Share of the pixel that is liver."""


def slice_maps(one: SimulatedSlice, spacing_mm: float) -> SliceMaps:
    """The maps of a simulated slice as the product reads them."""
    rows, cols = one.elastogram.confidence.shape
    geometry = Geometry(rows, cols, (spacing_mm, spacing_mm), (0.0, 0.0, one.location_mm), (1, 0, 0, 0, 1, 0))
    nothing = np.zeros((rows, cols), dtype=bool)
    return SliceMaps(one.elastogram.stiffness_kpa, one.elastogram.confidence, nothing, geometry)


def draw_exams(
    *, exams: int, seed: int, causes: Sequence[Cause | None] = (None,), progress: bool = True
) -> Iterator[SimulatedExam]:
    """Simulated exams of as many patients; the same seed gives the same exams.

    `causes` take turns: what goes wrong with an exam, or None to leave that to chance as in practice.
    """
    seeds = tqdm(exam_seeds(seed, exams), desc="Simulated exams", unit="exam", disable=not progress)
    for one, cause in zip(seeds, cycle(causes), strict=False):
        yield draw_exam(seed=one, cause=cause)


def liver_squares(*, exams: int, hard: int, seed: int, progress: bool = True) -> LiverSquares:
    """The slices of `exams` simulated exams, and of `hard` more with the next seed, to learn from."""
    usual = draw_exams(exams=exams, seed=seed, causes=USUAL, progress=progress)
    others = draw_exams(exams=hard, seed=seed + 1, causes=HARD, progress=progress)
    found = [cut_square(one, exam.protocol.spacing_mm) for exam in chain(usual, others) for one in exam.slices]
    return LiverSquares(*(np.stack(part) for part in zip(*found, strict=True)))


def cut_square(one: SimulatedSlice, spacing_mm: float) -> tuple[NDArray[Any], ...]:
    """Magnitude, stiffness, confidence, tissue and liver of one slice, each (STORED_SIZE, STORED_SIZE)."""
    square = square_around_body(slice_maps(one, spacing_mm), margin=STORED_MARGIN)
    if square is None:
        raise ValueError("a simulated slice has no body")
    tissue = np.stack([square.cut(one.tissue == kind, STORED_SIZE) for kind in Tissue])
    magnitude, stiffness, confidence, liver = (
        square.cut(field, STORED_SIZE).astype(np.float16)
        for field in (one.raw.magnitude[0], one.elastogram.stiffness_kpa, one.elastogram.confidence, one.liver)
    )
    return magnitude, stiffness, confidence, tissue.argmax(axis=0).astype(np.uint8), liver
