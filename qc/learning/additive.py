"""A classifier that is a sum of curves: every index adds what its curve says to the log odds of every label.

Nothing but numbers in JSON, and what an index did for a label can be read off (generalised additive model:
Hastie and Tibshirani, Statistical Science 1986;1:297-310).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class AdditiveModel:
    """Log odds of every label as an intercept plus one piecewise linear curve an index."""

    labels: tuple[str, ...]
    intercept: NDArray[np.float64]
    """(labels,)"""
    knots: dict[str, NDArray[np.float64]]
    """By index: rising values (knots,); beyond the ends a curve stays level."""
    curves: dict[str, NDArray[np.float64]]
    """By index: what is added at every knot (labels, knots), centred so that an unknown index adds nothing."""

    def contributions(self, indices: Mapping[str, float | None]) -> dict[str, NDArray[np.float64]]:
        """What every known index adds, by index: float64 (labels,)."""
        return {name: self._add(name, value) for name in self.knots if (value := indices.get(name)) is not None}

    def odds(self, indices: Mapping[str, float | None]) -> NDArray[np.float64]:
        """Log odds of every label (labels,), up to a common constant."""
        return np.asarray(self.intercept + sum(self.contributions(indices).values()))

    def probabilities(self, indices: Mapping[str, float | None]) -> dict[str, float]:
        """Probability of every label; they add up to 1."""
        odds = self.odds(indices)
        shares = np.exp(odds - odds.max())
        return dict(zip(self.labels, (shares / shares.sum()).tolist(), strict=True))

    def cooled(self, temperature: float) -> "AdditiveModel":
        """The same with all odds divided by `temperature`: less sure from 1 up."""
        curves = {name: curve / temperature for name, curve in self.curves.items()}
        return AdditiveModel(self.labels, self.intercept / temperature, self.knots, curves)

    def _add(self, name: str, value: float) -> NDArray[np.float64]:
        return np.array([np.interp(value, self.knots[name], curve) for curve in self.curves[name]])

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        curves = {name: {"knots": self.knots[name].tolist(), "adds": self.curves[name].tolist()} for name in self.knots}
        return {"labels": list(self.labels), "intercept": self.intercept.tolist(), "curves": curves}

    @classmethod
    def from_dict(cls, contents: Mapping[str, Any]) -> "AdditiveModel":
        """Raises KeyError, TypeError or ValueError for anything else than what `as_dict` gives."""
        curves = contents["curves"]
        return cls(
            labels=tuple(str(label) for label in contents["labels"]),
            intercept=np.array(contents["intercept"], dtype=np.float64),
            knots={name: np.array(curve["knots"], dtype=np.float64) for name, curve in curves.items()},
            curves={name: np.array(curve["adds"], dtype=np.float64) for name, curve in curves.items()},
        )
