"""A difference between our own stiffness and the scanner's is told, with what could explain it."""

import pytest

from qc.elastography.crosscheck import CrossCheck, explain


def explain_ratio(ratio: float) -> str:
    """The scanner says 2 kPa; our own goes with the square of spacing and frequency, as in theory."""

    def measure(spacing_factor: float, frequency_hz: float) -> float:
        return 2.0 * ratio * (spacing_factor * frequency_hz / 60.0) ** 2

    return explain(CrossCheck(2.0 * ratio, 2.0), 60.0, measure)


@pytest.mark.parametrize("ratio", [1.0, 1.14, 0.86])
def test_what_agrees_needs_no_words(ratio: float) -> None:
    assert explain_ratio(ratio) == ""


@pytest.mark.parametrize(
    ("ratio", "blame"),
    [
        (4.0, "the true pixel spacing is 0.5 times that in the header"),
        (0.25, "the true pixel spacing is 2 times that in the header"),
        (2.25, "the driver played 40 Hz, not the 60 Hz"),
        (0.5625, "the driver played 80 Hz, not the 60 Hz"),
        (20.0, "Check unwrapping, matrix, voxel size and frequency"),
    ],
)
def test_the_header_value_that_brings_agreement_is_blamed(ratio: float, blame: str) -> None:
    assert blame in explain_ratio(ratio)


def test_the_difference_is_told_in_numbers() -> None:
    assert "3.00 kPa where the scanner says 2.00 kPa (+50 %)" in explain_ratio(1.5)
