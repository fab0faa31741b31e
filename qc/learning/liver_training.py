"""Training of the liver's estimator on simulated squares: U-Net, one-cycle rate, exported for numpy."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from qc.elastography.liver import (
    DEPTH,
    MANIFEST,
    MARGIN,
    SIZE,
    WEIGHTS,
    as_channels,
    load_estimator,
    read_manifest,
)
from qc.learning.liver_augment import draw_example
from qc.learning.liver_data import LiverSquares, liver_squares

CHANNELS = 5
WIDTHS = (8, 16, 32, 32)
"""Channels of each level, from the full square down."""
BATCH = 16
RATE = 4e-3


REFINING_RATE = 1.2e-3
"""Of a network that starts from what was learned before."""


class ConvolveTwice(nn.Sequential):
    """Two 3 x 3 convolutions, each normalised and cut at 0."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        for inside in (channels, width):
            self.append(nn.Conv2d(inside, width, 3, padding=1, bias=False))
            self.append(nn.BatchNorm2d(width))
            self.append(nn.ReLU(inplace=True))


class LiverNet(nn.Module):
    """The network of qc.elastography.unet, with the normalisation that training needs."""

    def __init__(self) -> None:
        super().__init__()
        inputs = (CHANNELS, *WIDTHS[:-1])
        self.down = nn.ModuleList(ConvolveTwice(*pair) for pair in zip(inputs, WIDTHS, strict=True))
        joined = [(WIDTHS[level + 1] + WIDTHS[level], WIDTHS[level]) for level in reversed(range(DEPTH))]
        self.up = nn.ModuleList(ConvolveTwice(*pair) for pair in joined)
        self.out = nn.Conv2d(WIDTHS[0], 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Log odds (n, size, size) from channels (n, channels, size, size)."""
        same_levels = []
        for level, block in enumerate(self.down):
            x = block(functional.max_pool2d(x, 2) if level else x)
            same_levels.append(x)
        for block, same_level in zip(self.up, reversed(same_levels[:-1]), strict=True):
            x = block(torch.cat([functional.interpolate(x, scale_factor=2.0), same_level], dim=1))
        odds: Tensor = self.out(x)
        return odds[:, 0]


def train_estimator(
    squares: LiverSquares, *, epochs: int, seed: int, warm_start: Path | None = None, progress: bool = True
) -> LiverNet:
    """A network that has seen every slice `epochs` times, each time otherwise; the same seed gives the same.

    With `warm_start` it starts from the estimator in that folder. Raises EstimatorRefused if that is damaged.
    """
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    net, rate = (LiverNet(), RATE) if warm_start is None else (read_net(warm_start), REFINING_RATE)
    count = len(squares.tissue)
    steps = epochs * (count // BATCH)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.15)
    random = np.random.default_rng(seed)
    order = np.concatenate([random.permutation(count)[: count // BATCH * BATCH] for _ in range(epochs)])
    bar = tqdm(order.reshape(steps, BATCH), desc="Training", unit="step", disable=not progress)
    for chosen in bar:
        x, liver = _batch(squares, chosen, random)
        with torch.autocast("cpu", torch.bfloat16):  # takes three fifths of the time
            odds = net(x)
        loss = _loss(odds.float(), liver)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        schedule.step()
        bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    net.eval()
    return net


def _batch(squares: LiverSquares, chosen: NDArray[np.intp], random: np.random.Generator) -> tuple[Tensor, Tensor]:
    examples = [draw_example(squares, int(index), size=SIZE, margin=MARGIN, random=random) for index in chosen]
    x = np.stack([as_channels(one.magnitude, one.stiffness_kpa, one.confidence) for one in examples])
    return torch.from_numpy(x).contiguous(memory_format=torch.channels_last), torch.from_numpy(
        np.stack([one.liver for one in examples])
    )


def _loss(odds: Tensor, liver: Tensor) -> Tensor:
    """Cross-entropy of the pixels, and one minus the Dice coefficient of each slice (Milletari et al. 2016)."""
    found = torch.sigmoid(odds)
    overlap, both = (found * liver).sum(dim=(1, 2)), (found + liver).sum(dim=(1, 2))
    dice = (2 * overlap + SMOOTHING) / (both + SMOOTHING)
    return functional.binary_cross_entropy_with_logits(odds, liver) + 1 - dice.mean()


SMOOTHING = 20.0
"""Pixels added to both sides of the Dice coefficient: without a liver, a few found pixels still cost little."""


def folded_layers(net: LiverNet) -> list[tuple[Tensor, Tensor]]:
    """Weights and biases of the convolutions in the order in which they run, the normalisation folded into them."""
    layers = []
    for block in [*net.down, *net.up]:
        for at in (0, 3):
            convolution, norm = block[at], block[at + 1]
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            layers.append((convolution.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale))
    return [*layers, (net.out.weight, net.out.bias)]


def read_net(folder: Path) -> LiverNet:
    """The network of the estimator in `folder`, its folded normalisation left as it is. Raises EstimatorRefused."""
    net = LiverNet()
    net.eval()  # from here on normalisation only adds the biases
    *layers, (weights, biases) = load_estimator(folder).layers
    convolutions = [(block[at], block[at + 1]) for block in [*net.down, *net.up] for at in (0, 3)]
    with torch.no_grad():
        for (convolution, norm), (values, offsets) in zip(convolutions, layers, strict=True):
            norm.running_var.fill_(1 - norm.eps)
            convolution.weight.copy_(torch.from_numpy(values))
            norm.bias.copy_(torch.from_numpy(offsets))
        for parameter, values in zip(net.out.parameters(), (weights, biases), strict=True):
            parameter.copy_(torch.from_numpy(values))
    return net


def write_estimator(net: LiverNet, folder: Path, about: dict[str, Any]) -> dict[str, Any]:
    """Write weights and manifest to `folder`; returns the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    layers = folded_layers(net)
    values = torch.cat([part.detach().ravel() for layer in layers for part in layer]).numpy().astype(np.float16)
    np.save(folder / WEIGHTS, values)
    manifest = {
        **about,
        "depth": DEPTH,
        "layers": [list(weights.shape) for weights, _ in layers],
        "parameters": len(values),
        "sha256": hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest(),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest


def train_on_simulation(
    *, exams: int, hard: int, epochs: int, seed: int, warm_start: Path | None, out: Path
) -> dict[str, Any]:
    """Train on so many simulated exams and write the estimator to `out`; returns its manifest."""
    squares = liver_squares(exams=exams, hard=hard, seed=seed)
    net = train_estimator(squares, epochs=epochs, seed=seed, warm_start=warm_start)
    before = read_manifest(warm_start)["rounds"] if warm_start else []
    this = {"seed": seed, "exams": exams, "hard": hard, "slices": len(squares.tissue), "epochs": epochs}
    about = {
        "name": "liver-sim",
        "statement": "Trained on simulated exams, research use.",
        "rounds": [*before, this],
    }
    return write_estimator(net, out, about)
