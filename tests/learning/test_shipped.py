"""The ensemble that is shipped: whole, small enough, and sound on exams nobody trained on."""

from pathlib import Path

import pytest

from qc.learning.ensemble import Ensemble
from qc.learning.metrics import ensemble_figures
from qc.learning.simulated import simulated_slices

FOLDER = Path(__file__).parents[2] / "qc" / "ensembles" / "squeezenet-sim-1"


@pytest.fixture(scope="module")
def shipped() -> Ensemble:
    return Ensemble.load(FOLDER)


def test_it_is_whole_and_says_what_it_was_trained_on(shipped: Ensemble) -> None:
    assert (shipped.name, shipped.version, shipped.member_count) == ("squeezenet-sim", "1", 8)
    assert shipped.manifest["statement"] == "Trained on simulated exams, research use."
    assert shipped.manifest["figures"]["held_out"]["seed"] != shipped.manifest["data"]["seed"]
    assert len(shipped.manifest["commit"]) == 40


def test_it_fits_into_the_repository() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 16_000_000


def test_it_judges_exams_of_another_seed_as_its_manifest_says(shipped: Ensemble) -> None:
    slices = simulated_slices(exams=12, seed=77, workers=2, progress=False)
    figures = ensemble_figures(shipped.probabilities(slices.cmoe), slices.is_diagnostic)
    assert isinstance(figures["accuracy"], float)
    assert figures["accuracy"] > 0.75
