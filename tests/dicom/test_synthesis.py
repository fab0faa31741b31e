"""GE encoding of simulated exams, attribute by attribute against the real exam, and against the standard."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from qc.dicom.roles import read_header
from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import SimulatedExam, simulate_exam


@pytest.fixture(scope="module")
def exam() -> SimulatedExam:
    return simulate_exam(seed=4, quality="failed")


@pytest.fixture(scope="module")
def images(exam: SimulatedExam) -> list[Dataset]:
    return ge_datasets(exam)


def series(images: list[Dataset], number: int) -> list[Dataset]:
    return [image for image in images if image.SeriesNumber == number]


def test_series_come_as_a_scanner_sends_them(exam: SimulatedExam, images: list[Dataset]) -> None:
    slices = len(exam.slices)
    assert Counter(int(image.SeriesNumber) for image in images) == {
        5: 8 * slices, 500: slices, 505: 8 * slices, 507: slices
    }  # fmt: skip
    assert [int(image.SeriesNumber) for image in images] == sorted(int(image.SeriesNumber) for image in images)


def test_product_recognises_every_role(images: list[Dataset]) -> None:
    roles = Counter(read_header(image).role for image in images)
    assert set(roles) == {"phase", "magnitude", "stiffness", "wave", "confidence"}
    assert roles["phase"] == roles["magnitude"]
    header = read_header(images[0])
    assert (header.vendor, header.expected_slices) == ("GE", roles["stiffness"])
    assert header.scanner in ("SIM-1", "SIM-2")


def test_raw_series_is_phase_then_magnitude_offset_by_offset(exam: SimulatedExam, images: list[Dataset]) -> None:
    raw = series(images, 5)
    half = len(raw) // 2
    assert [int(image.InstanceNumber) for image in raw] == list(range(1, 2 * half + 1))
    assert all(image.SmallestImagePixelValue < 0 for image in raw[:half])
    assert all(image.SmallestImagePixelValue >= 0 for image in raw[half:])
    assert len({image.SliceLocation for image in raw[:4]}) == 1
    assert np.allclose(raw[1].pixel_array / 1000, exam.slices[0].raw.phase_rad[1], atol=6e-4)


def test_maps_have_the_vendors_scaling(exam: SimulatedExam, images: list[Dataset]) -> None:
    maps = exam.slices[1].elastogram
    stiffness, confidence = series(images, 500)[1], series(images, 507)[1]
    wave = series(images, 505)[8 + 2]
    assert np.allclose(stiffness.pixel_array / 1000, maps.stiffness_kpa, atol=6e-4)
    assert np.allclose(confidence.pixel_array / 1000, maps.confidence, atol=2e-3)
    assert ((confidence.pixel_array >= 950) == (maps.confidence >= 0.95)).all()
    assert np.allclose(wave.pixel_array / 1000, -maps.wave.imag, atol=6e-4)
    assert (stiffness.SeriesDescription, stiffness.ImageComments) == ("Stiffness", "Stiffness")


def test_private_elements_stand_under_their_creators(exam: SimulatedExam, images: list[Dataset]) -> None:
    image = images[0]
    assert image.private_block(0x0019, "GEMS_ACQU_01")[0x9C].value == "MR-Touch"
    assert image.private_block(0x0021, "GEMS_RELA_01")[0x4F].value == len(exam.slices)
    assert list(image.private_block(0x0043, "GEMS_PARM_01")[0xA2].value) == [60, 4]


def test_voxels_agree_with_the_field_of_view(images: list[Dataset]) -> None:
    for image in images:
        assert float(image.PixelSpacing[0]) * image.Rows == pytest.approx(float(image.ReconstructionDiameter))
        assert float(image.ImagePositionPatient[2]) == pytest.approx(float(image.SliceLocation))


def test_truth_is_nowhere_in_the_headers(exam: SimulatedExam, images: list[Dataset]) -> None:
    words = {str(one.cause) for one in exam.slices} | {"diagnostic", "failed", "severity"}
    text = str(images[0]).lower() + str(images[-1]).lower()
    assert not [word for word in words if word in text]


def test_identifiers_are_decided_by_the_exam_and_never_shared(exam: SimulatedExam, images: list[Dataset]) -> None:
    again = ge_datasets(exam)
    other = ge_datasets(simulate_exam(seed=4, quality="limited"))
    assert [image.SOPInstanceUID for image in images] == [image.SOPInstanceUID for image in again]
    assert len({image.SOPInstanceUID for image in images}) == len(images)
    assert {image.StudyInstanceUID for image in images}.isdisjoint({image.StudyInstanceUID for image in other})


def test_headers_carry_what_the_real_exam_carries(images: list[Dataset], real_exam: Path) -> None:
    """Roles, scaling, numbering and windows as on the real scanner; only who and when differ."""
    same = ("ImageType", "InstanceNumber", "SeriesNumber", "PixelRepresentation", "BitsStored", "Rows", "Columns",
            "PhotometricInterpretation", "MRAcquisitionType", "Modality", "Manufacturer", "EchoTrainLength",
            "NumberOfTemporalPositions", "InPlanePhaseEncodingDirection")  # fmt: skip
    for folder, number, keywords in (
        ("raw", 5, same),
        ("stiffness", 500, (*same, "SeriesDescription", "ImageComments", "WindowCenter", "WindowWidth")),
        ("wave", 505, (*same, "SeriesDescription", "ImageComments", "WindowCenter", "WindowWidth")),
        ("confidence", 507, (*same, "SeriesDescription", "ImageComments", "WindowCenter", "WindowWidth")),
    ):
        real = pydicom.dcmread(min((real_exam / folder).glob("*.dcm")), stop_before_pixels=True)
        ours = series(images, number)[0]
        assert {word: ours.get(word) for word in keywords} == {word: real.get(word) for word in keywords}


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy (dicom3tools) is not installed")
def test_every_kind_of_image_is_valid(images: list[Dataset], tmp_path: Path) -> None:
    for number in (5, 500, 505, 507):
        path = tmp_path / f"{number}.dcm"
        series(images, number)[-1].save_as(path, enforce_file_format=True)
        report = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, check=False).stderr
        assert "Error" not in report, report
