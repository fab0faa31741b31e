"""A small U-Net in numpy: what it takes to run one in service, and nothing else.

Ronneberger et al., MICCAI 2015, doi 10.1007/978-3-319-24574-4_28: two convolutions a level, halved on the way down,
doubled and joined with the same level on the way up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Layer = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Weights (out, in, rows, cols) and biases (out,) of one convolution."""


@dataclass(frozen=True)
class UNet:
    """Convolutions in the order in which they run; the last has a single pixel."""

    layers: Sequence[Layer]
    depth: int
    """How often the field is halved."""

    def __call__(self, field: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log odds (size, size) from channels (channels, size, size); size divides by 2 ** depth."""
        layers = iter(self.layers)
        joined = []
        for _ in range(self.depth):
            field = _convolve_twice(field, next(layers), next(layers))
            joined.append(field)
            field = _halve(field)
        field = _convolve_twice(field, next(layers), next(layers))
        for same_level in reversed(joined):
            field = _convolve_twice(np.concatenate([_double(field), same_level]), next(layers), next(layers))
        weights, biases = next(layers)
        return np.asarray(np.tensordot(weights[0, :, 0, 0], field, axes=1) + biases[0])


def _convolve_twice(field: NDArray[np.float32], first: Layer, second: Layer) -> NDArray[np.float32]:
    return _convolve(_convolve(field, first), second)


def _convolve(field: NDArray[np.float32], layer: Layer) -> NDArray[np.float32]:
    """3 x 3 over a field with a border of zeros, then the positive part: (in, rows, cols) to (out, rows, cols).

    In a flattened field a neighbour is a fixed step away, so nine shifted views make one matrix product.
    """
    weights, biases = layer
    _, rows, cols = field.shape
    width = cols + 2
    flat = np.pad(field, ((0, 0), (1, 2), (1, 1))).reshape(len(field), -1)
    count = rows * width
    steps = [down * width + across for down in range(3) for across in range(3)]
    neighbours = np.concatenate([flat[:, step : step + count] for step in steps])  # (9 * in, rows * width)
    matrix = weights.transpose(0, 2, 3, 1).reshape(len(weights), -1)  # (out, 9 * in)
    found = matrix @ neighbours + biases[:, None]
    return np.asarray(np.maximum(found, 0.0).reshape(-1, rows, width)[:, :, :cols])


def _halve(field: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest of each four pixels."""
    channels, rows, cols = field.shape
    return np.asarray(field.reshape(channels, rows // 2, 2, cols // 2, 2).max(axis=(2, 4)))


def _double(field: NDArray[np.float32]) -> NDArray[np.float32]:
    return field.repeat(2, axis=1).repeat(2, axis=2)
