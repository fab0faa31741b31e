"""Parts of the product go away in the middle of work: nothing is lost, nothing is judged twice, all is said."""

import httpx
import pytest

from tests.flow.exams import fresh_maps, slices_of
from tests.parts import wait_until
from tests.stack import Stack

pytestmark = pytest.mark.flow


def test_the_archive_goes_away_and_comes_back(stack: Stack) -> None:
    images = fresh_maps()
    follower, archive = stack.processes["follower"], stack.processes["orthanc"]
    with stack.events() as events:
        follower.freeze()  # so that the archive goes down with images that nobody has read yet
        stack.archive.receive(images)
        archive.stop()
        follower.thaw()
        away = events.wait_for(
            lambda one: one.get("kind") == "archive.changed" and not one["data"]["ok"], "the archive being away"
        )
        health = {part["name"]: part for part in stack.get("/api/health/")["parts"]}
        assert not health["archive"]["ok"]
        assert health["archive"]["since"]
        assert away["data"]["since"]
        archive.start()
        events.wait_for(
            lambda one: one.get("kind") == "archive.changed" and one["data"]["ok"], "the archive being back"
        )
        final = events.wait_final(images[0].StudyInstanceUID, images=len(images))
    assert final["data"]["verdict"] != "not_assessed"
    wait_until(stack.is_healthy, "every part to be well again")


def test_a_killed_worker_leaves_one_verdict_a_slice(stack: Stack) -> None:
    images = fresh_maps()
    worker, archive = stack.processes["worker"], stack.processes["orthanc"]
    with stack.events() as events:
        worker.freeze()
        stack.archive.receive(images)
        taken_up = events.wait_exam(
            images[0].StudyInstanceUID,
            lambda data: data["images"] == len(images) and all(tile["state"] == "assessing" for tile in data["slices"]),
            "every slice waiting for the worker",
        )
        archive.freeze()  # the worker takes assessments up and hangs on their pixels
        worker.thaw()
        wait_until(stack.has_claimed_assessment, "a slice in the worker's hands")
        worker.kill()
        archive.thaw()
        worker.start()
        final = events.wait_final(images[0].StudyInstanceUID, images=len(images))
        told = [one["id"] for one in events.verdicts_of(taken_up["exam"]) if one["state"] == "assessed"]
    assert [tile["state"] for tile in final["data"]["slices"]] == ["assessed"] * slices_of(images)
    assert sorted(told) == sorted(tile["id"] for tile in final["data"]["slices"])
    wait_until(stack.is_healthy, "the new worker to report")


def test_a_study_deleted_while_it_is_read_is_withdrawn_and_its_verdict_kept(stack: Stack) -> None:
    images = fresh_maps()
    exam = stack.judge(images)
    with stack.events() as events:
        events.say({"type": "reading", "exam": exam["id"]})
        events.wait_for(lambda one: one.get("kind") == "reading.changed", "the reader being known")
        delete_study(stack, images[0].StudyInstanceUID)
        gone = events.wait_exam(
            images[0].StudyInstanceUID, lambda data: data["state"] == "withdrawn", "the exam being withdrawn"
        )
    assert "deleted in the archive" in gone["data"]["why"]
    assert gone["data"]["verdict"] == exam["verdict"]
    with stack.client() as client:
        answer = client.get(exam["slices"][0]["images"]["stiffness"]["url"])
    assert answer.status_code in {404, 410}
    assert answer.json()["code"] == "image_gone"


def test_a_cut_socket_misses_nothing_of_a_burst(stack: Stack) -> None:
    studies = [fresh_maps() for _ in range(3)]
    with stack.events() as steady:
        cut = stack.connect_events()
        received: list[int] = []
        for images in studies:
            stack.archive.receive(images)
            cut.wait_exam(images[0].StudyInstanceUID, bool, "the exam's first sign")
            cut.cut()
            received += cut.seqs
            cut = stack.connect_events(since=received[-1])
        for images in studies:
            steady.wait_final(images[0].StudyInstanceUID, images=len(images))
        last = steady.seqs[-1]
        cut.wait_for(lambda one: one.get("seq", 0) >= last and one["type"] == "event", f"event {last}")
        received += cut.seqs
        cut.close()
    assert [seq for seq in received if seq <= last] == steady.seqs[: steady.seqs.index(last) + 1]


def test_a_client_far_behind_is_told_to_start_anew(stack: Stack) -> None:
    log = stack.connect_events(since=10**9)
    log.close()
    assert log.hello["type"] == "reset"


def test_redis_goes_away_and_comes_back(stack: Stack) -> None:
    images = fresh_maps()
    redis = stack.processes["redis"]
    redis.stop()
    with stack.client() as client:
        ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert "channel_layer" in [part["name"] for part in ready.json()["parts"] if not part["ok"]]
    stack.archive.receive(images)
    redis.start()
    redis.wait_ready()
    study = images[0].StudyInstanceUID
    wait_until(lambda: is_final(stack, study), "the verdict after Redis came back", 60)
    wait_until(stack.is_healthy, "every part to be well again")


def is_final(stack: Stack, study: str) -> bool:
    results = stack.get("/api/exams/", study=study)["results"]
    return bool(results) and results[0]["state"] == "final"


def delete_study(stack: Stack, study: str) -> None:
    with httpx.Client(base_url=stack.archive.url, auth=stack.archive.auth, trust_env=False) as client:
        found = client.post("/tools/find", json={"Level": "Study", "Query": {"StudyInstanceUID": study}}).json()
        client.delete(f"/studies/{found[0]}").raise_for_status()
