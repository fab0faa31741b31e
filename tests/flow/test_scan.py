"""The demo's scanner: it sends at once, and patiently while the archive is away."""

import sys
from collections.abc import Iterator

import pytest

from mreqc_web.parts import Part
from tests.parts import Archive, RunningPart, wait_until

pytestmark = pytest.mark.flow


@pytest.fixture
def scanner(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPart]:
    part = Part("scanner", (sys.executable, "manage.py", "scan", "--every", "3600"), lambda: True)
    running = RunningPart(part, tmp_path_factory.mktemp("scan") / "said.txt")
    yield running
    running.kill()


def test_an_exam_is_sent_at_once(scanner: RunningPart) -> None:
    scanner.start()
    wait_until(lambda: "images of a simulated" in scanner.log_tail(), "the first exam")
    scanner.stop()
    assert "Traceback" not in scanner.log_tail()


def test_an_exam_waits_for_an_archive_that_is_away(scanner: RunningPart, archive: Archive) -> None:
    archive.process.stop()
    try:
        scanner.start()
        wait_until(lambda: "Trying again" in scanner.log_tail(), "the scanner to miss the archive")
    finally:
        archive.process.start()
        archive.process.wait_ready()
    wait_until(lambda: "images of a simulated" in scanner.log_tail(), "the exam to arrive all the same")
