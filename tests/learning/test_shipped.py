"""The ensemble that is shipped: whole, small enough, and sound on exams nobody trained on."""

from pathlib import Path

import numpy as np
import pytest
import torch

from qc.learning.architectures import build
from qc.learning.checkpoint import Panel, read_members
from qc.learning.ensemble import Ensemble
from qc.learning.measured import measured_slices
from qc.learning.metrics import ensemble_figures
from qc.learning.preprocess import Preprocessing, normalise, prepare

ENSEMBLES = Path(__file__).parents[2] / "qc" / "ensembles"
FOLDER = ENSEMBLES / "squeezenet-sim-4"


@pytest.fixture(scope="module")
def shipped() -> Ensemble:
    return Ensemble.load(FOLDER)


def test_it_is_whole_and_says_what_it_was_trained_on(shipped: Ensemble) -> None:
    assert (shipped.name, shipped.version, shipped.member_count) == ("squeezenet-sim", "4", 8)
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
    assert figures["accuracy"] > 0.9


def test_it_says_in_service_what_its_members_say_in_torch(shipped: Ensemble) -> None:
    slices = measured_slices(exams=2, seed=78, progress=False).slices
    members = [build(shipped.manifest["architecture"]) for _ in range(shipped.member_count)]
    for member, weights in zip(members, read_members(FOLDER), strict=True):
        member.load_state_dict(weights)
    constants = Preprocessing.from_dict(shipped.manifest["preprocessing"])
    with torch.inference_mode():
        inputs = torch.from_numpy(normalise(prepare(slices.cmoe, constants), constants))
        expected = Panel(members).eval()(inputs).numpy()
    found = shipped.by_picture(slices.cmoe)
    assert np.abs(found - expected).max() < 1e-4
    assert ((found >= 0.5) == (expected >= 0.5)).all()
