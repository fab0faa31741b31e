"""Whose DICOM a simulated exam is written in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from pydicom.dataset import Dataset

from qc.dicom.synthesis import ge_datasets
from qc.dicom.synthesis_philips import philips_datasets
from qc.dicom.synthesis_siemens import siemens_datasets, siemens_xa_datasets

if TYPE_CHECKING:
    from qc.simulation.acquisition import Maker
    from qc.simulation.scanner import SimulatedExam

ENCODERS: dict[str, Callable[[SimulatedExam], list[Dataset]]] = {
    "ge": ge_datasets,
    "siemens": siemens_datasets,
    "siemens-xa": siemens_xa_datasets,
    "philips": philips_datasets,
    "ge-burned-in": partial(ge_datasets, burn_in=True),
    "siemens-no-unit": partial(siemens_datasets, with_units=False),
    "philips-no-unit": partial(philips_datasets, with_units=False),
}
"""By the name that `manage.py simulate --vendor` and `scan --vendor` know; `burned-in` writes GE's
warning into the stiffness of exams with few acquired lines, `no-unit` leaves out what kPa would be."""


def maker_of(vendor: str) -> Maker:
    """Whose scanner makes the exams that `vendor` of ENCODERS writes."""
    return MAKERS[vendor.partition("-")[0]]


MAKERS: dict[str, Maker] = {"ge": "ge", "philips": "philips", "siemens": "siemens"}
