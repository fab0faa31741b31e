"""Figures against counts made by hand."""

import numpy as np
import pytest

from qc.learning.metrics import ensemble_figures, figures_of, mean_figures

ACTUAL = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0], dtype=bool)
PREDICTED = np.array([1, 1, 1, 0, 0, 0, 0, 0, 1, 1], dtype=bool)


def test_figures_of_ten_slices() -> None:
    figures = figures_of(PREDICTED, ACTUAL)
    assert figures == {
        "n": 10,
        "accuracy": 0.7,
        "kappa": pytest.approx(0.4, abs=1e-4),
        "recall_non_diagnostic": pytest.approx(4 / 6, abs=1e-4),
        "precision_non_diagnostic": 0.8,
    }


def test_what_is_not_defined_is_none() -> None:
    figures = figures_of(np.ones(3, dtype=bool), np.ones(3, dtype=bool))
    assert figures["kappa"] is None
    assert figures["recall_non_diagnostic"] is None
    assert figures["precision_non_diagnostic"] is None


def test_majority_decides_and_four_to_four_is_left_out() -> None:
    votes = np.array([[0.9] * 5 + [0.1] * 3, [0.9] * 4 + [0.1] * 4, [0.1] * 8], dtype=np.float32)
    figures = ensemble_figures(votes, np.array([True, True, True]))
    assert (figures["n"], figures["accuracy"], figures["undecided"]) == (2, 0.5, 1)


def test_means_leave_out_what_is_not_defined() -> None:
    assert mean_figures([{"n": 3, "kappa": 0.5}, {"n": 4, "kappa": None}, {"n": 3, "kappa": 0.7}]) == {"kappa": 0.6}
