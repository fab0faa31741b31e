"""From DICOM images to inputs: what arrived whole is read, what did not is absent."""

from collections import defaultdict

import numpy as np
import pytest
from pydicom.dataset import Dataset

from qc.dicom import roles, stack
from qc.dicom.synthesis import ge_datasets
from qc.domain.types import Role, SliceMaps
from qc.elastography.indices import compute_indices
from qc.learning.arrived import read_inputs
from qc.learning.simulated_indices import slice_inputs
from qc.simulation.scanner import SimulatedExam, simulate_exam

Images = dict[Role, list[Dataset]]


@pytest.fixture(scope="module")
def exam() -> SimulatedExam:
    return simulate_exam(seed=3, quality="adequate")


@pytest.fixture
def images(exam: SimulatedExam) -> Images:
    """The first slice's images by role."""
    found: Images = defaultdict(list)
    for image in ge_datasets(exam):
        header = roles.read_header(image)
        if header.location_mm == pytest.approx(exam.slices[0].location_mm, abs=0.01):
            found[header.role].append(image)
    return found


@pytest.fixture
def maps(images: Images) -> SliceMaps:
    return stack.build_maps(images["stiffness"][0], images["confidence"][0])


def test_indices_of_the_images_are_those_of_the_simulated_slice(
    exam: SimulatedExam, images: Images, maps: SliceMaps
) -> None:
    arrived = compute_indices(read_inputs(maps, images))
    simulated = compute_indices(slice_inputs(exam.slices[0], exam.protocol))
    differing = [
        name
        for name, value in simulated.items()
        if name != "ghosting" and not np.isclose(arrived[name] or 0.0, value or 0.0, rtol=0.05, atol=0.01)
    ]
    assert not differing
    assert read_inputs(maps, images).phase_encoding == "COL"


@pytest.mark.parametrize(("role", "gone"), [("phase", "residual_wall"), ("magnitude", "liver_snr")])
def test_an_input_with_a_missing_offset_is_absent(images: Images, maps: SliceMaps, role: Role, gone: str) -> None:
    images[role].pop()
    values = compute_indices(read_inputs(maps, images))
    assert values[gone] is None
    assert values["wall_amplitude"] is not None


def test_wave_images_in_colour_carry_no_numbers(images: Images, maps: SliceMaps) -> None:
    images["wave"][0].PhotometricInterpretation = "RGB"
    assert read_inputs(maps, images).wave_rad is None


def test_images_on_other_pixels_than_the_maps_are_absent(images: Images, maps: SliceMaps) -> None:
    for image in images["magnitude"]:
        image.Rows = 128
        image.PixelData = image.PixelData[: len(image.PixelData) // 2]
    assert read_inputs(maps, images).magnitude is None


def test_raw_phase_of_a_vendor_without_a_known_scale_is_absent(images: Images, maps: SliceMaps) -> None:
    for image in images["phase"]:
        image.Manufacturer = "Philips"
    inputs = read_inputs(maps, images)
    assert inputs.phase_rad is None
    assert inputs.magnitude is not None


def test_maps_alone_are_enough(maps: SliceMaps) -> None:
    values = compute_indices(read_inputs(maps, {}))
    assert values["liver_area"] is not None
    assert values["wall_amplitude"] is None
