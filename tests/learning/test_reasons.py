"""The shipped classifier of reasons: whole, silent about fine slices, and honest about what it cannot tell."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qc.domain.errors import EnsembleRefused, TrainingRefused
from qc.domain.reasons import REASON_CODES
from qc.elastography.indices import INDICES
from qc.learning.additive import AdditiveModel
from qc.learning.manifest import MANIFEST
from qc.learning.reason_page import write_page
from qc.learning.reason_training import Examples, fit_additive, train_reasons
from qc.learning.reasons import MODEL, SHIPPED, ReasonModel
from qc.learning.simulated_indices import (
    PATTERNS,
    IndexedExams,
    IndexedSlice,
    Indices,
    indices_of,
    simulated_indices,
)
from qc.simulation.scanner import simulate_exam

EVERYTHING, MAPS_ONLY = PATTERNS[0], PATTERNS[-1]
NAMES = [index.name for index in INDICES]


@pytest.fixture(scope="module")
def shipped() -> ReasonModel:
    return ReasonModel.load()


@pytest.fixture(scope="module")
def failed() -> list[IndexedSlice]:
    """A simulated exam that failed for iron."""
    return indices_of(simulate_exam(seed=IRON_SEED, quality="failed"))


@pytest.fixture(scope="module")
def fine() -> list[IndexedSlice]:
    slices = indices_of(simulate_exam(seed=3, quality="adequate"))
    return [one for one in slices if one.is_diagnostic]


IRON_SEED = 4


def test_it_is_whole_and_says_what_it_learned_from(shipped: ReasonModel) -> None:
    assert shipped.title == "reasons-sim 2"
    assert shipped.manifest["statement"] == "Trained on simulated exams, research use."
    assert shipped.manifest["learned"]["seed"] != shipped.manifest["locked"]["seed"]


def test_its_locked_figures_are_what_is_asked_for(shipped: ReasonModel) -> None:
    figures = shipped.manifest["figures"]["maps+phase+magnitude"]
    assert figures["ranking"]["top_1"]["value"] >= 0.85
    assert figures["ranking"]["top_2"]["value"] >= 0.95
    assert figures["fine"]["slices"] > 300
    assert figures["fine"]["given_a_reason_had_all_been_called_non_diagnostic"] == 0
    mild = figures["diagnostic_despite_a_cause"]
    assert mild["given_one_at_work"] == mild["given_a_reason"]
    assert figures["cannot_tell"] == []


@pytest.mark.parametrize("name", [MODEL, MANIFEST])
def test_an_altered_or_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "reasons"
    shutil.copytree(SHIPPED, folder)
    if name == MODEL:
        (folder / name).write_text((folder / name).read_text().replace("0.1", "0.2", 1))
    else:
        (folder / name).unlink()
    with pytest.raises(EnsembleRefused):
        ReasonModel.load(folder)


def test_an_exam_that_failed_is_told_its_cause(shipped: ReasonModel, failed: list[IndexedSlice]) -> None:
    for one in failed:
        opinion = shipped.explain(one.indices[EVERYTHING], is_diagnostic=False)
        assert opinion.reasons[0].code == one.cause
        assert opinion.reasons[0].indices
        assert [reason.probability for reason in opinion.reasons] == sorted(
            (reason.probability for reason in opinion.reasons), reverse=True
        )
        assert sum(reason.probability for reason in opinion.reasons) == pytest.approx(1.0)


def test_indices_that_speak_for_a_reason_are_those_that_may(shipped: ReasonModel, failed: list[IndexedSlice]) -> None:
    speaks = {index.name: index.speaks_for for index in INDICES}
    for one in failed:
        for reason in shipped.explain(one.indices[EVERYTHING], is_diagnostic=False).reasons:
            assert all(reason.code in speaks[name] for name in reason.indices)


@pytest.mark.parametrize("needs", PATTERNS)
def test_a_fine_slice_is_given_no_reason(shipped: ReasonModel, fine: list[IndexedSlice], needs) -> None:
    assert fine
    for one in fine:
        assert shipped.explain(one.indices[needs], is_diagnostic=True).reasons == ()
        assert shipped.explain(one.indices[needs], is_diagnostic=False).reasons == ()


def test_most_indices_of_fine_slices_are_in_their_normal_ranges(shipped: ReasonModel, fine: list[IndexedSlice]) -> None:
    described = [shipped.explain(one.indices[EVERYTHING], is_diagnostic=True).describe() for one in fine]
    indices = [index for one in described for index in one["indices"] if index["value"] is not None]
    inside = [low <= index["value"] <= high for index in indices for low, high in [index["normal"]]]
    assert np.mean(inside) > 0.75


def test_without_raw_phase_it_says_that_it_cannot_tell_motion(shipped: ReasonModel, failed: list[IndexedSlice]) -> None:
    opinion = shipped.explain(failed[0].indices[MAPS_ONLY], is_diagnostic=False)
    assert "raw phase" in opinion.cannot_tell["motion"]
    assert "motion" not in [reason.code for reason in opinion.reasons]
    assert not shipped.explain(failed[0].indices[EVERYTHING], is_diagnostic=False).cannot_tell


def test_it_is_described_as_the_page_reads_it(shipped: ReasonModel, failed: list[IndexedSlice]) -> None:
    described = shipped.explain(failed[0].indices[EVERYTHING], is_diagnostic=False).describe()
    assert json.loads(json.dumps(described)) == described
    assert set(described) == {"indices", "reasons", "cannot_tell", "model"}
    assert [index["name"] for index in described["indices"]] == NAMES
    assert set(described["indices"][0]) == {
        "name", "label", "value", "unit", "normal", "formula", "source", "better"
    }  # fmt: skip
    assert set(described["reasons"][0]) == {"code", "probability", "indices"}
    assert {one["code"] for one in described["reasons"]} == set(REASON_CODES)


def test_a_slice_of_which_nothing_is_known_breaks_nothing(shipped: ReasonModel) -> None:
    described = shipped.explain({}, is_diagnostic=False).describe()
    assert all(index["value"] is None for index in described["indices"])


def test_simulated_indices_come_out_alike_with_any_number_of_workers() -> None:
    alone = simulated_indices(exams=2, seed=5, workers=1, progress=False)
    shared = simulated_indices(exams=2, seed=5, workers=2, progress=False)
    assert alone == shared
    assert len({one.patient for one in alone.slices}) == 2


def easy_exams(patients: int, seed: int) -> IndexedExams:
    """Slices whose indices are low when fine, and some of which are high by the cause; one slice a patient."""
    random = np.random.default_rng(seed)
    slices = []
    for number in range(patients):
        kind = number % (len(REASON_CODES) + 1)
        is_fine = kind == len(REASON_CODES)
        values: Indices = {
            name: float((index % len(REASON_CODES) == kind) - is_fine + 0.1 * random.normal())
            for index, name in enumerate(NAMES)
        }
        slices.append(
            IndexedSlice(
                patient=f"P{seed}-{number}",
                indices=dict.fromkeys(PATTERNS, values),
                is_diagnostic=is_fine,
                verdict="diagnostic" if is_fine else "non_diagnostic",
                causes=() if is_fine else (REASON_CODES[kind],),
            )
        )
    return IndexedExams(tuple(slices), exams=patients, seed=seed)


def test_what_is_easy_is_learned_and_written_with_its_figures(tmp_path: Path) -> None:
    manifest = train_reasons(easy_exams(140, 1), easy_exams(70, 2), out=tmp_path, name="easy", version="1")
    figures = manifest["figures"]["maps+phase+magnitude"]
    assert figures["ranking"]["top_1"] == {"value": 1.0, "interval": [1.0, 1.0]}
    assert figures["as_shown"]["without_a_reason"] == 0
    assert figures["fine"] == {
        "slices": 10,
        "called_non_diagnostic": 0,
        "given_a_reason": 0,
        "given_one_at_work": 0,
        "given_a_reason_had_all_been_called_non_diagnostic": 0,
    }
    assert ReasonModel.load(tmp_path).title == "easy 1"


def test_the_same_slices_give_the_same_model(tmp_path: Path) -> None:
    sums = []
    for name in ("first", "second"):
        manifest = train_reasons(easy_exams(140, 1), easy_exams(70, 2), out=tmp_path / name, name="easy", version="1")
        sums.append(manifest["sha256"])
    assert sums[0] == sums[1]


def test_a_reason_that_hardly_anybody_had_is_refused(tmp_path: Path) -> None:
    few = easy_exams(140, 1)
    slices = tuple(one for one in few.slices if one.cause != "iron")
    with pytest.raises(TrainingRefused, match="iron"):
        train_reasons(replace(few, slices=slices), few, out=tmp_path, name="few", version="1")


def test_curves_survive_json_and_an_unknown_index_adds_nothing() -> None:
    random = np.random.default_rng(0)
    values = random.normal(size=(200, 2))
    labels = np.where(values[:, 0] > 0, "up", "down")
    model = fit_additive(Examples(("a", "b"), values, labels, labels), ("down", "up"), 1.0)
    again = AdditiveModel.from_dict(json.loads(json.dumps(model.as_dict())))
    assert again.probabilities({"a": 1.0, "b": 0.0}) == model.probabilities({"a": 1.0, "b": 0.0})
    assert model.probabilities({"a": 1.0})["up"] > 0.9
    assert model.probabilities({"a": -1.0})["up"] < 0.1
    assert model.probabilities({})["up"] == pytest.approx(0.5, abs=0.15)
    assert set(model.contributions({"a": 1.0, "b": None})) == {"a"}


def test_the_page_about_reasons_lists_every_index_with_its_shipped_range(shipped: ReasonModel) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reasons.md").read_text()
    for index in shipped.explain({}, is_diagnostic=True).describe()["indices"]:
        low, high = index["normal"]
        assert f"| `{index['name']}` | {index['label']} |" in page
        assert f"| {low:.3g} to {high:.3g} |" in page


def test_the_page_about_reasons_tells_the_shipped_figures(shipped: ReasonModel, fine: list[IndexedSlice]) -> None:
    """It is that which `manage.py indices EXAM --page` writes, but for the exam beside the simulated ones."""
    page = (Path(__file__).parents[2] / "docs" / "reasons.md").read_text()
    exam = [shipped.explain(one.indices[EVERYTHING], is_diagnostic=False) for one in fine]
    written = write_page(shipped, exam, command="COMMAND")
    assert written.split("## The classifier")[1] == page.split("## The classifier")[1]
