"""The serving ensemble in a process of its own, as in a worker: what it takes, and what it never imports."""

import resource
import sys
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qc.domain.types import Mask, SliceMaps
from qc.elastography.extent import measure_extent
from qc.learning.ensemble import Ensemble

Answer = tuple[NDArray[np.float32], float]
"""Probabilities (n, members), and the seconds that they took."""


class Arrived(NamedTuple):
    """Slices as a worker has them when it asks for a verdict: everything else is already made."""

    pictures: NDArray[np.uint8]
    """(n, rows, cols, 3)."""
    maps: Sequence[tuple[SliceMaps, Mask]]
    """With the estimated liver; empty where the graph is asked alone."""

    def one_by_one(self) -> "list[Arrived]":
        return [Arrived(self.pictures[at : at + 1], self.maps[at : at + 1]) for at in range(len(self.pictures))]

    def measures(self) -> NDArray[np.float32]:
        return np.stack([measure_extent(maps, liver, with_magnitude=True) for maps, liver in self.maps])


class Service(NamedTuple):
    """What the serving process tells when it ends."""

    peak_mb: float
    """The most memory that it held at once."""
    has_torch: bool


def serve(connection: Connection, folder: Path, threads: int) -> None:
    """Answer all slices that are sent with an Answer; None ends it."""
    ensemble = Ensemble.load(folder, threads=threads)
    while (arrived := connection.recv()) is not None:
        connection.send(_judge(ensemble, arrived))
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    connection.send(Service(peak_kb / 1024, "torch" in sys.modules))


def _judge(ensemble: Ensemble, arrived: Arrived) -> Answer:
    begun = time.perf_counter()
    if arrived.maps:
        probabilities = ensemble.probabilities(arrived.pictures, arrived.measures())
    else:
        probabilities = ensemble.by_picture(arrived.pictures)
    return probabilities, time.perf_counter() - begun
