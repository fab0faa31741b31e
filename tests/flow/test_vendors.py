"""Every vendor's exam through the whole product, and a delivery that broke: what is judged, what is said instead."""

from functools import cache

import pytest
from pydicom import Dataset

from qc.dicom.faults import disturb
from qc.dicom.stow import store_datasets
from qc.dicom.synthesis import is_low_matrix
from qc.dicom.vendors import ENCODERS
from qc.simulation.scanner import SimulatedExam, simulate_exam
from tests.flow.exams import SEED, fresh_exam, renew, slices_of
from tests.stack import Stack

pytestmark = pytest.mark.flow


@cache
def adequate() -> SimulatedExam:
    return simulate_exam(seed=SEED, quality="adequate")


def fresh(vendor: str) -> list[Dataset]:
    return renew(ENCODERS[vendor](adequate()))


@pytest.mark.parametrize(
    ("vendor", "manufacturer"),
    [("ge-burned-in", "GE"), ("siemens", "Siemens"), ("siemens-xa", "Siemens"), ("philips", "Philips")],
)
def test_an_exam_of_every_vendor_is_judged_and_measured(stack: Stack, vendor: str, manufacturer: str) -> None:
    images = fresh(vendor)
    exam = stack.judge(images)
    assert exam["manufacturer"] == manufacturer
    assert exam["images"] == len(images)
    assert exam["sequence"] == adequate().protocol.sequence
    assert exam["verdict"] == "adequate", exam["why"]
    for shown, true in zip(exam["slices"], adequate().slices, strict=True):
        assert {"stiffness", "confidence", "magnitude", "wave"} <= set(shown["images"])
        if true.truth.is_diagnostic:
            assert shown["stiffness_kpa"] == pytest.approx(true.truth.true_kpa, rel=0.25)


@pytest.mark.parametrize("vendor", ["siemens-no-unit", "philips-no-unit"])
def test_an_exam_without_a_unit_is_taken_in_and_says_what_is_missing(stack: Stack, vendor: str) -> None:
    images = fresh(vendor)
    exam = stack.judge(images)
    assert exam["images"] == len(images)
    assert exam["verdict"] == "not_assessed"
    assert "Units of the stiffness map unknown" in exam["why"]
    assert {one["stiffness_kpa"] for one in exam["slices"]} == {None}


def test_images_that_broke_on_the_way_cost_their_slice_and_no_other(stack: Stack) -> None:
    delivery = disturb(fresh_exam(), ["corrupt"], seed=5)
    exam = stack.judge(delivery.now)
    place = float(delivery.corrupt[0].SliceLocation)
    assert exam["images"] == len(delivery.now)
    assert len(exam["slices"]) == slices_of(delivery.now)
    for one in exam["slices"]:
        if one["location_mm"] == pytest.approx(place):
            assert (one["verdict"], "cannot be read" in one["why"]) == ("not_assessed", True)
        else:
            assert one["verdict"] != "not_assessed"
    assert "cannot be read" in exam["why"]


def test_a_low_matrix_is_warned_about(stack: Stack) -> None:
    assert is_low_matrix(adequate().protocol)
    exam = stack.judge(fresh("ge-burned-in"))
    assert any("low acquisition resolution" in text.lower() for text in exam["warnings"])


def test_an_exam_that_comes_by_stow_is_judged_like_any_other(stack: Stack) -> None:
    images = fresh_exam("failed")
    archive = stack.archive
    with stack.events() as events:
        report = store_datasets(images, url=archive.url, username=archive.username, password=archive.password)
        final = events.wait_final(images[0].StudyInstanceUID, images=len(images))
    assert not report.refused
    exam = stack.exam(final["exam"])
    assert exam["verdict"] == "inadequate", exam["why"]
