"""Two observers who read with noise: they agree as the published ones did, and neither is a copy of the truth."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from qc.simulation.observers import (
    LAPSE,
    PUBLISHED_INTERVAL,
    PUBLISHED_KAPPA,
    READING_NOISE,
    calibrate_noise,
    chance_of_diagnostic,
    kappa_interval,
    observe,
    read_slices,
)
from qc.simulation.scanner import simulate_exam
from qc.simulation.truth import Truth


def population(slices: int) -> list[Truth]:
    """Slices whose margins are spread as in 110 simulated exams: area by deciles, error the less the more area."""
    random = np.random.default_rng(4)
    areas = np.interp(random.random(slices), np.linspace(0, 1, len(AREA_DECILES_CM2)), AREA_DECILES_CM2)
    errors = random.normal(0, 0.03 + 0.2 * np.exp(-areas / 10))
    return [
        Truth(2.5, 2.5 * (1 + error) if area > 0 else None, area) for area, error in zip(areas, errors, strict=True)
    ]


AREA_DECILES_CM2 = (0.0, 0.0, 0.0, 4.0, 13.5, 21.2, 31.5, 45.0, 63.4, 96.0, 254.1)


def read_twice(truths: list[Truth], seed: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return read_slices(truths, np.random.default_rng((seed, 0))), read_slices(truths, np.random.default_rng((seed, 1)))


def test_two_observers_agree_as_the_published_ones_did() -> None:
    truths = population(2000)
    kappa = kappa_interval(*read_twice(truths, 1), [str(number // 10) for number in range(2000)])
    assert PUBLISHED_INTERVAL[0] < kappa.low < kappa.value < kappa.high < PUBLISHED_INTERVAL[1]


def test_it_is_known_how_likely_an_observer_calls_a_slice_diagnostic() -> None:
    truths = population(60)
    error = np.array([np.inf if one.error is None else one.error for one in truths])
    chance = chance_of_diagnostic(np.array([one.area_cm2 for one in truths]), error)
    random = np.random.default_rng(3)
    share = np.mean([read_slices(truths, random) for _ in range(4000)], axis=0)
    assert np.abs(share - chance).max() < 0.04
    assert chance.min() == pytest.approx(LAPSE)


def test_neither_observer_is_a_copy_of_the_truth_or_of_the_other() -> None:
    truths = population(914)
    first, second = read_twice(truths, 1)
    truth = np.array([one.is_diagnostic for one in truths])
    assert 0.9 < (first == truth).mean() < 1
    assert 0.9 < (second == truth).mean() < 1
    assert (first != second).any()


def test_observers_err_at_the_border_and_elsewhere_only_by_a_slip() -> None:
    random = np.random.default_rng(3)
    shares = [(read_slices([Truth(2.0, 2.0, area)] * 4000, random)).mean() for area in (1.0, 4.0, 5.0, 6.0, 40.0)]
    assert all(smaller < larger for smaller, larger in pairwise(shares))
    assert shares[2] == pytest.approx(0.5, abs=0.03)
    assert [shares[0], 1 - shares[4]] == pytest.approx([LAPSE, LAPSE], abs=0.004)


def test_a_wrong_stiffness_is_seen_as_well_as_a_small_area() -> None:
    random = np.random.default_rng(3)
    for measured, low, high in ((2.0, 0.97, 1.0), (2.38, 0.4, 0.6), (3.0, 0.0, 0.02)):
        assert low <= read_slices([Truth(2.0, measured, 40.0)] * 1000, random).mean() <= high


def test_the_noise_is_the_one_that_gives_the_published_kappa() -> None:
    truths = population(1200)
    noise = calibrate_noise(truths, readings=20)
    random = np.random.default_rng(8)
    patients = [str(number) for number in range(len(truths))]
    pairs = [[read_slices(truths, random, noise=noise) for _ in range(2)] for _ in range(20)]
    kappas = [kappa_interval(first, second, patients, draws=1).value for first, second in pairs]
    assert np.mean(kappas) == pytest.approx(PUBLISHED_KAPPA, abs=0.01)
    assert noise == pytest.approx(READING_NOISE, rel=0.35)


def test_the_readings_of_an_exam_are_decided_by_its_seed() -> None:
    exam = simulate_exam(seed=2, quality="limited")
    assert (observe(exam) == observe(simulate_exam(seed=2, quality="limited"))).all()
    assert observe(exam).shape == (len(exam.slices), 2)
