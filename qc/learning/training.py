"""Training of an ensemble: a common base, folds by patient with one member each, one graph for all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.model_selection import GroupShuffleSplit
from torch import Tensor, nn
from tqdm import tqdm

from qc.learning.architectures import SqueezeNet
from qc.learning.checkpoint import export_members, read_members
from qc.learning.ensemble import Ensemble
from qc.learning.folds import Fold, patient_folds
from qc.learning.manifest import GRAPH, commit_of_code, read_manifest, write_manifest
from qc.learning.metrics import mean_figures, member_figures
from qc.learning.preprocess import Preprocessing, normalise, prepare
from qc.learning.slices import LabelledSlices

MEMBERS = 8
BATCH = 32
BASE_EPOCHS = 20
MEMBER_EPOCHS = 5
BASE_RATE = 6e-4
MEMBER_RATE = 2e-4
WARM_UP = 0.1
"""Share of the steps in which the learning rate rises; then it falls to nothing along a cosine."""
SMALLEST_BASE = 64
"""With fewer patients than this there is no common base: every patient is needed in the folds."""
LABEL_SMOOTHING = 0.02
"""A label at the border of the rule is as good as a toss: certainty beyond this is not asked for."""
STATEMENTS = {
    "simulation": "Trained on simulated exams, research use.",
    "reviews": "Trained on reviewed slices, starting from simulated exams, research use.",
}


def train_ensemble(
    data: LabelledSlices,
    *,
    out: Path,
    name: str,
    version: str,
    seed: int,
    epochs: int | None = None,
    progress: bool = True,
    warm_start: Path | None = None,
) -> dict[str, Any]:
    """Train eight members on `data` and write graph and manifest to `out`; returns the manifest.

    Each member leaves out one fold of patients. From scratch, a base is trained first on half of the
    patients, who are then in no fold; with `warm_start`, members start from those of the ensemble in that
    folder and see pictures as they did. `epochs` replaces both numbers of epochs. The manifest's figures are
    those of the written graph, each member on its own fold. The same seed gives the same weights.

    Raises TrainingRefused where `data` cannot be split by patient, EnsembleRefused for a damaged warm start.
    """
    constants = _constants(warm_start)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # the order of sums, and with it the last bit, must not depend on the load
    base, folds = _split(data, seed)
    images = torch.from_numpy(prepare(data.cmoe, constants))  # (n, 3, size, size), 0-1
    labels = torch.from_numpy(data.is_diagnostic.astype(np.float32))  # (n,)
    trainer = _Trainer(images, labels, constants, seed=seed, progress=progress)
    starts = _starts(trainer, base, warm_start, epochs)
    members = []
    for number, (learned, _) in enumerate(folds):
        member = _network(starts[number % len(starts)])
        trainer.fit(
            member,
            np.concatenate([base, learned]),
            epochs=epochs or MEMBER_EPOCHS,
            rate=MEMBER_RATE,
            name=f"Member {number + 1} of {len(folds)}",
        )
        members.append(member)
    out.mkdir(parents=True, exist_ok=True)
    export_members(members, out / GRAPH, size=constants.size)
    contents = {
        **_provenance(data, seed=seed, epochs=epochs, base=len(base), warm_start=warm_start),
        "name": name,
        "version": version,
        "members": len(members),
        "preprocessing": constants.as_dict(),
    }
    write_manifest(out, contents)
    figures = {"members_on_own_folds": _figures_by_fold(Ensemble.load(out), data, folds)}
    return write_manifest(out, {**contents, "figures": figures})


def _provenance(
    data: LabelledSlices, *, seed: int, epochs: int | None, base: int, warm_start: Path | None
) -> dict[str, Any]:
    """What the manifest says of where the weights come from; `base` is the number of slices of the common base."""
    return {
        "architecture": "SqueezeNet 1.1",
        "statement": STATEMENTS.get(str(data.source.get("kind")), "Research use."),
        "data": {
            **data.source,
            "slices": len(data),
            "patients": len(set(data.patient)),
            "diagnostic": int(data.is_diagnostic.sum()),
            "digest": f"sha256:{data.digest}",
        },
        "training": {
            "seed": seed,
            "epochs": epochs or {"base": BASE_EPOCHS if base else 0, "member": MEMBER_EPOCHS},
            "warm_start": warm_start.name if warm_start else None,
        },
        "commit": commit_of_code(),
    }


def _constants(warm_start: Path | None) -> Preprocessing:
    if warm_start is None:
        return Preprocessing()
    return Preprocessing.from_dict(read_manifest(warm_start)["preprocessing"])


def _split(data: LabelledSlices, seed: int) -> tuple[NDArray[np.intp], list[Fold]]:
    """Slices for the base (maybe none), and folds of the others; indices are those of `data`."""
    everyone = np.arange(len(data))
    if len(set(data.patient)) < SMALLEST_BASE:
        return everyone[:0], patient_folds(data.is_diagnostic, data.patient, count=MEMBERS, seed=seed)
    halves = GroupShuffleSplit(n_splits=1, train_size=0.5, random_state=seed)
    base, rest = next(halves.split(everyone, groups=np.asarray(data.patient)))
    others = data.take(rest)
    folds = patient_folds(others.is_diagnostic, others.patient, count=MEMBERS, seed=seed)
    return base, [(rest[learned], rest[judged]) for learned, judged in folds]


def _starts(
    trainer: "_Trainer", base: NDArray[np.intp], warm_start: Path | None, epochs: int | None
) -> list[dict[str, Tensor]]:
    """The weights that members start from: the warm start's members, or one base for all."""
    if warm_start is not None:
        return read_members(warm_start)
    network = SqueezeNet()
    if len(base):
        trainer.fit(network, base, epochs=epochs or BASE_EPOCHS, rate=BASE_RATE, name="Common base")
    return [network.state_dict()]


