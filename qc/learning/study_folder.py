"""A folder of `manage.py simulate` as labelled slices: pictures from its DICOM maps, as in service, and its truth."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset

from qc.dicom.roles import read_geometry, recognise_role
from qc.dicom.sender import read_folder
from qc.dicom.stack import build_maps
from qc.domain.errors import TrainingRefused
from qc.domain.types import ColourPicture
from qc.elastography.cmoe import render_cmoe
from qc.learning.slices import LabelledSlices
from qc.simulation.export import TRUTH_FILE, TruthRow, read_truth

SAME_SLICE_MM = 0.5


def read_study(folder: Path) -> tuple[LabelledSlices, list[TruthRow]]:
    """Its slices with the truth as label and two observers, and the rows of the truth in the same order.

    Raises TrainingRefused where files are missing, and what the maps of a slice raise that cannot be read.
    """
    if not (folder / TRUTH_FILE).is_file():
        raise TrainingRefused(f"{folder} holds no {TRUTH_FILE}: make it with `manage.py simulate --out {folder}`.")
    rows = read_truth(folder)
    pictures = []
    for exam in dict.fromkeys(row.exam for row in rows):
        pictures += _pictures(folder / f"exam-{exam:04d}", [row for row in rows if row.exam == exam])
    data = LabelledSlices(
        cmoe=np.stack(pictures),
        is_diagnostic=np.array([row.label == "diagnostic" for row in rows]),
        patient=tuple(row.patient for row in rows),
        source={"kind": "simulation", "folder": folder.name, "exams": rows[-1].exam},
        observers=np.array([[one == "diagnostic" for one in (row.observer_1, row.observer_2)] for row in rows]),
    )
    return data, rows


def _pictures(folder: Path, rows: Sequence[TruthRow]) -> list[ColourPicture]:
    """The CMOE of every slice of one exam."""
    images, _ = read_folder(folder)
    by_role = {role: [one for one in images if recognise_role(one) == role] for role in ("stiffness", "confidence")}
    return [_picture([_at(found, row, folder) for found in by_role.values()]) for row in rows]


def _picture(pair: Sequence[Dataset]) -> ColourPicture:
    maps = build_maps(*pair)
    return render_cmoe(maps.stiffness_kpa, maps.confidence, burned_in=maps.burned_in)


def _at(images: Sequence[Dataset], row: TruthRow, folder: Path) -> Dataset:
    for one in images:
        geometry = read_geometry(one)
        if geometry is not None and abs(geometry.normal_position_mm - row.location_mm) < SAME_SLICE_MM:
            return one
    raise TrainingRefused(f"{folder.name} lacks a map of the slice at {row.location_mm} mm; simulate the study again.")
