"""The proposed region lies in the confident liver, away from its edge."""

import numpy as np

from qc.domain.types import Geometry, Mask, SliceMaps
from qc.elastography.measure import Outline, rasterise
from qc.elastography.proposal import propose_region

SPACING = (1.5, 1.5)
SIDE = 96


def block(rows: slice, cols: slice) -> Mask:
    mask = np.zeros((SIDE, SIDE), dtype=bool)
    mask[rows, cols] = True
    return mask


LIVER = block(slice(20, 80), slice(10, 60))


def proposed(confident: Mask, *, threshold: float = 0.95, liver: Mask = LIVER) -> Mask:
    stiffness = np.full((SIDE, SIDE), 2.0, dtype=np.float32)
    confidence = np.where(confident, 0.96, 0.8).astype(np.float32)
    geometry = Geometry(SIDE, SIDE, SPACING, (0.0, 0.0, 0.0), (1, 0, 0, 0, 1, 0))
    maps = SliceMaps(stiffness, confidence, np.zeros((SIDE, SIDE), dtype=bool), geometry)
    points = propose_region(maps, liver, threshold=threshold)
    if not points:
        return np.zeros((SIDE, SIDE), dtype=bool)
    return rasterise(Outline("polygon", points), rows=SIDE, cols=SIDE)


def test_it_stays_a_centimetre_from_the_livers_edge() -> None:
    region = proposed(np.ones((SIDE, SIDE), dtype=bool))
    inner = block(slice(26, 74), slice(16, 54))
    assert not (region & ~inner).any()
    assert region.sum() > 0.9 * inner.sum()


def test_it_stays_where_the_map_is_confident() -> None:
    confident = block(slice(0, 50), slice(0, SIDE))
    region = proposed(confident)
    assert (region & confident).sum() > 0.97 * region.sum()
    assert region.sum() > 0.8 * (block(slice(26, 50), slice(16, 54))).sum()


def test_it_is_the_largest_piece() -> None:
    region = proposed(block(slice(0, 40), slice(0, SIDE)) | block(slice(46, 80), slice(0, SIDE)))
    assert region[50:70].any()
    assert not region[:42].any()


def test_it_leaves_out_narrow_arms() -> None:
    arm, body = block(slice(26, 31), slice(16, 54)), block(slice(31, 60), slice(16, 36))
    region = proposed(arm | body)
    assert not region[:, 44:].any()
    assert region[35:55, 20:32].all()


def test_it_follows_the_threshold() -> None:
    confident = block(slice(0, 50), slice(0, SIDE))
    assert proposed(confident, threshold=0.7).sum() > 1.5 * proposed(confident).sum()


def test_a_doubtful_pixel_makes_no_hole() -> None:
    confident = np.ones((SIDE, SIDE), dtype=bool)
    confident[50, 35] = False
    assert proposed(confident)[50, 35]


def test_little_liver_gives_nothing() -> None:
    assert not proposed(np.ones((SIDE, SIDE), dtype=bool), liver=block(slice(20, 34), slice(10, 60))).any()


def test_no_liver_gives_nothing() -> None:
    assert not proposed(np.ones((SIDE, SIDE), dtype=bool), liver=np.zeros((SIDE, SIDE), dtype=bool)).any()
