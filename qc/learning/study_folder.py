"""A folder of `manage.py simulate` as labelled slices: what a worker would judge, from its DICOM, and its truth."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom.roles import read_geometry, recognise_role
from qc.dicom.sender import read_folder
from qc.dicom.stack import build_maps, read_magnitude
from qc.domain.errors import TrainingRefused
from qc.domain.types import ColourPicture, Role
from qc.elastography.cmoe import render_cmoe
from qc.elastography.extent import measure_extent
from qc.elastography.liver import estimate_liver
from qc.learning.preprocess import without_gain
from qc.learning.slices import LabelledSlices
from qc.simulation.export import TRUTH_FILE, TruthRow, read_truth

SAME_SLICE_MM = 0.5
ROLES: tuple[Role, ...] = ("stiffness", "confidence", "magnitude")


class Judged(NamedTuple):
    """What one slice is judged by."""

    picture: ColourPicture
    """The CMOE, (rows, cols, 3)."""
    measures: NDArray[np.float32]
    """Those of `extent.MEASURES`."""
    magnitude: NDArray[np.uint8] | None
    """The image that a worker would fetch, without the scanner's gain, (rows, cols)."""


def read_study(folder: Path) -> tuple[LabelledSlices, list[TruthRow]]:
    """Its slices with the truth as label and two observers, and the rows of the truth in the same order.

    Raises TrainingRefused where files are missing, and what the maps of a slice raise that cannot be read.
    """
    if not (folder / TRUTH_FILE).is_file():
        raise TrainingRefused(f"{folder} holds no {TRUTH_FILE}: make it with `manage.py simulate --out {folder}`.")
    rows = read_truth(folder)
    found = []
    for exam in dict.fromkeys(row.exam for row in rows):
        found += _exam(folder / f"exam-{exam:04d}", [row for row in rows if row.exam == exam])
    data = LabelledSlices(
        cmoe=np.stack([one.picture for one in found]),
        is_diagnostic=np.array([row.label == "diagnostic" for row in rows]),
        patient=tuple(row.patient for row in rows),
        source={"kind": "simulation", "folder": folder.name, "exams": rows[-1].exam},
        observers=np.array([[one == "diagnostic" for one in (row.observer_1, row.observer_2)] for row in rows]),
        measures=np.stack([one.measures for one in found]),
        magnitude=_all_magnitude(found),
    )
    return data, rows


def _all_magnitude(found: Sequence[Judged]) -> NDArray[np.uint8] | None:
    """The magnitude of every slice, (n, rows, cols); None where one has none."""
    images = [one.magnitude for one in found if one.magnitude is not None]
    return np.stack(images) if len(images) == len(found) else None


def _exam(folder: Path, rows: Sequence[TruthRow]) -> list[Judged]:
    """Every slice of one exam."""
    images, _ = read_folder(folder)
    by_role = {role: [one for one in images if recognise_role(one) == role] for role in ROLES}
    return [
        _slice({role: _at(found, row) for role, found in by_role.items()}, f"{folder.name}, {row.slice}")
        for row in rows
    ]


def _slice(images: Mapping[Role, Dataset | None], name: str) -> Judged:
    """One slice, whose magnitude image may be absent."""
    stiffness, confidence, magnitude = (images[role] for role in ROLES)
    if stiffness is None or confidence is None:
        raise TrainingRefused(f"A map of exam and slice {name} is missing; simulate the study again.")
    maps = build_maps(stiffness, confidence)
    field = read_magnitude(magnitude, maps) if magnitude else None
    picture = render_cmoe(maps.stiffness_kpa, maps.confidence, burned_in=maps.burned_in)
    measures = measure_extent(maps, estimate_liver(maps, field), with_magnitude=field is not None)
    return Judged(picture, measures, None if field is None else without_gain(field, maps.stiffness_kpa > 0))


def _at(images: Sequence[Dataset], row: TruthRow) -> Dataset | None:
    """The first of the images at the slice's place."""
    for one in images:
        geometry = read_geometry(one)
        if geometry is not None and abs(geometry.normal_position_mm - row.location_mm) < SAME_SLICE_MM:
            return one
    return None
