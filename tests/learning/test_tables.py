"""Figures of two-by-two tables against scikit-learn's and against counts made by hand."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, cohen_kappa_score, precision_score, recall_score

from qc.learning.tables import FIGURES, count_by_patient, differences_with_intervals, figures_with_intervals

RANDOM = np.random.default_rng(5)
SO = RANDOM.random(300) < 0.6
SAID = SO ^ (RANDOM.random(300) < 0.2)
PATIENT = [f"P{number // 6}" for number in range(300)]
THEIRS = {
    "accuracy": accuracy_score(SO, SAID),
    "precision_non_diagnostic": precision_score(~SO, ~SAID),
    "recall_non_diagnostic": recall_score(~SO, ~SAID),
    "kappa": cohen_kappa_score(SO, SAID),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_those_of_scikit_learn_and_lie_in_their_interval(name: str) -> None:
    figure = figures_with_intervals(count_by_patient(SAID[:, None], SO, PATIENT))[name]
    value, low, high = figure["value"], figure["low"], figure["high"]
    assert value == pytest.approx(THEIRS[name], abs=1e-4)
    assert low is not None
    assert high is not None
    assert low < THEIRS[name] < high


def test_slices_of_one_patient_are_drawn_together() -> None:
    same = figures_with_intervals(count_by_patient(SAID[:, None], SO, ["P"] * 300))["accuracy"]
    assert same["low"] == same["high"] == same["value"]


def test_of_several_members_there_is_a_mean_a_least_and_a_greatest() -> None:
    both = figures_with_intervals(count_by_patient(np.stack([SO, ~SO], axis=1), SO, PATIENT))["accuracy"]
    assert (both["value"], both["least"], both["greatest"]) == (0.5, 0.0, 1.0)


def test_a_difference_of_two_columns_is_drawn_for_the_same_patients() -> None:
    better = np.where(np.arange(300) % 6 == 0, SO, SAID)  # one slice of every patient is read without error
    found = differences_with_intervals(count_by_patient(np.stack([SAID, better], axis=1), SO, PATIENT))["accuracy"]
    alone = figures_with_intervals(count_by_patient(SAID[:, None], SO, PATIENT))["accuracy"]
    assert found["value"] == pytest.approx(accuracy_score(SO, better) - accuracy_score(SO, SAID), abs=1e-4)
    assert 0 <= at(found, "low") < at(found, "value") < at(found, "high")
    assert at(found, "high") - at(found, "low") < at(alone, "high") - at(alone, "low")


def at(figure: dict[str, float | None], name: str) -> float:
    value = figure[name]
    assert value is not None
    return value


def test_what_is_not_defined_is_none() -> None:
    all_fine = np.ones(4, dtype=bool)
    figures = figures_with_intervals(count_by_patient(all_fine[:, None], all_fine, ["P", "P", "Q", "R"]))
    assert figures["accuracy"]["value"] == 1
    assert figures["kappa"]["value"] is None
    assert figures["recall_non_diagnostic"]["value"] is None
