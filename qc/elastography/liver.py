"""Where the liver lies in a slice: a small U-Net that learned on simulated exams, from magnitude and maps."""

import hashlib
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.errors import EstimatorRefused
from qc.domain.types import SliceMaps
from qc.elastography.square import square_around_body
from qc.elastography.unet import UNet

Field = NDArray[np.float32]

ESTIMATOR = Path(__file__).parent / "liver_estimator"
"""The shipped weights and their manifest."""
MANIFEST = "manifest.json"
WEIGHTS = "weights.npy"

SIZE = 64
"""Side of the square that the network sees, in pixels: about 5 mm each."""
MARGIN = 1.04
"""The square is this much larger than the body."""
DEPTH = 3
"""How often the network halves it."""
BRIGHT_PERCENTILE = 90
BRIGHTEST = 2.0
SMALLEST_LIVER_CM2 = 6.0
"""A smaller find is a mistake, or too little of the liver to measure anything in."""


def estimate_liver(maps: SliceMaps, magnitude: Field | None) -> NDArray[np.bool_]:
    """The liver's pixels, bool (rows, cols); empty where there is none, above the dome or below its tip.

    `magnitude` (rows, cols) is one image of the slice in any unit, on the pixels of the maps; without it the maps
    alone have to tell. Text burned into the maps does not count as an edge of the liver. Raises EstimatorRefused if
    the shipped weights are not those of their manifest.
    """
    square = square_around_body(maps, margin=MARGIN)
    if square is None:
        return np.zeros(maps.stiffness_kpa.shape, dtype=bool)
    channels = as_channels(
        None if magnitude is None else square.cut(magnitude, SIZE),
        square.cut(maps.stiffness_kpa, SIZE),
        square.cut(maps.confidence, SIZE),
    )
    odds = load_estimator(ESTIMATOR)(channels)
    likelier = square.put_back(np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)) > 0.5
    return _without_specks(likelier, maps.geometry.pixel_area_cm2)


def as_channels(magnitude: Field | None, stiffness_kpa: Field, confidence: Field) -> Field:
    """What the network sees of fields (size, size): magnitude, logarithm of stiffness, confidence and place.

    float32 (5, size, size), each about 0 to 1; the magnitude is 0 everywhere where there is none.
    """
    size = len(confidence)
    axis = np.linspace(-1, 1, size, dtype=np.float32)
    down, across = np.meshgrid(axis, axis, indexing="ij")
    seen = np.zeros((size, size), dtype=np.float32) if magnitude is None else _without_gain(magnitude, stiffness_kpa)
    return np.stack([seen, np.log1p(stiffness_kpa) / 2, confidence, down, across])


def _without_gain(magnitude: Field, stiffness_kpa: Field) -> Field:
    """Magnitude in units of the body's bright tissue."""
    body = magnitude[stiffness_kpa > 0]
    bright = float(np.percentile(body, BRIGHT_PERCENTILE)) if body.size else 0.0
    return np.asarray(np.clip(magnitude / (bright or 1.0), 0, BRIGHTEST), dtype=np.float32)


def _without_specks(likelier: NDArray[np.bool_], pixel_area_cm2: float) -> NDArray[np.bool_]:
    """Only pieces of a liver's size: its lobes can lie apart."""
    pieces, _ = ndimage.label(likelier)
    areas = np.bincount(pieces.ravel()) * pixel_area_cm2
    areas[0] = 0.0
    return np.asarray((areas >= SMALLEST_LIVER_CM2)[pieces])


@cache
def estimator_digest() -> str:
    """SHA-256 of the shipped weights: with other weights it is another estimator. Raises EstimatorRefused."""
    return str(read_manifest(ESTIMATOR)["sha256"])


@cache
def load_estimator(folder: Path) -> UNet:
    """The network in `folder`. Raises EstimatorRefused if its weights differ from its manifest."""
    manifest = read_manifest(folder)
    values, layers = np.load(folder / WEIGHTS).astype(np.float32), []
    for shape in manifest["layers"]:
        weights, biases, values = np.split(values, np.cumsum([math.prod(shape), shape[0]]))
        layers.append((weights.reshape(shape), biases))
    return UNet(layers, depth=int(manifest["depth"]))


def read_manifest(folder: Path) -> dict[str, Any]:
    """What is known of the estimator in `folder`. Raises EstimatorRefused if the weights are not those it names."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        weights = (folder / WEIGHTS).read_bytes()
    except (OSError, ValueError) as error:
        raise EstimatorRefused(f"The liver's estimator cannot be read: {error}. Restore {folder.name}.") from error
    if hashlib.sha256(weights).hexdigest() != manifest.get("sha256"):
        raise EstimatorRefused(f"The weights of the liver's estimator were altered or damaged. Restore {folder.name}.")
    return manifest
