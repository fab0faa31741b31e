"""Many simulated exams: a seed for each, processes that share the work, a progress bar."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import numpy as np
from tqdm import tqdm

Order = TypeVar("Order")
Made = TypeVar("Made")


def exam_seeds(seed: int, exams: int) -> list[int]:
    """A seed for each of `exams` exams; the first ones stay the same when more are asked for."""
    return [int(one) for one in np.random.SeedSequence(seed).generate_state(exams, dtype=np.uint64)]


def make_all(
    make: Callable[[Order], Made], orders: Sequence[Order], *, workers: int = 1, progress: bool = True
) -> list[Made]:
    """What `make` makes of each order, in their order; `workers` processes share the work and change nothing.

    With more than one process `make` has to be a function of a module, and orders have to pickle.
    """
    made = _in_turn(make, orders, workers)
    return list(tqdm(made, total=len(orders), desc="Simulated exams", unit="exam", disable=not progress))


def _in_turn(make: Callable[[Order], Made], orders: Sequence[Order], workers: int) -> Iterator[Made]:
    if workers == 1:
        yield from map(make, orders)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(make, orders)
