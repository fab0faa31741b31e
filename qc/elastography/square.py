"""A square around the body, patient's right first: where position means anatomy, whatever the field of view."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qc.domain.types import SliceMaps


@dataclass(frozen=True)
class Square:
    """A square cut of a slice; places are in pixels of the slice, counted from its edge."""

    middle: tuple[float, float]
    """Row and column."""
    side: tuple[float, float]
    """Rows and columns, which differ where pixels are not square."""
    shape: tuple[int, int]
    """Of the slice."""
    mirrored: bool
    """Whether columns turn round, so that the patient's right comes first."""

    def cut(self, field: NDArray[np.floating | np.bool_], size: int) -> NDArray[np.float32]:
        """The field (rows, cols) in the square, (size, size); 0 beyond the slice."""
        down, across = (
            _weights(self._places(axis, size), self.shape[axis], reach=max(self.side[axis] / size, 1.0))
            for axis in (0, 1)
        )
        found = down @ field.astype(np.float32) @ across.T
        return np.asarray(found[:, ::-1] if self.mirrored else found)

    def put_back(self, field: NDArray[np.float32]) -> NDArray[np.float32]:
        """A field (size, size) of the square on the pixels of the slice, (rows, cols); 0 beyond the square."""
        size = len(field)
        turned = field[:, ::-1] if self.mirrored else field
        down, across = (
            _weights(self._pixels(axis, size), size, reach=max(size / self.side[axis], 1.0)) for axis in (0, 1)
        )
        return np.asarray(down @ turned @ across.T)

    def _places(self, axis: int, size: int) -> NDArray[np.float64]:
        """Of the square's lines in the slice."""
        step = self.side[axis] / size
        return np.asarray(self.middle[axis] - self.side[axis] / 2 + (np.arange(size) + 0.5) * step)

    def _pixels(self, axis: int, size: int) -> NDArray[np.float64]:
        """Of the slice's lines in the square."""
        start = self.middle[axis] - self.side[axis] / 2
        return np.asarray((np.arange(self.shape[axis]) + 0.5 - start) * size / self.side[axis])


def square_around_body(maps: SliceMaps, *, margin: float) -> Square | None:
    """The square around the vendor's body mask, `margin` times as large as the body; None where there is no body."""
    body = (maps.stiffness_kpa > 0) | maps.burned_in
    if not body.any():
        return None
    spacing_mm = maps.geometry.spacing_mm
    first, last = zip(*(_extent(body, axis) for axis in (0, 1)), strict=True)
    side_mm = margin * max((last[axis] - first[axis]) * spacing_mm[axis] for axis in (0, 1))
    return Square(
        middle=((first[0] + last[0]) / 2, (first[1] + last[1]) / 2),
        side=(side_mm / spacing_mm[0], side_mm / spacing_mm[1]),
        shape=(body.shape[0], body.shape[1]),
        mirrored=not maps.geometry.right_is_low_column,
    )


def _extent(body: NDArray[np.bool_], axis: int) -> tuple[int, int]:
    """First and last line that the body touches, as edges."""
    lines = np.flatnonzero(body.any(axis=1 - axis))
    return int(lines[0]), int(lines[-1] + 1)


def _weights(places: NDArray[np.float64], length: int, *, reach: float) -> NDArray[np.float32]:
    """Weights (places, length) of a resampling with a triangle of half width `reach`; beyond the field is 0."""
    beyond = int(np.ceil(max(reach - places.min(), places.max() + reach - length, 0.0)))
    pixels = np.arange(-beyond, length + beyond) + 0.5
    weights = np.clip(1 - np.abs(places[:, None] - pixels[None, :]) / reach, 0, None)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray(weights[:, beyond : beyond + length], dtype=np.float32)
