"""Starts, stops and kills single parts of the product, so that tests can take one away."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydicom import Dataset

from mreqc_web.parts import ROOT, Part
from qc.dicom.sender import SendReport, send_datasets

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 15


class RunningPart:
    """A part as a process group of its own, so that its children go with it."""

    def __init__(self, part: Part, log: Path, environment: dict[str, str] | None = None) -> None:
        self.part = part
        self._environment = environment
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process if it does not run; `wait_ready` tells when it works."""
        if self.is_running:
            return
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self.part.command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        def is_ready() -> bool:
            assert self.is_running, f"{self.part.name} ended by itself:\n{self.log_tail()}"
            return self.part.is_ready()

        try:
            wait_until(is_ready, f"{self.part.name} to be ready", START_TIMEOUT_S)
        except AssertionError as error:
            error.add_note(self.log_tail())
            raise

    def stop(self) -> None:
        """End it as an operator would (SIGTERM)."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as the system does when memory is short (SIGKILL), children included."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """Stop it from running (SIGSTOP) without ending it: it answers nobody until it is thawed."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)

    def log_tail(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-30:]) if self._log.exists() else ""

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        if self.is_running:
            os.killpg(self._process.pid, number)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@dataclass(frozen=True)
class Archive:
    """A real Orthanc: its addresses, its account, and a scanner that sends to it."""

    url: str
    username: str
    password: str
    dicom_host: str
    dicom_port: int
    aet: str
    process: RunningPart

    @property
    def auth(self) -> tuple[str, str]:
        return self.username, self.password

    def receive(self, datasets: list[Dataset], *, pause_s: float = 0.0) -> SendReport:
        return send_datasets(datasets, host=self.dicom_host, port=self.dicom_port, called_aet=self.aet, pause_s=pause_s)


def wait_until(condition: Callable[[], object], what: str, timeout_s: float = 30) -> None:
    """Ask until it holds; the limit only ends a test that would hang."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_s:g} s for {what}"
        time.sleep(0.02)
