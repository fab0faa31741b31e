"""Quality indices of the maps: how much liver there is, how much of it is believed, and where."""

import numpy as np

from qc.domain.types import Mask
from qc.domain.verdict import CONFIDENCE_THRESHOLD
from qc.elastography.inputs import SliceInputs
from qc.elastography.region import measurable_region


def liver_area(slice_: SliceInputs) -> float | None:
    """Area of the estimated liver, cm²."""
    return float(slice_.liver.sum() * slice_.maps.geometry.pixel_area_cm2)


def confident_area(slice_: SliceInputs) -> float | None:
    """Largest connected piece of the liver at confidence 0.95 or more, further than 10 mm from its edge, cm²."""
    return float(measurable_region(slice_.maps, slice_.liver).sum() * slice_.maps.geometry.pixel_area_cm2)


def confident_share(slice_: SliceInputs) -> float | None:
    """Share of the liver at confidence 0.95 or more."""
    return float(_confident(slice_).sum() / slice_.liver.sum()) if slice_.has_liver else None


def confident_elsewhere(slice_: SliceInputs) -> float | None:
    """Share of the body outside the liver, below the wall, at confidence 0.95 or more."""
    return _share(slice_, slice_.body & ~slice_.liver & (slice_.depth_mm > 22))


def confident_left(slice_: SliceInputs) -> float | None:
    """Share of the body's left half, below the wall, at confidence 0.95 or more."""
    return _share(slice_, slice_.body & ~slice_.right & (slice_.depth_mm > 22))


def confident_depth(slice_: SliceInputs) -> float | None:
    """Depth below the edge of the body down to which nine tenths of the confident liver lie, mm; 0 where none is."""
    confident = _confident(slice_)
    return float(np.percentile(slice_.depth_mm[confident], 90)) if confident.any() else 0.0


def liver_confidence(slice_: SliceInputs) -> float | None:
    """Median confidence in the liver."""
    return float(np.median(slice_.maps.confidence[slice_.liver])) if slice_.has_liver else None


def body_confidence(slice_: SliceInputs) -> float | None:
    """Median confidence in the body outside the liver."""
    around = slice_.body & ~slice_.liver
    return float(np.median(slice_.maps.confidence[around])) if around.any() else None


def confidence_fall(slice_: SliceInputs) -> float | None:
    """Median confidence in the shallow half of the liver less that in the deep half."""
    if not slice_.has_liver:
        return None
    middle = np.median(slice_.depth_mm[slice_.liver])
    shallow, deep = slice_.liver & (slice_.depth_mm <= middle), slice_.liver & (slice_.depth_mm > middle)
    if not shallow.any() or not deep.any():
        return None
    return float(np.median(slice_.maps.confidence[shallow]) - np.median(slice_.maps.confidence[deep]))


def mosaic(slice_: SliceInputs) -> float | None:
    """Median relative step of stiffness between pixels 6 mm apart in the liver: a fine mosaic is no stiffness."""
    if not slice_.has_liver:
        return None
    apart = max(1, round(6.0 / slice_.spacing_mm[1]))
    near, far = slice_.maps.stiffness_kpa[:, :-apart], slice_.maps.stiffness_kpa[:, apart:]
    pairs = slice_.liver[:, :-apart] & slice_.liver[:, apart:] & (near > 0) & (far > 0)
    return float(np.median(np.abs(np.log(far[pairs] / near[pairs])))) if pairs.any() else None


def liver_stiffness(slice_: SliceInputs) -> float | None:
    """Median stiffness of the whole estimated liver, kPa."""
    return float(np.median(slice_.maps.stiffness_kpa[slice_.liver])) if slice_.has_liver else None


def wall_depth(slice_: SliceInputs) -> float | None:
    """Depth of the shallowest tenth of the liver below the edge of the body, mm: fat, fluid and muscle before it."""
    return float(np.percentile(slice_.depth_mm[slice_.liver], 10)) if slice_.has_liver else None


def _confident(slice_: SliceInputs) -> Mask:
    return slice_.liver & (slice_.maps.confidence >= CONFIDENCE_THRESHOLD) & ~slice_.maps.burned_in


def _share(slice_: SliceInputs, where: Mask) -> float | None:
    return float((slice_.maps.confidence[where] >= CONFIDENCE_THRESHOLD).mean()) if where.any() else None
