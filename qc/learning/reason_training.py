"""Training of the classifier of reasons: curves by regression, folds by patient, judged on locked exams."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
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
from qc.elastography.liver import estimator_digest
from qc.learning.additive import AdditiveModel
from qc.learning.manifest import commit_of_code, write_manifest
from qc.learning.reason_figures import reason_figures
from qc.learning.reasons import MODEL, SOME_REASON, ReasonModel
from qc.learning.simulated_indices import PATTERNS, IndexedExams, IndexedSlice, Needs

FOLDS = 8
KNOTS = 6
"""Of every curve, at even percentiles of what was seen."""
KNOT_PERCENTILES = (2, 98)
STRENGTH = {"gate": 0.3, "ranking": 1.0}
"""Inverse of the penalty on the curves; the gate is asked more coarsely, because fine slices vary little."""
NORMAL_PERCENTILES = (5, 95)
TOLD_FROM = 0.6
"""A reason counts as told where so many of its held-out slices are given it."""
OPENS_FROM = 1 / 3
"""A reason is given where it is so likely, held out, that one of the six is at work."""
SPARED_FROM_CM2 = 4.0
"""From this much measurable liver on no reason is given. A measurement needs 5 cm2 of the true liver
(qc/simulation/truth.py); of the estimated liver 2 of the 1,721 fine slices that were learned from had less than 4."""
ARRIVES_AS = {"phase": "raw phase", "magnitude": "magnitude", "wave": "wave"}
STATEMENT = "Trained on simulated exams, research use."

Values = NDArray[np.float64]
Labels = NDArray[np.str_]


@dataclass(frozen=True)
class Examples:
    """Slices as one pattern of inputs shows them."""

    names: tuple[str, ...]
    values: Values
    """(n, indices); NaN where an index is not known."""
    labels: Labels
    """(n,)"""
    patients: NDArray[np.str_]
    """(n,)"""

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Examples":
        return Examples(self.names, self.values[chosen], self.labels[chosen], self.patients[chosen])

    def relabel(self, labels: Labels) -> "Examples":
        return Examples(self.names, self.values, labels, self.patients)


def train_reasons(learned: IndexedExams, locked: IndexedExams, *, out: Path, name: str, version: str) -> dict[str, Any]:
    """Fit a model for every pattern of inputs, write it to `out`, and judge it on `locked`; returns the manifest.

    A slice that is not diagnostic stands for the cause that was simulated. Fine slices stand for none; so do those
    that failed without a cause, because no advice would have repaired them.
    Raises TrainingRefused where a reason has slices of too few patients.
    """
    _check_enough(learned.slices)
    out.mkdir(parents=True, exist_ok=True)
    contents = {
        "normal": normal_ranges(learned.slices),
        "patterns": [_fit_pattern(learned.slices, needs) for needs in PATTERNS],
    }
    (out / MODEL).write_text(json.dumps(contents, separators=(",", ":")) + "\n")
    manifest = {
        "name": name,
        "version": version,
        "statement": STATEMENT,
        "learned": learned.describe(),
        "locked": locked.describe(),
        "liver_estimator": f"sha256:{estimator_digest()}",
        "commit": commit_of_code(),
        "figures": {},
    }
    write_manifest(out, manifest, file=MODEL)
    figures = reason_figures(ReasonModel.load(out), locked.slices)
    return write_manifest(out, {**manifest, "figures": figures}, file=MODEL)


def normal_ranges(slices: Sequence[IndexedSlice]) -> dict[str, tuple[float, float]]:
    """By index: 5th and 95th percentile over the diagnostic slices, everything having arrived."""
    examples = _examples([one for one in slices if one.is_diagnostic], PATTERNS[0])
    ranges = np.nanpercentile(examples.values, NORMAL_PERCENTILES, axis=0).T
    return {name: (_rounded(low), _rounded(high)) for name, (low, high) in zip(examples.names, ranges, strict=True)}


def label_of(one: IndexedSlice) -> str:
    """The cause of a slice that failed for one; else `none`."""
    return "none" if one.is_diagnostic or one.cause is None else one.cause


def fit_additive(examples: Examples, order: Sequence[str], strength: float) -> AdditiveModel:
    """Regress the labels on the hat functions between the knots of every index; `order` is that of the labels."""
    knots = [_knots(column) for column in examples.values.T]
    hats = [_hats(column, at) for column, at in zip(examples.values.T, knots, strict=True)]
    centres = [np.nanmean(one, axis=0) for one in hats]
    inputs = np.concatenate([np.nan_to_num(one - centre) for one, centre in zip(hats, centres, strict=True)], axis=1)
    regression = LogisticRegression(C=strength, max_iter=3000).fit(inputs, examples.labels)
    weights, intercept = regression.coef_, regression.intercept_
    if len(order) == 2:  # then one row stands for the second label
        weights, intercept = np.vstack([-weights, weights]) / 2, np.r_[-intercept, intercept] / 2
    rows = [list(regression.classes_).index(label) for label in order]
    parts = np.split(weights[rows], np.cumsum([len(at) for at in knots])[:-1], axis=1)
    curves = [part - part @ centre[:, None] for part, centre in zip(parts, centres, strict=True)]
    return AdditiveModel(
        tuple(order),
        intercept[rows],
        dict(zip(examples.names, knots, strict=True)),
        dict(zip(examples.names, curves, strict=True)),
    )


def _fit_pattern(slices: Sequence[IndexedSlice], needs: Needs) -> dict[str, Any]:
    examples = _examples(slices, needs)
    failed = examples.labels != "none"
    gate, _ = _fit_calibrated(
        examples.relabel(np.where(failed, SOME_REASON, "none")), ("none", SOME_REASON), STRENGTH["gate"]
    )
    ranking, odds = _fit_calibrated(examples.take(failed), REASON_CODES, STRENGTH["ranking"])
    given = np.array(REASON_CODES)[odds.argmax(axis=1)]
    return {
        "needs": list(needs),
        "gate": gate.as_dict(),
        "opens_from": OPENS_FROM,
        "spared_from_cm2": SPARED_FROM_CM2,
        "ranking": ranking.as_dict(),
        "cannot_tell": _cannot_tell(given, examples.labels[failed], needs),
    }


def _examples(slices: Sequence[IndexedSlice], needs: Needs) -> Examples:
    """Only indices that are known of some slice."""
    rows = [one.indices[needs] for one in slices]
    names = tuple(index.name for index in INDICES if any(row[index.name] is not None for row in rows))
    return Examples(
        names,
        np.array([[row[name] for name in names] for row in rows], dtype=np.float64),
        np.array([label_of(one) for one in slices]),
        np.array([one.patient for one in slices]),
    )


def _fit_calibrated(examples: Examples, order: Sequence[str], strength: float) -> tuple[AdditiveModel, Values]:
    """The model of all slices, scaled by the temperature that suits held-out patients; and the odds of those."""
    held_out = np.zeros((len(examples.labels), len(order)))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for learned, judged in folds.split(examples.values, examples.labels, groups=examples.patients):
        part = fit_additive(examples.take(learned), order, strength)
        held_out[judged] = _odds(part, examples.take(judged))
    actual = np.array([list(order).index(label) for label in examples.labels])
    temperature = _temperature(held_out, actual)
    return fit_additive(examples, order, strength).cooled(temperature), held_out / temperature


def _odds(model: AdditiveModel, examples: Examples) -> Values:
    """Log odds (n, labels) of every slice."""
    rows = [
        {name: None if np.isnan(value) else float(value) for name, value in zip(examples.names, row, strict=True)}
        for row in examples.values
    ]
    return np.array([model.odds(row) for row in rows])


def _knots(column: Values) -> Values:
    return np.unique(np.nanpercentile(column, np.linspace(*KNOT_PERCENTILES, KNOTS)))


def _hats(column: Values, knots: Values) -> Values:
    """Piecewise linear functions that are 1 at one knot and 0 at the others: (n, knots)."""
    return np.stack([np.interp(column, knots, unit) for unit in np.eye(len(knots))], axis=1)


def _temperature(odds: Values, actual: NDArray[np.intp]) -> float:
    """What odds are divided by so that held-out labels are likeliest (Guo et al., ICML 2017;70:1321-1330)."""

    def loss(logarithm: float) -> float:
        scaled = odds / np.exp(logarithm)
        return float((np.logaddexp.reduce(scaled, axis=1) - scaled[np.arange(len(actual)), actual]).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x))


def _cannot_tell(given: Labels, causes: Labels, needs: Needs) -> dict[str, str]:
    """By code: why a reason is not told, where held-out slices that failed for it mostly were given others."""
    missed = [code for code in REASON_CODES if (given[causes == code] == code).mean() < TOLD_FROM]
    present = {*needs, "wave"} if "phase" in needs else set(needs)
    absent = [name for name in ARRIVES_AS if name not in present]
    if not absent:
        return dict.fromkeys(missed, "the indices do not tell it from other reasons")
    return dict.fromkeys(missed, f"no {' or '.join(ARRIVES_AS[name] for name in absent)} images arrived")


def _check_enough(slices: Sequence[IndexedSlice]) -> None:
    for code in REASON_CODES:
        patients = {one.patient for one in slices if label_of(one) == code}
        if len(patients) < 2:
            raise TrainingRefused(f"Slices of {len(patients)} patients failed for {code}; simulate more exams.")


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
