"""The locked test of a study: drawn by patient, written down, and never on the side that is learned from."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qc.domain.errors import PatientLeak, TrainingRefused
from qc.learning.slices import LabelledSlices

PUBLISHED = ("ResNet18", "ResNet34", "ResNet50", "SqueezeNet 1.0", "MobileNetV2")
"""Architectures of the published study; it does not say which SqueezeNet."""
STUDY_SLICES, TEST_SLICES = 914, 114
"""Of the published study: 800 slices for cross-validation, 114 locked."""
DRAWS = 500
"""So many orders of the patients are tried for a test of the wanted size and share of labels."""
SPLIT = "split.json"

Split = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Indices for cross-validation, and indices of the locked test."""


def lock_test(is_diagnostic: NDArray[np.bool_], patient: Sequence[str], *, seed: int) -> Split:
    """As many slices on either side as in the published study; with fewer slices the test keeps its share.

    The test is patients drawn at random, such that neither its size nor its share of diagnostic slices is far from
    what is wanted. Slices beyond the published number are on neither side. Raises PatientLeak.
    """
    owner = np.asarray(patient)
    names, sizes = np.unique(owner, return_counts=True)
    wanted = min(TEST_SLICES, round(len(owner) * TEST_SLICES / STUDY_SLICES))
    random = np.random.default_rng(seed)
    best, least = names[:0], np.inf
    for _ in range(DRAWS):
        order = random.permutation(len(names))
        drawn = names[order[: np.searchsorted(np.cumsum(sizes[order]), wanted) + 1]]
        inside = np.isin(owner, drawn)
        strays = abs(int(inside.sum()) - wanted) + wanted * abs(is_diagnostic[inside].mean() - is_diagnostic.mean())
        if strays < least:
            best, least = drawn, strays
    inside = np.isin(owner, best)
    others = np.sort(random.permutation(np.flatnonzero(~inside))[: STUDY_SLICES - TEST_SLICES])
    return _apart((others, np.flatnonzero(inside)), patient)


def write_split(data: LabelledSlices, out: Path, *, seed: int) -> Split:
    """Lock the test of a study and write down to `out` which slices it holds. Raises PatientLeak."""
    development, test = lock_test(data.is_diagnostic, data.patient, seed=seed)
    out.mkdir(parents=True, exist_ok=True)
    contents = {
        "seed": seed,
        "digest": data.digest,
        "development": development.tolist(),
        "test": test.tolist(),
        "test_patients": sorted({data.patient[index] for index in test}),
    }
    (out / SPLIT).write_text(json.dumps(contents) + "\n")
    return development, test


def read_split(data: LabelledSlices, folder: Path) -> Split:
    """What `write_split` wrote there. Raises TrainingRefused where it is of other slices, PatientLeak."""
    if not (folder / SPLIT).is_file():
        raise TrainingRefused(f"{folder} holds no {SPLIT}: train with `manage.py train --data STUDY --out {folder}`.")
    contents = json.loads((folder / SPLIT).read_text())
    if contents["digest"] != data.digest:
        raise TrainingRefused(f"The ensembles in {folder.name} were trained on another study than this one.")
    return _apart((np.array(contents["development"]), np.array(contents["test"])), data.patient)


def _apart(split: Split, patient: Sequence[str]) -> Split:
    both = {patient[index] for index in split[0]} & {patient[index] for index in split[1]}
    if both:
        raise PatientLeak(f"{len(both)} patients were learned from and would be judged by, {min(both)} among them.")
    return split
