"""Training of an ensemble: a common base, folds by patient with one member each, one graph for all."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.model_selection import GroupShuffleSplit
from torch import Tensor, nn

from qc.learning.architectures import build
from qc.learning.checkpoint import export_members, read_members
from qc.learning.ensemble import Ensemble
from qc.learning.fitting import Lesson, Pictures, Teacher
from qc.learning.folds import Fold, patient_folds
from qc.learning.manifest import GRAPH, commit_of_code, read_manifest, write_manifest
from qc.learning.metrics import mean_figures, member_figures
from qc.learning.preprocess import Preprocessing, Taken
from qc.learning.resume import Memory
from qc.learning.slices import LabelledSlices

MEMBERS = 8
SMALLEST_BASE = 64
"""With fewer patients than this there is no common base: every patient is needed in the folds."""
STATEMENTS = {
    "simulation": "Trained on simulated exams, research use.",
    "reviews": "Trained on reviewed slices, starting from simulated exams, research use.",
}


@dataclass(frozen=True)
class Plan:
    """What is trained, and for how long."""

    architecture: str = "SqueezeNet 1.1"
    size: int = 112
    """Side of the square input in pixels."""
    takes: Taken = "CMOE"
    base_epochs: int = 20
    member_epochs: int = 5
    base_rate: float = 6e-4
    member_rate: float = 2e-4

    def shortened(self, epochs: int | None) -> "Plan":
        """With `epochs` in place of both numbers, if it is given."""
        return self if epochs is None else replace(self, base_epochs=epochs, member_epochs=epochs)


@dataclass(frozen=True)
class Foundation:
    """What members begin with, in place of a base on half of the patients."""

    weights: Callable[[], dict[str, Tensor] | None]
    """The weights that the base begins from; None for fresh ones."""
    slices: Callable[[], LabelledSlices] | None
    """What the base learns from: other exams than the members'; None for nothing."""
    told: dict[str, object]
    """For the manifest."""


def train_ensemble(
    data: LabelledSlices,
    *,
    out: Path,
    name: str,
    version: str,
    seed: int,
    plan: Plan | None = None,
    progress: bool = True,
    start: Path | Foundation | None = None,
) -> dict[str, Any]:
    """Train eight members on `data` and write graph and manifest to `out`; returns the manifest.

    Each member leaves out one fold of patients. From scratch, a base is trained first on half of the patients, who are
    then in no fold. With a foundation as `start` all patients are in the folds; with a folder, members begin as those
    of the ensemble in it, are of its architecture, and see pictures as they did. The manifest's figures are those of
    the written graph, each member on its own fold. The same seed gives the same weights; a training that was killed
    goes on at the epoch it had reached when it is asked for again.

    Raises TrainingRefused where `data` cannot be split by patient, EnsembleRefused for a damaged warm start,
    MagnitudeMissing where networks are to see what `data` has not.
    """
    warm_start = start if isinstance(start, Path) else None
    foundation = start if isinstance(start, Foundation) else None
    plan, constants = _agree(plan or Plan(), warm_start)
    base, folds = _split(data, seed, has_base=start is None)
    provenance = _provenance(data, seed=seed, plan=plan, base=len(base), warm_start=warm_start, foundation=foundation)
    pictures = Pictures.of(data, constants)
    memory = Memory(out.with_name(f"{out.name}.unfinished"), {**provenance, "name": name, "version": version})
    school = _School(Teacher(memory, progress=progress), pictures, plan, seed)
    starts = read_members(warm_start) if warm_start else [school.lay_base(base, foundation)]
    members = [
        school.raise_member(number, starts[number % len(starts)], np.concatenate([base, learned]), of=len(folds))
        for number, (learned, _) in enumerate(folds)
    ]
    contents = {
        **provenance,
        "name": name,
        "version": version,
        "members": len(members),
        "preprocessing": constants.as_dict(),
    }
    manifest = _write(members, out, contents, data, folds)
    memory.forget()
    return manifest


