"""What joins a member's opinion of the picture with the numbers of its slice: one small network a member, in numpy."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qc.elastography.extent import MEASURES

WEIGHTS = "joint.npz"
FARTHEST = 4.0
"""Standard deviations: numbers further out say no more."""
ODDS_SCALE = 3.0
"""Log-odds of the picture in units of this are about as large as everything else."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Joint:
    """Two hidden layers for each of m members, h wide; i inputs: a measure each, whether it is absent, the log-odds."""

    mean: Floats
    """(measures,)."""
    std: Floats
    """(measures,)."""
    first: Floats
    """(m, i, h)."""
    first_bias: Floats
    """(m, h)."""
    second: Floats
    """(m, h, h)."""
    second_bias: Floats
    """(m, h)."""
    last: Floats
    """(m, h)."""
    last_bias: Floats
    """(m,)."""

    @classmethod
    def load(cls, folder: Path) -> "Joint":
        """Raises OSError, KeyError or ValueError for a file that is not one of `save`."""
        with np.load(folder / WEIGHTS) as arrays:
            found = cls(**{one.name: arrays[one.name].astype(np.float32) for one in fields(cls)})
        if found.mean.shape != (len(MEASURES),):
            raise ValueError(f"{len(found.mean)} measures, of which this version takes {len(MEASURES)}")
        return found

    def save(self, folder: Path) -> None:
        np.savez(folder / WEIGHTS, **{one.name: getattr(self, one.name) for one in fields(self)})

    def __call__(self, probabilities: Floats, measures: Floats | None) -> Floats:
        """The members' probabilities (n, m) by their pictures and the slices' `measures` (n, measures); NaN is absent.

        Without any measures, as for a picture in colour, all are absent.
        """
        absent = np.full((len(probabilities), len(MEASURES)), np.nan, dtype=np.float32)
        inputs = as_inputs(probabilities, absent if measures is None else measures, self.mean, self.std)
        hidden = _silu(np.einsum("nmi,mih->nmh", inputs, self.first) + self.first_bias)
        hidden = _silu(np.einsum("nmi,mih->nmh", hidden, self.second) + self.second_bias)
        return _sigmoid(np.einsum("nmh,mh->nm", hidden, self.last) + self.last_bias)


def as_inputs(probabilities: Floats, measures: Floats, mean: Floats, std: Floats) -> Floats:
    """What the networks see of n slices: float32 (n, members, 2 measures + 1)."""
    absent = np.isnan(measures)
    scaled = np.where(absent, 0, np.clip((measures - mean) / std, -FARTHEST, FARTHEST))
    inside = np.clip(probabilities.astype(np.float64), 1e-5, 1 - 1e-5)
    odds = (np.log(inside / (1 - inside)) / ODDS_SCALE)[:, :, None]  # (n, m, 1)
    shared = np.concatenate([scaled, absent], axis=1)[:, None, :]
    repeated = np.broadcast_to(shared, (*probabilities.shape, shared.shape[2]))
    return np.concatenate([repeated, odds], axis=2, dtype=np.float32)


def _sigmoid(value: Floats) -> Floats:
    return np.asarray(0.5 + 0.5 * np.tanh(value / 2), dtype=np.float32)


def _silu(value: Floats) -> Floats:
    return np.asarray(value * _sigmoid(value), dtype=np.float32)
