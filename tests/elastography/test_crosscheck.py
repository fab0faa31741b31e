"""A difference between our own stiffness and the scanner's is told, with what could explain it."""

from dataclasses import replace

import numpy as np
import pytest

from qc.elastography.crosscheck import CrossCheck, Evidence, Explanation, body_width_mm, explain, seam_share

SOUND = Evidence(
    frequency_hz=60.0,
    spacing_mm=1.5,
    map_spacing_mm=1.5,
    extent_mm=384.0,
    field_of_view_mm=384.0,
    body_width_mm=340.0,
)


def explain_ratio(ratio: float, evidence: Evidence = SOUND) -> Explanation:
    """The scanner says 2 kPa; our own goes with the square of spacing and frequency, as in theory."""

    def measure(spacing_factor: float, frequency_hz: float) -> float:
        return 2.0 * ratio * (spacing_factor * frequency_hz / 60.0) ** 2

    return explain(CrossCheck(2.0 * ratio, 2.0), evidence, measure)


@pytest.mark.parametrize("ratio", [1.0, 1.14, 0.86])
def test_what_agrees_needs_no_words(ratio: float) -> None:
    assert explain_ratio(ratio) == Explanation(None, "")


@pytest.mark.parametrize(
    ("ratio", "suspect", "words"),
    [
        (2.25, "frequency", "the driver played 40 Hz, not the 60 Hz"),
        (0.5625, "frequency", "the driver played 80 Hz, not the 60 Hz"),
        (0.25, "spacing", "the scanner computed with a pixel spacing 2 times that in the header"),
        (20.0, None, "Neither spacing, frequency, unwrapping nor matrix explains it"),
    ],
)
def test_the_value_that_brings_agreement_is_blamed(ratio: float, suspect: str | None, words: str) -> None:
    found = explain_ratio(ratio)
    assert found.suspect == suspect
    assert words in found.text


def test_what_the_ratio_cannot_tell_apart_is_named_as_both() -> None:
    found = explain_ratio(4.0)
    assert "30 Hz" in found.text
    assert "a pixel spacing 0.5 times" in found.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"map_spacing_mm": 3.0}, "1.50 mm in the acquired images, but 3.00 mm in the stiffness map"),
        ({"extent_mm": 768.0}, "Pixel spacing times matrix is 768 mm, but the field of view is 384 mm"),
        ({"body_width_mm": 680.0}, "the body would be 680 mm wide"),
        ({"body_width_mm": 170.0}, "the body would be 170 mm wide"),
    ],
)
@pytest.mark.parametrize("ratio", [1.0, 4.0])
def test_a_spacing_that_is_contradicted_is_suspect_whatever_the_ratio(
    wrong: dict[str, float], words: str, ratio: float
) -> None:
    found = explain_ratio(ratio, replace(SOUND, **wrong))
    assert found.suspect == "spacing"
    assert words in found.text


def test_a_field_of_view_need_not_be_given() -> None:
    assert explain_ratio(1.0, replace(SOUND, field_of_view_mm=None)).text == ""


def test_broken_phase_and_a_low_matrix_are_named_where_nothing_in_the_headers_explains() -> None:
    assert explain_ratio(1.2, replace(SOUND, seams=0.2)).suspect == "unwrapping"
    found = explain_ratio(1.2, replace(SOUND, acquired_mm=7.0))
    assert found.suspect == "matrix"
    assert "a wavelength of 24 mm was sampled every 7.0 mm" in found.text
    assert explain_ratio(1.2, replace(SOUND, acquired_mm=3.0)).suspect is None


@pytest.mark.parametrize(
    ("ratio", "suspect"), [(2.25 * 1.2, "frequency"), (0.25 * 1.1, "spacing"), (0.5625 * 0.85, "frequency")]
)
def test_a_gross_difference_is_explained_although_the_maps_differ_by_themselves(ratio: float, suspect: str) -> None:
    found = explain_ratio(ratio, replace(SOUND, acquired_mm=7.0))
    assert found.suspect == suspect


def test_the_difference_is_told_in_numbers() -> None:
    assert "3.00 kPa where the scanner says 2.00 kPa (+50 %)" in explain_ratio(1.5).text


def test_an_inversion_at_another_frequency_may_agree_where_the_law_of_squares_does_not() -> None:
    """At a wrong frequency our own inversion looks for waves of a wrong length, and anything may come out."""

    def measure(spacing_factor: float, frequency_hz: float) -> float:
        return 2.0 if frequency_hz == 60.0 else 9.0

    found = explain(CrossCheck(9.0, 2.0), replace(SOUND, frequency_hz=30.0), measure)
    assert found.suspect == "frequency"
    assert "60 Hz, not the 30 Hz" in found.text


def test_wrapped_noise_has_seams_and_a_wrapped_wave_has_none() -> None:
    columns = np.indices((40, 40))[1]
    wave = np.angle(np.exp(1j * np.stack([0.8 * columns, 0.8 * columns + 1.0])))
    noise = np.random.default_rng(3).uniform(-np.pi, np.pi, size=(2, 40, 40))
    everywhere = np.ones((40, 40), dtype=bool)
    assert seam_share(wave, everywhere) == 0.0
    assert seam_share(noise, everywhere) > 0.2
    assert seam_share(noise, np.zeros((40, 40), dtype=bool)) == 0.0


def test_width_is_from_the_first_to_the_last_column() -> None:
    body = np.zeros((10, 20), dtype=bool)
    body[4, 3:13] = True
    assert body_width_mm(body, (1.0, 2.0)) == 20.0
    assert body_width_mm(np.zeros((4, 4), dtype=bool), (1.0, 1.0)) == 0.0
