"""What is told of probabilities on a study, on slices counted by hand."""

import numpy as np
import pytest

from qc.learning.study_figures import recall_at_precision

PROBABILITY = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.9])
FAILED = np.array([True, True, False, True, False, False])


@pytest.mark.parametrize(("precision", "recall"), [(1.0, 2 / 3), (0.75, 1.0), (0.7, 1.0), (0.9, 2 / 3)])
def test_recall_is_that_of_the_farthest_threshold_that_is_precise_enough(precision: float, recall: float) -> None:
    assert recall_at_precision(PROBABILITY, ~FAILED, precision=precision) == pytest.approx(recall)


def test_a_threshold_does_not_part_equal_probabilities() -> None:
    assert recall_at_precision(np.array([0.2, 0.2, 0.9]), np.array([False, True, True]), precision=0.9) == 0


def test_without_any_failed_slice_nothing_is_found() -> None:
    assert recall_at_precision(PROBABILITY, np.ones(6, dtype=bool)) == 0
