"""Every image is told by its header: GE, Siemens, Philips, and what is no part of an MRE exam."""

from typing import Any

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset

from qc.dicom.roles import (
    GE_INTERNAL_SEQUENCE,
    GE_LOCATIONS_IN_ACQUISITION,
    GE_PULSE_SEQUENCE,
    read_acquired_mm,
    read_field_of_view_mm,
    read_header,
    recognise_role,
)


def image(**attributes: Any) -> Dataset:
    ds = Dataset()
    for keyword, value in {"PhotometricInterpretation": "MONOCHROME2", **attributes}.items():
        setattr(ds, keyword, value)
    return ds


def ge_raw(**attributes: Any) -> Dataset:
    ds = image(Manufacturer="GE MEDICAL SYSTEMS", ImageType=["ORIGINAL", "PRIMARY", "OTHER"], **attributes)
    ds.add_new(GE_PULSE_SEQUENCE, "LO", "MR-Touch")
    ds.add_new(GE_INTERNAL_SEQUENCE, "LO", "FGRE")
    ds.add_new(GE_LOCATIONS_IN_ACQUISITION, "SS", 8)
    return ds


def ge_derived(text: str, **attributes: Any) -> Dataset:
    kind = ["DERIVED", "SECONDARY", "PROCESSED"]
    return image(Manufacturer="GE MEDICAL SYSTEMS", ImageType=kind, SeriesDescription=text, **attributes)


def test_negative_pixels_tell_ge_phase_from_magnitude() -> None:
    assert recognise_role(ge_raw(SmallestImagePixelValue=-3141)) == "phase"
    assert recognise_role(ge_raw(SmallestImagePixelValue=0)) == "magnitude"


def test_without_the_smallest_value_the_first_half_of_a_ge_series_is_phase() -> None:
    assert recognise_role(ge_raw(ImagesInAcquisition=64, InstanceNumber=32)) == "phase"
    assert recognise_role(ge_raw(ImagesInAcquisition=64, InstanceNumber=33)) == "magnitude"


@pytest.mark.parametrize(
    ("text", "role"), [("Stiffness", "stiffness"), ("Shear Wave", "wave"), ("Confidence", "confidence")]
)
def test_ge_offline_maps_are_told_by_their_description(text: str, role: str) -> None:
    assert recognise_role(ge_derived(text)) == role


@pytest.mark.parametrize(
    ("text", "role"),
    [("Elastogram", "stiffness"), ("Elastogram mask", "hatched_elastogram"), ("stgrym", "hatched_elastogram")],
)
def test_ge_on_the_scanner_has_a_plain_and_a_hatched_elastogram(text: str, role: str) -> None:
    kind = ["DERIVED", "PRIMARY", "MR_ELASTOGRAPHY", "ELASTOGRAM"]
    ds = image(Manufacturer="GE MEDICAL SYSTEMS", ImageType=kind, SeriesDescription=text)
    assert recognise_role(ds) == role


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (["ORIGINAL", "PRIMARY", "M", "ND"], "magnitude"),
        (["ORIGINAL", "PRIMARY", "P", "ND"], "phase"),
        (["DERIVED", "PRIMARY", "P", "WV"], "wave"),
    ],
)
def test_siemens_is_told_by_sequence_and_image_type(kind: list[str], role: str) -> None:
    assert recognise_role(image(Manufacturer="SIEMENS", SequenceName="*greMRe2d", ImageType=kind)) == role


def test_siemens_xa_is_told_by_elasto_and_complex_component() -> None:
    ds = image(Manufacturer="Siemens Healthineers", ImageType=["ORIGINAL", "ELASTO"], ComplexImageComponent="PHASE")
    assert recognise_role(ds) == "phase"


@pytest.mark.parametrize(("word", "role"), [("P", "phase"), ("M_SE", "magnitude"), ("FFE", "magnitude")])
def test_philips_is_told_by_image_type_with_mre(word: str, role: str) -> None:
    assert recognise_role(image(Manufacturer="Philips", ImageType=["ORIGINAL", "PRIMARY", word, "MRE"])) == role


def test_a_colour_picture_of_the_elastogram_is_a_colour_save() -> None:
    assert recognise_role(image(PhotometricInterpretation="RGB", SeriesDescription="MRE CMOE")) == "colour_save"
    assert recognise_role(image(PhotometricInterpretation="RGB", SeriesDescription="Wave movie")) == "wave"
    assert recognise_role(image(PhotometricInterpretation="RGB", SeriesDescription="MRENTEROGRAPHY")) == "other"


@pytest.mark.parametrize("manufacturer", ["GE MEDICAL SYSTEMS", "SIEMENS", "Philips", "", "Canon"])
def test_an_ordinary_mr_image_is_no_part_of_an_exam(manufacturer: str) -> None:
    ds = image(Manufacturer=manufacturer, ImageType=["ORIGINAL", "PRIMARY", "M"], SeriesDescription="T2 haste")
    assert recognise_role(ds) == "other"


