"""Noise beyond the waves is taken out, and what is left under them is foretold."""

import numpy as np
import pytest

from qc.elastography.noise import keep_waves, noise_shares
from qc.elastography.polynomial import fit_wave

SPACING = (1.5, 1.5)
SHORTEST_MM = 12.5
INNER = np.s_[40:160, 40:160]


def test_a_wave_passes_and_what_is_rougher_does_not() -> None:
    columns = np.indices((200, 200))[1] * SPACING[1]
    for length_mm, passed in ((30.0, 1.0), (6.0, 0.0)):
        wave = np.exp(2j * np.pi * columns / length_mm)
        assert np.abs(keep_waves(wave, SPACING, SHORTEST_MM)[INNER]).mean() == pytest.approx(passed, abs=0.03)


@pytest.mark.parametrize("acquired_mm", [SPACING, (6.0, 1.5)])
def test_energies_of_noise_after_the_fit_are_foretold(acquired_mm: tuple[float, float]) -> None:
    random = np.random.default_rng(5)
    spectrum = np.fft.fft2(random.standard_normal((200, 200)) + 1j * random.standard_normal((200, 200)))
    lines = np.abs(np.fft.fftfreq(200, SPACING[0]))
    if acquired_mm[0] > SPACING[0]:
        spectrum *= np.clip((0.5 - lines * acquired_mm[0]) / 0.4 + 0.5, 0, 1)[:, None]
    noise = np.fft.ifft2(spectrum)
    kept = keep_waves(noise, SPACING, SHORTEST_MM)
    taken_out = np.mean(np.abs((noise - kept)[INNER]) ** 2)
    fit, shares = fit_wave(kept, SPACING), noise_shares(SPACING, acquired_mm, SHORTEST_MM)
    value, laplacian = fit.value[INNER], fit.laplacian[INNER]
    assert np.mean(np.abs(value) ** 2) == pytest.approx(shares.value * taken_out, rel=0.15)
    assert np.mean(np.abs(laplacian) ** 2) == pytest.approx(shares.laplacian * taken_out, rel=0.15)
    assert np.mean(np.conj(value) * laplacian).real == pytest.approx(shares.product * taken_out, rel=0.15)
