"""How well the reasons are told: figures on locked exams, with intervals by resampling patients."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qc.domain.reasons import REASON_CODES
from qc.learning.reasons import LikelyReason, ReasonModel
from qc.learning.simulated_indices import PATTERNS, IndexedSlice, Needs

RESAMPLES = 2000
BINS = 10
SILENT = "none"

Ranking = tuple[LikelyReason, ...]


def reason_figures(model: ReasonModel, locked: Sequence[IndexedSlice]) -> dict[str, Any]:
    """All figures by pattern of inputs, over exams that nothing was learned from."""
    return {"+".join(("maps", *needs)): _figures(model, locked, needs) for needs in PATTERNS}


def _figures(model: ReasonModel, locked: Sequence[IndexedSlice], needs: Needs) -> dict[str, Any]:
    """Of one pattern.

    `ranking` takes every slice that failed for a cause, whether the gate opens or not. `as_shown` takes the verdict
    of the shipped ensemble and the gate as the product does: there a slice without a reason counts as missed. `fine`
    slices are diagnostic and have no cause; others are diagnostic though one is at work, too mild to spoil them.
    """
    failed = [one for one in locked if not one.is_diagnostic and one.cause is not None]
    unexplained = [one for one in locked if not one.is_diagnostic and one.cause is None]
    fine = [one for one in locked if one.is_diagnostic and one.cause is None]
    mild = [one for one in locked if one.is_diagnostic and one.cause is not None]
    ranked = [model.pattern_for(one.indices[needs]).rank(one.indices[needs]) for one in failed]
    flagged = [(one, codes) for one in failed if (codes := _shown(model, one, needs)) is not None]
    return {
        "cannot_tell": list(model.pattern_for(locked[0].indices[needs]).cannot_tell),
        "ranking": {**_top(failed, ranked), "calibration_error": _calibration_error(failed, ranked)},
        "confusion": _confusion(failed, ranked),
        "as_shown": {
            **_top([one for one, _ in flagged], [codes for _, codes in flagged]),
            "without_a_reason": sum(not codes for _, codes in flagged),
        },
        "fine": _given(model, fine, needs),
        "diagnostic_despite_a_cause": _given(model, mild, needs),
        "failed_without_cause": _given(model, unexplained, needs),
    }


def _shown(model: ReasonModel, one: IndexedSlice, needs: Needs) -> Ranking | None:
    """What the product shows for a slice; None where the ensemble does not call it non-diagnostic."""
    if one.verdict != "non_diagnostic":
        return None
    return model.explain(one.indices[needs], is_diagnostic=False).reasons


def _given(model: ReasonModel, slices: Sequence[IndexedSlice], needs: Needs) -> dict[str, int]:
    """How many slices there are, how many the ensemble flags, and how many are given a reason with and without it.

    Of those that are given one, how many are given one first that is at work.
    """
    shown = [_shown(model, one, needs) for one in slices]
    given = [(one, codes) for one, codes in zip(slices, shown, strict=True) if codes]
    opened = [bool(model.explain(one.indices[needs], is_diagnostic=False).reasons) for one in slices]
    return {
        "slices": len(slices),
        "called_non_diagnostic": sum(one is not None for one in shown),
        "given_a_reason": len(given),
        "given_one_at_work": sum(codes[0].code in one.causes for one, codes in given),
        "given_a_reason_had_all_been_called_non_diagnostic": sum(opened),
    }


def _top(failed: Sequence[IndexedSlice], ranked: Sequence[Ranking]) -> dict[str, Any]:
    """How often a cause that is at work comes first, and first or second."""
    patients = np.array([one.patient for one in failed])
    figures: dict[str, Any] = {"slices": len(failed), "patients": len(set(patients))}
    for count in (1, 2):
        hits = [
            any(reason.code in one.causes for reason in codes[:count])
            for one, codes in zip(failed, ranked, strict=True)
        ]
        figures[f"top_{count}"] = _with_interval(np.array(hits), patients)
    return figures


def _with_interval(hits: NDArray[np.bool_], patients: NDArray[np.str_]) -> dict[str, Any] | None:
    """The share, with the 2.5th and 97.5th percentile over draws of patients with replacement; None without slices."""
    if not len(hits):
        return None
    names, owner = np.unique(patients, return_inverse=True)
    right, count = np.bincount(owner, hits, len(names)), np.bincount(owner, minlength=len(names))
    draws = np.random.default_rng(0).integers(len(names), size=(RESAMPLES, len(names)))
    low, high = np.percentile(right[draws].sum(axis=1) / count[draws].sum(axis=1), (2.5, 97.5))
    return {"value": round(float(hits.mean()), 3), "interval": [round(float(low), 3), round(float(high), 3)]}


def _calibration_error(failed: Sequence[IndexedSlice], ranked: Sequence[Ranking]) -> float | None:
    """Mean distance between stated probability and observed share of the first reason, over ten bins."""
    first = [
        (codes[0].probability, codes[0].code in one.causes) for one, codes in zip(failed, ranked, strict=True) if codes
    ]
    if not first:
        return None
    stated, right = np.array(first, dtype=np.float64).T
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    gaps = [abs(stated[bins == one].sum() - right[bins == one].sum()) for one in np.unique(bins)]
    return round(float(sum(gaps)) / len(first), 3)


def _confusion(failed: Sequence[IndexedSlice], ranked: Sequence[Ranking]) -> dict[str, dict[str, int]]:
    """By simulated cause: how often each reason came first; `none` where only one that cannot be told would have."""
    table: dict[str, Counter[str]] = {code: Counter() for code in REASON_CODES}
    for one, codes in zip(failed, ranked, strict=True):
        table[str(one.cause)][codes[0].code if codes else SILENT] += 1
    return {code: dict(counts.most_common()) for code, counts in table.items()}
