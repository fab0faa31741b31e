"""The ensemble that is shipped: whole, small enough, and sound on exams nobody trained on."""

from pathlib import Path

import pytest

from qc.learning.ensemble import Ensemble
from qc.learning.measured import measured_slices
from qc.learning.metrics import ensemble_figures

ENSEMBLES = Path(__file__).parents[2] / "qc" / "ensembles"
FOLDER = ENSEMBLES / "squeezenet-sim-2"


@pytest.fixture(scope="module")
def shipped() -> Ensemble:
    return Ensemble.load(FOLDER)


def test_it_is_whole_and_says_what_it_was_trained_on(shipped: Ensemble) -> None:
    assert (shipped.name, shipped.version, shipped.member_count) == ("squeezenet-sim", "2", 8)
    assert shipped.manifest["statement"] == "Trained on simulated exams, research use."
    assert shipped.manifest["figures"]["held_out"]["seed"] != shipped.manifest["data"]["seed"]
    assert len(shipped.manifest["commit"]) == 40


def test_it_fits_into_the_repository() -> None:
    files = [path for path in ENSEMBLES.rglob("*") if path.is_file() and not path.is_symlink()]
    liver = ENSEMBLES.parent / "elastography" / "liver_estimator"
    assert sum(path.stat().st_size for path in [*files, *liver.iterdir()]) <= 16_000_000


def test_its_members_see_the_picture_as_those_before_it() -> None:
    """One graph for both: what is new is how its opinion is joined with measures."""
    assert (FOLDER / "ensemble.onnx").resolve() == ENSEMBLES / "squeezenet-sim-1" / "ensemble.onnx"


def test_it_judges_exams_of_another_seed_as_its_manifest_says(shipped: Ensemble) -> None:
    slices = measured_slices(exams=5, seed=77, progress=False).slices
    figures = ensemble_figures(shipped.probabilities(slices.cmoe, slices.measures), slices.is_diagnostic)
    assert isinstance(figures["accuracy"], float)
    assert figures["accuracy"] > 0.8
