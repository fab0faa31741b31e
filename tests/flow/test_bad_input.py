"""Input that cannot be judged, or not in full: nothing passes silently, every verdict names the cause."""

import pytest
from pydicom import Dataset
from pydicom.uid import generate_uid

from tests.flow.exams import fresh_colour_saves, fresh_maps, slices_of
from tests.stack import Json, Stack

pytestmark = pytest.mark.flow


def causes(exam: Json) -> set[str]:
    return {one["why"] for one in exam["slices"] if one["verdict"] == "not_assessed"}


def of_slice(images: list[Dataset], name: str) -> Dataset:
    """The first image of that map."""
    return next(image for image in images if image.SeriesDescription == name)


def listed(stack: Stack, **filters: str) -> list[str]:
    """The newest exams of the worklist."""
    return [row["id"] for row in stack.get("/api/exams/", **filters)["results"]]


def test_a_study_that_is_not_mre_says_so_and_stays_off_the_worklist(stack: Stack) -> None:
    images = fresh_maps("Stiffness")
    for image in images:
        image.PatientID = "NOT-MRE"
        image.SeriesDescription = image.ImageComments = "T2 axial"
        del image[0x0019, 0x109C]
    exam = stack.judge(images)
    assert exam["verdict"] == "not_assessed"
    assert "Not an MR elastography study" in exam["why"]
    assert exam["id"] not in listed(stack)
    assert exam["id"] in listed(stack, verdict="not_mre")


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        ("Stiffness", "A stiffness map arrived without its confidence map"),
        ("Confidence", "A confidence map arrived without its stiffness map"),
    ],
)
def test_half_a_pair_is_not_assessed(stack: Stack, sent: str, cause: str) -> None:
    images = fresh_maps(sent)
    exam = stack.judge(images)
    assert exam["verdict"] == "not_assessed"
    assert cause in exam["why"]
    assert [one["verdict"] for one in exam["slices"]] == ["not_assessed"] * len(images)
    assert causes(exam) == {cause}


def test_colour_pictures_are_classified_but_never_measured(stack: Stack) -> None:
    images = fresh_colour_saves()
    exam = stack.judge(images)
    assert len(exam["slices"]) == len(images)
    assert all(one["votes"] for one in exam["slices"])
    assert {one["stiffness_kpa"] for one in exam["slices"]} == {None}
    assert {one["measurable_area_cm2"] for one in exam["slices"]} == {None}
    assert any("not measured" in text for text in exam["warnings"])
    assert exam["verdict"] != "adequate"


@pytest.mark.parametrize(
    ("keyword", "value"), [("PixelSpacing", [3.125, 3.125]), ("ImageOrientationPatient", [0, 1, 0, 1, 0, 0])]
)
def test_maps_that_differ_in_geometry_are_not_overlaid(stack: Stack, keyword: str, value: list[float]) -> None:
    images = fresh_maps()
    odd = of_slice(images, "Confidence")
    setattr(odd, keyword, value)
    exam = stack.judge(images)
    assert len(causes(exam)) >= 1
    assert exam["verdict"] != "not_assessed"
    assert "not assessed" in exam["why"]


def test_unknown_units_never_become_kpa(stack: Stack) -> None:
    images = fresh_maps()
    for image in images:
        image.Manufacturer, image.SequenceName = "SIEMENS", "greMR"
        image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    exam = stack.judge(images)
    assert {one["stiffness_kpa"] for one in exam["slices"]} == {None}
    assert exam["verdict"] == "not_assessed"
    assert "nits" in exam["why"]


def test_a_slice_whose_pixels_are_cut_short_is_named_and_the_others_are_judged(stack: Stack) -> None:
    images = fresh_maps()
    cut = of_slice(images, "Stiffness")
    cut.PixelData = cut.PixelData[:1000]
    exam = stack.judge(images)
    verdicts = [one["verdict"] for one in exam["slices"]]
    assert verdicts.count("not_assessed") == 1
    assert exam["verdict"] != "not_assessed"
    assert "cannot be read" in exam["why"]


def test_an_image_without_pixels_is_named(stack: Stack) -> None:
    images = fresh_maps()
    del of_slice(images, "Confidence").PixelData
    exam = stack.judge(images)
    assert [one["verdict"] for one in exam["slices"]].count("not_assessed") == 1
    assert "cannot be read" in exam["why"]


def test_what_is_sent_twice_is_judged_once(stack: Stack) -> None:
    images = fresh_maps()
    study = images[0].StudyInstanceUID
    with stack.events() as events:
        stack.archive.receive([*images, *images])
        exam = events.wait_final(study, images=len(images))["exam"]
        marker = stack.judge(fresh_maps())["id"]
        events.wait_for(lambda one: one.get("exam") == marker, "the exam sent afterwards")
        told = events.verdicts_of(exam)
    assert stack.exam(exam)["images"] == len(images)
    assert len(told) == slices_of(images)


def test_an_image_of_the_same_slice_under_a_new_identifier_is_judged_once(stack: Stack) -> None:
    """A scanner that repeats a series gives it new identifiers; the pixels tell that nothing is new."""
    images = fresh_maps()
    again = fresh_maps()
    for image, copy in zip(images, again, strict=True):
        copy.StudyInstanceUID = image.StudyInstanceUID
        copy.PatientID, copy.PatientName = image.PatientID, image.PatientName
        copy.SOPInstanceUID = copy.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    with stack.events() as events:
        stack.archive.receive([*images, *again])
        exam = events.wait_final(images[0].StudyInstanceUID, images=2 * len(images))["exam"]
        told = events.verdicts_of(exam)
    assert len(told) == slices_of(images)
