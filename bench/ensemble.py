"""The serving ensemble as one graph against the same members in torch: ten slices, from picture to probability."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from bench._report import Report
from bench._serving import Service, serve
from qc.elastography.cmoe import render_cmoe
from qc.learning.architectures import build
from qc.learning.checkpoint import Panel, read_members
from qc.learning.manifest import read_manifest
from qc.learning.preprocess import Preprocessing, normalise, prepare
from qc.simulation.scanner import simulate_exam

SHIPPED = Path(__file__).parents[1] / "qc" / "ensembles" / "squeezenet-sim-1"
EAGER, CHANNELS_LAST, SERVED = "torch, eager", "torch, channels last", "one graph, as served"
SAME = 1e-4
"""Probabilities may differ by this much: float16 weights are the same for all, the order of sums is not."""
MATRIX = 1536
"""Rows and columns of the product that shows what the processor can do."""

Pictures = NDArray[np.uint8]
Judge = Callable[[Pictures], tuple[NDArray[np.float32], float]]


def run(rounds: int = 15, slices: int = 10) -> Report:
    """Every round asks each way once, so that all meet the same load; one thread each, as in service."""
    torch.set_num_threads(1)
    pictures = _pictures(slices)
    panel = _panel()
    samples: dict[str, list[float]] = {EAGER: [], CHANNELS_LAST: [], SERVED: []}
    with _serving() as (served, end):
        ways: dict[str, Judge] = {
            EAGER: lambda one: _judge(panel, one, torch.contiguous_format),
            CHANNELS_LAST: lambda one: _judge(panel, one, torch.channels_last),
            SERVED: served,
        }
        answers = {name: judge(pictures)[0] for name, judge in ways.items()}  # warms up
        for _ in range(rounds):
            for name, judge in ways.items():
                samples[name].append(judge(pictures)[1])
        service = end()
    return Report(samples, [*_same(answers), *_cost(service), *_bound(panel, slices, samples[SERVED])])


@contextmanager
def _serving() -> Iterator[tuple[Judge, Callable[[], Service]]]:
    """The serving process: how to ask it, and how to end it."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, SHIPPED))
    process.start()
    try:
        yield lambda pictures: _ask(here, pictures), lambda: _ask(here, None)
    finally:
        process.join(timeout=10)


def _ask(connection: Connection, asked: Pictures | None) -> Any:
    connection.send(asked)
    return connection.recv()


def _pictures(count: int) -> Pictures:
    exams = (one for seed in range(count) for one in simulate_exam(seed=seed, quality="limited").slices)
    maps = [one.elastogram for one, _ in zip(exams, range(count), strict=False)]
    burned_in = np.zeros(maps[0].confidence.shape, dtype=bool)
    return np.stack([render_cmoe(one.stiffness_kpa, one.confidence, burned_in=burned_in) for one in maps])


def _panel() -> Panel:
    manifest = read_manifest(SHIPPED)
    members = []
    for weights in read_members(SHIPPED):
        member = build(manifest["architecture"])
        member.load_state_dict(weights)
        members.append(member)
    return Panel(members).eval()


def _judge(panel: Panel, pictures: Pictures, layout: torch.memory_format) -> tuple[NDArray[np.float32], float]:
    constants = Preprocessing.from_dict(read_manifest(SHIPPED)["preprocessing"])
    begun = time.perf_counter()
    inputs = torch.from_numpy(normalise(prepare(pictures, constants), constants))
    with torch.inference_mode():
        answer = panel(inputs.contiguous(memory_format=layout))
    return answer.numpy(), time.perf_counter() - begun


def _same(answers: dict[str, NDArray[np.float32]]) -> Iterator[str]:
    for name in (CHANNELS_LAST, SERVED):
        apart = float(np.abs(answers[name] - answers[EAGER]).max())
        verdict = "the same votes" if ((answers[name] >= 0.5) == (answers[EAGER] >= 0.5)).all() else "OTHER VOTES"
        yield f"{name}: {verdict}, probabilities within {apart:.1e} (allowed {SAME:g})"


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
