"""Asking for what moved a vote, and reading it as an image of the slice."""

import numpy as np
import pytest
from django.contrib.auth.models import User
from kombu.exceptions import OperationalError

from qc import tasks
from qc.models import Heatmap, Slice
from tests.api.conftest import SignIn
from tests.making import arrive_pair, make_exam

pytestmark = pytest.mark.django_db


class Queue:
    """Stands where tasks are handed to the broker."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.is_away = False

    def take(self, arguments: tuple[int], **options: object) -> None:
        if self.is_away:
            raise OperationalError("no broker")
        self.asked.append(arguments[0])


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    taken = Queue()
    monkeypatch.setattr(tasks.draw_heatmap, "apply_async", taken.take)
    return taken


def address(one: Slice) -> str:
    return f"/api/exams/{one.exam.key}/slices/{one.pk}/heatmap/"


def keep_map(one: Slice) -> Heatmap:
    pull = np.zeros((256, 256), dtype=np.float32)
    pull[100:120, 50:80] = 1.0
    pull[200:, :] = -9.0
    assert one.assessment is not None
    return Heatmap.objects.keep(one.assessment, pull)


def test_asking_hands_the_question_to_a_worker(sign_in: SignIn, queue: Queue) -> None:
    one = make_exam("diagnostic").slices.get()
    answer = sign_in("technologist").post(address(one))
    assert (answer.status_code, answer.json()) == (202, {"is_there": False})
    assert queue.asked == [one.assessment_id]


def test_a_map_that_is_there_is_not_drawn_again(sign_in: SignIn, queue: Queue) -> None:
    one = make_exam("diagnostic").slices.get()
    keep_map(one)
    assert sign_in("radiologist").post(address(one)).status_code == 200
    assert queue.asked == []


def test_a_slice_without_votes_has_nothing_to_explain(sign_in: SignIn, queue: Queue) -> None:
    arrive_pair()
    answer = sign_in("radiologist").post(address(Slice.objects.get()))
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_explain")


def test_workers_out_of_reach_are_told_in_a_sentence(sign_in: SignIn, queue: Queue) -> None:
    queue.is_away = True
    answer = sign_in("radiologist").post(address(make_exam("diagnostic").slices.get()))
    assert (answer.status_code, answer.json()["code"]) == (503, "queue_unavailable")


def test_who_has_no_role_or_does_not_sign_in_may_not_ask(sign_in: SignIn, queue: Queue) -> None:
    one = make_exam("diagnostic").slices.get()
    guest = sign_in("technologist")
    User.objects.get().groups.clear()
    assert guest.post(address(one)).status_code == 403
    guest.credentials()
    assert guest.post(address(one)).status_code in (401, 403)
    assert queue.asked == []


def test_a_slice_of_another_exam_is_not_found(sign_in: SignIn, queue: Queue) -> None:
    one = make_exam("diagnostic").slices.get()
    wrong = address(one).replace(str(one.exam.key), "00000000-0000-0000-0000-000000000000")
    assert sign_in("radiologist").post(wrong).status_code == 404


def test_the_map_is_an_image_of_the_slice(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic")
    one = exam.slices.get()
    client = sign_in("radiologist")
    assert "heatmap" not in client.get(f"/api/exams/{exam.key}/").json()["slices"][0]["images"]
    keep_map(one)
    images = client.get(f"/api/exams/{exam.key}/").json()["slices"][0]["images"]
    heatmap, stiffness = images["heatmap"], images["stiffness"]
    assert (heatmap["kind"], heatmap["frames"], heatmap["rows"], heatmap["cols"]) == ("uint16", 1, 256, 256)
    assert heatmap["position"] == stiffness["position"]
    answer = client.get(heatmap["url"])
    values = np.frombuffer(answer.content, dtype="<u2").reshape(256, 256)
    assert (values[110, 60], values[0, 0], values[255, 0]) == (1333, 1000, 0)
    assert "immutable" in answer["Cache-Control"]


def test_a_map_of_an_older_assessment_is_not_shown(sign_in: SignIn) -> None:
    exam = make_exam("diagnostic")
    one = exam.slices.get()
    keep_map(one)
    Slice.objects.filter(pk=one.pk).update(assessment=None)
    assert "heatmap" not in sign_in("radiologist").get(f"/api/exams/{exam.key}/").json()["slices"][0]["images"]
