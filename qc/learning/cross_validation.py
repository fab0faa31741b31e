"""The published protocol: a locked test, and eight members by cross-validation for each architecture."""

import json
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from torch import Tensor

from qc.learning.architectures import build, load_weights, widen
from qc.learning.manifest import MANIFEST
from qc.learning.preprocess import Preprocessing
from qc.learning.simulated import simulated_slices
from qc.learning.slices import LabelledSlices
from qc.learning.study_split import write_split
from qc.learning.training import Foundation, Plan, train_ensemble


def train_published(
    data: LabelledSlices,
    *,
    out: Path,
    seed: int,
    plans: Sequence[Plan],
    weights: Path | None = None,
    base_exams: int = 0,
    base_seed: int = 0,
    progress: bool = True,
) -> list[Path]:
    """One ensemble a plan, in a folder of its own in `out`; what is there already is not trained again.

    Labels are the first observer's. Members start from one base an architecture, which begins from torchvision's
    weights in the folder `weights`, if given, and learns from `base_exams` simulated exams of another seed.
    Raises TrainingRefused, PatientLeak, MagnitudeMissing.
    """
    data = data.as_first_observer()
    development, _ = write_split(data, out, seed=seed)
    learned = data.take(development)

    @cache
    def base_slices() -> LabelledSlices:
        return simulated_slices(exams=base_exams, seed=base_seed, progress=progress)

    folders = []
    for plan in plans:
        told: dict[str, object] = {"weights": weights and weights.name, "exams": base_exams, "seed": base_seed}
        foundation = Foundation(
            weights=partial(_weights, plan, weights),
            slices=base_slices if base_exams else None,
            told=told,
        )
        folders.append(_train(learned, out=out, seed=seed, plan=plan, foundation=foundation, progress=progress))
    return folders


def folder_name(architecture: str) -> str:
    """`SqueezeNet 1.0` lies in `squeezenet1_0`, as torchvision writes it."""
    return architecture.lower().replace(" ", "").replace(".", "_")


def ensemble_name(plan: Plan) -> str:
    """Its folder too: networks that see the magnitude lie beside those that do not."""
    name = folder_name(plan.architecture)
    return name if plan.takes == "CMOE" else f"{name}_magnitude"


def _train(data: LabelledSlices, *, out: Path, seed: int, plan: Plan, foundation: Foundation, progress: bool) -> Path:
    name = ensemble_name(plan)
    folder = out / name
    if not _is_done(folder, data):
        train_ensemble(
            data, out=folder, name=name, version="1", seed=seed, plan=plan, start=foundation, progress=progress
        )
    return folder


def _is_done(folder: Path, data: LabelledSlices) -> bool:
    """Whether figures, the last thing that is written, are there, and of these slices."""
    if not (folder / MANIFEST).is_file():
        return False
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    return "figures" in manifest and manifest["data"]["digest"] == f"sha256:{data.digest}"


def _weights(plan: Plan, folder: Path | None) -> dict[str, Tensor] | None:
    """torchvision's weights, for as many channels as the plan has: more than three begin at zero."""
    if folder is None:
        return None
    network = build(plan.architecture)
    load_weights(network, folder / f"{folder_name(plan.architecture)}.pth")
    widen(network, Preprocessing.of(plan.takes, size=plan.size).channels)
    return network.state_dict()
