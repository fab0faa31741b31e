"""The live connection: every event once, in order, also after a broken line. On a real Redis."""

import asyncio
import json
from typing import Any, Self

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from mreqc_web.once import read_frame
from qc import consumers
from qc.actions.open_study import open_study
from qc.actions.review import Decision, review_slice
from qc.consumers import NOT_SIGNED_IN, EventsConsumer, SharedReads
from qc.models import Event, Exam, Reading
from qc.models.agreement import ExamChoice
from qc.models.event import KEPT_FOR_REPLAY
from qc.models.session import close_sockets
from tests.making import make_exam, make_review, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis_url")]


@transaction.atomic
def tell(*kinds: str) -> None:
    for kind in kinds:
        Event.objects.record(kind, data={})


class Line:
    """A browser's connection, spoken as a web server speaks it to the application."""

    def __init__(self, user: User | AnonymousUser, query: str = "", session: SessionBase | None = None) -> None:
        scope: dict[str, Any] = {
            "type": "websocket",
            "path": "/ws/events",
            "headers": [],
            "query_string": query.encode(),
            "user": user,
            "session": session,
        }
        self.socket = ApplicationCommunicator(EventsConsumer.as_asgi(), scope)

    async def open(self) -> None:
        await self.socket.send_input({"type": "websocket.connect"})
        assert (await self.socket.receive_output(5))["type"] == "websocket.accept"

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.socket.wait()

    async def receive(self, count: int = 1) -> list[Any]:
        """The next messages, in as many frames as they come in."""
        messages: list[Any] = []
        while len(messages) < count:
            messages += read_frame((await self.socket.receive_output(5))["text"])
        return messages

    async def send(self, message: Any) -> None:
        await self.socket.send_input({"type": "websocket.receive", "text": json.dumps(message)})


@pytest.fixture
def user() -> User:
    return make_user("radiologist")


async def test_a_client_hears_what_happens_after_it_came(user: User) -> None:
    await sync_to_async(tell)("before")
    async with Line(user) as line:
        (hello,) = await line.receive()
        assert hello == {"type": "hello", "seq": 1}
        await sync_to_async(tell)("first", "second")
        assert [event["kind"] for event in await line.receive(2)] == ["first", "second"]


async def test_events_of_one_moment_come_in_one_frame(user: User) -> None:
    async with Line(user) as line:
        await line.receive()
        await sync_to_async(tell)("first", "second")
        frame = (await line.socket.receive_output(5))["text"]
        assert [event["kind"] for event in json.loads(frame)] == ["first", "second"]
        assert await line.socket.receive_nothing()


async def test_a_client_that_was_away_gets_more_than_one_stretch(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "READ_AT_ONCE", 2)
    await sync_to_async(tell)("one", "two", "three", "four", "five")
    async with Line(user, "since=1") as line:
        _, *missed = await line.receive(5)
        assert [event["seq"] for event in missed] == [2, 3, 4, 5]


async def test_a_client_that_was_away_gets_what_it_missed(user: User) -> None:
    await sync_to_async(tell)("one", "two", "three")
    async with Line(user, "since=1") as line:
        hello, *missed = await line.receive(3)
        assert hello["seq"] == 3
        assert [event["seq"] for event in missed] == [2, 3]


@pytest.mark.parametrize("since", [KEPT_FOR_REPLAY * -1, 99])
async def test_a_client_that_cannot_be_brought_up_to_date_starts_anew(user: User, since: int) -> None:
    asked = since if since > 0 else 1
    await sync_to_async(tell)("one")
    if since < 0:
        await sync_to_async(Event.objects.create)(seq=KEPT_FOR_REPLAY + 2, kind="late", data={})
    async with Line(user, f"since={asked}") as line:
        (first,) = await line.receive()
        assert first["type"] == "reset"
        assert await line.socket.receive_nothing()


async def test_strangers_are_turned_away() -> None:
    line = Line(AnonymousUser())
    await line.open()
    closed = await line.socket.receive_output(5)
    assert closed["code"] == NOT_SIGNED_IN


async def test_readers_of_an_exam_are_shown_while_they_read(user: User) -> None:
    exam = await sync_to_async(make_exam)("diagnostic")
    async with Line(user) as line:
        await line.receive()
        await line.send({"type": "reading", "exam": str(exam.key)})
        (event,) = await line.receive()
        assert (event["kind"], event["exam"]) == ("reading.changed", str(exam.key))
        assert event["data"]["readers"] == ["Radiologist One"]
        await line.send({"type": "reading", "exam": None})
        assert (await line.receive())[0]["data"]["readers"] == []
    assert not await Reading.objects.aexists()


