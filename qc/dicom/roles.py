"""Which image is what: the role of a DICOM image in an MRE exam, from its header alone.

Rules by vendor follow the published readers of each vendor's exports and one real GE exam; rules that were not
confirmed on real data lead to a role, never to a unit (see qc/dicom/stack.py for what may be read as kPa).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydicom.dataset import Dataset

from qc.domain.types import Geometry, Role

Vendor = Literal["GE", "Siemens", "Philips", "unknown"]

GE_PULSE_SEQUENCE = (0x0019, 0x109C)
GE_INTERNAL_SEQUENCE = (0x0019, 0x109E)
GE_LOCATIONS_IN_ACQUISITION = (0x0021, 0x104F)
GE_IMAGES_IN_SERIES = (0x0025, 0x1007)
GE_MEG_DATA = (0x0043, 0x10A2)
GE_RESEARCH_SEQUENCES = ("fgremre", "epimre")
GE_DERIVED_FACTOR = 100
"""GE numbers what it derives from series 5 as 500 and up: this tells repeated scans of one study apart."""
LARGEST_INTEGER = 2**31
SIEMENS_SEQUENCES = ("gremr", "epimr", "epsem")


@dataclass(frozen=True)
class ImageHeader:
    """What the product keeps of one image's header."""

    study_instance_uid: str
    series_instance_uid: str
    sop_instance_uid: str
    role: Role
    vendor: Vendor
    patient_id: str
    patient_name: str
    scanner: str
    field_strength_t: float | None
    sequence: str
    series_number: int | None
    instance_number: int | None
    acquisition: str
    """What tells repeated scans of one study apart; empty where the vendor does not say."""
    location_mm: float | None
    expected_slices: int | None
    geometry: Geometry | None


def read_header(ds: Dataset) -> ImageHeader:
    """The header of one image; absent attributes become empty strings or None, never an error."""
    vendor = recognise_vendor(ds)
    role = recognise_role(ds)
    return ImageHeader(
        study_instance_uid=_text(ds, "StudyInstanceUID"),
        series_instance_uid=_text(ds, "SeriesInstanceUID"),
        sop_instance_uid=_text(ds, "SOPInstanceUID"),
        role=role,
        vendor=vendor,
        patient_id=_text(ds, "PatientID"),
        patient_name=_text(ds, "PatientName"),
        scanner=_text(ds, "StationName") or _text(ds, "ManufacturerModelName") or "unknown scanner",
        field_strength_t=_number(ds, "MagneticFieldStrength"),
        sequence=_sequence(ds),
        series_number=_integer(ds, "SeriesNumber"),
        instance_number=_integer(ds, "InstanceNumber"),
        acquisition=_acquisition(ds, vendor, role),
        location_mm=_number(ds, "SliceLocation"),
        expected_slices=_expected_slices(ds, vendor, role),
        geometry=read_geometry(ds),
    )


def read_frequency_hz(ds: Dataset) -> float | None:
    """The frequency of the driver, where the header gives it (GE: the first value of MEG Data)."""
    if GE_MEG_DATA not in ds:
        return None
    values = ds[GE_MEG_DATA].value
    first = values[0] if isinstance(values, Sequence) and not isinstance(values, str) else values
    try:
        return float(first) or None
    except (TypeError, ValueError):
        return None


def read_frame_of_reference(ds: Dataset) -> str:
    """What tells whether two images count millimetres from the same point (PS3.3 C.7.4.1); empty where not told."""
    return _text(ds, "FrameOfReferenceUID")


def read_field_of_view_mm(ds: Dataset) -> float | None:
    """Diameter of the reconstructed region (PS3.3 C.8.3.1, Reconstruction Diameter), where the header gives one."""
    return _number(ds, "ReconstructionDiameter") or None


