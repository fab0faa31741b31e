"""A region to measure in, proposed: the largest confident piece of the liver, away from its edge, as a polygon."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from qc.domain.types import Mask, SliceMaps
from qc.elastography.distance import depth_mm, within_mm
from qc.elastography.measure import Point
from qc.elastography.region import SMALLEST_REGION_CM2, measurable_region

SMOOTHING_MM = 4.0
"""Gaussian that rounds the piece off and closes single doubtful pixels, as a hand would."""
NARROW_MM = 12.0
"""Arms narrower than half a shear wave at 2 kPa and 60 Hz are left out: hands draw around one compact piece."""
CORNER_EVERY_MM = 12.0
"""Few enough corners to move one by one, enough to follow the piece."""

UP, RIGHT, DOWN, LEFT = (-1, 0), (0, 1), (1, 0), (0, -1)


def propose_region(maps: SliceMaps, liver: Mask, *, threshold: float) -> tuple[Point, ...]:
    """Corners (column, row) of the proposed polygon; empty where less than SMALLEST_REGION_CM2 is left.

    It follows the measurable region of `liver`, bool (rows, cols), from the confidence `threshold` (0-1) on.
    """
    spacing_mm = maps.geometry.spacing_mm
    measurable = measurable_region(maps, liver, threshold=threshold)
    piece = _without_arms(_largest_piece(_round_off(measurable, spacing_mm)), spacing_mm)
    if piece.sum() * maps.geometry.pixel_area_cm2 < SMALLEST_REGION_CM2:
        return ()
    return _corners(_trace(piece), spacing_mm)


def _round_off(mask: Mask, spacing_mm: tuple[float, float]) -> Mask:
    blurred = ndimage.gaussian_filter(mask.astype(float), [SMOOTHING_MM / spacing for spacing in spacing_mm])
    return np.asarray(blurred > 0.5)


def _without_arms(piece: Mask, spacing_mm: tuple[float, float]) -> Mask:
    """What a disc of NARROW_MM reaches without leaving the piece, if it starts where most of it fits."""
    core = _largest_piece(depth_mm(piece, spacing_mm=spacing_mm) > NARROW_MM / 2)
    if not core.any():
        return core
    reached = within_mm(core, NARROW_MM / 2, spacing_mm=spacing_mm)
    return _largest_piece(piece & reached)


def _largest_piece(mask: Mask) -> Mask:
    """The largest connected piece, its holes filled."""
    pieces, count = ndimage.label(mask)
    if count == 0:
        return mask
    return np.asarray(ndimage.binary_fill_holes(pieces == 1 + np.bincount(pieces.ravel())[1:].argmax()))


def _trace(piece: Mask) -> NDArray[np.float64]:
    """The pixel edges around one piece without holes, in order: corners between pixels, float64 (n, 2) column, row.

    Walks with the piece on its right, and at every corner tries to turn right, to go on, to turn left.
    """
    padded = np.pad(piece, 1)
    start = tuple(int(place) for place in np.argwhere(padded)[0])
    (row, col), heading = start, RIGHT
    walked: list[tuple[int, int]] = []
    while not walked or ((row, col), heading) != (start, RIGHT):
        walked.append((col, row))
        row, col = row + heading[0], col + heading[1]
        heading = _turn(padded, row, col, heading)
    return np.array(walked, dtype=float) - 1.5


def _turn(padded: Mask, row: int, col: int, heading: tuple[int, int]) -> tuple[int, int]:
    """Where the edge goes on from the corner above and left of pixel (row, col)."""
    headings = [UP, RIGHT, DOWN, LEFT]
    at = headings.index(heading)
    # Of the two pixels ahead, the one on the right and the one on the left of the walk.
    ahead = {UP: ((-1, 0), (-1, -1)), RIGHT: ((0, 0), (-1, 0)), DOWN: ((0, -1), (0, 0)), LEFT: ((-1, -1), (0, -1))}
    on_right, on_left = (bool(padded[row + down, col + across]) for down, across in ahead[heading])
    if not on_right:
        return headings[(at + 1) % 4]
    return headings[at - 1] if on_left else heading


def _corners(edge: NDArray[np.float64], spacing_mm: tuple[float, float]) -> tuple[Point, ...]:
    """The edge rounded off and thinned out to a corner every CORNER_EVERY_MM."""
    pixel_mm = float(np.mean(spacing_mm))
    every = max(1, round(CORNER_EVERY_MM / pixel_mm))
    smooth = ndimage.gaussian_filter1d(edge, every / 3, axis=0, mode="wrap")
    count = max(8, round(len(edge) / every))
    places = np.linspace(0, len(edge), count, endpoint=False).astype(int)
    return tuple((round(float(col), 2), round(float(row), 2)) for col, row in smooth[places])
