"""One network learns from labelled pictures: the loop, what it does to them, and how it goes on after a kill."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from tqdm import tqdm

from qc.learning.preprocess import Preprocessing, normalise, prepare
from qc.learning.resume import Memory
from qc.learning.slices import LabelledSlices

BATCH = 32
WARM_UP = 0.1
"""Share of the steps in which the learning rate rises; then it falls to nothing along a cosine."""
LABEL_SMOOTHING = 0.02
"""A label at the border of the rule is as good as a toss: certainty beyond this is not asked for."""


@dataclass(frozen=True)
class Pictures:
    """Slices as networks see them."""

    images: Tensor
    """(n, channels, size, size), 0-1."""
    labels: Tensor
    """(n,), 1 for diagnostic."""
    constants: Preprocessing

    @classmethod
    def of(cls, data: LabelledSlices, constants: Preprocessing) -> "Pictures":
        """Raises MagnitudeMissing."""
        images = torch.from_numpy(prepare(data.cmoe, constants, data.magnitude))
        return cls(images, torch.from_numpy(data.is_diagnostic.astype(np.float32)), constants)


@dataclass(frozen=True)
class Lesson:
    """How one network is taught."""

    name: str
    """For the progress bar, and for what is remembered."""
    seed: int
    """Of the order of slices, what is done to them, and dropout: lessons do not depend on each other."""
    epochs: int
    rate: float
    """The highest learning rate."""


class Teacher:
    """Teaches networks one after the other, on a GPU where there is one; the same lesson gives the same weights."""

    def __init__(self, memory: Memory, *, progress: bool) -> None:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # a GPU's sums in one order
        torch.use_deterministic_algorithms(True)
        torch.set_num_threads(1)  # the order of sums, and with it the last bit, must not depend on the load
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._memory = memory
        self._progress = progress

    def teach(self, network: nn.Module, pictures: Pictures, chosen: NDArray[np.intp], lesson: Lesson) -> None:
        """Train `network` on the chosen slices; goes on where an earlier process was killed."""
        network.to(self._device)
        steps = -(-len(chosen) // BATCH)
        course = _Course(network, lesson, steps=steps * lesson.epochs)
        course.restore(self._memory.recall(_file_name(lesson)))
        network.train()
        with tqdm(
            total=steps * lesson.epochs, initial=steps * course.epoch, unit="step", disable=not self._progress
        ) as bar:
            while course.epoch < lesson.epochs:
                bar.set_description(f"{lesson.name}, epoch {course.epoch + 1} of {lesson.epochs}")
                for batch in course.batches(chosen, steps):
                    loss = course.step(*self._examples(pictures, batch, course.random), _balance(pictures, chosen))
                    bar.update()
                    bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
                course.epoch += 1
                self._memory.keep(_file_name(lesson), course.state(is_done=course.epoch == lesson.epochs))
        network.eval().to("cpu")

    def _examples(self, pictures: Pictures, batch: Tensor, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """Inputs (b, channels, size, size) and targets (b,) on the device."""
        images = augment(pictures.images[batch], random)
        inputs = torch.from_numpy(normalise(images.numpy(), pictures.constants))
        targets = pictures.labels[batch] * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / 2
        # With the channels last, what a network does takes a processor a fifth of the time.
        return inputs.to(self._device, memory_format=torch.channels_last), targets.to(self._device)


class _Course:
    """Where one lesson stands: all that the next step depends on."""

    def __init__(self, network: nn.Module, lesson: Lesson, *, steps: int) -> None:
        self.network = network
        self.optimiser = torch.optim.AdamW(network.parameters(), lr=lesson.rate, weight_decay=1e-4)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, lambda step: _rate(step, steps))
        self.random = torch.Generator().manual_seed(lesson.seed)
        self.epoch = 0
        torch.manual_seed(lesson.seed)  # dropout draws from torch's own numbers

    def batches(self, chosen: NDArray[np.intp], count: int) -> Iterator[Tensor]:
        """The chosen slices in a new order, in parts as alike as can be: normalisation does not bear a part of one."""
        order = torch.randperm(len(chosen), generator=self.random)
        yield from torch.tensor_split(torch.from_numpy(chosen)[order], count)

    def step(self, inputs: Tensor, targets: Tensor, balance: Tensor) -> float:
        """Learn from one batch; returns its loss."""
        logits = self.network(inputs).squeeze(1)  # (b,)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, targets, pos_weight=balance.to(logits.device))
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return loss.item()

    def state(self, *, is_done: bool) -> dict[str, Any]:
        """For `Memory.keep`; of what is done only the weights count."""
        state: dict[str, Any] = {"epoch": self.epoch, "network": self.network.state_dict()}
        if is_done:
            return state
        return state | {
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": self.random.get_state(),
            "torch": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state_all(),
        }

    def restore(self, state: dict[str, Any] | None) -> None:
        """Stand where `state` was taken; None is the beginning."""
        if state is None:
            return
        self.epoch = state["epoch"]
        self.network.load_state_dict(state["network"])
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])
            self.schedule.load_state_dict(state["schedule"])
            self.random.set_state(state["random"])
            torch.set_rng_state(state["torch"])
            torch.cuda.set_rng_state_all(state["cuda"])


def augment(images: Tensor, random: torch.Generator) -> Tensor:
    """Each image (n, channels, size, size) turned, scaled, shifted and recoloured a little; never mirrored.

    Mirrored, a liver would lie on the left: waves there mean a misplaced driver. All channels move alike; only colours
    change their shade, because a magnitude has been freed of its gain already.
    """
    count = len(images)

    def uniform(spread: float, *shape: int) -> Tensor:
        return (torch.rand(count, *shape, generator=random) * 2 - 1) * spread

    angle, stretch = uniform(0.12), torch.exp(uniform(0.15, 2))
    cosine, sine = torch.cos(angle), torch.sin(angle)
    places = torch.zeros(count, 2, 3)
    places[:, 0, 0], places[:, 0, 1] = cosine * stretch[:, 0], -sine * stretch[:, 0]
    places[:, 1, 0], places[:, 1, 1] = sine * stretch[:, 1], cosine * stretch[:, 1]
    places[:, :, 2] = uniform(0.1, 2)
    grid = nn.functional.affine_grid(places, list(images.shape), align_corners=False)
    moved = nn.functional.grid_sample(images, grid, align_corners=False, padding_mode="zeros")
    colours = (moved[:, :3] * torch.exp(uniform(0.12, 3, 1, 1))).clamp(0, 1)
    return torch.cat([colours, moved[:, 3:]], dim=1)


def _rate(step: int, steps: int) -> float:
    """Share of the learning rate at a step: a straight rise, then a cosine to nothing."""
    rise = max(1, int(WARM_UP * steps))
    if step < rise:
        return (step + 1) / rise
    return 0.5 * (1 + float(np.cos(np.pi * (step - rise) / max(1, steps - rise))))


def _balance(pictures: Pictures, chosen: NDArray[np.intp]) -> Tensor:
    """How much a diagnostic slice counts, so that both kinds count alike; 1 where one kind is absent."""
    diagnostic = pictures.labels[chosen].sum()
    others = len(chosen) - diagnostic
    return others / diagnostic if diagnostic > 0 and others > 0 else torch.tensor(1.0)


def _file_name(lesson: Lesson) -> str:
    return lesson.name.lower().replace(" ", "-")
