"""The serving ensemble in a process of its own, as in a worker: what it takes, and what it never imports."""

import resource
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qc.learning.ensemble import Ensemble


class Service(NamedTuple):
    """What the serving process tells when it ends."""

    peak_mb: float
    """The most memory that it held at once."""
    has_torch: bool


def serve(connection: Connection, folder: Path) -> None:
    """Answer every batch of pictures with probabilities and seconds; None ends it."""
    ensemble = Ensemble.load(folder)
    while (pictures := connection.recv()) is not None:
        connection.send(_judge(ensemble, pictures))
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    connection.send(Service(peak_kb / 1024, "torch" in sys.modules))


def _judge(ensemble: Ensemble, pictures: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
    begun = time.perf_counter()
    probabilities = ensemble.probabilities(pictures)
    return probabilities, time.perf_counter() - begun
