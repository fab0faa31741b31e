"""The demo: every part on this machine, with a scanner that sends simulated exams (`script/demo`).

`python -m mreqc_web.demo` serves until Ctrl-C; with `--once [FOLDER...]` it judges folders and ends.
"""

import argparse
import io
import json
import os
import shlex
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from honcho.manager import Manager
from honcho.printer import Printer

from mreqc_web import once
from mreqc_web.parts import ROOT, Part, Site

WEB_PORT = 8060
SCAN_EVERY_S = 8
READY_TIMEOUT_S = 60
Account = dict[str, Any]


def main() -> int:
    folders = _read_arguments()
    if folders is None:
        data = Path(os.environ.get("MREQC_DATA_DIR", ROOT / "var"))
        return serve(Site.prepare(data, web_port=WEB_PORT))
    return with_product(lambda site, token: once.run(site, token, folders))


def _read_arguments() -> list[Path] | None:
    """The folders to judge, or None for the demo that stays."""
    parser = argparse.ArgumentParser(prog="script/demo", description=__doc__)
    parser.add_argument("--once", nargs="*", type=Path, metavar="FOLDER", help="judge these folders and end")
    folders: list[Path] | None = parser.parse_args().once
    return folders if folders is None else [folder.resolve() for folder in folders]


def serve(site: Site) -> int:
    """Run everything, the simulated scanner too, until Ctrl-C, SIGTERM, or a part ends by itself."""
    accounts = prepare_database(site)
    scanner = Part("scanner", (sys.executable, "manage.py", "scan", "--every", str(SCAN_EVERY_S)), lambda: True)

    def announce(_: Callable[[], None]) -> None:
        wait_until_healthy(site)
        print(describe(site, accounts), flush=True)

    return run_parts([*site.parts(), scanner], announce)


def with_product(work: Callable[[Site, str], int]) -> int:
    """Run everything but the scanner in a temporary folder, do `work`, end everything, and answer its status.

    `work` is given the running product and the token of an account.
    """
    with tempfile.TemporaryDirectory(prefix="mreqc-", ignore_cleanup_errors=True) as data:
        site = Site.prepare(Path(data))
        token = prepare_database(site)[0]["token"]
        statuses: list[int] = []

        def work_and_end(end: Callable[[], None]) -> None:
            try:
                wait_until_healthy(site)
                statuses.append(work(site, token))
            finally:
                end()

        ended_with = run_parts(site.parts(), work_and_end)
    return statuses[0] if statuses else ended_with or 1


def prepare_database(site: Site) -> list[Account]:
    """Bring the database up to date and answer the demo's accounts, made at the first start."""
    os.chdir(ROOT)
    os.environ.update(site.environment())
    django.setup()
    call_command("migrate", verbosity=0)
    with redirect_stdout(io.StringIO()) as printed:
        call_command("demo_accounts")
    accounts: list[Account] = json.loads(printed.getvalue())
    return accounts


class PartsManager(Manager):
    """Honcho's manager, which can also be told to end while its parts are still starting."""

    def terminate(self) -> None:
        try:
            super().terminate()
        except KeyError:  # a part was forked, but has not reported its process id yet: try again when it has
            self._terminating = False
            threading.Timer(0.1, self.terminate).start()


def run_parts(parts: list[Part], then: Callable[[Callable[[], None]], None]) -> int:
    """Run `parts` until one ends or a signal comes, and meanwhile `then`, which is told how to end them."""
    manager = PartsManager(Printer(sys.stderr))
    for part in parts:
        manager.add_process(part.name, f"exec {shlex.join(part.command)}", cwd=str(ROOT))
    signal.signal(signal.SIGHUP, lambda *_: manager.terminate())  # the terminal was closed
    threading.Thread(target=then, args=[manager.terminate], daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def wait_until_healthy(site: Site) -> None:
    """Wait until every part reports that it works; after a minute go on all the same, and say so."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    while not site.is_healthy():
        if time.monotonic() > deadline:
            print(f"Not everything works: {site.base_url}/health/ready says what and why.", file=sys.stderr)
            return
        time.sleep(0.2)


def describe(site: Site, accounts: list[Account]) -> str:
    """What a person needs to look around: the address, and who can sign in."""
    rows = [(account["username"], account["password"], account["role"]) for account in accounts]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    table = ["  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows]
    send = f"storescu -aec ORTHANC 127.0.0.1 {site.dicom_port} FILE..."
    return "\n".join(
        [
            "",
            f"  mreqc is ready at {site.base_url}",
            "  Simulated exams arrive by themselves. Ctrl-C ends everything.",
            "  Research use, not for diagnosis.",
            "",
            "  user, password, role",
            *table,
            "",
            f"  To send an exam of your own: {send}",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
