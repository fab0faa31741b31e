"""What the tests share, each started when first asked for: an archive, a Redis, the running product.

The environment is set before Django reads its settings, so that tests and processes mean the same servers.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from pytest_django import Settings

from mreqc_web.parts import ARCHIVE_AET, ARCHIVE_USER, HOST, ROOT, Site
from tests.parts import Archive, RunningPart
from tests.stack import Account, Stack

SITE_FOLDER = tempfile.TemporaryDirectory(prefix="mreqc-tests-", ignore_cleanup_errors=True)
SITE = Site.prepare(Path(SITE_FOLDER.name))
os.environ.update(SITE.environment() | {"MREQC_QUIET_SECONDS": "1"})
django.setup()
# A run that is ended from outside ends what it started, as Ctrl-C does.
signal.signal(signal.SIGTERM, signal.default_int_handler)

REAL_EXAM = ROOT.parent / "shared" / "exams" / "ge-mr-touch-1p5t"


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Passwords of tests need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def real_exam() -> Path:
    """The folder of the real GE exam, which is not part of the repository."""
    if not REAL_EXAM.is_dir():
        pytest.skip("the real exam (../shared/exams/ge-mr-touch-1p5t) is not on this machine")
    return REAL_EXAM


@pytest.fixture(scope="session")
def processes() -> Iterator[dict[str, RunningPart]]:
    """Every part of the product by name, none of them started yet; all are ended with the session."""
    running = {part.name: RunningPart(part, SITE.data / f"{part.name}.test.log") for part in SITE.parts()}
    yield running
    for part in running.values():
        part.kill()
    SITE_FOLDER.cleanup()


@pytest.fixture(scope="session")
def archive(processes: dict[str, RunningPart]) -> Archive:
    processes["orthanc"].start()
    processes["orthanc"].wait_ready()
    return Archive(
        url=SITE.archive_url,
        username=ARCHIVE_USER,
        password=SITE.archive_password,
        dicom_host=HOST,
        dicom_port=SITE.dicom_port,
        aet=ARCHIVE_AET,
        process=processes["orthanc"],
    )


@pytest.fixture(scope="session")
def redis_url(processes: dict[str, RunningPart]) -> str:
    processes["redis"].start()
    processes["redis"].wait_ready()
    return SITE.environment()["REDIS_URL"]


@pytest.fixture(scope="session")
def stack(archive: Archive, redis_url: str, processes: dict[str, RunningPart]) -> Stack:
    """The whole product, running on a database of its own."""
    manage("migrate", "--verbosity", "0")
    accounts = [Account(**account) for account in json.loads(manage("demo_accounts"))]
    for name in ("web", "worker", "explainer", "follower"):
        processes[name].start()
    for name in ("web", "worker", "explainer", "follower"):
        processes[name].wait_ready()
    return Stack(
        base_url=SITE.base_url,
        accounts={account.username: account for account in accounts},
        archive=archive,
        processes=processes,
        sqlite=SITE.data / "db.sqlite3",
    )


def manage(*arguments: str) -> str:
    """Run a management command on the running product's database, and answer what it prints."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout
