"""The demo as a person runs it: an address, accounts that can sign in, exams that arrive, and a clean end."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mreqc_web.parts import ROOT
from tests.parts import wait_until

pytestmark = pytest.mark.flow


class Demo:
    """A running demo with a data folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._said = data / "said.txt"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mreqc_web.demo"],
                cwd=ROOT,
                env={**os.environ, "MREQC_DATA_DIR": str(data), "MREQC_QUIET_SECONDS": "1"},
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._said.read_text(errors="replace")

    def wait_ready(self) -> None:
        wait_until(lambda: "mreqc is ready" in self.said or self.process.poll() is not None, "the demo", 90)
        assert self.process.poll() is None, self.said

    def processes(self) -> dict[int, str]:
        """Command by process id of everything that runs on the demo's data folder."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"MREQC_DATA_DIR={self.data}".encode() in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:  # it has just ended, or belongs to somebody else
                continue
        return found


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path)
    yield running
    for process in running.processes():
        os.kill(process, signal.SIGKILL)
    running.process.wait()


def test_exams_arrive_for_those_who_sign_in_and_control_c_ends_everything(demo: Demo) -> None:
    demo.wait_ready()
    address = re.search(r"http://127\.0\.0\.1:\d+", demo.said)
    account = re.search(r"radiologist +(\S+)", demo.said)
    assert address
    assert account
    with httpx.Client(base_url=address[0], trust_env=False) as client:
        sign_in = {"username": "radiologist", "password": account[1]}
        token = client.post("/api/token/", json=sign_in).raise_for_status().json()["token"]
        client.headers["Authorization"] = f"Token {token}"
        wait_until(lambda: client.get("/api/exams/?state=final").json()["count"], "the first verdict", 60)
    os.kill(demo.process.pid, signal.SIGINT)
    assert demo.process.wait(30) == 130
    assert demo.processes() == {}


def test_a_signal_while_the_parts_are_starting_leaves_none_behind(demo: Demo) -> None:
    wait_until(lambda: "started (pid" in demo.said, "the first part to start", 60)
    os.kill(demo.process.pid, signal.SIGTERM)
    assert demo.process.wait(30) == 143
    assert demo.processes() == {}


def test_a_part_that_dies_takes_the_others_along(demo: Demo) -> None:
    demo.wait_ready()
    follower = next(number for number, command in demo.processes().items() if "manage.py follow" in command)
    os.kill(follower, signal.SIGKILL)
    assert demo.process.wait(30) != 0
    assert "follower stopped" in demo.said
    assert demo.processes() == {}
