"""Whether a slice allows an honest measurement: known here, because the body is known."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.verdict import CONFIDENCE_THRESHOLD
from qc.elastography.distance import depth_mm
from qc.elastography.inversion import Elastogram
from qc.elastography.region import EDGE_MM
from qc.simulation.body import Cut, Tissue

Kind = TypeVar("Kind", bound=np.generic)

SMALLEST_AREA_CM2 = 5.0
"""Less confident liver than this is not measured: drawn regions of clinical exams hold 8.6-19 cm2."""
REPEATABILITY = 0.19
"""A change under 19 % is within the repeatability of MRE (QIBA); so is an error under it."""


@dataclass(frozen=True)
class Truth:
    """What an all-knowing reader says of one slice."""

    true_kpa: float
    """Median |G| of the liver in the slice; 0 without liver."""
    measured_kpa: float | None
    """Median in the confident liver; None where there is too little of it."""
    area_cm2: float
    """Largest connected confident piece of liver further than EDGE_MM from its outline, without vessels."""

    @property
    def error(self) -> float | None:
        """Of the measured stiffness, relative to the true one; None where nothing is measured."""
        return None if self.measured_kpa is None else self.measured_kpa / self.true_kpa - 1

    @property
    def is_diagnostic(self) -> bool:
        """Enough confident liver, and the right stiffness in it."""
        return self.error is not None and self.area_cm2 >= SMALLEST_AREA_CM2 and abs(self.error) < REPEATABILITY


def judge(cut: Cut, elastogram: Elastogram, *, spacing_mm: float) -> Truth:
    """Compare the maps with the body that they were made from, where a reader would measure."""
    factor = len(elastogram.confidence) // len(cut.tissue)
    liver = enlarge(cut.tissue == Tissue.LIVER, factor)
    true_kpa = float(np.median(np.abs(cut.modulus_kpa[cut.tissue == Tissue.LIVER]))) if liver.any() else 0.0
    inner = liver & (depth_mm(ndimage.binary_fill_holes(liver), spacing_mm=(spacing_mm, spacing_mm)) > EDGE_MM)
    piece = _largest(inner & (elastogram.confidence >= CONFIDENCE_THRESHOLD))
    area = float(piece.sum()) * spacing_mm**2 / 100
    if area == 0.0:
        return Truth(true_kpa, None, 0.0)
    return Truth(true_kpa, float(np.median(elastogram.stiffness_kpa[piece])), area)


def enlarge(field: NDArray[Kind], factor: int) -> NDArray[Kind]:
    """The field with every pixel repeated `factor` times along both axes."""
    return field.repeat(factor, axis=0).repeat(factor, axis=1)


def _largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    pieces, count = ndimage.label(mask)
    if count == 0:
        return mask
    return np.asarray(pieces == 1 + np.bincount(pieces.ravel())[1:].argmax())
