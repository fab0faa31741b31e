"""Training, the graph it writes, and what serving makes of it: on a label set as small as can be."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import run

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from qc.domain.errors import EnsembleRefused, MagnitudeMissing, TrainingRefused
from qc.learning.architectures import resnet18, squeezenet1_0, squeezenet1_1
from qc.learning.checkpoint import Panel, export_members, read_members
from qc.learning.ensemble import BATCH, Ensemble
from qc.learning.fitting import augment
from qc.learning.manifest import GRAPH, MANIFEST, title_networks
from qc.learning.slices import LabelledSlices
from qc.learning.training import Plan, train_ensemble

SHORT = Plan().shortened(1)
SEEING_MAGNITUDE = Plan(size=48, takes="magnitude and CMOE").shortened(1)


def easy_slices(patients: int, seed: int = 0) -> LabelledSlices:
    """Two slices a patient: diagnostic ones are green, the others blue."""
    random = np.random.default_rng(seed)
    labels = np.arange(2 * patients) % 2 == 0
    cmoe = random.integers(1, 40, size=(2 * patients, 32, 32, 3), dtype=np.uint8)
    cmoe[labels, :, :, 1] += 180
    cmoe[~labels, :, :, 2] += 180
    names = tuple(f"P{number // 2}" for number in range(2 * patients))
    return LabelledSlices(cmoe, labels, names, {"kind": "simulation", "seed": seed})


def slices_with_magnitude(patients: int, seed: int = 0) -> LabelledSlices:
    """The same with a bright magnitude where the slice is diagnostic."""
    slices = easy_slices(patients, seed)
    return replace(slices, magnitude=np.where(slices.is_diagnostic, 200, 60)[:, None, None] + slices.cmoe[..., 0] // 2)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("ensemble") / "easy-1"
    train_ensemble(easy_slices(10), out=out, name="easy", version="1", seed=3, plan=SHORT, progress=False)
    return out


def test_manifest_says_what_the_weights_are(trained: Path) -> None:
    manifest = json.loads((trained / MANIFEST).read_text())
    assert manifest["members"] == 8
    assert manifest["data"]["digest"] == f"sha256:{easy_slices(10).digest}"
    assert "simulated exams, research use" in manifest["statement"]
    assert set(manifest["figures"]["members_on_own_folds"]) >= {"accuracy", "kappa"}


def test_serving_gives_what_torch_gives(trained: Path) -> None:
    member = squeezenet1_1()
    member.load_state_dict(read_members(trained)[2])
    member.eval()
    ensemble = Ensemble.load(trained)
    inputs = np.random.default_rng(0).standard_normal((2, 3, 112, 112)).astype(np.float32)
    with torch.no_grad():
        expected = torch.sigmoid(member(torch.from_numpy(inputs)))[:, 0].numpy()
    served = ensemble._session.run(None, {"cmoe": inputs})[0][:, 2]
    assert np.allclose(served, expected, atol=1e-5)


def test_probabilities_have_a_column_a_member_and_do_not_depend_on_the_company(trained: Path) -> None:
    ensemble = Ensemble.load(trained)
    cmoe = easy_slices(20).cmoe
    together = ensemble.probabilities(cmoe)
    assert together.shape == (40, 8)
    assert together.dtype == np.float32
    assert np.allclose(together[33], ensemble.probabilities(cmoe[33:34])[0], atol=1e-6)
    assert ensemble.probabilities(cmoe[:0]).shape == (0, 8)


def test_weights_are_stored_in_half_precision(trained: Path) -> None:
    stored = onnx.load(trained / GRAPH).graph.initializer
    assert {weight.data_type for weight in stored if "weight" in weight.name} == {onnx.TensorProto.FLOAT16}


def test_the_same_seed_gives_the_same_weights_and_another_others(trained: Path, tmp_path: Path) -> None:
    checksum = Ensemble.load(trained).manifest["sha256"]
    for seed, same in ((3, True), (4, False)):
        manifest = train_ensemble(
            easy_slices(10),
            out=tmp_path / str(seed),
            name="easy",
            version="1",
            seed=seed,
            plan=SHORT,
            progress=False,
        )
        assert (manifest["sha256"] == checksum) is same


def test_a_warm_start_begins_from_the_members_in_force(trained: Path, tmp_path: Path) -> None:
    manifest = train_ensemble(
        easy_slices(8, seed=5), out=tmp_path, name="easy", version="2", seed=3, plan=SHORT, progress=False,
        start=trained,
    )  # fmt: skip
    assert manifest["training"]["warm_start"] == trained.name
    before, after = read_members(trained)[0], read_members(tmp_path)[0]
    moved = max(float((before[name] - after[name]).abs().max()) for name in before)
    assert 0 < moved < 0.01


def test_a_label_set_of_one_kind_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    data = easy_slices(10)
    only = data.take(np.flatnonzero(data.is_diagnostic))
    with pytest.raises(TrainingRefused, match="non-diagnostic"):
        train_ensemble(only, out=tmp_path / "out", name="x", version="1", seed=1, plan=SHORT, progress=False)
    assert not (tmp_path / "out").exists()


def test_altered_weights_are_refused(trained: Path, tmp_path: Path) -> None:
    for name in (GRAPH, MANIFEST):
        (tmp_path / name).write_bytes((trained / name).read_bytes())
    with (tmp_path / GRAPH).open("r+b") as graph:
        graph.seek(5000)
        graph.write(b"altered")
    with pytest.raises(EnsembleRefused, match="differs from its manifest"):
        Ensemble.load(tmp_path)


@pytest.mark.parametrize("missing", ["sha256", "preprocessing", "members"])
def test_an_incomplete_manifest_is_refused(trained: Path, tmp_path: Path, missing: str) -> None:
    (tmp_path / GRAPH).write_bytes((trained / GRAPH).read_bytes())
    manifest = json.loads((trained / MANIFEST).read_text())
    del manifest[missing]
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(EnsembleRefused, match=missing):
        Ensemble.load(tmp_path)


def test_a_folder_without_ensemble_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EnsembleRefused, match="no readable manifest"):
        Ensemble.load(tmp_path)


def test_augmented_pictures_stay_pictures_and_the_liver_stays_on_its_side() -> None:
    images = torch.zeros(64, 3, 32, 32)
    images[:, :, 8:24, 4:12] = 0.8
    changed = augment(images, torch.Generator().manual_seed(1))
    assert float(changed.min()) >= 0
    assert float(changed.max()) <= 1
    assert (changed[..., :16].sum((1, 2, 3)) > changed[..., 16:].sum((1, 2, 3))).all()


def test_the_magnitude_moves_with_the_colours_and_keeps_its_tone() -> None:
    images = torch.zeros(64, 4, 32, 32)
    images[:, :, 8:24, 8:24] = 0.5
    changed = augment(images, torch.Generator().manual_seed(1))
    assert torch.equal(changed[:, :3], augment(images[:, :3], torch.Generator().manual_seed(1)))
    assert torch.allclose(changed[:, 3].amax(dim=(1, 2)), torch.tensor(0.5))
    shade = changed[:, 0].amax(dim=(1, 2), keepdim=True) / 0.5
    assert (shade - 1).abs().max() > 0.05
    assert torch.allclose(changed[:, 3] * shade, changed[:, 0], atol=1e-5)


def test_an_exported_graph_takes_any_number_of_slices(tmp_path: Path) -> None:
    export_members([squeezenet1_1(), squeezenet1_1()], tmp_path / GRAPH, size=64)
    shapes = onnx.load(tmp_path / GRAPH).graph.output[0].type.tensor_type.shape.dim
    assert shapes[0].dim_param == "n"
    assert shapes[1].dim_value == 2


@pytest.fixture(scope="module")
def seeing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ensemble that sees the magnitude."""
    out = tmp_path_factory.mktemp("ensemble") / "seeing"
    data = slices_with_magnitude(10)
    train_ensemble(data, out=out, name="seeing", version="1", seed=3, plan=SEEING_MAGNITUDE, progress=False)
    return out