class _School:
    """Base and members, one lesson each; every lesson has random numbers of its own."""

    def __init__(self, teacher: Teacher, pictures: Pictures, plan: Plan, seed: int) -> None:
        self._teacher = teacher
        self._pictures = pictures
        self._plan = plan
        self._seeds = [int(one) for one in np.random.SeedSequence(seed).generate_state(1 + MEMBERS)]

    def lay_base(self, chosen: NDArray[np.intp], foundation: Foundation | None) -> dict[str, Tensor]:
        """The weights that all members start from: taught on the chosen slices or on the foundation's, or fresh."""
        torch.manual_seed(self._seeds[0])
        network = self._build()
        pictures = self._pictures
        if foundation is not None:
            network.load_state_dict(foundation.weights() or network.state_dict())
            if foundation.slices is not None:
                pictures = Pictures.of(foundation.slices(), pictures.constants)
                chosen = np.arange(len(pictures.labels))
        if len(chosen):
            lesson = Lesson("Common base", self._seeds[0], self._plan.base_epochs, self._plan.base_rate)
            self._teacher.teach(network, pictures, chosen, lesson)
        return network.state_dict()

    def raise_member(self, number: int, start: dict[str, Tensor], chosen: NDArray[np.intp], *, of: int) -> nn.Module:
        member = self._build()
        member.load_state_dict({**member.state_dict(), **start})  # a graph keeps no count of batches
        lesson = Lesson(
            f"Member {number + 1} of {of}", self._seeds[1 + number], self._plan.member_epochs, self._plan.member_rate
        )
        self._teacher.teach(member, self._pictures, chosen, lesson)
        return member

    def _build(self) -> nn.Module:
        return build(self._plan.architecture, channels=self._pictures.constants.channels)


def _agree(plan: Plan, warm_start: Path | None) -> tuple[Plan, Preprocessing]:
    """The plan and how pictures are prepared; a warm start has decided about architecture, size and channels."""
    if warm_start is None:
        return plan, Preprocessing.of(plan.takes, size=plan.size)
    manifest = read_manifest(warm_start)
    constants = Preprocessing.from_dict(manifest["preprocessing"])
    architecture = str(manifest["architecture"])
    return replace(plan, architecture=architecture, size=constants.size, takes=constants.takes), constants


def _provenance(
    data: LabelledSlices,
    *,
    seed: int,
    plan: Plan,
    base: int,
    warm_start: Path | None,
    foundation: Foundation | None,
) -> dict[str, Any]:
    """What the manifest says of where the weights come from; `base` is the number of slices of the common base."""
    has_base = base or (foundation is not None and foundation.slices is not None)
    training = asdict(plan) | {"base_epochs": plan.base_epochs if has_base else 0}
    return {
        "architecture": training.pop("architecture"),
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
            **training,
            "warm_start": warm_start.name if warm_start else None,
            "foundation": foundation.told if foundation else None,
        },
        "commit": commit_of_code(),
    }


def _split(data: LabelledSlices, seed: int, *, has_base: bool) -> tuple[NDArray[np.intp], list[Fold]]:
    """Slices for the base (maybe none), and folds of the others; indices are those of `data`."""
    everyone = np.arange(len(data))
    if not has_base or len(set(data.patient)) < SMALLEST_BASE:
        return everyone[:0], patient_folds(data.is_diagnostic, data.patient, count=MEMBERS, seed=seed)
    halves = GroupShuffleSplit(n_splits=1, train_size=0.5, random_state=seed)
    base, rest = next(halves.split(everyone, groups=np.asarray(data.patient)))
    others = data.take(rest)
    folds = patient_folds(others.is_diagnostic, others.patient, count=MEMBERS, seed=seed)
    return base, [(rest[learned], rest[judged]) for learned, judged in folds]


def _write(
    members: Sequence[nn.Module], out: Path, contents: dict[str, Any], data: LabelledSlices, folds: list[Fold]
) -> dict[str, Any]:
    out.mkdir(parents=True, exist_ok=True)
    constants = Preprocessing.from_dict(contents["preprocessing"])
    export_members(members, out / GRAPH, size=constants.size, channels=constants.channels)
    write_manifest(out, contents)
    figures = {"members_on_own_folds": _figures_by_fold(Ensemble.load(out), data, folds)}
    return write_manifest(out, {**contents, "figures": figures})


def _figures_by_fold(ensemble: Ensemble, data: LabelledSlices, folds: list[Fold]) -> dict[str, float | None]:
    """The mean figures of the members, each on the fold that it never saw."""
    rows = []
    for number, (_, judged) in enumerate(folds):
        own = data.take(judged)
        probabilities = ensemble.probabilities(own.cmoe, magnitude=own.magnitude)[:, number]
        rows.append(member_figures(probabilities, own.is_diagnostic))
    return mean_figures(rows)
