"""From a slice to what a network sees: the body cut out, squared, resized. numpy only: serving uses it too."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from qc.domain.errors import MagnitudeMissing

MARGIN = 1.04
"""The square around the body is this much larger than the body."""
BRIGHT_PERCENTILE = 90
BRIGHTEST = 2.0
"""Magnitude is told up to so many times the bright tissue; what is brighter, fat beside a coil, looks alike."""

Taken = Literal["CMOE", "magnitude and CMOE"]
"""What a network sees of a slice: red, green and blue of the CMOE, and maybe the magnitude image as a fourth."""
MEAN: dict[Taken, tuple[float, ...]] = {"CMOE": (0.05, 0.18, 0.37), "magnitude and CMOE": (0.05, 0.18, 0.37, 0.19)}
STD: dict[Taken, tuple[float, ...]] = {"CMOE": (0.10, 0.22, 0.33), "magnitude and CMOE": (0.10, 0.22, 0.33, 0.17)}
"""Of each channel of simulated slices, 0-1."""


@dataclass(frozen=True)
class Preprocessing:
    """The constants that travel with the weights they were used for."""

    size: int = 112
    """Side of the square input in pixels."""
    mean: tuple[float, ...] = MEAN["CMOE"]
    std: tuple[float, ...] = STD["CMOE"]
    """Of each channel, 0-1."""
    takes: Taken = "CMOE"

    @classmethod
    def of(cls, takes: Taken, *, size: int) -> "Preprocessing":
        """The usual constants of networks that take this."""
        return cls(size, MEAN[takes], STD[takes], takes)

    @property
    def takes_magnitude(self) -> bool:
        return self.takes == "magnitude and CMOE"

    @property
    def channels(self) -> int:
        return 4 if self.takes_magnitude else 3

    def as_dict(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)

    @classmethod
    def from_dict(cls, constants: dict[str, Any]) -> "Preprocessing":
        """From the manifest. Raises KeyError, TypeError or ValueError if a constant is missing or wrong."""
        takes = constants.get("takes", "CMOE")  # manifests that do not say so are older than the choice
        if takes not in get_args(Taken):
            raise ValueError(f"networks that take {takes!r} are not known")
        mean, std = (tuple(float(value) for value in constants[name]) for name in ("mean", "std"))
        read = cls(int(constants["size"]), mean, std, takes)
        if not len(mean) == len(std) == read.channels:
            raise ValueError(
                f"{takes} has {read.channels} channels, not means of {len(mean)} and deviations of {len(std)}"
            )
        return read


@dataclass(frozen=True)
class Window:
    """The square that is cut out of a picture, in pixels of the picture; edges, not centres, are whole numbers."""

    row: float
    col: float
    """The centre."""
    side: float

    @classmethod
    def around(cls, picture: NDArray[np.uint8]) -> "Window":
        """The square around the body in a picture uint8 (rows, cols, 3)."""
        rows, columns = _extent(picture, axis=1), _extent(picture, axis=0)
        side = MARGIN * max(rows[1] - rows[0], columns[1] - columns[0])
        return cls(sum(rows) / 2, sum(columns) / 2, side)


def without_gain(magnitude: NDArray[np.float32], body: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """A magnitude image (rows, cols) in any unit as uint8: 0 to twice the bright tissue of the `body` (rows, cols).

    Receiver gain and coil make the stored unit arbitrary; the 90th percentile of the body neither hangs on a few pixels
    of fat beside the coil nor on how much air lies around. Outside the body the image is kept: ghosts lie there.
    """
    inside = magnitude[body]
    bright = float(np.percentile(inside, BRIGHT_PERCENTILE)) if inside.size else 0.0
    share = magnitude / (BRIGHTEST * (bright or 1.0))
    return np.asarray(np.rint(255 * np.clip(share, 0, 1)), dtype=np.uint8)


def prepare(
    cmoe: NDArray[np.uint8], constants: Preprocessing, magnitude: NDArray[np.uint8] | None = None
) -> NDArray[np.float32]:
    """Cut, square and resize pictures uint8 (n, rows, cols, 3) to float32 (n, channels, size, size), values 0-1.

    Body, not field of view, sets the scale: so neither matrix nor field of view matters. `magnitude` (n, rows, cols)
    is the fourth channel of networks that take it, others pass over it. Raises MagnitudeMissing.
    """
    seen = _with_magnitude(cmoe, magnitude) if constants.takes_magnitude else cmoe
    return np.stack(
        [
            _cut_and_resize(channels, Window.around(picture), constants.size)
            for picture, channels in zip(cmoe, seen, strict=True)
        ]
    )


def normalise(images: NDArray[np.float32], constants: Preprocessing) -> NDArray[np.float32]:
    """Subtract the mean and divide by the standard deviation of each channel: (n, channels, size, size)."""
    mean, std = (np.array(values, dtype=np.float32)[:, None, None] for values in (constants.mean, constants.std))
    return np.asarray((images - mean) / std, dtype=np.float32)


def _with_magnitude(cmoe: NDArray[np.uint8], magnitude: NDArray[np.uint8] | None) -> Iterator[NDArray[np.uint8]]:
    """Red, green, blue and magnitude of one slice after the other, (rows, cols, 4). Raises MagnitudeMissing."""
    if magnitude is None:
        raise MagnitudeMissing("These networks see the magnitude image beside the CMOE, but slices come without one.")
    yield from (np.dstack(pair) for pair in zip(cmoe, magnitude, strict=True))


def _cut_and_resize(picture: NDArray[np.uint8], window: Window, size: int) -> NDArray[np.float32]:
    """A picture uint8 (rows, cols, channels) in `window`, resized to float32 (channels, size, size), values 0-1.

    Only what is not black is multiplied: the rest adds nothing.
    """
    rows, cols = (_between(*_extent(picture, axis=axis)) for axis in (1, 0))
    down = _resampling(window.row, window.side, picture.shape[0], size)[:, rows]
    across = _resampling(window.col, window.side, picture.shape[1], size)[:, cols]
    body = picture[rows, cols].astype(np.float32)  # (height, width, channels)
    lines = (down @ body.reshape(len(body), -1)).reshape(size, -1, picture.shape[2])  # (size, width, channels)
    # A product of matrices wants its rows in one piece; transposed only, it takes several times as long.
    channels = np.ascontiguousarray(lines.transpose(2, 0, 1))  # (channels, size, width)
    return np.asarray(channels @ across.T / 255, dtype=np.float32)


def _between(first: float, end: float) -> slice:
    return slice(int(first), int(end))


def _extent(picture: NDArray[np.uint8], *, axis: int) -> tuple[float, float]:
    """First and last line that is not black, as edges; the whole picture where all is black."""
    # The brightest of a line, not whether any is bright: the same answer in a tenth of the time.
    lines = np.flatnonzero(picture.reshape(len(picture), -1).max(axis=1) if axis else picture.max(axis=0).any(axis=1))
    if len(lines) == 0:
        return 0.0, float(picture.shape[1 - axis])
    return float(lines[0]), float(lines[-1] + 1)


def _resampling(centre: float, side: float, length: int, size: int) -> NDArray[np.float32]:
    """Weights (size, length) of a resize with a triangle filter; what lies outside the picture is black."""
    scale = side / size
    at = centre - side / 2 + (np.arange(size) + 0.5) * scale
    reach = max(scale, 1.0)
    near = np.floor(at - reach).astype(int)[:, None] + np.arange(int(2 * reach) + 2)  # lines that the filter can reach
    weights = np.clip(1 - np.abs(at[:, None] - near - 0.5) / reach, 0, None)
    weights /= weights.sum(axis=1, keepdims=True)
    inside = (near >= 0) & (near < length)
    found = np.zeros((size, length), dtype=np.float32)
    found[np.nonzero(inside)[0], near[inside]] = weights[inside]
    return found