def test_the_manifest_says_that_the_magnitude_is_seen(seeing: Path, trained: Path) -> None:
    manifest = json.loads((seeing / MANIFEST).read_text())
    assert manifest["preprocessing"]["takes"] == "magnitude and CMOE"
    assert len(manifest["preprocessing"]["mean"]) == 4
    assert manifest["data"]["digest"] == f"sha256:{easy_slices(10).digest}"
    assert title_networks(manifest) == "SqueezeNet 1.1, with magnitude"
    assert title_networks(json.loads((trained / MANIFEST).read_text())) == "SqueezeNet 1.1"


def test_the_fourth_channel_is_learned_and_exported(seeing: Path) -> None:
    for member in read_members(seeing):
        assert member["features.0.weight"].shape == (64, 4, 3, 3)
        assert member["features.0.weight"][:, 3].abs().max() > 0
    graph = onnx.load(seeing / GRAPH).graph.input[0].type.tensor_type.shape.dim
    assert graph[1].dim_value == 4


def test_the_opinion_changes_with_the_magnitude(seeing: Path) -> None:
    ensemble, data = Ensemble.load(seeing), slices_with_magnitude(20)
    assert data.magnitude is not None
    said = ensemble.probabilities(data.cmoe, magnitude=data.magnitude)
    assert said.shape == (40, 8)
    assert np.abs(said - ensemble.probabilities(data.cmoe, magnitude=255 - data.magnitude)).max() > 1e-4
    alone = ensemble.probabilities(data.cmoe[33:34], magnitude=data.magnitude[33:34])
    assert np.allclose(said[33], alone[0], atol=1e-6)