def _network(weights: dict[str, Tensor]) -> SqueezeNet:
    network = SqueezeNet()
    network.load_state_dict(weights)
    return network


class _Trainer:
    """The training loop, and what it needs to hold between networks."""

    def __init__(self, images: Tensor, labels: Tensor, constants: Preprocessing, *, seed: int, progress: bool) -> None:
        self.images = images
        self.labels = labels
        self.constants = constants
        self.random = torch.Generator().manual_seed(seed)
        self.progress = progress

    def fit(self, network: nn.Module, chosen: NDArray[np.intp], *, epochs: int, rate: float, name: str) -> None:
        """Train `network` on the chosen slices."""
        steps = epochs * -(-len(chosen) // BATCH)
        optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-4)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
        balance = _balance(self.labels[chosen])  # weight of a diagnostic slice
        network.train()
        with tqdm(total=steps, desc=name, unit="step", disable=not self.progress) as bar:
            for batch in self._batches(chosen, epochs):
                images = augment(self.images[batch], self.random)  # (b, 3, size, size), 0-1
                inputs = torch.from_numpy(normalise(images.numpy(), self.constants))
                targets = self.labels[batch] * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / 2  # (b,)
                logits = network(inputs).squeeze(1)  # (b,)
                loss = nn.functional.binary_cross_entropy_with_logits(logits, targets, pos_weight=balance)
                optimiser.zero_grad(set_to_none=True)
                torch.autograd.backward(loss)
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                bar.update()
                bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
        network.eval()

    def _batches(self, chosen: NDArray[np.intp], epochs: int) -> Iterator[Tensor]:
        indices = torch.from_numpy(chosen)
        for _ in range(epochs):
            yield from torch.split(indices[torch.randperm(len(indices), generator=self.random)], BATCH)


def augment(images: Tensor, random: torch.Generator) -> Tensor:
    """Each image (n, 3, size, size) turned, scaled, shifted and recoloured a little; never mirrored.

    Mirrored, a liver would lie on the left: waves there mean a misplaced driver.
    """
    count = len(images)

    def uniform(spread: float, *shape: int) -> Tensor:
        return (torch.rand(count, *shape, generator=random) * 2 - 1) * spread

    angle, stretch = uniform(0.12), torch.exp(uniform(0.15, 2))
    cosine, sine = torch.cos(angle), torch.sin(angle)
    places = torch.zeros(count, 2, 3)
    places[:, 0, 0], places[:, 0, 1] = cosine * stretch[:, 0], -sine * stretch[:, 0]
    places[:, 1, 0], places[:, 1, 1] = sine * stretch[:, 1], cosine * stretch[:, 1]
    places[:, :, 2] = uniform(0.1, 2)
    grid = nn.functional.affine_grid(places, list(images.shape), align_corners=False)
    moved = nn.functional.grid_sample(images, grid, align_corners=False, padding_mode="zeros")
    return (moved * torch.exp(uniform(0.12, 3, 1, 1))).clamp(0, 1)


def _rate(step: int, steps: int) -> float:
    """Share of the learning rate at a step: a straight rise, then a cosine to nothing."""
    rise = max(1, int(WARM_UP * steps))
    if step < rise:
        return (step + 1) / rise
    return 0.5 * (1 + float(np.cos(np.pi * (step - rise) / max(1, steps - rise))))


def _balance(labels: Tensor) -> Tensor:
    """How much a diagnostic slice counts, so that both kinds count alike; 1 where one kind is absent."""
    diagnostic = labels.sum()
    others = len(labels) - diagnostic
    return others / diagnostic if diagnostic > 0 and others > 0 else torch.tensor(1.0)


def _figures_by_fold(ensemble: Ensemble, data: LabelledSlices, folds: list[Fold]) -> dict[str, float | None]:
    """The mean figures of the members, each on the fold that it never saw."""
    rows = []
    for number, (_, judged) in enumerate(folds):
        probabilities = ensemble.probabilities(data.cmoe[judged])[:, number]
        rows.append(member_figures(probabilities, data.is_diagnostic[judged]))
    return mean_figures(rows)
