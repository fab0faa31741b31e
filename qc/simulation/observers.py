"""Two simulated observers: they see each slice's margins with noise, so they err at the border and rarely elsewhere."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from qc.domain.agreement import Kappa, cohens_kappa
from qc.simulation.scanner import SimulatedExam
from qc.simulation.truth import REPEATABILITY, SMALLEST_AREA_CM2, Truth

Floats = NDArray[np.float64]

OBSERVERS = 2
PUBLISHED_KAPPA = 0.896
PUBLISHED_INTERVAL = (0.845, 0.947)
"""Of the two observers of Nieves-Vazquez et al. 2025 (doi 10.1002/jmri.29490), with its 95 % interval."""

READING_NOISE = 0.307
"""Standard deviation with which an observer sees a slice: of the logarithm of the measurable area, and of the error of
stiffness in units of the repeatability. `calibrate_noise` found 0.304, 0.286 and 0.331 on three times 150 exams of as
many patients (885, 904 and 879 slices); this is their mean. `manage.py observers DIR` finds it for a study."""
LAPSE = 0.005
"""Probability that an observer says the opposite of what was seen: a slip of the hand, wherever the border is."""
STREAM = 20
"""Sets the observers' random numbers apart from all others that are drawn from an exam's seed."""


def observe(exam: SimulatedExam) -> NDArray[np.bool_]:
    """Who calls which slice diagnostic, (slices, 2); decided by the exam, and by nothing that others draw."""
    truths = [one.truth for one in exam.slices]
    readings = [
        read_slices(truths, np.random.default_rng((exam.seed, STREAM, observer))) for observer in range(OBSERVERS)
    ]
    return np.stack(readings, axis=1)


def read_slices(
    truths: Sequence[Truth], random: np.random.Generator, *, noise: float = READING_NOISE
) -> NDArray[np.bool_]:
    """What one observer says of each slice, (n,): True is diagnostic."""
    area_cm2 = np.array([one.area_cm2 for one in truths])
    error = np.array([np.inf if one.error is None else one.error for one in truths])
    seen_area_cm2 = area_cm2 * np.exp(noise * random.standard_normal(len(truths)))
    seen_error = error + noise * REPEATABILITY * random.standard_normal(len(truths))
    seen = (seen_area_cm2 >= SMALLEST_AREA_CM2) & (np.abs(seen_error) < REPEATABILITY)
    return np.asarray(seen ^ (random.random(len(truths)) < LAPSE))


def chance_of_diagnostic(area_cm2: Floats, error: Floats) -> Floats:
    """The probability with which an observer calls each slice diagnostic, (n,): what `read_slices` draws from.

    `error` is that of the stiffness, relative to the true one; infinite where there is none.
    """
    with np.errstate(divide="ignore"):
        enough = norm.cdf(np.log(area_cm2 / SMALLEST_AREA_CM2) / READING_NOISE)
    near = [norm.cdf((side * REPEATABILITY - error) / (READING_NOISE * REPEATABILITY)) for side in (-1, 1)]
    seen = enough * (near[1] - near[0])
    return np.asarray(seen * (1 - LAPSE) + (1 - seen) * LAPSE)


def calibrate_noise(truths: Sequence[Truth], *, kappa: float = PUBLISHED_KAPPA, readings: int = 40) -> float:
    """The noise at which two observers of these slices agree as the published ones did: bisection over 0-1.

    Kappa is the mean over `readings` pairs; it falls with the noise. Many slices are needed (some 1,000).
    """
    low, high = 0.0, 1.0
    while high - low > 0.002:
        middle = (low + high) / 2
        if _mean_kappa(truths, middle, readings) > kappa:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _mean_kappa(truths: Sequence[Truth], noise: float, readings: int) -> float:
    random = np.random.default_rng(STREAM)
    pairs = [[read_slices(truths, random, noise=noise) for _ in range(OBSERVERS)] for _ in range(readings)]
    return float(np.mean([kappa.value for first, second in pairs if (kappa := _kappa(first, second))]))


def kappa_interval(
    first: NDArray[np.bool_], second: NDArray[np.bool_], patients: Sequence[str], *, draws: int = 1000
) -> Kappa:
    """Cohen's kappa of two readings (n,) with its 95 % bootstrap interval: whole patients are drawn anew.

    Raises ValueError where kappa is not defined.
    """
    found = _kappa(first, second)
    if found is None:
        raise ValueError("Kappa is not defined: both say one and the same of every slice.")
    names, owner = np.unique(np.asarray(patients), return_inverse=True)
    slices_of = [np.flatnonzero(owner == number) for number in range(len(names))]
    random = np.random.default_rng(STREAM)
    values = []
    for _ in range(draws):
        drawn = np.concatenate([slices_of[number] for number in random.integers(0, len(names), size=len(names))])
        again = _kappa(first[drawn], second[drawn])
        values += [again.value] if again else []
    low, high = np.percentile(values, (2.5, 97.5))
    return Kappa(found.value, float(low), float(high), found.slices)


def _kappa(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Kappa | None:
    return cohens_kappa(first.tolist(), second.tolist())
