"""Run a command with what everything else leaves of the processor: `python -m mreqc_web.behind COMMAND...`."""

import contextlib
import os
import sys
from pathlib import Path

NICENESS = 10


def main() -> None:
    os.nice(NICENESS)
    # Linux shares the processor between sessions first: `nice` alone only counts among the processes of one session.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command is the operator's


if __name__ == "__main__":
    main()
