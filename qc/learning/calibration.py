"""Calibration of an ensemble's mean probability, the band in which it abstains, and how good both are."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from qc.domain.calibration import SMALLEST, Calibration

BINS = 10
"""Of equal width, as is customary for the expected calibration error."""
ALLOWED_ERROR = 0.05
"""Outside the abstain band at most this share of the opinions on either side is wrong, where it is chosen."""
FEWEST_SLICES = 100
"""With fewer slices a band would be chosen on a handful of errors."""
ROUNDS = 1000
"""Of the bootstrap."""
BIAS_ROUNDS = 200
TEMPERATURES = (0.2, 10.0)
BIASES = (-3.0, 3.0)
"""Limits of the fit: slices that can be told apart without error would drive it to infinity."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def fit_calibration(mean: Floats, is_diagnostic: Bools, patient: Sequence[str]) -> Calibration:
    """Temperature, bias and abstain band for the members' mean probabilities (n,) by their labels (n,).

    Temperature and bias maximise the likelihood. The bias is kept only where it earns its place: where its
    bootstrap interval by patient leaves out 0. Which slices are fair is the caller's affair: none that a member
    has learned from.
    """
    logits = logit(mean)

    def bias_of(chosen: NDArray[np.intp]) -> float:
        return _fit(logits[chosen], is_diagnostic[chosen], with_bias=True)[1]

    low, high = bootstrap(bias_of, patient, rounds=BIAS_ROUNDS)
    temperature, bias = _fit(logits, is_diagnostic, with_bias=not low <= 0 <= high)
    band = choose_band(apply(Calibration(temperature, bias, (0.0, 1.0)), mean), is_diagnostic)
    return Calibration(temperature, bias, band)


def apply(calibration: Calibration, mean: Floats) -> Floats:
    """`Calibration.calibrate` for many: calibrated probabilities (n,)."""
    return np.asarray(1 / (1 + np.exp(-(logit(mean) / calibration.temperature + calibration.bias))))


def choose_band(probability: Floats, is_diagnostic: Bools) -> tuple[float, float]:
    """The narrowest band outside which either side errs in at most `ALLOWED_ERROR` of its slices.

    Of those at or above the high end so many at most are non-diagnostic, of those at or below the low end so many
    at most are diagnostic. Where no end would do, the band reaches to 0 or to 1. Rounded outwards to 0.01.
    """
    high = _lowest_end(probability, ~is_diagnostic)
    low = 1 - _lowest_end(1 - probability, is_diagnostic)
    return max(0.0, float(np.floor(100 * low) / 100)), min(1.0, float(np.ceil(100 * high) / 100))


def expected_calibration_error(probability: Floats, is_diagnostic: Bools) -> float:
    """Mean distance between the mean probability and the share of diagnostic slices, over `BINS` bins; lower is better.

    Weighted by the slices in a bin (Naeini et al. 2015; Guo et al. 2017). Few slices make it larger by chance alone:
    compare with `error_by_chance`.
    """
    place = np.minimum((probability * BINS).astype(int), BINS - 1)
    excess = np.bincount(place, weights=probability - is_diagnostic, minlength=BINS)
    return float(np.abs(excess).sum() / len(probability))


def error_by_chance(probability: Floats, *, rounds: int = ROUNDS, seed: int = 0) -> float:
    """The expected calibration error that perfectly calibrated probabilities (n,) like these would show."""
    random = np.random.default_rng(seed)
    draws = (
        expected_calibration_error(probability, random.random(len(probability)) < probability) for _ in range(rounds)
    )
    return sum(draws) / rounds


