"""What is in force against the same members in torch: ten slices, from picture and maps to probability."""

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

SHIPPED = Path(__file__).parents[1] / "qc" / "ensembles" / "squeezenet-sim-2"
EAGER, CHANNELS_LAST, SERVED = "torch, eager", "torch, channels last", "as served"
EAGER_EACH, SERVED_EACH = "torch, eager, a slice at a time", "as served, a slice at a time"
GRAPH = "of what is served, the graph alone"
SAME = 1e-4
"""Probabilities may differ by this much: float16 weights are the same for all, the order of sums is not."""
MATRIX = 1536
"""Rows and columns of the product that shows what the processor can do."""

Judge = Callable[[Arrived], Answer]


def run(rounds: int = 15, slices: int = 10) -> Report:
    """Every round asks each way once, so that all meet the same load; one thread each, as in service.

    All ways take the numbers of the maps and join them with the pictures, but for the graph alone.
    """
    torch.set_num_threads(1)
    arrived = _slices(slices)
    panel, joint = _panel(), Joint.load(SHIPPED)
    with _serving() as (served, end):

        def eager(one: Arrived) -> Answer:
            return _judge(panel, joint, one, torch.contiguous_format)

        ways: dict[str, Judge] = {
            EAGER: eager,
            CHANNELS_LAST: lambda one: _judge(panel, joint, one, torch.channels_last),
            SERVED: served,
            EAGER_EACH: lambda one: _each(eager, one),
            SERVED_EACH: lambda one: _each(served, one),
            GRAPH: lambda one: served(one._replace(maps=())),
        }
        samples: dict[str, list[float]] = {name: [] for name in ways}
        answers = {name: judge(arrived)[0] for name, judge in ways.items()}  # warms up
        for _ in range(rounds):
            for name, judge in ways.items():
                samples[name].append(judge(arrived)[1])
        service = end()
    notes = (*_same(answers), *_gain(samples), *_cost(service), *_bound(panel, slices, samples[GRAPH]))
    return Report(samples, notes)


@contextmanager
def _serving() -> Iterator[tuple[Judge, Callable[[], Service]]]:
    """The serving process: how to ask it, and how to end it."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, SHIPPED))
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
    return joint(opinions, arrived.measures()), time.perf_counter() - begun


def _same(answers: dict[str, NDArray[np.float32]]) -> Iterator[str]:
    for name in (CHANNELS_LAST, SERVED, SERVED_EACH):
        apart = float(np.abs(answers[name] - answers[EAGER]).max())
        verdict = "the same votes" if ((answers[name] >= 0.5) == (answers[EAGER] >= 0.5)).all() else "OTHER VOTES"
        yield f"{name}: {verdict}, probabilities within {apart:.1e} (allowed {SAME:g})"


def _gain(samples: dict[str, list[float]]) -> Iterator[str]:
    for eager, served in ((EAGER, SERVED), (EAGER_EACH, SERVED_EACH)):
        ratios = np.array(samples[eager]) / np.array(samples[served])
        low, middle, high = np.percentile(ratios, (10, 50, 90))
        yield f"{served}: {middle:.2f} times as fast as {eager} (80 % of the rounds {low:.2f}-{high:.2f})"
    beside = np.median(np.array(samples[SERVED]) - np.array(samples[GRAPH]))
    yield f"beside the graph, the numbers of the maps and their joining take {1000 * beside:.0f} ms"


def _cost(service: Service) -> Iterator[str]:
    torch_in = "HAS IMPORTED TORCH" if service.has_torch else "has not imported torch"
    yield f"the serving process held {service.peak_mb:.0f} MB at most and {torch_in}"


def _bound(panel: Panel, slices: int, seconds: Sequence[float]) -> Iterator[str]:
    """The graph's sums against what the processor manages in one large product of matrices, by one thread."""
    size = Preprocessing.from_dict(read_manifest(SHIPPED)["preprocessing"]).size
    sums = slices * _operations(panel, size)
    speed = _matrix_speed()
    least = sums / speed
    yield f"{sums / 1e9:.1f} GFLOP in {slices} slices, and one thread manages {speed / 1e9:.0f} GFLOP/s in a matrix"
    yield f"product: {1000 * least:.0f} ms is the bound; the graph takes {min(seconds) / least:.2f} times that at best,"
    yield "preparing the pictures included"


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
    """Floating-point operations a second: the best of several, for load can only make it slower."""
    first, second = torch.randn(2, MATRIX, MATRIX)
    seconds = []
    for _ in range(8):
        begun = time.perf_counter()
        torch.mm(first, second)
        seconds.append(time.perf_counter() - begun)
    return 2 * MATRIX**3 / min(seconds)
