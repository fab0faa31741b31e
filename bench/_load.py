"""Who keeps the cores busy: processor time by part of the product, of the browsers, of the benchmark, and of others."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

PARTS = {
    "archive": "Orthanc",
    "redis": "redis-server",
    "web": "uvicorn",
    "explainer": "explanations",
    "worker": "celery",
    "follower": "manage.py follow",
    "browsers": "chromium",
}
"""A word of the command line by the name of the part."""
OURS = "benchmark (scanner, clock)"
OTHERS = "other programs of the machine"
REFERENCE_STEPS = 1_000_000
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Used:
    """Processor seconds up to a moment."""

    at: float
    busy: float
    """Of the whole machine."""
    parts: dict[str, float]
    """Of this process's descendants by part."""

    @classmethod
    def now(cls) -> "Used":
        parts = dict.fromkeys([*PARTS, OURS], 0.0)
        for pid in _family(os.getpid()):
            parts[_part_of(pid)] += _seconds_of(pid)
        return cls(time.monotonic(), _busy_seconds(), parts)


def describe_load(before: Used, after: Used) -> list[str]:
    """Cores that each part kept busy from `before` to `after`, most first."""
    elapsed = after.at - before.at
    cores = {name: (after.parts[name] - before.parts[name]) / elapsed for name in after.parts}
    cores[OTHERS] = max(0.0, (after.busy - before.busy) / elapsed - sum(cores.values()))
    rows = [f"  {name:30}{busy:5.2f}" for name, busy in sorted(cores.items(), key=lambda one: -one[1])]
    return [f"cores busy on average over {elapsed:.0f} s, of {os.cpu_count()}:", *rows]


def reference_ms() -> float:
    """Processor time of a calculation that is always the same, in ms: tells a slow machine from a slow product."""
    before = time.process_time()
    sum(number * number for number in range(REFERENCE_STEPS))
    return round(1000 * (time.process_time() - before), 1)


def _family(ancestor: int) -> list[int]:
    """The process and all its descendants."""
    parents = {int(path.name): _parent_of(path) for path in Path("/proc").glob("[0-9]*")}
    found = [ancestor]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _fields(path: Path) -> list[str]:
    """The fields of /proc/PID/stat after the command's name; empty when the process has ended."""
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent_of(path: Path) -> int:
    fields = _fields(path)
    return int(fields[1]) if fields else 0


def _seconds_of(pid: int) -> float:
    fields = _fields(Path(f"/proc/{pid}"))
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S if fields else 0.0


def _part_of(pid: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return OURS
    return next((name for name, word in PARTS.items() if word in command), OURS)


def _busy_seconds() -> float:
    user, nice, system, _idle, _waiting, *interrupts = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    return sum(map(int, (user, nice, system, *interrupts))) / TICKS_PER_S
