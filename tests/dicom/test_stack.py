"""Stored values become kPa and confidence only where the header allows it, and text never becomes a number."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from qc.dicom import frames, stack
from qc.domain.errors import GeometryMismatch, ImageUnreadable, UnitsUnknown

# From the exam's own description, in the order of its files.
EXPERT_MEDIANS_KPA = [3.80, 2.17, 1.98, 1.62, 1.67, 1.53, 1.66, 1.55]


def map_image(values: Any, **attributes: Any) -> Dataset:
    pixels = np.asarray(values, dtype=np.int16)
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.Manufacturer, ds.PhotometricInterpretation = "GE MEDICAL SYSTEMS", "MONOCHROME2"
    ds.Rows, ds.Columns = pixels.shape
    ds.SamplesPerPixel, ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 1, 16, 16, 15, 1
    ds.PixelSpacing, ds.ImagePositionPatient = [1.5, 1.5], [0.0, 0.0, 0.0]
    ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    ds.PixelData = pixels.tobytes()
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    return ds


def test_ge_stiffness_is_read_as_pascal() -> None:
    kpa, _ = stack.read_stiffness(map_image([[0, 2400]]))
    assert kpa.tolist() == [[0.0, pytest.approx(2.4)]]


def test_burned_in_text_is_marked_and_no_number() -> None:
    kpa, burned_in = stack.read_stiffness(map_image([[2400, 32766]]))
    assert burned_in.tolist() == [[False, True]]
    assert kpa[0, 1] == 0.0


def test_units_that_the_header_states_are_taken() -> None:
    kpa, _ = stack.read_stiffness(map_image([[24]], Manufacturer="SIEMENS", RescaleSlope=0.1, RescaleType="kPa"))
    assert kpa[0, 0] == pytest.approx(2.4)


@pytest.mark.parametrize(
    "header", [{"Manufacturer": "SIEMENS"}, {"Manufacturer": "Gentex"}, {"RescaleType": "US"}, {"RescaleSlope": 0.5}]
)
def test_units_that_nobody_states_never_become_kpa(header: dict[str, Any]) -> None:
    with pytest.raises(UnitsUnknown, match="no kPa"):
        stack.read_stiffness(map_image([[2400]], **header))


def test_confidence_without_a_scale_is_refused() -> None:
    with pytest.raises(UnitsUnknown, match="scale"):
        stack.read_confidence(map_image([[900]], Manufacturer="SIEMENS"))


def test_truncated_pixels_are_refused_and_say_what_to_do() -> None:
    ds = map_image([[1, 2], [3, 4]])
    ds.PixelData = ds.PixelData[:4]
    with pytest.raises(ImageUnreadable, match="Send the image again"):
        stack.read_stiffness(ds)


def test_maps_on_other_pixels_are_refused() -> None:
    moved = map_image([[990]], ImagePositionPatient=[0.0, 3.0, 0.0], SeriesDescription="Confidence")
    with pytest.raises(GeometryMismatch, match="same pixels"):
        stack.build_maps(map_image([[2400]]), moved)


def test_where_plain_and_hatched_elastogram_differ_nothing_is_confident() -> None:
    plain = map_image(np.full((5, 5), 2000))
    hatched = map_image(np.where(np.eye(5) > 0, 0, 2000), SeriesDescription="Elastogram mask", ImageType=["DERIVED"])
    confidence = stack.build_maps(plain, hatched).confidence
    assert confidence[2, 2] == confidence[2, 3] == 0.0
    assert confidence[0, 4] == 1.0


def test_a_doubled_pixel_spacing_is_seen_against_the_field_of_view() -> None:
    assert stack.header_warnings(map_image(np.zeros((4, 4)), ReconstructionDiameter=6)) == []
    (warning,) = stack.header_warnings(map_image(np.zeros((4, 4)), ReconstructionDiameter=12))
    assert "6 mm, but the field of view is 12 mm" in warning


def test_the_browser_gets_pascal_and_a_mark_for_text() -> None:
    frame = np.frombuffer(frames.stiffness_frame(map_image([[0, 8000, 32766]])), "<u2")
    assert frame.tolist() == [0, 8000, 65535]


def test_the_browser_gets_waves_shifted_to_positive_numbers() -> None:
    two = frames.wave_frames([map_image([[-1000]]), map_image([[1000]])])
    assert np.frombuffer(two, "<u2").tolist() == [31768, 33768]


def test_waves_are_read_as_radians_of_ge_only_and_never_from_pictures() -> None:
    wave = stack.read_wave([map_image([[1500, -500]])] * 2)
    assert wave.tolist() == [[[1.5, -0.5]], [[1.5, -0.5]]]
    for refused in (map_image([[1]], Manufacturer="SIEMENS"), map_image([[1]], SamplesPerPixel=3)):
        with pytest.raises(UnitsUnknown, match="wave images"):
            stack.read_wave([refused])


def test_the_checksum_changes_with_the_pixels() -> None:
    assert stack.pixel_checksum(map_image([[1]])) != stack.pixel_checksum(map_image([[2]]))
    assert stack.pixel_checksum(Dataset()) == ""


def test_the_real_exam_has_the_experts_medians(real_exam: Path) -> None:
    regions = np.load(real_exam / "expert_roi.npz")["roi"]
    maps = [stack.read_stiffness(dcmread(path))[0] for path in sorted((real_exam / "stiffness").glob("*.dcm"))]
    medians = [float(np.median(kpa[region])) for kpa, region in zip(maps, regions, strict=True)]
    assert medians == pytest.approx(EXPERT_MEDIANS_KPA, rel=0.01)


def test_the_real_exam_carries_burned_in_text_and_a_right_voxel_size(real_exam: Path) -> None:
    for path in (real_exam / "stiffness").glob("*.dcm"):
        ds = dcmread(path)
        kpa, burned_in = stack.read_stiffness(ds)
        assert burned_in.any()
        assert kpa.max() < 32
        assert stack.header_warnings(ds) == []
