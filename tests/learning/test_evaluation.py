"""What enters the manifest after training: a calibration, figures, and nothing that touches the weights."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qc.domain.errors import EnsembleRefused
from qc.learning.calibration import apply
from qc.learning.ensemble import Ensemble
from qc.learning.evaluation import record_calibration, record_held_out
from qc.learning.folds import keep_for_calibration
from qc.learning.manifest import MANIFEST
from qc.learning.slices import LabelledSlices

SHIPPED = Path(__file__).parents[2] / "qc" / "ensembles" / "squeezenet-sim-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped ensemble as it was before anybody calibrated it."""
    copy = tmp_path / "ensemble"
    shutil.copytree(SHIPPED, copy)
    manifest = json.loads((copy / MANIFEST).read_text())
    manifest["calibration"] = None
    (copy / MANIFEST).write_text(json.dumps(manifest))
    return copy


def noise(patients: int, seed: int = 1) -> LabelledSlices:
    """Two slices a patient that no network can tell apart."""
    random = np.random.default_rng(seed)
    cmoe = random.integers(1, 255, (2 * patients, 48, 48, 3), dtype=np.uint8)
    names = tuple(f"P{number // 2}" for number in range(2 * patients))
    return LabelledSlices(cmoe, np.arange(2 * patients) % 2 == 0, names, {"kind": "simulation", "seed": seed})


def test_a_calibration_says_on_what_it_was_fitted_and_is_served(folder: Path) -> None:
    slices = noise(60)
    entry = record_calibration(folder, slices)["calibration"]
    assert entry["data"] == {
        "kind": "simulation", "seed": 1, "labels": "the truth", "slices": 120, "patients": 60,
        "digest": f"sha256:{slices.digest}",
    }  # fmt: skip
    assert entry["allowed_error"] == 0.05
    calibration = Ensemble.load(folder).calibration
    assert calibration is not None
    assert calibration.as_dict() == {name: entry[name] for name in ("temperature", "bias", "band")}


def test_it_is_calibrated_against_the_first_observer_where_there_is_one(folder: Path) -> None:
    slices, held_out = noise(60), noise(6, seed=9)
    said = np.ones((120, 2), dtype=np.bool_)
    said[:12, 0] = False
    entry = record_calibration(folder, replace(slices, observers=said))["calibration"]
    assert entry["data"]["labels"] == "observer 1"
    calibration = Ensemble.load(folder).calibration
    assert calibration is not None
    assert np.mean(apply(calibration, Ensemble.load(folder).probabilities(slices.cmoe).mean(axis=1))) > 0.8
    contrary = replace(held_out, observers=~held_out.is_diagnostic[:, np.newaxis].repeat(2, axis=1))
    against = [record_held_out(folder, one)["figures"]["held_out"]["calibration"] for one in (held_out, contrary)]
    assert [one["labels"] for one in against] == ["the truth", "observer 1"]
    assert sum(one["error_without_band"] for one in against) == 1


def test_where_nothing_can_be_told_apart_it_abstains(folder: Path) -> None:
    record_calibration(folder, noise(60))
    calibration = Ensemble.load(folder).calibration
    assert calibration is not None
    assert calibration.form_opinion(0.5, "diagnostic").abstains


def test_too_few_slices_calibrate_nothing(folder: Path) -> None:
    assert record_calibration(folder, noise(20))["calibration"] is None
    assert Ensemble.load(folder).calibration is None


def test_held_out_figures_enter_the_manifest_and_leave_the_weights_alone(folder: Path) -> None:
    record_calibration(folder, noise(60))
    checksum = Ensemble.load(folder).manifest["sha256"]
    manifest = record_held_out(folder, noise(6, seed=9))
    figures = manifest["figures"]["held_out"]
    assert manifest["sha256"] == checksum
    assert (figures["patients"], figures["seed"]) == (6, 9)
    assert figures["ensemble"]["n"] + figures["ensemble"]["undecided"] == 12
    assert {"ece_before", "ece_after", "coverage", "error_outside_band"} <= set(figures["calibration"])
    assert figures["heatmap"]["slices"] == 12


def test_a_calibration_that_cannot_be_one_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["calibration"] = {"temperature": -1, "bias": 0, "band": [0.2, 0.8]}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(EnsembleRefused, match="no calibration"):
        Ensemble.load(folder)


def test_the_patients_kept_for_calibration_are_always_the_same() -> None:
    few = tuple(f"P{number // 3}" for number in range(300))
    learned, kept = keep_for_calibration(few)
    names = {few[index] for index in kept}
    assert names.isdisjoint(few[index] for index in learned)
    assert 10 <= len(names) <= 30
    more = tuple(f"P{number}" for number in range(400))
    assert {more[index] for index in keep_for_calibration(more)[1]} & set(few) == names
