"""The real clinical exam through the whole product: recognised, measured, warned about, judged."""

from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread

from tests.stack import Json, Stack

pytestmark = pytest.mark.flow

EXPERT_KPA = [3.80, 2.17, 1.98, 1.62, 1.67, 1.53, 1.66, 1.55]
"""Median stiffness in the expert's region, head to foot, as the exam's own description has it."""


@pytest.fixture
def exam(judged_real_exam: Json) -> Json:
    return judged_real_exam


def test_it_is_recognised_as_a_ge_exam(exam: Json) -> None:
    assert exam["manufacturer"] == "GE"
    assert exam["field_strength_t"] == 1.5
    assert exam["sequence"] == "2D GRE"


def test_its_eight_slices_are_assessed_from_head_to_foot(exam: Json) -> None:
    locations = [one["location_mm"] for one in exam["slices"]]
    assert exam["images"] == 144
    assert len(locations) == 8
    assert locations == sorted(locations, reverse=True)
    assert [one["state"] for one in exam["slices"]] == ["assessed"] * 8
    assert all(len(one["votes"]) == 8 for one in exam["slices"])


def test_its_verdict_is_final_and_explained(stack: Stack, exam: Json) -> None:
    assert exam["state"] == "final"
    assert exam["verdict"] in {"adequate", "limited", "inadequate"}
    assert exam["why"].endswith(".")
    assert exam["policy"] == stack.get("/api/policies/")["in_force"]["name"]


def test_every_slice_has_a_stiffness_of_soft_tissue(exam: Json) -> None:
    assert all(1.0 < one["stiffness_kpa"] < 8.0 for one in exam["slices"] if one["measurable_area_cm2"])


def test_the_burned_in_text_is_a_warning(exam: Json) -> None:
    assert any("low acquisition resolution" in text.lower() for text in exam["warnings"])


def test_the_stiffness_in_the_expert_region_is_the_experts(stack: Stack, exam: Json, real_exam: Path) -> None:
    """From the very pixels that the reading page gets, so the whole way is exact."""
    regions = np.load(real_exam / "expert_roi.npz")["roi"]
    medians = []
    with stack.client() as client:
        for one, region in zip(exam["slices"], regions, strict=True):
            image = one["images"]["stiffness"]
            pixels = client.get(image["url"]).raise_for_status().content
            pascal = np.frombuffer(pixels, "<u2").reshape(image["rows"], image["cols"])
            medians.append(float(np.median(pascal[region & (pascal != 65535)])) / 1000)
    assert medians == pytest.approx(EXPERT_KPA, rel=0.01)


def test_the_burned_in_pixels_are_marked_for_the_reading_page(stack: Stack, exam: Json, real_exam: Path) -> None:
    burned_in = dcmread(real_exam / "stiffness" / "001.dcm").pixel_array == 32766
    with stack.client() as client:
        pixels = client.get(exam["slices"][0]["images"]["stiffness"]["url"]).content
    assert burned_in.any()
    assert ((np.frombuffer(pixels, "<u2") == 65535) == burned_in.ravel()).all()