def test_an_ensemble_that_sees_the_magnitude_judges_nothing_without_it(seeing: Path) -> None:
    ensemble, data = Ensemble.load(seeing), easy_slices(2)
    with pytest.raises(MagnitudeMissing, match="without one"):
        ensemble.probabilities(data.cmoe)
    with pytest.raises(MagnitudeMissing, match="without one"):
        ensemble.heatmap(data.cmoe[0])


def test_one_that_sees_the_cmoe_alone_says_the_same_with_a_magnitude_beside_it(trained: Path) -> None:
    ensemble, data = Ensemble.load(trained), slices_with_magnitude(4)
    said = ensemble.probabilities(data.cmoe, magnitude=data.magnitude)
    assert np.array_equal(said, ensemble.probabilities(data.cmoe))


def test_training_with_a_magnitude_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(MagnitudeMissing):
        train_ensemble(easy_slices(10), out=out, name="x", version="1", seed=1, plan=SEEING_MAGNITUDE, progress=False)
    assert not list(tmp_path.iterdir())


def test_a_warm_start_goes_on_seeing_the_magnitude(seeing: Path, tmp_path: Path) -> None:
    manifest = train_ensemble(
        slices_with_magnitude(8, seed=5), out=tmp_path / "next", name="seeing", version="2", seed=3, plan=SHORT,
        progress=False, start=seeing,
    )  # fmt: skip
    assert manifest["preprocessing"]["takes"] == manifest["training"]["takes"] == "magnitude and CMOE"
    assert read_members(tmp_path / "next")[0]["features.0.weight"].shape[1] == 4


@pytest.mark.parametrize("count", [1, 2, 7, BATCH * 2 + 1])
def test_slices_that_threads_share_are_judged_as_one_by_one(trained: Path, count: int) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, size=(count, 16, 16, 3), dtype=np.uint8)
    alone, shared = Ensemble.load(trained, threads=1), Ensemble.load(trained, threads=3)
    expected = np.concatenate([alone.by_picture(pictures[at : at + 1]) for at in range(count)])
    np.testing.assert_allclose(shared.by_picture(pictures), expected, atol=1e-5)


@pytest.mark.parametrize(("count", "threads"), [(2, 2), (10, 2), (3, 8), (BATCH * 2, 1), (BATCH * 3 + 1, 2)])
def test_every_thread_has_a_share_and_none_is_larger_than_memory_allows(
    trained: Path, count: int, threads: int
) -> None:
    sizes = [part.stop - part.start for part in Ensemble.load(trained, threads=threads)._shares(count)]
    assert sum(sizes) == count
    assert len(sizes) >= min(count, threads)
    assert max(sizes) <= BATCH
    assert min(sizes) >= max(sizes) - 1


@pytest.mark.parametrize("build", [squeezenet1_1, squeezenet1_0, resnet18])
def test_an_exported_graph_joins_nothing_between_layers_and_says_what_torch_says(
    tmp_path: Path, build: Callable[[], torch.nn.Module]
) -> None:
    torch.manual_seed(0)
    members = [build().eval() for _ in range(3)]
    export_members(members, tmp_path / GRAPH, size=64)
    joins = [node for node in onnx.load(tmp_path / GRAPH).graph.node if node.op_type == "Concat"]
    assert len(joins) == 1  # the members' opinions
    for member in members:  # what is stored in half precision
        for weight in member.parameters():
            weight.data = weight.data.half().float()
    inputs = np.random.default_rng(0).standard_normal((2, 3, 64, 64)).astype(np.float32)
    with torch.inference_mode():
        expected = Panel(members).eval()(torch.from_numpy(inputs)).numpy()
    served = onnxruntime.InferenceSession(tmp_path / GRAPH).run(None, {"cmoe": inputs})[0]
    np.testing.assert_allclose(served, expected, atol=1e-5)


def test_serving_imports_no_torch() -> None:
    code = "import sys, qc.learning.ensemble; sys.exit('torch' in sys.modules)"
    assert run([sys.executable, "-c", code], check=False).returncode == 0
