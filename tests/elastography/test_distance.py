"""Distances found around a region are those of the whole picture."""

import numpy as np
import pytest
from scipy import ndimage

from qc.domain.types import Mask
from qc.elastography.distance import depth_mm, half_thickness_mm, within_mm

SPACING = (1.4, 1.7)
REACH_MM = 5.0


def blob(seed: int) -> Mask:
    """A few ragged pieces."""
    noise = np.random.default_rng(seed).normal(size=(70, 60))
    return np.asarray(ndimage.gaussian_filter(noise, 5) > 0.05)


def at_the_corner() -> Mask:
    region = np.zeros((40, 30), dtype=bool)
    region[:9, 22:] = True
    return region


REGIONS = [blob(1), blob(2), at_the_corner()]


@pytest.mark.parametrize("region", REGIONS)
def test_the_same_as_over_the_whole_picture(region: Mask) -> None:
    whole = ndimage.distance_transform_edt(region, sampling=SPACING)
    np.testing.assert_array_equal(depth_mm(region, spacing_mm=SPACING), whole)
    outside = ndimage.distance_transform_edt(~region, sampling=SPACING)
    np.testing.assert_array_equal(within_mm(region, REACH_MM, spacing_mm=SPACING), outside <= REACH_MM)
    padded = ndimage.distance_transform_edt(np.pad(region, 1), sampling=SPACING)
    assert half_thickness_mm(region, spacing_mm=SPACING) == padded.max()


def test_a_region_that_holds_nothing() -> None:
    empty = np.zeros((20, 30), dtype=bool)
    assert not depth_mm(empty, spacing_mm=SPACING).any()
    assert not within_mm(empty, REACH_MM, spacing_mm=SPACING).any()
    assert half_thickness_mm(empty, spacing_mm=SPACING) == 0
