"""How well the liver is found: Dice coefficients on simulated exams nobody trained on, and what they depend on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qc.domain.types import Mask, SliceMaps
from qc.elastography.liver import MARGIN, SIZE, estimate_liver
from qc.elastography.region import measurable_region
from qc.elastography.square import Square, square_around_body
from qc.learning.liver_data import draw_exams, slice_maps
from qc.simulation.scanner import SimulatedSlice

BOOTSTRAPS = 2000

Way = Literal["magnitude", "maps", "place"]
"""What the liver was found from: magnitude and maps, maps alone, or nothing but the place in the body."""


Measure = Literal["median", "mean", "median to the edge"]
"""How stiffness is taken: over the measurable region, or over all confident liver up to its edge."""


@dataclass(frozen=True)
class FoundLiver:
    """One simulated slice: what is true of it and what was found."""

    exam: int
    cause: str
    is_diagnostic: bool
    true_cm2: float
    found_cm2: dict[Way, float]
    dice: dict[Way, float]
    """NaN where there is no liver."""
    error: dict[Measure, float]
    """Of the stiffness in its confident part, relative to the true one; NaN where nothing is measurable."""
    seconds: float
    """Processor time of finding it from magnitude and maps."""


class Interval(NamedTuple):
    """A mean, and its 95 % interval from drawing exams anew."""

    mean: float
    low: float
    high: float


class _Tried(NamedTuple):
    exam: int
    one: SimulatedSlice
    square: Square
    pixel_cm2: float
    found: dict[Way, Mask]
    error: dict[Measure, float]
    seconds: float


def find_livers(*, exams: int, seed: int, progress: bool = True) -> list[FoundLiver]:
    """Every slice of `exams` simulated exams of as many patients.

    By place, the liver is where it is in most of these very slices: no atlas of other patients can better that.
    """
    tried = [
        _try(number, one, exam.protocol.spacing_mm)
        for number, exam in enumerate(draw_exams(exams=exams, seed=seed, progress=progress))
        for one in exam.slices
    ]
    place = np.mean([each.square.cut(each.one.liver, SIZE) for each in tried], axis=0)
    return [_compare(each, each.square.put_back(place) > 0.5) for each in tried]


def dice_coefficient(found: Mask, true: Mask) -> float:
    """Twice the common pixels by the pixels of both (Dice 1945), 0-1; NaN where there is nothing to find."""
    if not true.any():
        return float("nan")
    return float(2 * (found & true).sum() / (found.sum() + true.sum()))


def mean_interval(values: Sequence[float], exams: Sequence[int], *, seed: int = 0) -> Interval:
    """Mean and 95 % interval of values by slice; slices of one exam (and patient) are drawn together."""
    known, owners = np.asarray(values), np.asarray(exams)
    groups = [known[owners == owner] for owner in np.unique(owners)]
    sums, counts = np.array([group.sum() for group in groups]), np.array([len(group) for group in groups])
    drawn = np.random.default_rng(seed).integers(len(groups), size=(BOOTSTRAPS, len(groups)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return Interval(float(known.mean()), *(float(one) for one in np.percentile(means, (2.5, 97.5))))


def _try(number: int, one: SimulatedSlice, spacing_mm: float) -> _Tried:
    maps = slice_maps(one, spacing_mm)
    square = square_around_body(maps, margin=MARGIN)
    if square is None:
        raise ValueError("a simulated slice has no body")
    start = time.process_time()
    with_magnitude = estimate_liver(maps, one.raw.magnitude[0])
    seconds = time.process_time() - start
    found: dict[Way, Mask] = {"magnitude": with_magnitude, "maps": estimate_liver(maps, None)}
    error = _errors(maps, with_magnitude, one.truth.true_kpa)
    return _Tried(number, one, square, maps.geometry.pixel_area_cm2, found, error, seconds)


def _errors(maps: SliceMaps, liver: Mask, true_kpa: float) -> dict[Measure, float]:
    inner = maps.stiffness_kpa[measurable_region(maps, liver)]
    whole = maps.stiffness_kpa[measurable_region(maps, liver, edge_mm=0.0)]
    if not inner.size or not true_kpa:
        return {"median": np.nan, "mean": np.nan, "median to the edge": np.nan}
    kpa: dict[Measure, np.float32] = {
        "median": np.median(inner),
        "mean": inner.mean(),
        "median to the edge": np.median(whole),
    }
    return {name: float(value) / true_kpa - 1 for name, value in kpa.items()}


def _compare(tried: _Tried, by_place: NDArray[np.bool_]) -> FoundLiver:
    found: dict[Way, Mask] = {**tried.found, "place": by_place}
    true = tried.one.liver
    return FoundLiver(
        exam=tried.exam,
        cause=tried.one.cause or "none",
        is_diagnostic=tried.one.truth.is_diagnostic,
        true_cm2=float(true.sum()) * tried.pixel_cm2,
        found_cm2={way: float(mask.sum()) * tried.pixel_cm2 for way, mask in found.items()},
        dice={way: dice_coefficient(mask, true) for way, mask in found.items()},
        error=tried.error,
        seconds=tried.seconds,
    )