def test_an_empty_header_is_no_part_of_an_exam() -> None:
    assert read_header(Dataset()).role == "other"


def test_ge_numbers_tell_repeated_scans_of_a_study_apart() -> None:
    assert read_header(ge_raw(SeriesNumber=5)).acquisition == "5"
    assert read_header(ge_derived("Stiffness", SeriesNumber=500)).acquisition == "5"
    assert read_header(ge_derived("Confidence", SeriesNumber=607)).acquisition == "6"
    assert read_header(ge_derived("Stiffness", SeriesNumber=12)).acquisition == ""


def test_the_scanner_says_how_many_slices_to_expect() -> None:
    header = read_header(ge_raw())
    assert (header.expected_slices, header.sequence, header.vendor) == (8, "2D GRE", "GE")


def test_another_vendors_private_number_is_no_count_of_slices() -> None:
    ds = image(Manufacturer="SIEMENS", SequenceName="*greMRe2d", ImageType=["ORIGINAL", "PRIMARY", "M"])
    ds.add_new(GE_LOCATIONS_IN_ACQUISITION, "IS", 1)
    header = read_header(ds)
    assert (header.role, header.expected_slices) == ("magnitude", None)


@pytest.mark.parametrize(
    ("header", "sequence"),
    [
        ({"ImageType": ["DERIVED", "PRIMARY", "MR_ELASTOGRAPHY", "ELASTOGRAM"]}, ""),
        ({"ScanningSequence": ["SE", "EP"]}, "2D SE-EPI"),
        ({"Manufacturer": "Philips", "ImageType": ["ORIGINAL", "PRIMARY", "M_SE", "MRE"]}, "2D SE-EPI"),
        ({"Manufacturer": "Philips", "ImageType": ["ORIGINAL", "PRIMARY", "FFE", "MRE"]}, "2D GRE"),
        ({"SequenceName": "*greMRe2d"}, "2D GRE"),
    ],
)
def test_the_sequence_is_told_by_its_names_not_by_what_the_image_shows(header: dict[str, Any], sequence: str) -> None:
    assert read_header(image(**header)).sequence == sequence


@pytest.mark.parametrize("direction", [[1, 0, 0], [0, 0, 0, 0, 0, 0], None])
def test_a_direction_that_is_none_gives_no_geometry(direction: Any) -> None:
    plane = {"Rows": 4, "Columns": 4, "PixelSpacing": [1.5, 1.5], "ImagePositionPatient": [0, 0, 0]}
    assert read_header(image(**plane, ImageOrientationPatient=[1, 0, 0, 0, 1, 0])).geometry is not None
    assert read_header(image(**plane, ImageOrientationPatient=direction)).geometry is None


@pytest.mark.filterwarnings("ignore:Invalid value for VR")
def test_numbers_without_end_are_no_numbers() -> None:
    header = read_header(image(SliceLocation="inf", SeriesNumber="99999999999"))
    assert (header.location_mm, header.series_number) == (None, None)


@pytest.mark.parametrize(
    ("folder", "role"), [("stiffness", "stiffness"), ("confidence", "confidence"), ("wave", "wave")]
)
def test_the_real_exam_is_recognised(real_exam: Any, folder: str, role: str) -> None:
    files = sorted((real_exam / folder).glob("*.dcm"))
    headers = [read_header(dcmread(path, stop_before_pixels=True)) for path in files]
    assert {(one.role, one.vendor, one.acquisition, one.sequence) for one in headers} == {(role, "GE", "5", "2D GRE")}


def test_the_real_raw_series_is_half_phase_half_magnitude(real_exam: Any) -> None:
    roles = [recognise_role(dcmread(path)) for path in sorted((real_exam / "raw").glob("*.dcm"))]
    assert roles == ["phase"] * 32 + ["magnitude"] * 32


@pytest.mark.parametrize(("direction", "expected"), [("COL", (6.0, 1.5)), ("ROW", (1.5, 6.0))])
def test_pixels_as_sampled_are_larger_along_the_phase_encoding(direction: str, expected: tuple[float, float]) -> None:
    ds = image(
        Rows=256,
        Columns=256,
        PixelSpacing=[1.5, 1.5],
        ImagePositionPatient=[0, 0, 0],
        ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
        AcquisitionMatrix=[256, 0, 0, 64],
        InPlanePhaseEncodingDirection=direction,
    )
    assert read_acquired_mm(ds) == pytest.approx(expected)
    del ds.AcquisitionMatrix
    assert read_acquired_mm(ds) is None


def test_a_field_of_view_that_is_not_given_is_none() -> None:
    assert read_field_of_view_mm(image(ReconstructionDiameter="400")) == 400.0
    assert read_field_of_view_mm(image()) is None
    assert read_field_of_view_mm(image(ReconstructionDiameter="0")) is None