def read_acquired_mm(ds: Dataset) -> tuple[float, float] | None:
    """Side of a pixel as it was sampled, along rows and columns of the image, where the header tells.

    Acquisition Matrix gives samples of frequency and phase encoding; In-plane Phase Encoding Direction says which
    of them runs along the columns of pixels (COL) (PS3.3 C.8.3.1).
    """
    geometry, counts = read_geometry(ds), ds.get("AcquisitionMatrix")
    direction = _text(ds, "InPlanePhaseEncodingDirection")
    if geometry is None or not isinstance(counts, Sequence) or len(counts) != 4 or direction not in ("ROW", "COL"):
        return None
    frequency, phase = max(counts[:2]), max(counts[2:])
    if not frequency or not phase:
        return None
    rows, columns = (phase, frequency) if direction == "COL" else (frequency, phase)
    return (
        geometry.rows * geometry.spacing_mm[0] / rows,
        geometry.cols * geometry.spacing_mm[1] / columns,
    )


def recognise_role(ds: Dataset) -> Role:
    """The image's role; `other` for whatever is not part of an MRE exam."""
    if _is_colour(ds):
        return _colour_role(ds)
    vendor = recognise_vendor(ds)
    rules = {"GE": _ge_role, "Siemens": _siemens_role, "Philips": _philips_role}
    return rules[vendor](ds) if vendor in rules else _role_of_words(ds)


def read_geometry(ds: Dataset) -> Geometry | None:
    """The plane of the image (PS3.3 C.7.6.2), or None where the header does not give one that exists."""
    try:
        along_x, along_y, along_z, down_x, down_y, down_z = (float(value) for value in ds.ImageOrientationPatient)
        plane = Geometry(
            rows=int(ds.Rows),
            cols=int(ds.Columns),
            spacing_mm=(float(ds.PixelSpacing[0]), float(ds.PixelSpacing[1])),
            position=(
                float(ds.ImagePositionPatient[0]),
                float(ds.ImagePositionPatient[1]),
                float(ds.ImagePositionPatient[2]),
            ),
            orientation=(along_x, along_y, along_z, down_x, down_y, down_z),
        )
        return plane if plane.is_plane else None
    except (AttributeError, TypeError, ValueError, IndexError):
        return None


def _ge_role(ds: Dataset) -> Role:
    if "DERIVED" in _image_type(ds):
        return _role_of_words(ds)
    if not _is_ge_elastography(ds):
        return "other"
    return "phase" if _is_ge_phase(ds) else "magnitude"


def _is_ge_elastography(ds: Dataset) -> bool:
    name = _private_text(ds, GE_PULSE_SEQUENCE).lower()
    return name == "mr-touch" or any(part in name for part in GE_RESEARCH_SEQUENCES)


def _is_ge_phase(ds: Dataset) -> bool:
    """Both halves of the raw series are stored signed, so only negative values tell phase from magnitude.

    Without the smallest value in the header, the first half by Instance Number is phase.
    """
    smallest = _integer(ds, "SmallestImagePixelValue")
    if smallest is not None:
        return smallest < 0
    images = _private_integer(ds, GE_IMAGES_IN_SERIES) or _integer(ds, "ImagesInAcquisition") or 0
    return (_integer(ds, "InstanceNumber") or 0) <= images / 2


def _siemens_role(ds: Dataset) -> Role:
    words = _image_type(ds)
    sequence = _text(ds, "SequenceName").lower()
    is_elastography = "ELASTO" in words or any(part in sequence for part in SIEMENS_SEQUENCES)
    derived = _role_of_words(ds)
    if derived != "other" or not is_elastography:
        return derived
    if "WV" in words:
        return "wave"
    component = _text(ds, "ComplexImageComponent").upper()
    if "P" in words or component == "PHASE":
        return "phase"
    return "magnitude" if "M" in words or component == "MAGNITUDE" else "other"


def _philips_role(ds: Dataset) -> Role:
    words = _image_type(ds)
    text = _description(ds)
    derived = _role_of_words(ds)
    if derived != "other":
        return derived
    is_elastography = "MRE" in words or "mre" in text.split() or "elasto" in text
    if not is_elastography:
        return "other"
    if "P" in words:
        return "phase"
    return "magnitude" if any(word in ("M_SE", "M", "FFE", "M_FFE") for word in words) else "other"


