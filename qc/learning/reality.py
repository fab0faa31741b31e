"""How like a real exam the simulated ones are: what both measure in body, liver and wall, slice by slice."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from tqdm import tqdm

from qc.dicom.roles import read_header
from qc.dicom.sender import read_folder
from qc.dicom.stack import build_maps
from qc.dicom.synthesis import ge_datasets
from qc.domain.types import Role
from qc.elastography.inputs import SliceInputs
from qc.elastography.region import measurable_region
from qc.learning.arrived import read_inputs
from qc.simulation.scanner import simulate_exam

QUANTILES = np.linspace(0.005, 0.995, 100)
"""By which a slice stands for its pixels, so that every slice weighs alike."""

Values = Callable[[SliceInputs], NDArray[np.floating] | None]


@dataclass(frozen=True)
class Quantity:
    """Something that is measured in every pixel of a part of the slice, or once a slice."""

    name: str
    unit: str
    values: Values
    """None where the slice has no such part or image."""


def _in(where: str, field: Callable[[SliceInputs], NDArray[np.floating] | None]) -> Values:
    def values(one: SliceInputs) -> NDArray[np.floating] | None:
        mask, found = PARTS[where](one), field(one)
        return None if found is None or not mask.any() else found[mask]

    return values


PARTS: dict[str, Callable[[SliceInputs], NDArray[np.bool_]]] = {
    "body": lambda one: one.body & ~one.maps.burned_in,
    "liver": lambda one: one.liver,
    "wall": lambda one: one.wall,
    "measured region": lambda one: measurable_region(one.maps, one.liver),
}


def _stiffness(one: SliceInputs) -> NDArray[np.floating]:
    return one.maps.stiffness_kpa


def _confidence(one: SliceInputs) -> NDArray[np.floating]:
    return one.maps.confidence


def _amplitude(one: SliceInputs) -> NDArray[np.floating] | None:
    return None if one.harmonic is None else np.abs(one.harmonic)


def _residual(one: SliceInputs) -> NDArray[np.floating] | None:
    return None if one.residual is None else np.abs(one.residual)


def _area(one: SliceInputs) -> NDArray[np.floating]:
    return np.array([PARTS["measured region"](one).sum() * one.maps.geometry.pixel_area_cm2])


QUANTITIES = (
    Quantity("stiffness, body", "kPa", _in("body", _stiffness)),
    Quantity("stiffness, liver", "kPa", _in("liver", _stiffness)),
    Quantity("stiffness, measured region", "kPa", _in("measured region", _stiffness)),
    Quantity("confidence, body", "", _in("body", _confidence)),
    Quantity("confidence, liver", "", _in("liver", _confidence)),
    Quantity("first harmonic, liver", "rad", _in("liver", _amplitude)),
    Quantity("first harmonic, wall", "rad", _in("wall", _amplitude)),
    Quantity("temporal Nyquist, liver", "rad", _in("liver", _residual)),
    Quantity("temporal Nyquist, wall", "rad", _in("wall", _residual)),
    Quantity("measurable area", "cm2", _area),
)


def read_slices(images: Iterable[Dataset]) -> Iterator[SliceInputs]:
    """The slices of one exam that have both maps, head to foot, as the product reads them."""
    found: dict[float, dict[Role, list[Dataset]]] = defaultdict(lambda: defaultdict(list))
    for image in sorted(images, key=lambda one: int(one.InstanceNumber)):
        header = read_header(image)
        found[round(header.location_mm or 0.0, 1)][header.role].append(image)
    for _, one in sorted(found.items(), reverse=True):
        if one["stiffness"] and one["confidence"]:
            yield read_inputs(build_maps(one["stiffness"][0], one["confidence"][0]), one)


def real_slices(folder: Path) -> list[SliceInputs]:
    """The slices of a real exam."""
    return list(read_slices(read_folder(folder)[0]))


def simulated_slices(seeds: range, *, like: Dataset) -> tuple[list[SliceInputs], int]:
    """Slices of the adequate exams of these seeds that were acquired as `like` was, and how many exams they are.

    As `like`: at its field strength and by its sequence.
    """
    wanted = read_header(like)
    slices, exams = [], 0
    for seed in tqdm(seeds, desc="Simulated exams", unit="exam"):
        exam = simulate_exam(seed=seed, quality="adequate")
        if (exam.protocol.field_strength_t, exam.protocol.sequence) == (wanted.field_strength_t, wanted.sequence):
            slices += list(read_slices(ge_datasets(exam)))
            exams += 1
    return slices, exams


@dataclass(frozen=True)
class Compared:
    """One quantity in the real exam and in the simulated ones."""

    quantity: Quantity
    real: NDArray[np.float64]
    """5th, 50th and 95th percentile over pixels, each slice weighing alike."""
    simulated: NDArray[np.float64]
    real_medians: NDArray[np.float64]
    """By slice."""
    simulated_medians: NDArray[np.float64]

    @property
    def outside(self) -> float:
        """Share of the real slices whose median lies outside the middle 95 % of the simulated slices' medians."""
        low, high = np.percentile(self.simulated_medians, (2.5, 97.5))
        return float(np.mean((self.real_medians < low) | (self.real_medians > high)))

    @property
    def rank(self) -> float:
        """Share of the simulated slices whose median lies under the middle one of the real exam."""
        return float(np.mean(self.simulated_medians < np.median(self.real_medians)))


def compare(real: Sequence[SliceInputs], simulated: Sequence[SliceInputs]) -> Iterator[Compared]:
    """Every quantity of which both have something."""
    for quantity in QUANTITIES:
        ours, theirs = (_by_slice(quantity, slices) for slices in (simulated, real))
        if len(ours) and len(theirs):
            yield Compared(
                quantity,
                np.percentile(theirs, (5, 50, 95)),
                np.percentile(ours, (5, 50, 95)),
                np.median(theirs, axis=1),
                np.median(ours, axis=1),
            )


def _by_slice(quantity: Quantity, slices: Sequence[SliceInputs]) -> NDArray[np.float64]:
    """(slices, quantiles) of those that have it."""
    found = [values for one in slices if (values := quantity.values(one)) is not None]
    return np.array([np.quantile(values, QUANTILES) for values in found])
