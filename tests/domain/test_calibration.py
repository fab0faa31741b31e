"""What a calibrated probability says, and when the ensemble abstains."""

import pytest

from qc.domain.calibration import Calibration

PLAIN = Calibration(1.0, 0.0, (0.2, 0.8))


def test_a_temperature_draws_probabilities_towards_the_middle_and_a_bias_moves_it() -> None:
    assert PLAIN.calibrate(0.9) == pytest.approx(0.9)
    assert Calibration(2.0, 0.0, (0.2, 0.8)).calibrate(0.9) == pytest.approx(0.75)
    assert Calibration(2.0, 1.0, (0.2, 0.8)).calibrate(0.5) == pytest.approx(0.731, abs=0.001)


@pytest.mark.parametrize("mean", [0.0, 1.0])
def test_members_who_are_all_certain_still_give_a_probability(mean: float) -> None:
    assert 0 < PLAIN.calibrate(mean) < 1


@pytest.mark.parametrize(
    ("mean", "verdict", "abstains"),
    [
        (0.85, "diagnostic", False),
        (0.15, "non_diagnostic", False),
        (0.79, "diagnostic", True),
        (0.21, "non_diagnostic", True),
        (0.85, "undecided", True),
        (0.85, "non_diagnostic", True),
    ],
)
def test_it_abstains_in_the_band_and_where_votes_and_probability_differ(
    mean: float, verdict: str, abstains: bool
) -> None:
    assert PLAIN.form_opinion(mean, verdict).abstains is abstains


@pytest.mark.parametrize("band", [[0.6, 0.8], [0.2, 0.4], [-0.1, 0.8], [0.2]])
def test_a_band_that_is_none_is_refused(band: list[float]) -> None:
    with pytest.raises(ValueError, match=r"no calibration|not enough values"):
        Calibration.from_dict({"temperature": 1, "bias": 0, "band": band})


def test_constants_survive_the_manifest() -> None:
    assert Calibration.from_dict(PLAIN.as_dict()) == PLAIN
