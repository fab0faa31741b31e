"""A training that was killed: it goes on where it was, and ends where it would have ended."""

import signal
import sys
import time
from hashlib import sha256
from pathlib import Path
from subprocess import Popen, run

from qc.learning.manifest import GRAPH
from qc.learning.resume import Memory

TRAIN = """
import sys
from pathlib import Path
from tests.learning.test_training import easy_slices
from qc.learning.training import Plan, train_ensemble
train_ensemble(
    easy_slices(16), out=Path(sys.argv[1]), name="easy", version="1", seed=3, progress=False,
    plan=Plan(architecture="MobileNetV2", size=32, member_epochs=3),
)
"""
PATIENCE_S = 240


def command(out: Path) -> list[str]:
    return [sys.executable, "-c", TRAIN, str(out)]


def kill_when_there(process: "Popen[bytes]", path: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not path.is_file() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def test_a_killed_training_ends_with_the_same_weights_to_the_bit(tmp_path: Path) -> None:
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    unfinished = tmp_path / "killed.unfinished"
    with Popen(command(killed)) as process:
        kill_when_there(process, unfinished / "member-3-of-8.pt")
    assert not killed.exists()
    first = (unfinished / "member-1-of-8.pt").stat().st_mtime_ns
    with Popen(command(killed)) as process:
        kill_when_there(process, unfinished / "member-4-of-8.pt")
    assert (unfinished / "member-1-of-8.pt").stat().st_mtime_ns == first  # what is done is not done again
    for out in (killed, whole):
        run(command(out), check=True)
    assert not unfinished.exists()
    checksums = {sha256((out / GRAPH).read_bytes()).hexdigest() for out in (killed, whole)}
    assert len(checksums) == 1


def test_what_another_training_left_is_not_gone_on_with(tmp_path: Path) -> None:
    Memory(tmp_path / "m", {"seed": 1}).keep("base", {"epoch": 2})
    assert Memory(tmp_path / "m", {"seed": 1}).recall("base") == {"epoch": 2}
    assert Memory(tmp_path / "m", {"seed": 2}).recall("base") is None
