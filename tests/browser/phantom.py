"""An exam that never changes: headers of a simulated one, pixels from formulas, so that no simulation moves them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from tests.flow.exams import fresh_exam

Plane = NDArray[np.float64]


def phantom() -> list[Dataset]:
    images = fresh_exam()
    for image in images:
        _repaint(image)
    return images


def _repaint(image: Dataset) -> None:
    """Each kind of image by a formula of its own; what was not derived looks like a magnitude."""
    paint = FORMULAS.get(image.get("SeriesDescription", ""), _magnitude)
    down, across = np.meshgrid(*(np.linspace(-1, 1, side) for side in (image.Rows, image.Columns)), indexing="ij")
    body = down**2 / 0.6 + across**2 / 0.9 < 1
    image.PixelData = np.where(body, paint(down, across), 0).astype(np.int16).tobytes()


def _stiffness(down: Plane, across: Plane) -> Plane:
    """Pascal: a ramp from 0 to 12 kPa, beyond the customary range, with a disc of 5 kPa in it."""
    return np.where(np.hypot(down, across) < 0.3, 5000, 6000 * (1 + across))


def _confidence(down: Plane, _across: Plane) -> Plane:
    """Thousandths: the upper half is sure, the rest is not."""
    return np.where(down < 0, 990, 600)


def _wave(down: Plane, across: Plane) -> Plane:
    rings: Plane = np.sin(14 * np.hypot(down, across - 0.5))
    return 2000 * rings


def _magnitude(down: Plane, across: Plane) -> Plane:
    return 400 + 300 * across + np.where(np.hypot(down, across + 0.4) < 0.35, 200, 0)


FORMULAS: dict[str, Callable[[Plane, Plane], Plane]] = {
    "Stiffness": _stiffness,
    "Confidence": _confidence,
    "Shear Wave": _wave,
}
