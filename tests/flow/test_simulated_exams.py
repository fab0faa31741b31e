"""Simulated exams through the whole product: the verdict follows what is true of them, and arrives live."""

import numpy as np
import pytest

from qc.learning.liver_evaluation import dice_coefficient
from qc.simulation.scanner import Quality, simulate_exam
from tests.flow.exams import SEED, fresh_exam, fresh_maps, slices_of
from tests.stack import Stack

pytestmark = pytest.mark.flow


@pytest.mark.parametrize(
    ("quality", "verdict"), [("adequate", "adequate"), ("limited", "limited"), ("failed", "inadequate")]
)
def test_the_verdict_is_the_true_one(stack: Stack, quality: Quality, verdict: str) -> None:
    images = fresh_exam(quality)
    exam = stack.judge(images)
    assert exam["verdict"] == verdict, exam["why"]
    assert exam["images"] == len(images)
    assert len(exam["slices"]) == slices_of(images)


def test_a_slice_is_told_before_the_exam_is_complete(stack: Stack) -> None:
    images = fresh_maps()
    study = images[0].StudyInstanceUID
    first_pairs = [image for image in images if image.InstanceNumber in {1, 9}]
    rest = [image for image in images if image.InstanceNumber not in {1, 9}]
    with stack.events() as events:
        stack.archive.receive(first_pairs)
        provisional = events.wait_exam(
            study, lambda data: any(tile["state"] == "assessed" for tile in data["slices"]), "a first verdict"
        )
        assert provisional["data"]["state"] == "provisional"
        stack.archive.receive(rest)
        events.wait_final(study, images=len(images))


def test_two_studies_at_once_are_kept_apart(stack: Stack) -> None:
    first, second = fresh_maps(), fresh_maps()
    with stack.events() as events:
        for pair in zip(first, second, strict=True):
            stack.archive.receive(list(pair))
        finals = [events.wait_final(one[0].StudyInstanceUID, images=len(one)) for one in (first, second)]
    exams = [stack.exam(final["exam"]) for final in finals]
    assert [exam["images"] for exam in exams] == [len(first), len(second)]
    assert exams[0]["id"] != exams[1]["id"]
    assert [one["stiffness_kpa"] for one in exams[0]["slices"]] == [one["stiffness_kpa"] for one in exams[1]["slices"]]


def test_a_late_slice_reopens_the_exam_visibly(stack: Stack) -> None:
    images = fresh_maps()
    study, late = images[0].StudyInstanceUID, images[-1]
    with stack.events() as events:
        stack.archive.receive(images[:-1])
        early = events.wait_final(study, images=len(images) - 1)
        stack.archive.receive([late])
        events.wait_exam(
            study,
            lambda data: data["state"] == "provisional" and data["images"] == len(images),
            "open again",
        )
        events.wait_final(study, images=len(images))
    exam = stack.exam(early["exam"])
    assert "not_assessed" in [tile["verdict"] for tile in early["data"]["slices"]]
    assert all(one["state"] == "assessed" for one in exam["slices"])
    assert any("arrived after the verdict" in step["why"] for step in exam["history"])
    assert exam["history"][-1]["state"] == "final"


def test_the_liver_is_served_like_the_maps(stack: Stack) -> None:
    exam = stack.judge(fresh_exam())
    truth = simulate_exam(seed=SEED, quality="adequate")
    with stack.client() as client:
        for one, true in zip(exam["slices"], truth.slices, strict=True):
            described = one["images"]["liver"]
            assert {**described, "url": ""} == {**one["images"]["stiffness"], "url": ""}
            answer = client.get(described["url"]).raise_for_status()
            served = np.frombuffer(answer.content, "<u2").reshape(described["rows"], described["cols"])
            assert set(np.unique(served)) == {0, 1}
            assert dice_coefficient(served == 1, true.liver) > 0.8
            assert "immutable" in answer.headers["Cache-Control"]
            again = client.get(described["url"], headers={"If-None-Match": answer.headers["ETag"]})
            assert again.status_code == 304


def test_the_worklist_and_the_facets_count_the_exam(stack: Stack) -> None:
    images = fresh_maps()
    stack.judge(images)
    listed = stack.get("/api/exams/", study=images[0].StudyInstanceUID)
    assert listed["count"] == 1
    assert listed["results"][0]["state"] == "final"
    states = {facet["value"]: facet["count"] for facet in stack.get("/api/exams/facets/")["state"]}
    assert states["final"] >= 1
