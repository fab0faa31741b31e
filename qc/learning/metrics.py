"""How well predictions agree with labels; non-diagnostic is what must not be missed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qc.domain.agreement import cohens_kappa
from qc.domain.verdict import VOTE_THRESHOLD, count_votes, decide_slice


def ensemble_figures(
    probabilities: NDArray[np.float32], is_diagnostic: NDArray[np.bool_]
) -> dict[str, float | int | None]:
    """Figures of the majority vote; `probabilities` of diagnostic is (n, members), labels (n,).

    Slices without a majority are undecided and left out of the other figures; `n` says how many remain.
    """
    verdicts = [decide_slice(count_votes(row.tolist())) for row in probabilities]
    decided = np.array([verdict != "undecided" for verdict in verdicts], dtype=bool)
    says_diagnostic = np.array([verdict == "diagnostic" for verdict in verdicts], dtype=bool)
    figures = figures_of(says_diagnostic[decided], is_diagnostic[decided])
    return {**figures, "undecided": int((~decided).sum())}


def member_figures(probability: NDArray[np.float32], is_diagnostic: NDArray[np.bool_]) -> dict[str, float | int | None]:
    """Figures of one member; `probability` of diagnostic and labels are (n,)."""
    return figures_of(probability >= VOTE_THRESHOLD, is_diagnostic)


def figures_of(predicted: NDArray[np.bool_], actual: NDArray[np.bool_]) -> dict[str, float | int | None]:
    """n, accuracy, kappa, and recall and precision of non-diagnostic (all higher is better), rounded.

    None where a figure is not defined: without such slices, or without such predictions.
    """
    caught = int((~predicted & ~actual).sum())
    kappa = cohens_kappa(predicted.tolist(), actual.tolist())
    return {
        "n": len(actual),
        "accuracy": _share(int((predicted == actual).sum()), len(actual)),
        "kappa": None if kappa is None else round(kappa.value, 4),
        "recall_non_diagnostic": _share(caught, int((~actual).sum())),
        "precision_non_diagnostic": _share(caught, int((~predicted).sum())),
    }


def mean_figures(rows: Sequence[dict[str, float | int | None]]) -> dict[str, float | None]:
    """The mean of each figure over members, leaving out where it is not defined; counts have no mean."""
    means: dict[str, float | None] = {}
    for name in [name for name in rows[0] if name != "n"]:
        values = [row[name] for row in rows]
        known = [value for value in values if value is not None]
        means[name] = round(sum(known) / len(known), 4) if known else None
    return means


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
