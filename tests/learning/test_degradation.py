"""Raw images made worse: level 0 changes nothing, and each way takes away what it says."""

import numpy as np
import pytest

from qc.dicom.synthesis import ge_datasets
from qc.elastography.inversion import first_harmonic, wrap
from qc.learning.degradation import WORSENINGS, Raw, Worsening, weaken
from qc.learning.reality import read_slices
from qc.simulation.scanner import simulate_exam


@pytest.fixture(scope="module")
def raw() -> Raw:
    return Raw.of(next(read_slices(ge_datasets(simulate_exam(seed=3, quality="adequate")))))


@pytest.mark.parametrize("worsening", WORSENINGS, ids=lambda one: one.name)
def test_the_first_level_changes_nothing_and_the_last_much(raw: Raw, worsening: Worsening) -> None:
    body = raw.inputs.body
    first, last = (
        np.abs(wrap(worsening.apply(raw, level, np.random.default_rng(0)) - raw.phase_rad))[:, body]
        for level in (worsening.levels[0], worsening.levels[-1])
    )
    assert np.median(first) < 1e-6
    assert np.median(last) > 0.1


def test_a_weakened_wave_keeps_its_share(raw: Raw) -> None:
    body = raw.inputs.body
    weakened = weaken(raw, 0.75, np.random.default_rng(0))
    before, after = (np.abs(first_harmonic(phase, body))[body] for phase in (raw.phase_rad, weakened))
    assert np.median(after) == pytest.approx(0.25 * np.median(before), rel=0.3)
