"""What a benchmark hands back: samples by row of its table, and sentences that say under what load they were taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Samples = Mapping[str, Sequence[float]]
"""Seconds by row of the table."""


@dataclass(frozen=True)
class Report:
    samples: Samples
    notes: Sequence[str] = ()