@pytest.mark.parametrize(
    "message", [[], "x", {"type": "shout"}, {"type": "reading", "exam": "x"}, {"type": "reading", "exam": 5}]
)
async def test_messages_that_make_no_sense_are_answered(user: User, message: Any) -> None:
    async with Line(user) as line:
        await line.receive()
        await line.send(message)
        (answer,) = await line.receive()
        assert (answer["type"], answer["code"]) == ("error", "invalid")


async def test_a_reader_of_an_unknown_exam_is_told(user: User) -> None:
    async with Line(user) as line:
        await line.receive()
        await line.send({"type": "reading", "exam": "6f1e2c1e-6c2f-4f52-8f0a-1f3a4b5c6d7e"})
        assert (await line.receive())[0]["code"] == "not_found"


def make_session() -> SessionStore:
    session = SessionStore()
    session.create()
    return session


async def test_signing_out_closes_the_sockets_of_that_browser_alone(user: User) -> None:
    left, stays = [await sync_to_async(make_session)() for _ in range(2)]
    async with Line(user, session=left) as leaving, Line(user, session=stays) as staying:
        await leaving.receive()
        await staying.receive()
        await sync_to_async(close_sockets)(str(left.session_key))
        closed = await leaving.socket.receive_output(5)
        assert (closed["type"], closed["code"]) == ("websocket.close", NOT_SIGNED_IN)
        assert await staying.socket.receive_nothing()


async def test_a_session_that_ended_unheard_is_noticed_all_the_same(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TICK_SECONDS", 0.1)
    session = await sync_to_async(make_session)()
    async with Line(user, session=session) as line:
        await line.receive()
        await sync_to_async(session.delete)()
        assert (await line.socket.receive_output(5))["code"] == NOT_SIGNED_IN


async def test_a_reader_whose_server_died_is_forgotten_in_time(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    exam = await sync_to_async(make_exam)("diagnostic")
    gone = timezone.now() - 2 * Reading.LEASE
    await Reading.objects.acreate(channel="dead", user=user, exam=exam, seen_at=gone)
    monkeypatch.setattr(consumers, "TICK_SECONDS", 0.1)
    session = await sync_to_async(make_session)()
    async with Line(user, session=session) as line:
        _, event = await line.receive(2)
        assert (event["kind"], event["data"]["readers"]) == ("reading.changed", [])


async def test_the_connection_of_a_reader_renews_the_reading(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    exam = await sync_to_async(make_exam)("diagnostic")
    monkeypatch.setattr(consumers, "TICK_SECONDS", 0.1)
    session = await sync_to_async(make_session)()
    async with Line(user, session=session) as line:
        await line.receive()
        await line.send({"type": "reading", "exam": str(exam.key)})
        await line.receive()
        begun = (await Reading.objects.aget()).seen_at
        await asyncio.sleep(0.5)
        assert (await Reading.objects.aget()).seen_at > begun


def decide_blind(exam: Exam, reader: User) -> None:
    sent = make_review(exam.slices.all()[0], decision="opinion", quality="limited", reason="motion")
    review_slice(reader=reader, exam=exam, decision=Decision(**sent))


async def test_a_blind_reader_hears_of_their_own_decision_alone(user: User) -> None:
    exam = await sync_to_async(make_exam)("diagnostic", "undecided")
    other = await sync_to_async(make_user)("radiologist", "other")
    manager = await sync_to_async(make_user)("qa_manager")
    await sync_to_async(open_study)(by=manager, name="s", readers=[user, other], choice=ExamChoice())
    async with Line(user) as line:
        await line.receive()
        await sync_to_async(decide_blind)(exam, other)
        assert await line.socket.receive_nothing(1)
        await sync_to_async(decide_blind)(exam, user)
        (event,) = await line.receive()
        assert (event["kind"], event["data"]["review"]["reader"]["id"]) == ("review.added", user.pk)
        assert [tile["verdict"] for tile in event["data"]["slices"]] == ["diagnostic", None]


class SlowLog:
    """A log whose reads end when the test lets them."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.may_end = asyncio.Event()

    async def read(self, cursor: int) -> list[Event]:
        self.asked.append(cursor)
        await self.may_end.wait()
        return []


async def test_clients_at_one_place_read_together_and_nobody_joins_a_read_that_has_begun() -> None:
    log = SlowLog()
    reads = SharedReads(log.read)
    together = [asyncio.create_task(reads.after(7)) for _ in range(10)]
    elsewhere = asyncio.create_task(reads.after(3))
    await asyncio.sleep(0.01)
    latecomers = [asyncio.create_task(reads.after(7)) for _ in range(10)]
    await asyncio.sleep(0.01)
    assert log.asked == [7]
    log.may_end.set()
    await asyncio.gather(*together, elsewhere, *latecomers)
    assert log.asked == [7, 3, 7]
