"""Teach an ensemble that judges pictures to judge by the numbers of the slice as well: the pictures' part stays."""

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from qc.learning.ensemble import Ensemble
from qc.learning.folds import patient_folds
from qc.learning.joint import Joint, as_inputs
from qc.learning.manifest import GRAPH, commit_of_code, write_manifest
from qc.learning.measured import MeasuredSlices
from qc.learning.metrics import mean_figures, member_figures

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class JointPlan:
    """How each member's network is taught; chosen on the exams that calibrate (docs/results.md)."""

    hidden: int = 48
    steps: int = 1200
    batch: int = 256
    rate: float = 8e-3
    weight_decay: float = 0.1
    dropout: float = 0.1
    noise: float = 0.1
    """Standard deviation of what is added to every input."""
    all_absent: float = 0.15
    """Share of the slices that are shown as a picture in colour: without any measure."""


def train_joint(
    data: MeasuredSlices, *, base: Path, out: Path, version: str, seed: int, plan: JointPlan | None = None
) -> dict[str, Any]:
    """Join the members of the ensemble in `base` with the measures of `data`; writes `out`, returns its manifest.

    Each member leaves out one fold of patients, and sees each slice with and without magnitude. `data` must be
    exams that `base` did not learn from. The same seed gives the same weights. Raises TrainingRefused.
    """
    plan = plan or JointPlan()
    pictures = Ensemble.load(base)
    slices, measures = data.slices, data.seen
    opinions = pictures.by_picture(slices.cmoe)
    folds = patient_folds(slices.is_diagnostic, slices.patient, count=pictures.member_count, seed=seed)
    mean, std = np.nanmean(measures, axis=0), np.nanstd(measures, axis=0) + np.float32(1e-6)
    inputs = np.stack([as_inputs(opinions, one, mean, std) for one in (measures, data.blind)])  # (2, n, m, i)
    nothing = as_inputs(opinions, np.full_like(measures, np.nan), mean, std)
    labels = torch.from_numpy(slices.is_diagnostic.astype(np.float32))
    networks = [
        _teach(_Examples.of(inputs[:, learned, number], nothing[learned, number], labels[learned]), seed + number, plan)
        for number, (learned, _) in enumerate(folds)
    ]
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(base / GRAPH, out / GRAPH)
    _joint(networks, mean, std).save(out)
    contents = {
        **{name: pictures.manifest[name] for name in ("name", "architecture", "members", "preprocessing", "statement")},
        "version": version,
        "data": {
            **slices.source,
            "slices": len(slices),
            "patients": len(set(slices.patient)),
            "diagnostic": int(slices.is_diagnostic.sum()),
            "digest": f"sha256:{slices.digest}",
        },
        "training": {"seed": seed, **asdict(plan), "pictures": _provenance(pictures)},
        "commit": commit_of_code(),
    }
    write_manifest(out, contents)
    joined = Ensemble.load(out).probabilities(slices.cmoe, measures)
    own = [member_figures(joined[at, k], slices.is_diagnostic[at]) for k, (_, at) in enumerate(folds)]
    before = [member_figures(opinions[at, k], slices.is_diagnostic[at]) for k, (_, at) in enumerate(folds)]
    figures = {"members_on_own_folds": mean_figures(own), "pictures_alone_on_them": mean_figures(before)}
    return write_manifest(out, {**contents, "figures": figures})


@dataclass(frozen=True)
class _Examples:
    """What one member learns from."""

    inputs: Tensor
    """(3, n, i): with magnitude, without, and without any measure."""
    labels: Tensor
    """(n,)."""

    @classmethod
    def of(cls, measured: Floats, nothing: Floats, labels: Tensor) -> "_Examples":
        return cls(torch.from_numpy(np.concatenate([measured, nothing[None]])), labels)


def _teach(examples: _Examples, seed: int, plan: JointPlan) -> nn.Sequential:
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # the order of sums must not depend on the load
    network = nn.Sequential(
        nn.Linear(examples.inputs.shape[2], plan.hidden),
        nn.SiLU(),
        nn.Dropout(plan.dropout),
        nn.Linear(plan.hidden, plan.hidden),
        nn.SiLU(),
        nn.Linear(plan.hidden, 1),
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=plan.weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, plan.steps)
    seen = (1 - plan.all_absent) / 2
    for _ in range(plan.steps):
        chosen = torch.randint(len(examples.labels), (plan.batch,))
        shown = torch.multinomial(torch.tensor([seen, seen, plan.all_absent]), plan.batch, replacement=True)
        inputs = examples.inputs[shown, chosen]
        logits = network(inputs + plan.noise * torch.randn_like(inputs)).squeeze(1)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, examples.labels[chosen])
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        optimiser.step()
        schedule.step()
    return network.eval()


def _joint(networks: list[nn.Sequential], mean: Floats, std: Floats) -> Joint:
    """The networks' weights side by side; torch has the outputs of a layer first."""
    states = [one.state_dict() for one in networks]

    def side_by_side(name: str) -> Floats:
        return np.asarray(np.stack([state[name].numpy() for state in states]), dtype=np.float32)

    return Joint(
        mean=mean.astype(np.float32),
        std=std.astype(np.float32),
        first=side_by_side("0.weight").transpose(0, 2, 1),
        first_bias=side_by_side("0.bias"),
        second=side_by_side("3.weight").transpose(0, 2, 1),
        second_bias=side_by_side("3.bias"),
        last=side_by_side("5.weight")[:, 0],
        last_bias=side_by_side("5.bias")[:, 0],
    )


def _provenance(pictures: Ensemble) -> dict[str, Any]:
    """Where the part that judges the picture comes from."""
    manifest = pictures.manifest
    return {"name": pictures.name, "version": pictures.version} | {
        name: manifest[name] for name in ("data", "training", "commit") if name in manifest
    }
