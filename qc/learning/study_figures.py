"""How well an ensemble judges a simulated study, and where it errs. No torch here: it judges as it serves."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu

from qc.domain.verdict import VOTE_THRESHOLD
from qc.learning.calibration import apply, error_by_chance, expected_calibration_error, with_interval
from qc.learning.ensemble import Ensemble
from qc.learning.slices import LabelledSlices
from qc.learning.tables import Figures, count_by_patient, differences_with_intervals, figures_with_intervals
from qc.simulation.export import TruthRow
from qc.simulation.observers import READING_NOISE, chance_of_diagnostic
from qc.simulation.truth import REPEATABILITY, SMALLEST_AREA_CM2

BINS = 10
BORDERS = (1.0, 2.0, 4.0)
"""Distances from the rule's border, in standard deviations of an observer's reading, that slices are parted by."""

ASKED_PRECISION = 0.9
"""Of what is called non-diagnostic, where the share that is found is told."""
FAULTS = TOO_LITTLE, WRONG_STIFFNESS = "too little confident liver", "confident, but wrong stiffness"
"""What the truth may have against a slice."""

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def judge_study(ensemble: Ensemble, data: LabelledSlices, rows: Sequence[TruthRow]) -> dict[str, Any]:
    """Everything that is told of an ensemble on slices that it never saw, as JSON can hold it.

    Labels are the first observer's, where there are observers. The majority decides; where it is four to four, the
    mean probability does, here only: in service such a slice goes to a person. Intervals are by patient.
    Raises MagnitudeMissing where the ensemble sees what `data` has not.
    """
    probabilities = ensemble.probabilities(data.cmoe, data.measures, data.magnitude)  # (n, members)
    label = data.as_first_observer().is_diagnostic
    votes = probabilities >= VOTE_THRESHOLD
    said = majority(probabilities)
    mean = probabilities.mean(axis=1, dtype=np.float64)
    stated = mean if ensemble.calibration is None else apply(ensemble.calibration, mean)
    return {
        "ensemble": {"name": ensemble.name, "version": ensemble.version, **_made(ensemble)},
        "data": {**data.source, "slices": len(data), "patients": len(set(data.patient)), "digest": data.digest},
        "label": "truth" if data.observers is None else "observer 1",
        "majority": compare(said[:, None], label, data.patient),
        "four_to_four": int((2 * votes.sum(axis=1) == votes.shape[1]).sum()),
        "members": compare(votes, label, data.patient),
        "against_truth": compare(said[:, None], data.is_diagnostic, data.patient),
        "confusion": _confusion(said, label),
        "probability": {
            "is_calibrated": ensemble.calibration is not None,
            **_probability(stated, label, data.patient),
            "error_against_truth": round(expected_calibration_error(stated, data.is_diagnostic), 4),
            "recall_at_precision_truth": _recall(stated, data.is_diagnostic, data.patient),
            "tells_faults_from_fine": {fault: tells_apart(stated, rows, fault) for fault in FAULTS},
        },
        **_readers(said, data, rows),
        "errors": _errors(said, label, data, rows),
    }


def majority(probabilities: NDArray[np.float32]) -> Bools:
    """Whether the members call each slice diagnostic, (n,); the mean probability breaks ties."""
    margin = 2 * (probabilities >= VOTE_THRESHOLD).sum(axis=1) - probabilities.shape[1]
    return np.asarray(np.where(margin == 0, probabilities.mean(axis=1) >= VOTE_THRESHOLD, margin > 0))


def compare(said: Bools, label: Bools, patient: Sequence[str]) -> Figures:
    """Figures of what is said (n, columns) against labels (n,)."""
    return figures_with_intervals(count_by_patient(said, label, patient))


def reliability(probability: Floats, label: Bools) -> list[dict[str, float]]:
    """By bin of probability: how many slices, their mean probability, and the share that is diagnostic."""
    place = np.minimum((probability * BINS).astype(int), BINS - 1)
    return [
        {
            "slices": int((place == one).sum()),
            "probability": round(float(probability[place == one].mean()), 4),
            "diagnostic": round(float(label[place == one].mean()), 4),
        }
        for one in range(BINS)
        if (place == one).any()
    ]


def risk_by_coverage(probability: Floats, label: Bools) -> Floats:
    """Share of errors among the surest slices, (n,): the k-th value is that of the k + 1 surest."""
    order = np.argsort(-np.abs(probability - 0.5), kind="stable")
    wrong = ((probability >= 0.5) != label)[order]
    return np.asarray(np.cumsum(wrong) / np.arange(1, len(wrong) + 1))


def recall_at_precision(probability: Floats, label: Bools, *, precision: float = ASKED_PRECISION) -> float:
    """The most of the non-diagnostic slices that any threshold finds while so many of those it finds are; 0 if none.

    The threshold is chosen on these very slices: no threshold chosen elsewhere would do better.
    """
    order = np.argsort(probability, kind="stable")
    found = np.cumsum(~label[order])
    last_of_equals = np.append(np.diff(probability[order]) > 0, True)
    is_precise = last_of_equals & (found >= precision * np.arange(1, len(order) + 1))
    return float(found[is_precise].max(initial=0) / max(1, found[-1]))


def tells_apart(probability: Floats, rows: Sequence[TruthRow], fault: str) -> float | None:
    """The chance that a slice with this fault has a lower probability than a diagnostic one; None without either.

    The area under the ROC curve: 0.5 is a guess, 1 never fails.
    """
    faults = np.array([_fault(row) for row in rows])
    faulty, fine = probability[faults == fault], probability[faults == "none"]
    if not len(faulty) or not len(fine):
        return None
    wins = mannwhitneyu(fine, faulty).statistic  # counts the pairs
    return round(float(wins) / (len(fine) * len(faulty)), 4)


def _made(ensemble: Ensemble) -> dict[str, Any]:
    names = ("architecture", "members", "preprocessing", "training", "figures", "data")
    return {name: ensemble.manifest[name] for name in names if name in ensemble.manifest}


def _probability(stated: Floats, label: Bools, patient: Sequence[str]) -> dict[str, Any]:
    risk = risk_by_coverage(stated, label)
    return {
        "expected_calibration_error": round(expected_calibration_error(stated, label), 4),
        "error_by_chance": round(error_by_chance(stated), 4),
        "recall_at_precision": _recall(stated, label, patient),
        "reliability": reliability(stated, label),
        "risk_at_coverage": {
            f"{share:.2f}": round(float(risk[max(0, round(share * len(risk)) - 1)]), 4)
            for share in np.arange(1, 11) / 10
        },
    }


def _recall(stated: Floats, label: Bools, patient: Sequence[str]) -> dict[str, float]:
    return with_interval(lambda at: recall_at_precision(stated[at], label[at]), patient)


def _readers(said: Bools, data: LabelledSlices, rows: Sequence[TruthRow]) -> dict[str, Any]:
    """The observers' own agreement, and that of the truth, the best of all readers, with the first of them.

    By how much the ensemble is above the second observer is told with an interval, for both read the same slices.

    The truth states a probability too: how likely an observer, who sees it with noise, calls the slice diagnostic.
    """
    if data.observers is None:
        return {}
    first, second = data.observers.T
    chance = chance_of_diagnostic(np.array([row.area_cm2 for row in rows]), np.array([_error(row) for row in rows]))
    recall = _recall(chance, first, data.patient)
    both = count_by_patient(np.column_stack([second, said]), first, data.patient)
    return {
        "observers": compare(second[:, None], first, data.patient),
        "above_observers": differences_with_intervals(both),
        "truth": {**compare(data.is_diagnostic[:, None], first, data.patient), "recall_at_precision": recall},
    }


def _confusion(said: Bools, label: Bools) -> dict[str, dict[str, int]]:
    names = {False: "non_diagnostic", True: "diagnostic"}
    return {
        f"said_{names[one]}": {names[other]: int(((said == one) & (label == other)).sum()) for other in names}
        for one in names
    }


def _errors(said: Bools, label: Bools, data: LabelledSlices, rows: Sequence[TruthRow]) -> dict[str, Any]:
    """Where the ensemble and the second observer differ from the label."""
    wrong = said != label
    other = None if data.observers is None else data.observers[:, 1] != label
    distance = np.abs([margin(row) for row in rows]) / READING_NOISE
    place = np.searchsorted(BORDERS, distance, side="right")
    names = [f"under {BORDERS[0]:g}", *(f"{a:g} to {b:g}" for a, b in pairwise(BORDERS)), f"{BORDERS[-1]:g} and more"]
    causes = np.array([row.cause or "none" for row in rows])
    fault = np.array([_fault(row) for row in rows])
    return {
        "by_distance": {name: _share(place == one, wrong, other) for one, name in enumerate(names)},
        "by_cause": {str(name): _share(causes == name, wrong, other) for name in np.unique(causes)},
        "by_fault": {str(name): _share(fault == name, wrong, other) for name in np.unique(fault)},
    }


def _share(inside: Bools, wrong: Bools, other: Bools | None) -> dict[str, int]:
    told = {"slices": int(inside.sum()), "ensemble": int(wrong[inside].sum())}
    return told if other is None else told | {"observer_2": int(other[inside].sum())}


def margin(row: TruthRow) -> float:
    """How far inside the rule for diagnostic a slice lies, as observers see it; below 0 it lies outside.

    Of the logarithm of the area over the least one, and what is left of the allowed error of stiffness: the lower.
    """
    error = abs(_error(row))
    if not row.area_cm2 or np.isinf(error):
        return -np.inf
    return float(min(np.log(row.area_cm2 / SMALLEST_AREA_CM2), 1 - error / REPEATABILITY))


def _error(row: TruthRow) -> float:
    """Of the measured stiffness, relative to the true one; infinite where either is missing."""
    if row.measured_kpa == "" or not row.true_kpa:
        return np.inf
    return float(row.measured_kpa) / row.true_kpa - 1


def _fault(row: TruthRow) -> str:
    """What the truth says against a slice."""
    if row.label == "diagnostic":
        return "none"
    return TOO_LITTLE if row.area_cm2 < SMALLEST_AREA_CM2 else WRONG_STIFFNESS
