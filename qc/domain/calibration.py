"""What the ensemble's mean probability is worth: made honest, and silent where it would be wrong too often."""

from dataclasses import dataclass
from math import exp, isfinite, log
from typing import Any

SMALLEST = 1e-6
"""Nearer to 0 or 1 than this no mean of members is taken to be: its logit would be endless."""


@dataclass(frozen=True)
class Opinion:
    """What the ensemble thinks of one slice, in words that can be checked against outcomes."""

    probability: float
    """Of diagnostic, calibrated: of all slices with 0.8, eight of ten are diagnostic."""
    abstains: bool
    """The verdict by votes stands, but a person should decide."""
    band: tuple[float, float]
    """Calibrated probabilities between which the ensemble abstains."""


@dataclass(frozen=True)
class Calibration:
    """Temperature scaling of the mean probability (Guo et al. 2017), with the band chosen on the same slices."""

    temperature: float
    """Divides the logit: above 1 where the members are surer than they are right."""
    bias: float
    """Added to the logit; 0 where it does not earn its place."""
    band: tuple[float, float]
    """Low and high end of the abstain band, calibrated probabilities; low <= 0.5 <= high."""

    def __post_init__(self) -> None:
        low, high = self.band
        if not (isfinite(self.bias) and 0 < self.temperature < float("inf") and 0 <= low <= 0.5 <= high <= 1):
            raise ValueError(f"{self} is no calibration")

    @classmethod
    def from_dict(cls, constants: dict[str, Any]) -> "Calibration":
        """From a manifest. Raises KeyError, TypeError or ValueError if a constant is missing or wrong."""
        low, high = (float(end) for end in constants["band"])
        return cls(float(constants["temperature"]), float(constants["bias"]), (low, high))

    def as_dict(self) -> dict[str, Any]:
        """For the manifest, and to be kept with what it calibrated."""
        return {"temperature": self.temperature, "bias": self.bias, "band": list(self.band)}

    def calibrate(self, mean: float) -> float:
        """The calibrated probability of diagnostic, from the members' mean."""
        inside = min(max(mean, SMALLEST), 1 - SMALLEST)
        return 1 / (1 + exp(-(log(inside / (1 - inside)) / self.temperature + self.bias)))

    def form_opinion(self, mean: float, verdict: str | None) -> Opinion:
        """The opinion on a slice with this mean probability and this verdict by votes.

        Outside the band it still abstains where the votes do not say what the probability says.
        """
        probability = self.calibrate(mean)
        low, high = self.band
        speaks_for = "diagnostic" if probability >= high else "non_diagnostic" if probability <= low else None
        return Opinion(round(probability, 4), verdict != speaks_for, self.band)
