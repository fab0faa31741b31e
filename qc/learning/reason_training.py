"""Training of the classifier of reasons: curves by regression, folds by patient, honest figures on locked exams."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from qc.domain.errors import TrainingRefused
from qc.domain.reasons import REASON_CODES
from qc.elastography.indices import INDICES
from qc.learning.additive import AdditiveModel
from qc.learning.manifest import commit_of_code, write_manifest
from qc.learning.reason_figures import reason_figures
from qc.learning.reasons import MODEL, SOME_REASON, ReasonModel
from qc.learning.simulated_indices import ALL_INPUTS, PATTERNS, IndexedSlice, Needs

FOLDS = 8
KNOTS = 6
"""Of every curve, at even percentiles of what was seen."""
KNOT_PERCENTILES = (2, 98)
STRENGTH = {"gate": 0.3, "ranking": 1.0}
"""Inverse of the penalty on the curves."""
NORMAL_PERCENTILES = (5, 95)
TOLD_FROM = 0.6
"""A reason counts as told when so many of its slices, held out, are given it."""
OPENS_FROM = 0.5
ARRIVES_AS = {"phase": "raw phase", "magnitude": "magnitude", "wave": "wave"}
STATEMENT = "Trained on simulated exams, research use."

Values = NDArray[np.float64]


def train_reasons(
    slices: Sequence[IndexedSlice], locked: Sequence[IndexedSlice], *, out: Path, name: str, version: str, **source: Any
) -> dict[str, Any]:
    """Fit a model for every pattern of inputs, write it to `out`, and judge it on `locked`; returns the manifest.

    A slice that is not diagnostic stands for the cause that was simulated. Fine slices stand for none; so do those
    that failed without a cause, because nothing could be repaired by advice.
    Raises TrainingRefused where a reason has slices of too few patients.
    """
    _check_enough(slices)
    out.mkdir(parents=True, exist_ok=True)
    contents = {
        "normal": normal_ranges(slices),
        "patterns": [_fit_pattern(slices, needs) for needs in PATTERNS],
    }
    (out / MODEL).write_text(json.dumps(contents, separators=(",", ":")) + "\n")
    manifest = {"name": name, "version": version, "statement": STATEMENT, "commit": commit_of_code(), **source}
    write_manifest(out, {**manifest, "figures": {}}, file=MODEL)
    figures = reason_figures(ReasonModel.load(out), locked)
    return write_manifest(out, {**manifest, "figures": figures}, file=MODEL)


def normal_ranges(slices: Sequence[IndexedSlice]) -> dict[str, tuple[float, float]]:
    """By index: 5th and 95th percentile over the diagnostic slices, everything having arrived."""
    ranges = {}
    for index in INDICES:
        values = [
            value for one in slices if one.is_diagnostic and (value := one.indices[PATTERNS[0]][index.name]) is not None
        ]
        low, high = np.percentile(values, NORMAL_PERCENTILES)
        ranges[index.name] = (float(f"{low:.4g}"), float(f"{high:.4g}"))
    return ranges


def label_of(one: IndexedSlice) -> str:
    """The cause of a slice that failed for one; else `none`."""
    return "none" if one.is_diagnostic or one.cause is None else one.cause


def _fit_pattern(slices: Sequence[IndexedSlice], needs: Needs) -> dict[str, Any]:
    names = [index.name for index in INDICES if any(one.indices[needs][index.name] is not None for one in slices)]
    values = np.array([[_number(one.indices[needs][name]) for name in names] for one in slices])
    labels = np.array([label_of(one) for one in slices])
    patients = np.array([one.patient for one in slices])
    failed = labels != "none"
    gate_labels = np.where(failed, SOME_REASON, "none")
    gate, _ = _fit_calibrated(names, values, gate_labels, patients, ("none", SOME_REASON), STRENGTH["gate"])
    ranking, held_out = _fit_calibrated(
        names, values[failed], labels[failed], patients[failed], REASON_CODES, STRENGTH["ranking"]
    )
    return {
        "needs": list(needs),
        "gate": gate.as_dict(),
        "opens_from": OPENS_FROM,
        "ranking": ranking.as_dict(),
        "cannot_tell": _cannot_tell(held_out, labels[failed], needs),
    }


def _fit_calibrated(
    names: list[str],
    values: Values,
    labels: NDArray[np.str_],
    patients: NDArray[np.str_],
    order: Sequence[str],
    strength: float,
) -> tuple[AdditiveModel, Values]:
    """The model of all slices, its odds divided by the temperature that suits held-out slices; and their odds."""
    held_out = np.zeros((len(values), len(order)))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for learned, judged in folds.split(values, labels, groups=patients):
        part = fit_additive(names, values[learned], labels[learned], order, strength)
        held_out[judged] = odds_of(part, names, values[judged])
    actual = np.array([list(order).index(label) for label in labels])
    temperature = _temperature(held_out, actual)
    model = fit_additive(names, values, labels, order, strength)
    curves = {name: curve / temperature for name, curve in model.curves.items()}
    return AdditiveModel(model.labels, model.intercept / temperature, model.knots, curves), held_out / temperature


def fit_additive(
    names: list[str], values: Values, labels: NDArray[np.str_], order: Sequence[str], strength: float
) -> AdditiveModel:
    """Regress `labels` (n,) on the hat functions between the knots of `values` (n, indices); NaN is not known."""
    knots = {name: _knots(column) for name, column in zip(names, values.T, strict=True)}
    basis = {name: _hats(column, knots[name]) for name, column in zip(names, values.T, strict=True)}
    centres = {name: np.nanmean(hats, axis=0) for name, hats in basis.items()}
    inputs = np.concatenate([np.nan_to_num(basis[name] - centres[name]) for name in names], axis=1)
    regression = LogisticRegression(C=strength, max_iter=3000).fit(inputs, labels)
    found = list(regression.classes_)
    weights, intercept = regression.coef_, regression.intercept_
    if len(found) == 2:  # one row stands for the second label
        weights, intercept = np.vstack([-weights, weights]) / 2, np.r_[-intercept, intercept] / 2
    rows = [found.index(label) for label in order]
    edges = np.cumsum([0, *(len(knots[name]) for name in names)])
    curves = {}
    for number, name in enumerate(names):
        part = weights[rows, edges[number] : edges[number + 1]]
        curves[name] = part - part @ centres[name][:, None]
    return AdditiveModel(tuple(order), intercept[rows], knots, curves)


def odds_of(model: AdditiveModel, names: list[str], values: Values) -> Values:
    """Log odds (n, labels) of rows of values (n, indices), NaN where not known."""
    total = np.tile(model.intercept, (len(values), 1))
    for name, column in zip(names, values.T, strict=True):
        added = np.stack([np.interp(column, model.knots[name], curve) for curve in model.curves[name]], axis=1)
        total += np.nan_to_num(added)
    return total


def _knots(column: Values) -> Values:
    return np.unique(np.nanpercentile(column, np.linspace(*KNOT_PERCENTILES, KNOTS)))


def _hats(column: Values, knots: Values) -> Values:
    """Piecewise linear functions that are 1 at one knot and 0 at the others: (n, knots)."""
    return np.stack([np.interp(column, knots, unit) for unit in np.eye(len(knots))], axis=1)


def _temperature(odds: Values, actual: NDArray[np.intp]) -> float:
    """What the odds are divided by so that held-out slices are likeliest (Guo et al., ICML 2017)."""

    def loss(logarithm: float) -> float:
        scaled = odds / np.exp(logarithm)
        total = np.logaddexp.reduce(scaled, axis=1)
        return float((total - scaled[np.arange(len(actual)), actual]).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x))


def _cannot_tell(odds: Values, labels: NDArray[np.str_], needs: Needs) -> dict[str, str]:
    """By code: why a reason is not told, where held-out slices that failed for it mostly were given others."""
    given = np.array(REASON_CODES)[odds.argmax(axis=1)]
    missed = [code for code in REASON_CODES if (given[labels == code] == code).mean() < TOLD_FROM]
    absent = [
        ARRIVES_AS[name] for name in ALL_INPUTS if name not in needs and not (name == "wave" and "phase" in needs)
    ]
    why = f"no {' or '.join(absent)} images arrived" if absent else "the indices do not tell it from others"
    return dict.fromkeys(missed, why)


def _check_enough(slices: Sequence[IndexedSlice]) -> None:
    for code in REASON_CODES:
        patients = {one.patient for one in slices if label_of(one) == code}
        if len(patients) < 2:
            raise TrainingRefused(f"{len(patients)} simulated exams failed for {code}; simulate more exams.")


def _number(value: float | None) -> float:
    return np.nan if value is None else value
