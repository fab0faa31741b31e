"""From DICOM pixels to maps with units, and the checks that a number needs before it may be called kPa."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom.roles import read_geometry, recognise_role, recognise_vendor
from qc.domain.errors import GeometryMismatch, ImageUnreadable, UnitsUnknown
from qc.domain.types import ColourPicture, ConfidenceMap, Mask, SliceMaps, StiffnessMap

PASCAL_PER_KPA = 1000.0
CONFIDENCE_PER_ONE = 1000.0
MILLIRADIANS = 1000.0
BURNED_IN_VALUE = 32766
"""GE writes "!LOW ACQ RES!" into the stiffness map with this value, four times the stiffest liver in Pa."""
LOW_RESOLUTION_WARNING = (
    "Low acquisition resolution: the scanner wrote “!LOW ACQ RES!” into the stiffness map; "
    "the text is left out of every number."
)
FIELD_OF_VIEW_TOLERANCE = 0.02
"""Pixel Spacing times matrix may differ from the Reconstruction Diameter by this share."""


def pixel_checksum(ds: Dataset) -> str:
    """SHA-256 of the stored pixel bytes, or an empty string where there are none."""
    data = ds.get("PixelData")
    return f"sha256:{hashlib.sha256(data).hexdigest()}" if data else ""


def read_pixels(ds: Dataset) -> NDArray[Any]:
    """Stored pixel values, (rows, cols) or (rows, cols, 3). Raises ImageUnreadable."""
    try:
        return np.asarray(ds.pixel_array)
    except (AttributeError, ValueError, KeyError, TypeError, RuntimeError, NotImplementedError) as error:
        cause = " ".join(str(error).split())
        raise ImageUnreadable(f"The pixels of an image cannot be read ({cause}). Send the image again.") from error


def build_maps(stiffness: Dataset, other: Dataset) -> SliceMaps:
    """The maps of a slice from its stiffness image and its confidence image or hatched elastogram.

    Raises GeometryMismatch, ImageUnreadable, UnitsUnknown.
    """
    geometry, other_geometry = read_geometry(stiffness), read_geometry(other)
    if geometry is None or other_geometry is None:
        raise GeometryMismatch("The header does not say where the slice lies, so nothing can be measured in it.")
    if not geometry.matches(other_geometry):
        raise GeometryMismatch("Stiffness and confidence map do not lie on the same pixels; send both from one scan.")
    stiffness_kpa, burned_in = read_stiffness(stiffness)
    is_hatched = recognise_role(other) == "hatched_elastogram"
    confidence = confidence_from_hatch(stiffness, other) if is_hatched else read_confidence(other)
    return SliceMaps(stiffness_kpa, confidence, burned_in, geometry)


def read_stiffness(ds: Dataset) -> tuple[StiffnessMap, Mask]:
    """Stiffness in kPa, float32 (rows, cols), and where text is burned in, bool (rows, cols).

    Burned-in pixels are 0 kPa. Raises ImageUnreadable, UnitsUnknown.
    """
    stored = read_pixels(ds).astype(np.float32)
    burned_in = stored == BURNED_IN_VALUE
    kpa = stored * _kpa_per_stored_value(ds) + _kpa_offset(ds)
    kpa[burned_in] = 0.0
    return np.asarray(np.maximum(kpa, 0.0), dtype=np.float32), burned_in


def read_confidence(ds: Dataset) -> ConfidenceMap:
    """Confidence 0-1, float32 (rows, cols). Raises ImageUnreadable, UnitsUnknown."""
    stored = read_pixels(ds).astype(np.float32)
    if _is_ge(ds):
        return np.asarray(np.clip(stored / CONFIDENCE_PER_ONE, 0.0, 1.0), dtype=np.float32)
    values = stored * float(ds.get("RescaleSlope") or 1) + float(ds.get("RescaleIntercept") or 0)
    if values.max(initial=0.0) > 1.0:
        raise UnitsUnknown("The confidence map does not say its scale, so the slice cannot be judged.")
    return np.asarray(values, dtype=np.float32)


def confidence_from_hatch(plain: Dataset, hatched: Dataset) -> ConfidenceMap:
    """1 where the plain and the hatched elastogram agree, 0 where the scanner drew its hatch (dilated by one pixel)."""
    first, second = read_pixels(plain), read_pixels(hatched)
    if first.shape != second.shape:
        raise GeometryMismatch("The plain and the hatched elastogram differ in size; send both from one scan.")
    return np.where(_dilate(first != second), 0.0, 1.0).astype(np.float32)


def read_magnitude(ds: Dataset, maps: SliceMaps) -> NDArray[np.float32] | None:
    """A magnitude image as stored, float32 (rows, cols); None where it does not lie on the pixels of the maps.

    Raises ImageUnreadable.
    """
    geometry = read_geometry(ds)
    if geometry is None or not geometry.matches(maps.geometry):
        return None
    return np.asarray(read_pixels(ds), dtype=np.float32)


def read_phase(images: Sequence[Dataset]) -> NDArray[np.float32]:
    """Wrapped phase of GE's raw images in radians, float32 (offsets, rows, cols).

    Raises ImageUnreadable, UnitsUnknown.
    """
    if not all(_is_ge(ds) for ds in images):
        raise UnitsUnknown("The scale of the raw phase is only known for GE, so it is not inverted here.")
    return np.stack([read_pixels(ds).astype(np.float32) / MILLIRADIANS for ds in images])


def read_wave(images: Sequence[Dataset]) -> NDArray[np.float32]:
    """Wave images of GE's offline inversion in radians, float32 (time points, rows, cols).

    Raises ImageUnreadable, and UnitsUnknown for other vendors' and for pictures of waves, which carry no numbers.
    """
    if not all(_is_ge(ds) and ds.get("SamplesPerPixel") == 1 for ds in images):
        raise UnitsUnknown("The scale of these wave images is not known, so they are not inverted here.")
    return np.stack([read_pixels(ds).astype(np.float32) / MILLIRADIANS for ds in images])


def read_colour(ds: Dataset) -> ColourPicture:
    """The picture as RGB, uint8 (rows, cols, 3). Raises ImageUnreadable."""
    pixels = read_pixels(ds)
    if pixels.ndim != 3 or pixels.shape[2] != 3:
        raise ImageUnreadable("A colour picture was expected, but the image has no three colours.")
    return pixels.astype(np.uint8)


def header_warnings(ds: Dataset) -> list[str]:
    """What in the header makes a stiffness doubtful: the voxel size must fit the field of view."""
    geometry = read_geometry(ds)
    diameter = float(ds.get("ReconstructionDiameter") or 0)
    if geometry is None or not diameter:
        return []
    extent = max(geometry.rows * geometry.spacing_mm[0], geometry.cols * geometry.spacing_mm[1])
    if abs(extent / diameter - 1) <= FIELD_OF_VIEW_TOLERANCE:
        return []
    fault = f"Pixel spacing times matrix is {extent:.0f} mm, but the field of view is {diameter:.0f} mm"
    return [f"{fault}: a wrong voxel size makes every stiffness wrong by a factor."]


def _kpa_per_stored_value(ds: Dataset) -> float:
    """kPa per stored value, from the mapping or the units in the header, or by GE's rule."""
    unit = _stated_unit(ds)
    slope = _mapping_value(ds, "RealWorldValueSlope", float(ds.get("RescaleSlope") or 1))
    if unit == "kpa":
        return slope
    if unit == "pa" or (not unit and _is_ge(ds) and slope == 1):
        return slope / PASCAL_PER_KPA
    stated = f"the header says “{unit}”" if unit else "the header names none"
    raise UnitsUnknown(f"Units of the stiffness map unknown ({stated}), so no kPa can be stated.")


def _kpa_offset(ds: Dataset) -> float:
    offset = _mapping_value(ds, "RealWorldValueIntercept", float(ds.get("RescaleIntercept") or 0))
    return offset if _stated_unit(ds) == "kpa" else offset / PASCAL_PER_KPA


def _stated_unit(ds: Dataset) -> str:
    mapping = ds.get("RealWorldValueMappingSequence")
    if mapping and "MeasurementUnitsCodeSequence" in mapping[0]:
        return str(mapping[0].MeasurementUnitsCodeSequence[0].CodeValue).lower()
    return str(ds.get("RescaleType") or ds.get("Units") or "").strip().lower()


def _mapping_value(ds: Dataset, keyword: str, default: float) -> float:
    mapping = ds.get("RealWorldValueMappingSequence")
    return float(mapping[0].get(keyword, default)) if mapping else default


def _is_ge(ds: Dataset) -> bool:
    return recognise_vendor(ds) == "GE"


def _dilate(mask: Mask) -> Mask:
    """One pixel in each of the four directions."""
    grown = mask.copy()
    grown[1:] |= mask[:-1]
    grown[:-1] |= mask[1:]
    grown[:, 1:] |= mask[:, :-1]
    grown[:, :-1] |= mask[:, 1:]
    return grown
