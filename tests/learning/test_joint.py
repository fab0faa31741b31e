"""Pictures joined with measures: what is absent does no harm, what is learned is kept, and the same seed repeats it."""

import json
from pathlib import Path

import numpy as np
import pytest

from qc.domain.errors import EnsembleRefused
from qc.elastography.extent import MEASURES
from qc.learning.ensemble import Ensemble
from qc.learning.joint import WEIGHTS, Joint
from qc.learning.joint_training import JointPlan, train_joint
from qc.learning.measured import MeasuredSlices, measured_slices
from qc.learning.slices import LabelledSlices

BASE = Path(__file__).parents[2] / "qc" / "ensembles" / "squeezenet-sim-1"
AREA = MEASURES.index("ln confident liver at 0.95, cm2")
PATIENTS = 64


def slices_with_a_telling_area() -> MeasuredSlices:
    """One slice a patient; pictures and measures are noise, but for an area that decides."""
    random = np.random.default_rng(4)
    is_diagnostic = np.arange(PATIENTS) % 2 == 0
    measures = random.normal(size=(PATIENTS, len(MEASURES))).astype(np.float32)
    measures[:, 0], measures[:, AREA] = 1, np.where(is_diagnostic, 3, 0)
    slices = LabelledSlices(
        cmoe=random.integers(1, 255, (PATIENTS, 32, 32, 3), dtype=np.uint8),
        is_diagnostic=is_diagnostic,
        patient=tuple(f"P{number}" for number in range(PATIENTS)),
        source={"kind": "simulation", "seed": 4, "exams": PATIENTS},
        measures=measures,
    )
    return MeasuredSlices(slices, measures, np.where(np.arange(len(MEASURES)) == 0, 0, measures))


@pytest.fixture(scope="module")
def data() -> MeasuredSlices:
    return slices_with_a_telling_area()


@pytest.fixture(scope="module")
def joined(data: MeasuredSlices, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("ensembles") / "joined"
    train_joint(data, base=BASE, out=out, version="9", seed=3, plan=JointPlan(steps=80))
    return out


def test_what_the_measures_tell_is_learned_and_the_picture_alone_could_not(joined: Path) -> None:
    figures = json.loads((joined / "manifest.json").read_text())["figures"]
    assert figures["members_on_own_folds"]["accuracy"] > 0.95
    assert figures["pictures_alone_on_them"]["accuracy"] < 0.7


def test_without_measures_it_still_gives_probabilities(joined: Path, data: MeasuredSlices) -> None:
    ensemble = Ensemble.load(joined)
    found = ensemble.probabilities(data.slices.cmoe[:3])
    assert found.shape == (3, 8)
    assert ((found > 0) & (found < 1)).all()
    nothing = np.full((3, len(MEASURES)), np.nan, dtype=np.float32)
    assert np.array_equal(found, ensemble.probabilities(data.slices.cmoe[:3], nothing))
    assert ensemble.probabilities(data.slices.cmoe[:0]).shape == (0, 8)


def test_the_same_seed_gives_the_same_weights(joined: Path, data: MeasuredSlices, tmp_path: Path) -> None:
    train_joint(data, base=BASE, out=tmp_path, version="9", seed=3, plan=JointPlan(steps=80))
    assert (tmp_path / WEIGHTS).read_bytes() == (joined / WEIGHTS).read_bytes()


def test_a_heat_map_is_drawn_with_the_measures_held(joined: Path, data: MeasuredSlices) -> None:
    ensemble = Ensemble.load(joined)
    pull = ensemble.heatmap(data.slices.cmoe[0], data.seen[0])
    assert pull.shape == (32, 32)
    assert np.isfinite(pull).all()


def test_altered_weights_of_the_joint_are_refused(joined: Path, tmp_path: Path) -> None:
    for file in joined.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / WEIGHTS).write_bytes(b"x")
    with pytest.raises(EnsembleRefused, match="differs from its manifest"):
        Ensemble.load(tmp_path)


def test_weights_for_other_measures_are_refused(joined: Path, tmp_path: Path) -> None:
    with np.load(joined / WEIGHTS) as arrays:
        np.savez(tmp_path / WEIGHTS, **{**arrays, "mean": arrays["mean"][:-1]})
    with pytest.raises(ValueError, match="measures"):
        Joint.load(tmp_path)


def test_simulated_slices_are_measured_with_and_without_magnitude_the_same_each_time() -> None:
    first, again = (measured_slices(exams=1, seed=8, progress=False) for _ in range(2))
    assert first.slices.digest == again.slices.digest
    assert np.array_equal(first.seen, again.seen, equal_nan=True)
    assert (first.seen[:, 0] == 1).all()
    assert (first.blind[:, 0] == 0).all()
    assert first.slices.measures is first.seen
