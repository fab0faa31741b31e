"""What is in force against the same members in torch: ten slices, from picture and maps to probability."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from torch import nn

from bench._report import Report
from bench._serving import Answer, Arrived, Service, serve
from qc.elastography.cmoe import render_cmoe
from qc.learning.architectures import build
from qc.learning.checkpoint import Panel, read_members
from qc.learning.joint import Joint
from qc.learning.manifest import read_manifest
from qc.learning.preprocess import Preprocessing, normalise, prepare
from qc.learning.simulated_indices import slice_inputs
from qc.simulation.scanner import simulate_exam

SHIPPED = Path(__file__).parents[1] / "qc" / "ensembles" / "squeezenet-sim-4"
EAGER, CHANNELS_LAST, SERVED = "torch, eager", "torch, channels last", "as served"
EAGER_EACH, SERVED_EACH = "torch, eager, a slice at a time", "as served, a slice at a time"
PANEL, GRAPH = "of torch, eager, the members alone", "of what is served, the members alone"
PAIRS = ((EAGER, SERVED), (EAGER_EACH, SERVED_EACH), (PANEL, GRAPH))
"""What is compared: the same slices, the same numbers, the same threads."""
SAME = 1e-4
"""Probabilities may differ by this much: float16 weights are the same for all, the order of sums is not."""
REST_S = 0.1
"""Before each: torch's threads go on turning for a while when their work is done, and would take another's core."""
MATRICES = (256, 512, 768, 1536)
"""Rows and columns of the products that show what the processor can do; of which size it does best differs."""

Judge = Callable[[Arrived], Answer]


def run(rounds: int = 15, slices: int = 10, threads: int = 2) -> Report:
    """Every round asks each way once, so that all meet the same load; as many threads for torch as for what is served.

    All ways prepare the pictures, take the numbers of the maps and join the two; for the members alone the pictures are
    prepared and no more.
    """
    torch.set_num_threads(threads)
    arrived = _slices(slices)
    panel, joint = _panel(), Joint.load(SHIPPED)
    # numpy with one thread on both sides, as in the worker: beside another program its several threads wait and wait.
    with threadpool_limits(1, user_api="blas"), _serving(threads) as (served, end):

        def eager(one: Arrived) -> Answer:
            return _judge(panel, joint, one, torch.contiguous_format)

        ways: dict[str, Judge] = {
            EAGER: eager,
            CHANNELS_LAST: lambda one: _judge(panel, joint, one, torch.channels_last),
            SERVED: served,
            EAGER_EACH: lambda one: _each(eager, one),
            SERVED_EACH: lambda one: _each(served, one),
            PANEL: lambda one: eager(one._replace(maps=())),
            GRAPH: lambda one: served(one._replace(maps=())),
        }
        samples: dict[str, list[float]] = {name: [] for name in ways}
        answers = {name: judge(arrived)[0] for name, judge in ways.items()}  # warms up
        for _ in range(rounds):
            for name, judge in ways.items():
                time.sleep(REST_S)
                samples[name].append(judge(arrived)[1])
        service = end()
    notes = (*_same(answers), *_gain(samples), *_cost(service), *_bound(panel, slices, threads, samples[GRAPH]))
    return Report(samples, (f"threads: {threads} for torch, {threads} for what is served", *notes))


@contextmanager
def _serving(threads: int) -> Iterator[tuple[Judge, Callable[[], Service]]]:
    """The serving process: how to ask it, and how to end it."""
    # As in the worker.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, SHIPPED, threads))
    process.start()
    try:
        yield lambda arrived: _ask(here, arrived), lambda: _ask(here, None)
    finally:
        process.join(timeout=10)


def _ask(connection: Connection, asked: Arrived | None) -> Any:
    connection.send(asked)
    return connection.recv()


def _each(judge: Judge, arrived: Arrived) -> Answer:
    answers = [judge(one) for one in arrived.one_by_one()]
    return np.concatenate([found for found, _ in answers]), sum(seconds for _, seconds in answers)


def _slices(count: int) -> Arrived:
    exams = (simulate_exam(seed=seed, quality="limited") for seed in range(count))
    made = list(islice((slice_inputs(one, exam.protocol) for exam in exams for one in exam.slices), count))
    maps = [one.maps for one in made]
    pictures = [render_cmoe(one.stiffness_kpa, one.confidence, burned_in=one.burned_in) for one in maps]
    return Arrived(np.stack(pictures), [(one.maps, one.liver) for one in made])


def _panel() -> Panel:
    manifest = read_manifest(SHIPPED)
    members = []
    for weights in read_members(SHIPPED):
        member = build(manifest["architecture"])
        member.load_state_dict(weights)
        members.append(member)
    return Panel(members).eval()


def _judge(panel: Panel, joint: Joint, arrived: Arrived, layout: torch.memory_format) -> Answer:
    constants = Preprocessing.from_dict(read_manifest(SHIPPED)["preprocessing"])
    begun = time.perf_counter()
    inputs = torch.from_numpy(normalise(prepare(arrived.pictures, constants), constants))
    with torch.inference_mode():
        opinions = panel(inputs.contiguous(memory_format=layout)).numpy()
    found = joint(opinions, arrived.measures()) if arrived.maps else opinions
    return found, time.perf_counter() - begun


def _same(answers: dict[str, NDArray[np.float32]]) -> Iterator[str]:
    for eager, served in ((EAGER, CHANNELS_LAST), (EAGER, SERVED), (EAGER, SERVED_EACH), (PANEL, GRAPH)):
        apart = float(np.abs(answers[served] - answers[eager]).max())
        verdict = "the same votes" if ((answers[served] >= 0.5) == (answers[eager] >= 0.5)).all() else "OTHER VOTES"
        yield f"{served}: {verdict}, probabilities within {apart:.1e} (allowed {SAME:g})"


def _gain(samples: dict[str, list[float]]) -> Iterator[str]:
    for eager, served in PAIRS:
        ratios = np.array(samples[eager]) / np.array(samples[served])
        low, middle, high = np.percentile(ratios, (10, 50, 90))
        yield f"{served}: {middle:.2f} times as fast as {eager} (80 % of the rounds {low:.2f}-{high:.2f})"
    beside = np.median(np.array(samples[SERVED]) - np.array(samples[GRAPH]))
    yield f"beside the members, the numbers of the maps and their joining take {1000 * beside:.0f} ms"


def _cost(service: Service) -> Iterator[str]:
    torch_in = "HAS IMPORTED TORCH" if service.has_torch else "has not imported torch"
    yield f"the serving process held {service.peak_mb:.0f} MB at most and {torch_in}"


def _bound(panel: Panel, slices: int, threads: int, seconds: Sequence[float]) -> Iterator[str]:
    """The graph's sums against what the processor manages in products of matrices, by as many threads."""
    size = Preprocessing.from_dict(read_manifest(SHIPPED)["preprocessing"]).size
    sums = slices * _operations(panel, size)
    speed = threads * _matrix_speed()
    least = sums / speed
    yield f"{sums / 1e9:.1f} GFLOP in {slices} slices; in products of matrices {threads} thread(s) manage"
    yield f"{speed / 1e9:.0f} GFLOP/s: {1000 * least:.0f} ms is the bound, and the members as served take"
    yield f"{np.median(seconds) / least:.2f} times that, preparing the pictures included"


def _operations(panel: Panel, size: int) -> int:
    """Floating-point operations of all convolutions for one slice; everything else is small beside them."""
    counted: list[int] = []

    def count(layer: nn.Conv2d, _: object, output: torch.Tensor) -> None:
        counted.append(2 * output[0].numel() * layer.weight[0].numel())

    hooks = [one.register_forward_hook(count) for one in panel.modules() if isinstance(one, nn.Conv2d)]
    with torch.inference_mode():
        panel(torch.zeros(1, 3, size, size))
    for hook in hooks:
        hook.remove()
    return sum(counted)


def _matrix_speed() -> float:
    """Floating-point operations a second of one thread: the best of many, for load can only make it slower."""
    torch.set_num_threads(1)
    return max(2 * size**3 / _product_seconds(size) for size in MATRICES)


def _product_seconds(size: int) -> float:
    first, second = torch.randn(2, size, size)
    seconds = []
    for _ in range(8):
        begun = time.perf_counter()
        torch.mm(first, second)
        seconds.append(time.perf_counter() - begun)
    return min(seconds)
