"""What is told of probabilities on a study, on slices counted by hand."""

import numpy as np
import pytest

from qc.learning.study_figures import TOO_LITTLE, WRONG_STIFFNESS, recall_at_precision, tells_apart
from qc.simulation.export import TruthRow

PROBABILITY = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.9])
FAILED = np.array([True, True, False, True, False, False])


@pytest.mark.parametrize(("precision", "recall"), [(1.0, 2 / 3), (0.75, 1.0), (0.7, 1.0), (0.9, 2 / 3)])
def test_recall_is_that_of_the_farthest_threshold_that_is_precise_enough(precision: float, recall: float) -> None:
    assert recall_at_precision(PROBABILITY, ~FAILED, precision=precision) == pytest.approx(recall)


def test_a_threshold_does_not_part_equal_probabilities() -> None:
    assert recall_at_precision(np.array([0.2, 0.2, 0.9]), np.array([False, True, True]), precision=0.9) == 0


def test_without_any_failed_slice_nothing_is_found() -> None:
    assert recall_at_precision(PROBABILITY, np.ones(6, dtype=bool)) == 0


@pytest.mark.parametrize(("fault", "share"), [(WRONG_STIFFNESS, 0.5), (TOO_LITTLE, 1.0)])
def test_pairs_of_a_fine_slice_and_one_with_a_fault_are_counted(fault: str, share: float) -> None:
    rows = [row(10.0, 2.1, "diagnostic"), row(10.0, 2.0, "diagnostic"), row(10.0, 3.0), row(1.0, 2.0)]
    assert tells_apart(np.array([0.9, 0.7, 0.8, 0.1]), rows, fault) == share
    assert tells_apart(np.array([0.9, 0.7]), rows[:2], fault) is None


def row(area_cm2: float, measured_kpa: float, label: str = "non_diagnostic") -> TruthRow:
    return TruthRow(
        patient="P", exam=1, slice=1, location_mm=0, study_instance_uid="1", cause="", severity=0,
        second_cause="", second_severity=0, true_kpa=2.0,
        measured_kpa=measured_kpa, area_cm2=area_cm2, label=label, observer_1="", observer_2="",
    )  # fmt: skip
