"""An exam that never changes: the headers of a simulated one, its pixels from formulas, so that no simulation moves it."""

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
    """Each kind of image by a formula of its own, and every phase of it a little further on."""
    paint = FORMULAS.get(image.get("SeriesDescription", ""), _magnitude)
    if "PHASE" in image.ImageType or "P" in image.ImageType:
        paint = _wave
    down, across = np.meshgrid(*(np.linspace(-1, 1, side) for side in (image.Rows, image.Columns)), indexing="ij")
    body = down**2 / 0.6 + across**2 / 0.9 < 1
    values = np.where(body, paint(down, across, float(image.get("TemporalPositionIdentifier", 0) or 0)), 0)
    kind = np.dtype(f"{'i' if image.PixelRepresentation else 'u'}{image.BitsAllocated // 8}")
    image.PixelData = values.astype(kind).tobytes()


def _stiffness(down: Plane, across: Plane, _phase: float) -> Plane:
    """Pascal: a ramp from 0 to 12 kPa, beyond the customary range, with a disc of 5 kPa in it."""
    return np.where(np.hypot(down, across) < 0.3, 5000, 6000 * (1 + across))


def _confidence(down: Plane, _across: Plane, _phase: float) -> Plane:
    """Thousandths: the upper half is sure, the rest is not."""
    return np.where(down < 0, 990, 600)


def _wave(down: Plane, across: Plane, phase: float) -> Plane:
    return 2000 * np.sin(14 * np.hypot(down, across - 0.5) + phase)


def _magnitude(down: Plane, across: Plane, _phase: float) -> Plane:
    return 400 + 300 * across + 200 * (np.hypot(down, across + 0.4) < 0.35)


FORMULAS: dict[str, Callable[[Plane, Plane, float], Plane]] = {
    "Stiffness": _stiffness,
    "Confidence": _confidence,
    "Shear Wave": _wave,
}
