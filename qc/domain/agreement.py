"""Agreement of two raters beyond chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959964


@dataclass(frozen=True)
class Kappa:
    value: float
    low: float
    high: float
    slices: int


def cohens_kappa(first: Sequence[bool], second: Sequence[bool]) -> Kappa | None:
    """Cohen's kappa of two raters with its 95 % interval, or None where it is not defined.

    It is not defined without ratings, nor where both raters gave all slices the same single rating: then chance
    alone explains everything. Interval: large-sample variance of Fleiss, Cohen and Everitt (1969), cut at -1 and 1.
    """
    n = len(first)
    if n != len(second):
        raise ValueError("both raters must have rated the same slices")
    if n == 0:
        return None
    p = [[_share(first, second, a, b) for b in (False, True)] for a in (False, True)]
    rows = [sum(p[a]) for a in (0, 1)]
    cols = [p[0][b] + p[1][b] for b in (0, 1)]
    observed = p[0][0] + p[1][1]
    expected = rows[0] * cols[0] + rows[1] * cols[1]
    if expected == 1:
        return None
    kappa = (observed - expected) / (1 - expected)
    half = Z_95 * sqrt(_variance(p, rows, cols, kappa, expected) / n)
    return Kappa(kappa, max(-1.0, kappa - half), min(1.0, kappa + half), n)


def _share(first: Sequence[bool], second: Sequence[bool], a: bool, b: bool) -> float:
    return sum(x == a and y == b for x, y in zip(first, second, strict=True)) / len(first)


def _variance(p: list[list[float]], rows: list[float], cols: list[float], kappa: float, expected: float) -> float:
    agree = sum(p[i][i] * (1 - (rows[i] + cols[i]) * (1 - kappa)) ** 2 for i in (0, 1))
    differ = (1 - kappa) ** 2 * sum(p[i][1 - i] * (cols[i] + rows[1 - i]) ** 2 for i in (0, 1))
    chance = (kappa - expected * (1 - kappa)) ** 2
    return max(0.0, (agree + differ - chance) / (1 - expected) ** 2)
