"""A difference between our own stiffness and the scanner's is told, with what could explain it."""

import pytest

from qc.elastography.crosscheck import CrossCheck, explain


@pytest.mark.parametrize("own", [2.0, 2.29, 1.71])
def test_what_agrees_needs_no_words(own: float) -> None:
    assert explain(CrossCheck(own, 2.0), 60.0) == ""


@pytest.mark.parametrize(
    ("ratio", "suspect"),
    [
        (4.2, "pixel spacing in the header that is wrong by a factor of 2"),
        (0.24, "pixel spacing in the header that is wrong by a factor of 0.5"),
        (2.2, "60 Hz where 40 Hz was played"),
        (0.58, "60 Hz where 80 Hz was played"),
        (3.0, "Check unwrapping, matrix, voxel size and frequency"),
    ],
)
def test_the_ratio_gives_the_wrong_header_away(ratio: float, suspect: str) -> None:
    assert suspect in explain(CrossCheck(2.0 * ratio, 2.0), 60.0)


def test_the_difference_is_told_in_numbers() -> None:
    assert "3.00 kPa where the scanner says 2.00 kPa (+50 %)" in explain(CrossCheck(3.0, 2.0), 60.0)