def calibration_figures(
    calibration: Calibration, mean: Floats, is_diagnostic: Bools, patient: Sequence[str]
) -> dict[str, Any]:
    """How good a calibration is on slices it was not fitted on, for the manifest; intervals are by patient."""
    after = apply(calibration, mean)
    low, high = calibration.band
    speaks = (after <= low) | (after >= high)
    wrong = speaks & ((after >= high) != is_diagnostic)

    def error(probability: Floats) -> Callable[[NDArray[np.intp]], float]:
        return lambda chosen: expected_calibration_error(probability[chosen], is_diagnostic[chosen])

    def error_outside(chosen: NDArray[np.intp]) -> float:
        return float(wrong[chosen].sum() / max(1, speaks[chosen].sum()))

    return {
        "slices": len(mean),
        "ece_before": with_interval(error(mean), patient),
        "ece_after": with_interval(error(after), patient),
        "ece_by_chance": round(error_by_chance(after), 4),
        "log_loss_before": round(log_loss(mean, is_diagnostic), 4),
        "log_loss_after": round(log_loss(after, is_diagnostic), 4),
        "coverage": with_interval(lambda chosen: float(speaks[chosen].mean()), patient),
        "error_outside_band": with_interval(error_outside, patient),
        "error_without_band": round(float(((after >= 0.5) != is_diagnostic).mean()), 4),
    }


def logit(mean: Floats) -> Floats:
    inside = np.clip(np.asarray(mean, dtype=np.float64), SMALLEST, 1 - SMALLEST)
    return np.asarray(np.log(inside / (1 - inside)))


def log_loss(probability: Floats, is_diagnostic: Bools) -> float:
    """Mean negative log-likelihood in nats; lower is better."""
    inside = np.clip(probability, SMALLEST, 1 - SMALLEST)
    return float(-np.log(np.where(is_diagnostic, inside, 1 - inside)).mean())


def bootstrap(
    figure: Callable[[NDArray[np.intp]], float], patient: Sequence[str], *, rounds: int = ROUNDS, seed: int = 0
) -> tuple[float, float]:
    """The 95 % percentile interval of a figure of chosen slices, drawing patients, not slices, with replacement."""
    values = [figure(chosen) for chosen in _draw_patients(patient, rounds, seed)]
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def _draw_patients(patient: Sequence[str], rounds: int, seed: int) -> Iterator[NDArray[np.intp]]:
    _, owner = np.unique(np.asarray(patient), return_inverse=True)
    slices = [np.flatnonzero(owner == one) for one in range(owner.max() + 1)]
    random = np.random.default_rng(seed)
    for _ in range(rounds):
        yield np.concatenate([slices[one] for one in random.integers(0, len(slices), len(slices))])


def with_interval(figure: Callable[[NDArray[np.intp]], float], patient: Sequence[str]) -> dict[str, float]:
    """A figure of chosen slices, of all of them and with its interval by `bootstrap`."""
    low, high = bootstrap(figure, patient)
    return {"value": round(figure(np.arange(len(patient))), 4), "low": round(low, 4), "high": round(high, 4)}


def _fit(logits: Floats, is_diagnostic: Bools, *, with_bias: bool) -> tuple[float, float]:
    """Temperature and bias of the greatest likelihood, within their limits."""
    sign = np.where(is_diagnostic, 1.0, -1.0)

    def loss(constants: Floats) -> tuple[float, Floats]:
        scaled = logits * np.exp(-constants[0]) + constants[1]
        against = 1 / (1 + np.exp(sign * scaled))  # probability given to what is not so
        slope = -sign * against
        value = np.logaddexp(0, -sign * scaled).mean()
        return float(value), np.array([(slope * -logits * np.exp(-constants[0])).mean(), slope.mean()])

    limits = [tuple(np.log(TEMPERATURES)), BIASES if with_bias else (0.0, 0.0)]
    fitted = minimize(loss, np.zeros(2), jac=True, bounds=limits, method="L-BFGS-B").x
    return round(float(np.exp(fitted[0])), 4), round(float(fitted[1]), 4)


def _lowest_end(probability: Floats, is_wrong: Bools) -> float:
    """The lowest end, at least 0.5, from which on few enough slices are wrong; 1 if there is none."""
    order = np.argsort(-probability, kind="stable")
    share = np.cumsum(is_wrong[order]) / np.arange(1, len(order) + 1)
    allowed = np.flatnonzero((share <= ALLOWED_ERROR) & (probability[order] >= 0.5))
    return float(probability[order][allowed[-1]]) if len(allowed) else 1.0
