"""Every vendor's encoding of a simulated exam: recognised, to the right scale, and valid by the standard."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset

from qc.dicom.roles import read_header, recognise_role
from qc.dicom.stack import build_maps, read_stiffness
from qc.dicom.synthesis import is_low_matrix
from qc.dicom.vendors import ENCODERS
from qc.domain.errors import UnitsUnknown
from qc.simulation.scanner import SimulatedExam, draw_exam

WITH_UNITS = [name for name in ENCODERS if not name.endswith("no-unit")]
WITHOUT_UNITS = [name for name in ENCODERS if name.endswith("no-unit")]
VENDORS = {"ge": "GE", "ge-burned-in": "GE", "siemens": "Siemens", "siemens-xa": "Siemens", "philips": "Philips"}


@pytest.fixture(scope="module", params=["2D GRE", "2D SE-EPI"])
def exam(request: pytest.FixtureRequest) -> SimulatedExam:
    seed = {"2D GRE": 1, "2D SE-EPI": 11}[request.param]
    drawn = draw_exam(seed=seed)
    assert drawn.protocol.sequence == request.param
    return drawn


def by_role(images: list[Dataset], role: str) -> list[Dataset]:
    return [image for image in images if recognise_role(image) == role]


@pytest.mark.parametrize("name", ENCODERS)
def test_the_product_recognises_vendor_sequence_and_every_role(exam: SimulatedExam, name: str) -> None:
    headers = [read_header(image) for image in ENCODERS[name](exam)]
    slices = len(exam.slices)
    assert {header.vendor for header in headers} == {VENDORS[name.removesuffix("-no-unit")]}
    assert {header.sequence for header in headers} == {exam.protocol.sequence}
    assert Counter(header.role for header in headers) == {
        "magnitude": 4 * slices, "phase": 4 * slices, "wave": 8 * slices, "stiffness": slices, "confidence": slices
    }  # fmt: skip
    assert len({header.sop_instance_uid for header in headers}) == len(headers)
    assert {header.location_mm for header in headers} == {one.location_mm for one in exam.slices}


@pytest.mark.parametrize("name", WITH_UNITS)
def test_maps_come_back_in_kpa_and_confidence(exam: SimulatedExam, name: str) -> None:
    images = ENCODERS[name](exam)
    pairs = zip(by_role(images, "stiffness"), by_role(images, "confidence"), strict=True)
    for one, (stiffness, confidence) in zip(exam.slices, pairs, strict=True):
        maps = build_maps(stiffness, confidence)
        assert np.allclose(
            maps.stiffness_kpa[~maps.burned_in], one.elastogram.stiffness_kpa[~maps.burned_in], atol=0.02
        )
        assert np.allclose(maps.confidence, one.elastogram.confidence, atol=2e-3)


@pytest.mark.parametrize("name", WITHOUT_UNITS)
def test_without_a_stated_unit_there_is_no_kpa(exam: SimulatedExam, name: str) -> None:
    with pytest.raises(UnitsUnknown, match="no kPa can be stated"):
        read_stiffness(by_role(ENCODERS[name](exam), "stiffness")[0])


def test_phase_of_siemens_is_a_turn_in_4096_steps(exam: SimulatedExam) -> None:
    phase = by_role(ENCODERS["siemens"](exam), "phase")[1]
    assert phase.pixel_array.max() <= 4095
    back = phase.pixel_array / 4096 * 2 * np.pi - np.pi
    away = np.angle(np.exp(1j * (back - exam.slices[0].raw.phase_rad[1])))
    assert np.abs(away).max() < 2e-3


def test_ge_writes_its_warning_into_maps_of_few_lines_only(exam: SimulatedExam) -> None:
    for image in by_role(ENCODERS["ge-burned-in"](exam), "stiffness"):
        kpa, burned_in = read_stiffness(image)
        assert burned_in.any() == is_low_matrix(exam.protocol)
        assert not kpa[burned_in].any()


@pytest.mark.parametrize("name", ENCODERS)
def test_the_same_exam_gives_the_same_bytes(exam: SimulatedExam, name: str) -> None:
    first, again = ENCODERS[name](exam), ENCODERS[name](exam)
    assert [image.to_json() for image in first[:: len(first) // 6]] == [
        image.to_json() for image in again[:: len(again) // 6]
    ]


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy (dicom3tools) is not installed")
@pytest.mark.parametrize("name", ENCODERS)
def test_every_kind_of_image_is_valid(exam: SimulatedExam, name: str, tmp_path: Path) -> None:
    images = ENCODERS[name](exam)
    for role in ("magnitude", "phase", "wave", "stiffness", "confidence"):
        path = tmp_path / f"{role}.dcm"
        by_role(images, role)[-1].save_as(path, enforce_file_format=True)
        report = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, check=False).stderr
        assert "Error" not in report, report
