"""The whole product, running: its address, its accounts, its archive, its event log, and its single parts."""

import json
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydicom import Dataset
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mreqc_web.once import read_frame
from tests.parts import Archive, RunningPart

WAIT_TIMEOUT_S = 60
Json = dict[str, Any]


@dataclass(frozen=True)
class Account:
    username: str
    password: str
    role: str
    token: str


class EventLog:
    """A client of `/ws/events`, which keeps every message in the order of its receipt."""

    def __init__(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Token {token}"}
        self._open = ExitStack()
        self._socket = self._open.enter_context(
            connect(url, additional_headers=headers, proxy=None, max_size=None, max_queue=None)
        )
        self.hello: Json = json.loads(self._socket.recv(WAIT_TIMEOUT_S))
        self.messages: list[Json] = []
        self._grown = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def seqs(self) -> list[int]:
        return [message["seq"] for message in self.messages if message["type"] == "event"]

    def of_exam(self, kind: str, exam: str) -> list[Json]:
        return [one["data"] for one in self.messages if (one.get("kind"), one.get("exam")) == (kind, exam)]

    def verdicts_of(self, exam: str) -> list[Json]:
        """The slices of the exam as they were told when they were judged: what is found afterwards is told again."""
        told = [one["slice"] for one in self.of_exam("slice.changed", exam)]
        return [one for one in told if one["evidence"] is None and one["crosscheck_kpa"] is None]

    def wait_for(self, is_wanted: Callable[[Json], object], what: str) -> Json:
        """The first message that fits, already received or still to come."""

        def find() -> Json | None:
            return next((message for message in self.messages if is_wanted(message)), None)

        with self._grown:
            found = self._grown.wait_for(find, WAIT_TIMEOUT_S)
        assert found, f"no message about {what} came; the last: {self.messages[-3:]}"
        return found

    def wait_exam(self, study: str, is_wanted: Callable[[Json], object], what: str) -> Json:
        """The first `exam.changed` of `study` whose data fits."""
        return self.wait_for(
            lambda one: (
                one.get("kind") == "exam.changed"
                and one["data"]["study_instance_uid"] == study
                and is_wanted(one["data"])
            ),
            f"{study}: {what}",
        )

    def wait_final(self, study: str, *, images: int) -> Json:
        def is_final(data: Json) -> bool:
            return bool(data["state"] == "final" and data["images"] >= images)

        return self.wait_exam(study, is_final, f"final with {images} images")

    def say(self, message: Json) -> None:
        self._socket.send(json.dumps(message))

    def cut(self) -> None:
        """Break the line as a lost network does: without a closing handshake."""
        self._socket.socket.shutdown(socket.SHUT_RDWR)
        self._reader.join()

    def close(self) -> None:
        self._open.close()
        self._reader.join()

    def _read(self) -> None:
        try:
            for frame in self._socket:
                with self._grown:
                    self.messages += read_frame(frame)
                    self._grown.notify_all()
        except ConnectionClosed:
            return


@dataclass(frozen=True)
class Stack:
    """Everything of one site; `processes` are its parts by name, to be stopped, killed and started."""

    base_url: str
    accounts: dict[str, Account]
    """By user name: technologist, radiologist, radiologist2, qa, admin."""
    archive: Archive
    processes: dict[str, RunningPart]
    sqlite: Path | None = None

    def client(self, username: str = "radiologist") -> httpx.Client:
        """A program that is signed in by its token."""
        headers = {"Authorization": f"Token {self.accounts[username].token}"}
        return httpx.Client(base_url=self.base_url, headers=headers, trust_env=False, timeout=30)

    def get(self, path: str, **params: str) -> Any:
        with self.client() as client:
            return client.get(path, params=params).raise_for_status().json()

    def connect_events(self, *, since: int | None = None, username: str = "radiologist") -> EventLog:
        query = "" if since is None else f"?since={since}"
        address = f"{self.base_url.replace('http', 'ws')}/ws/events{query}"
        return EventLog(address, self.accounts[username].token)

    @contextmanager
    def events(self) -> Iterator[EventLog]:
        """Every event from now on."""
        log = self.connect_events()
        try:
            yield log
        finally:
            log.close()

    def judge(self, images: list[Dataset]) -> Json:
        """Send one study and answer its exam once the verdict is final."""
        with self.events() as events:
            accepted = set(self.archive.receive(images).accepted)
            final = events.wait_final(images[0].StudyInstanceUID, images=len(accepted))
        return self.exam(final["exam"])

    def exam(self, key: str) -> Json:
        answer: Json = self.get(f"/api/exams/{key}/")
        return answer

    def has_claimed_assessment(self) -> bool:
        """Whether a worker has an assessment in its hands: the API does not tell it from one that waits."""
        assert self.sqlite
        with closing(sqlite3.connect(self.sqlite)) as connection:
            query = "SELECT count(*) FROM qc_assessment WHERE state = 'claimed'"
            return bool(connection.execute(query).fetchone()[0])

    def is_healthy(self) -> bool:
        return bool(self.get("/api/health/")["status"] == "ok")
