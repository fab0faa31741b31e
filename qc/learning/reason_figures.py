"""How well the reasons are told: figures on locked exams, with intervals by resampling patients."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qc.domain.reasons import REASON_CODES
from qc.learning.reasons import ReasonModel
from qc.learning.simulated_indices import PATTERNS, IndexedSlice, Needs

RESAMPLES = 2000
BINS = 10


def reason_figures(model: ReasonModel, locked: Sequence[IndexedSlice]) -> dict[str, Any]:
    """By pattern of inputs: top-1 and top-2 over slices that failed for a cause, and what fine slices were given."""
    return {"+".join(("maps", *needs)): _figures(model, locked, needs) for needs in PATTERNS}


def _figures(model: ReasonModel, locked: Sequence[IndexedSlice], needs: Needs) -> dict[str, Any]:
    failed = [one for one in locked if not one.is_diagnostic and one.cause is not None]
    unexplained = [one for one in locked if not one.is_diagnostic and one.cause is None]
    fine = [one for one in locked if one.is_diagnostic]
    opinions = [model.explain(one.indices[needs], is_diagnostic=False) for one in failed]
    ranked = [[reason.code for reason in opinion.reasons] for opinion in opinions]
    causes = [str(one.cause) for one in failed]
    patients = np.array([one.patient for one in failed])
    first = np.array([cause in codes[:1] for cause, codes in zip(causes, ranked, strict=True)])
    second = np.array([cause in codes[:2] for cause, codes in zip(causes, ranked, strict=True)])
    sure = np.array([opinion.reasons[0].probability if opinion.reasons else np.nan for opinion in opinions])
    return {
        "failed": len(failed),
        "top_1": _with_interval(first, patients),
        "top_2": _with_interval(second, patients),
        "no_reason_given": _share([not codes for codes in ranked]),
        "calibration_error": _calibration_error(sure, first),
        "confusion": _confusion(causes, ranked),
        "fine": len(fine),
        "fine_called_diagnostic_given_a_reason": sum(_is_given(model, one, needs, is_diagnostic=True) for one in fine),
        "fine_called_non_diagnostic_given_a_reason": sum(
            _is_given(model, one, needs, is_diagnostic=False) for one in fine
        ),
        "failed_without_cause": len(unexplained),
        "failed_without_cause_given_a_reason": sum(
            _is_given(model, one, needs, is_diagnostic=False) for one in unexplained
        ),
    }


def _is_given(model: ReasonModel, one: IndexedSlice, needs: Needs, *, is_diagnostic: bool) -> bool:
    return bool(model.explain(one.indices[needs], is_diagnostic=is_diagnostic).reasons)


def _with_interval(hits: NDArray[np.bool_], patients: NDArray[np.str_]) -> dict[str, Any]:
    """The share, with the 2.5th and 97.5th percentile over draws of patients with replacement."""
    names, owner = np.unique(patients, return_inverse=True)
    right, count = np.bincount(owner, hits, len(names)), np.bincount(owner, minlength=len(names))
    draws = np.random.default_rng(0).integers(len(names), size=(RESAMPLES, len(names)))
    shares = right[draws].sum(axis=1) / count[draws].sum(axis=1)
    low, high = np.percentile(shares, (2.5, 97.5))
    return {"value": round(float(hits.mean()), 3), "interval": [round(float(low), 3), round(float(high), 3)]}


def _calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean distance between stated and observed share of the first reason over ten bins, weighted by their slices."""
    given = ~np.isnan(sure)
    bins = np.minimum((sure[given] * BINS).astype(int), BINS - 1)
    gaps = [
        abs(sure[given][bins == one].mean() - right[given][bins == one].mean()) * (bins == one).sum()
        for one in set(bins)
    ]
    return round(float(sum(gaps)) / max(int(given.sum()), 1), 3)


def _confusion(causes: list[str], ranked: list[list[str]]) -> dict[str, dict[str, int]]:
    """By simulated cause: how often each reason came first; `none` where no reason was given."""
    table: dict[str, Counter[str]] = {code: Counter() for code in REASON_CODES}
    for cause, codes in zip(causes, ranked, strict=True):
        table[cause][codes[0] if codes else "none"] += 1
    return {code: dict(counts.most_common()) for code, counts in table.items()}


def _share(found: list[bool]) -> float:
    return round(sum(found) / max(len(found), 1), 3)
