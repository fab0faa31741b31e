"""Why a slice is not diagnostic: the shipped classifier of the six reasons in service. No scikit-learn here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qc.domain.reasons import REASON_CODES
from qc.elastography.indices import INDICES
from qc.learning.additive import AdditiveModel
from qc.learning.manifest import read_manifest

MODEL = "model.json"
NEEDED = ("name", "version", "statement", "figures", "sha256")
SHIPPED = Path(__file__).parents[1] / "reasoning" / "reasons-sim-2"
SOME_REASON = "some"
"""The gate's label for a slice that failed for one of the six reasons; its other label is `none`."""
MOST_INDICES = 4
"""So many indices at most are named for a reason."""
SMALLEST_CONTRIBUTION = 0.1
"""An index that adds less than this to the log odds of a reason does not speak for it."""
PRESENT_WITH = {"phase": "residual_wall", "magnitude": "offset_change", "wave": "wall_amplitude"}
"""The index whose presence shows that an input has arrived; raw phase also gives the wave."""


@dataclass(frozen=True)
class LikelyReason:
    code: str
    probability: float
    indices: tuple[str, ...]
    """Names of the indices that speak for it, the strongest first."""


@dataclass(frozen=True)
class Opinion:
    """The indices of a slice against their normal ranges, and what they say about why it failed."""

    values: Mapping[str, float | None]
    normal: Mapping[str, tuple[float, float]]
    """By index: 5th and 95th percentile over simulated diagnostic slices."""
    reasons: tuple[LikelyReason, ...]
    """Likeliest first; empty for a slice that is fine, or whose failure looks like none of the six."""
    cannot_tell: Mapping[str, str]
    """By code: why this reason cannot be told from what arrived."""
    model: str

    def describe(self) -> dict[str, Any]:
        """As the wire contract has it."""
        return {
            "indices": [self._describe_index(number) for number in range(len(INDICES))],
            "reasons": [
                {"code": one.code, "probability": round(one.probability, 3), "indices": list(one.indices)}
                for one in self.reasons
            ],
            "cannot_tell": [{"code": code, "why": why} for code, why in self.cannot_tell.items()],
            "model": self.model,
        }

    def _describe_index(self, number: int) -> dict[str, Any]:
        index = INDICES[number]
        value, normal = self.values.get(index.name), self.normal.get(index.name)
        return {
            "name": index.name,
            "label": index.label,
            "value": None if value is None else float(f"{value:.4g}"),
            "unit": index.unit,
            "normal": None if normal is None else list(normal),
            "formula": index.formula,
            "source": index.source,
            "better": index.better,
        }


@dataclass(frozen=True)
class Pattern:
    """What was learned for slices that arrive with the same inputs."""

    needs: frozenset[str]
    """Inputs beside the maps: phase, magnitude, wave."""
    gate: AdditiveModel
    """Whether there is one of the six reasons at all."""
    opens_from: float
    """Probability of the gate from which a reason is given."""
    spared_from_cm2: float
    """From this much measurable liver on, whatever is wrong, no reason is given."""
    ranking: AdditiveModel
    """Which of the six, given that it is one of them."""
    cannot_tell: Mapping[str, str]

    @classmethod
    def from_dict(cls, contents: Mapping[str, Any]) -> "Pattern":
        return cls(
            needs=frozenset(contents["needs"]),
            gate=AdditiveModel.from_dict(contents["gate"]),
            opens_from=float(contents["opens_from"]),
            spared_from_cm2=float(contents["spared_from_cm2"]),
            ranking=AdditiveModel.from_dict(contents["ranking"]),
            cannot_tell=dict(contents["cannot_tell"]),
        )

    def stands_out(self, indices: Mapping[str, float | None]) -> bool:
        """Whether one of the six reasons is at work at all."""
        if (indices.get("confident_area") or 0.0) >= self.spared_from_cm2:
            return False
        return self.gate.probabilities(indices)[SOME_REASON] >= self.opens_from

    def rank(self, indices: Mapping[str, float | None]) -> tuple[LikelyReason, ...]:
        """The reasons that can be told, likeliest first; none where one that cannot be told is the likeliest."""
        shares = self.ranking.probabilities(indices)
        order = sorted(shares, key=lambda code: -shares[code])
        if order[0] in self.cannot_tell:
            return ()
        added = self.ranking.contributions(indices)
        return tuple(
            LikelyReason(code, shares[code], _speakers(code, self.ranking.labels.index(code), added))
            for code in order
            if code not in self.cannot_tell
        )


class ReasonModel:
    """A classifier that was compared with its manifest, ready to explain slices."""

    def __init__(
        self, manifest: Mapping[str, Any], patterns: list[Pattern], normal: Mapping[str, tuple[float, float]]
    ) -> None:
        self.manifest = manifest
        self._patterns = sorted(patterns, key=lambda one: -len(one.needs))
        self._normal = normal

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> "ReasonModel":
        """The classifier in `folder`. Raises EnsembleRefused if anything differs from its manifest."""
        manifest = read_manifest(folder, needed=NEEDED, file=MODEL)
        contents = json.loads((folder / MODEL).read_text())
        normal = {name: (float(low), float(high)) for name, (low, high) in contents["normal"].items()}
        return cls(manifest, [Pattern.from_dict(one) for one in contents["patterns"]], normal)

    @property
    def title(self) -> str:
        return f"{self.manifest['name']} {self.manifest['version']}"

    def explain(self, indices: Mapping[str, float | None], *, is_diagnostic: bool) -> Opinion:
        """What the indices (qc/elastography/indices.py) say of a slice that the ensemble calls diagnostic or not.

        No reason is given for a diagnostic slice, nor where none of the six stands out.
        """
        pattern = self.pattern_for(indices)
        is_explained = not is_diagnostic and pattern.stands_out(indices)
        return Opinion(
            values=indices,
            normal=self._normal,
            reasons=pattern.rank(indices) if is_explained else (),
            cannot_tell={code: pattern.cannot_tell[code] for code in REASON_CODES if code in pattern.cannot_tell},
            model=self.title,
        )

    def pattern_for(self, indices: Mapping[str, float | None]) -> Pattern:
        """The richest pattern whose inputs have all arrived; the last one needs the maps only."""
        present = {name for name, index in PRESENT_WITH.items() if indices.get(index) is not None}
        return next(one for one in self._patterns if one.needs <= present)


def _speakers(code: str, row: int, added: Mapping[str, Any]) -> tuple[str, ...]:
    """The indices that may speak for a reason and set it apart from the mean of the others most."""
    speaks = {index.name for index in INDICES if code in index.speaks_for}
    apart = {name: float(adds[row] - adds.mean()) for name, adds in added.items() if name in speaks}
    strongest = sorted(apart, key=lambda name: -apart[name])[:MOST_INDICES]
    return tuple(name for name in strongest if apart[name] >= SMALLEST_CONTRIBUTION)
