"""Two-by-two tables of what was said against what is so, and their figures with intervals by patient."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Tables = NDArray[np.float64]
"""(..., 2, 2): counts by what was said, then by what is so; 0 is non-diagnostic, 1 diagnostic."""
Floats = NDArray[np.float64]
Figures = dict[str, dict[str, float | None]]

ROUNDS = 2000
"""Of the bootstrap."""


def accuracy(tables: Tables) -> Floats:
    return _ratio(tables[..., 0, 0] + tables[..., 1, 1], tables.sum((-1, -2)))


def precision_non_diagnostic(tables: Tables) -> Floats:
    return _ratio(tables[..., 0, 0], tables[..., 0, :].sum(-1))


def recall_non_diagnostic(tables: Tables) -> Floats:
    return _ratio(tables[..., 0, 0], tables[..., :, 0].sum(-1))


def kappa(tables: Tables) -> Floats:
    """Cohen's kappa; not a number where chance alone explains everything."""
    shares = tables / tables.sum((-1, -2), keepdims=True)
    observed = shares[..., 0, 0] + shares[..., 1, 1]
    expected = (shares.sum(-1) * shares.sum(-2)).sum(-1)
    return _ratio(observed - expected, 1 - expected)


FIGURES: dict[str, Callable[[Tables], Floats]] = {
    "accuracy": accuracy,
    "precision_non_diagnostic": precision_non_diagnostic,
    "recall_non_diagnostic": recall_non_diagnostic,
    "kappa": kappa,
}
"""All better when higher."""


def count_by_patient(said: NDArray[np.bool_], so: NDArray[np.bool_], patient: Sequence[str]) -> Tables:
    """A table a patient and column, (patients, columns, 2, 2), for what is said (n, columns) and so (n,)."""
    names, owner = np.unique(np.asarray(patient), return_inverse=True)
    tables = np.zeros((len(names), said.shape[1], 2, 2))
    columns = np.arange(said.shape[1])
    np.add.at(tables, (owner[:, None], columns[None, :], said.astype(int), so.astype(int)[:, None]), 1)
    return tables


def figures_with_intervals(by_patient: Tables, *, rounds: int = ROUNDS, seed: int = 0) -> Figures:
    """Every figure, averaged over the columns, with its 95 % percentile interval; patients are drawn anew.

    With several columns also the `least` and the `greatest` of them. None where a figure is not defined.
    """
    resampled = _resample(by_patient, rounds, seed)  # (rounds, columns, 2, 2)
    whole = by_patient.sum(axis=0)  # (columns, 2, 2)
    return {name: _figure(figure(whole), figure(resampled).mean(axis=1)) for name, figure in FIGURES.items()}


def differences_with_intervals(by_patient: Tables, *, rounds: int = ROUNDS, seed: int = 0) -> Figures:
    """By how much each figure of the second of two columns is above that of the first, with its 95 % interval.

    Both columns are of the same slices and the same patients are drawn for both: what is hard for both cancels.
    """
    resampled, whole = _resample(by_patient, rounds, seed), by_patient.sum(axis=0)
    return {
        name: _figure(np.diff(figure(whole)), np.diff(figure(resampled), axis=1)[:, 0])
        for name, figure in FIGURES.items()
    }


def _resample(by_patient: Tables, rounds: int, seed: int) -> Tables:
    """The sum over as many patients drawn anew, (rounds, columns, 2, 2)."""
    patients = len(by_patient)
    drawn = np.random.default_rng(seed).multinomial(patients, np.full(patients, 1 / patients), size=rounds)
    return np.asarray(np.tensordot(drawn, by_patient, axes=1))


def _figure(columns: Floats, resampled: Floats) -> dict[str, float | None]:
    known = resampled[~np.isnan(resampled)]
    low, high = np.percentile(known, (2.5, 97.5)) if len(known) else (np.nan, np.nan)
    told = {"value": columns.mean(), "low": low, "high": high}
    if len(columns) > 1:
        told |= {"least": columns.min(), "greatest": columns.max()}
    return {name: None if np.isnan(value) else round(float(value), 4) for name, value in told.items()}


def _ratio(part: Floats, whole: Floats) -> Floats:
    shares: Floats = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares
