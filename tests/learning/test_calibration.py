"""Calibration on made-up members whose temperature, bias and errors are known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from qc.domain.calibration import Calibration
from qc.learning.calibration import (
    apply,
    bootstrap,
    calibration_figures,
    choose_band,
    error_by_chance,
    expected_calibration_error,
    fit_calibration,
)

Drawn = tuple[NDArray[np.float64], NDArray[np.bool_], tuple[str, ...]]


def draw(*, temperature: float, bias: float, slices: int = 6000, seed: int = 0) -> Drawn:
    """Mean probabilities that this temperature and bias would calibrate, labels, and patients of six slices each."""
    random = np.random.default_rng(seed)
    truth = random.normal(0, 3, slices)  # the logit that is right
    said = (truth - bias) * temperature
    labels = random.random(slices) < 1 / (1 + np.exp(-truth))
    return 1 / (1 + np.exp(-said)), labels, tuple(f"P{number // 6}" for number in range(slices))


def test_the_fit_finds_the_temperature_and_leaves_out_a_bias_that_is_not_there() -> None:
    fitted = fit_calibration(*draw(temperature=2.0, bias=0.0))
    assert fitted.temperature == pytest.approx(2.0, rel=0.1)
    assert fitted.bias == 0


def test_a_bias_that_is_there_is_kept() -> None:
    fitted = fit_calibration(*draw(temperature=1.5, bias=0.8))
    assert fitted.temperature == pytest.approx(1.5, rel=0.1)
    assert fitted.bias == pytest.approx(0.8, abs=0.15)


def test_calibration_takes_the_error_down_to_what_chance_leaves() -> None:
    fitted = fit_calibration(*draw(temperature=3.0, bias=0.0))
    mean, labels, _ = draw(temperature=3.0, bias=0.0, seed=1)
    after = apply(fitted, mean)
    assert expected_calibration_error(mean, labels) > 0.06
    assert expected_calibration_error(after, labels) < 2 * error_by_chance(after, rounds=50)


def test_slices_that_can_be_told_apart_without_error_do_not_drive_the_fit_to_infinity() -> None:
    mean = np.array([0.1, 0.9] * 60)
    fitted = fit_calibration(mean, mean > 0.5, tuple(f"P{number}" for number in range(120)))
    assert fitted.temperature == pytest.approx(0.2)
    assert fitted.calibrate(0.9) > 0.99


def test_the_error_is_the_distance_in_each_bin_weighted_by_its_slices() -> None:
    probability = np.array([0.95] * 10 + [0.35] * 10)
    labels = np.array([True] * 9 + [False] + [True] * 2 + [False] * 8)
    assert expected_calibration_error(probability, labels) == pytest.approx((0.05 * 10 + 0.15 * 10) / 20)


def test_outside_the_band_no_side_errs_more_than_allowed() -> None:
    mean, labels, _ = draw(temperature=1.0, bias=0.0)
    low, high = choose_band(mean, labels)
    assert 0 < low < 0.5 < high < 1
    assert (~labels[mean >= high]).mean() <= 0.05
    assert labels[mean <= low].mean() <= 0.05
    assert (~labels[mean >= high - 0.05]).mean() > 0.05


def test_a_side_that_is_always_wrong_has_no_end_of_the_band() -> None:
    probability = np.linspace(0.01, 0.99, 99)
    assert choose_band(probability, np.zeros(99, dtype=bool)) == (0.5, 1.0)


def test_the_bootstrap_draws_patients_whole() -> None:
    patient = ("A", "A", "A", "B")
    drawn = []

    def count(chosen: NDArray[np.intp]) -> float:
        drawn.append(tuple(np.bincount(chosen, minlength=4)))
        return 0.0

    bootstrap(count, patient, rounds=50)
    assert set(drawn) == {(2, 2, 2, 0), (1, 1, 1, 1), (0, 0, 0, 2)}


def test_figures_tell_what_was_gained_and_what_is_left_out() -> None:
    calibration = fit_calibration(*draw(temperature=2.0, bias=0.0))
    figures = calibration_figures(calibration, *draw(temperature=2.0, bias=0.0, slices=1200, seed=2))
    assert figures["ece_after"]["value"] < figures["ece_before"]["value"]
    assert figures["ece_after"]["low"] <= figures["ece_after"]["value"] <= figures["ece_after"]["high"]
    assert figures["log_loss_after"] < figures["log_loss_before"]
    assert figures["error_outside_band"]["value"] < figures["error_without_band"]
    assert 0 < figures["coverage"]["value"] < 1


def test_many_are_calibrated_as_one_is() -> None:
    calibration = Calibration(1.7, -0.3, (0.2, 0.9))
    mean = np.array([0.0, 0.2, 0.5, 0.99, 1.0])
    assert apply(calibration, mean) == pytest.approx([calibration.calibrate(one) for one in mean])