def _role_of_words(ds: Dataset) -> Role:
    """The role as Image Type, description and comments name it: how derived maps are told by every vendor."""
    words = _image_type(ds)
    text = " ".join([_description(ds), *(word.lower() for word in words)])
    is_elastogram = any(name in text for name in ("elastogram", "stiffness", "stgry"))
    if is_elastogram and ("mask" in text or "stgrym" in text):
        return "hatched_elastogram"
    if "confidence" in text:
        return "confidence"
    if is_elastogram:
        return "stiffness"
    if "shear wave" in text or "wave image" in text or "PHSDIFFZ" in words or "WAVE" in words:
        return "wave"
    return "magnitude" if "MAGRMS" in words else "other"


def _colour_role(ds: Dataset) -> Role:
    """A colour picture carries no numbers: a wave movie, or a picture of the elastogram with its hatch."""
    text = " ".join([_description(ds), *(word.lower() for word in _image_type(ds))])
    if "wave" in text:
        return "wave"
    names = ("stiffness", "cmoe", "confidence", "elasto")
    is_elastography = any(name in text for name in names) or re.search(r"(?<![a-z])mre(?![a-z])", text)
    return "colour_save" if is_elastography else "other"


def _acquisition(ds: Dataset, vendor: Vendor, role: Role) -> str:
    number = _integer(ds, "SeriesNumber")
    if vendor != "GE" or number is None or role == "other":
        return ""
    if role in ("phase", "magnitude"):
        return str(number)
    return str(number // GE_DERIVED_FACTOR) if number >= GE_DERIVED_FACTOR else ""


def _expected_slices(ds: Dataset, vendor: Vendor, role: Role) -> int | None:
    """How many slices the scan has, where the vendor says so: the same private tag means other things elsewhere."""
    return _private_integer(ds, GE_LOCATIONS_IN_ACQUISITION) if vendor == "GE" and role != "other" else None


def _sequence(ds: Dataset) -> str:
    private = [_private_text(ds, tag) for tag in (GE_INTERNAL_SEQUENCE, GE_PULSE_SEQUENCE)]
    names = " ".join([*private, _text(ds, "SequenceName"), _text(ds, "ScanningSequence")]).lower()
    words = _image_type(ds)
    dimension = "3D" if _text(ds, "MRAcquisitionType") == "3D" or "MMDI3D" in words else "2D"
    if "ep" in names or "M_SE" in words:
        return f"{dimension} SE-EPI"
    return f"{dimension} GRE" if "gr" in names or "ffe" in names or "FFE" in words else ""


def recognise_vendor(ds: Dataset) -> Vendor:
    """Whose rules hold for the image."""
    manufacturer = _text(ds, "Manufacturer").lower()
    if manufacturer.startswith("ge ") or manufacturer == "ge" or "general electric" in manufacturer:
        return "GE"
    if "siemens" in manufacturer:
        return "Siemens"
    return "Philips" if "philips" in manufacturer else "unknown"


def _is_colour(ds: Dataset) -> bool:
    return _text(ds, "PhotometricInterpretation") in ("RGB", "YBR_FULL", "YBR_FULL_422", "PALETTE COLOR")


def _image_type(ds: Dataset) -> list[str]:
    value = ds.get("ImageType") or []
    return [str(value)] if isinstance(value, str) else [str(word) for word in value]


def _description(ds: Dataset) -> str:
    return f"{_text(ds, 'SeriesDescription')} {_text(ds, 'ImageComments')}".lower()


def _text(ds: Dataset, keyword: str) -> str:
    value = ds.get(keyword)
    return "" if value is None else str(value).strip()


def _number(ds: Dataset, keyword: str) -> float | None:
    try:
        number = float(ds.get(keyword))
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _integer(ds: Dataset, keyword: str) -> int | None:
    """A whole number in the range of DICOM's IS."""
    number = _number(ds, keyword)
    return None if number is None or abs(number) >= LARGEST_INTEGER else int(number)


def _private_text(ds: Dataset, tag: tuple[int, int]) -> str:
    return str(ds[tag].value).strip() if tag in ds else ""


def _private_integer(ds: Dataset, tag: tuple[int, int]) -> int | None:
    text = _private_text(ds, tag)
    return int(text) if text.isdecimal() and 0 < int(text) < LARGEST_INTEGER else None
