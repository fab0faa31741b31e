"""The processes of the product on one machine, and what they stand on: a data folder, ports, secrets."""

import json
import secrets
import shutil
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
ARCHIVE_AET = "ORTHANC"
ARCHIVE_USER = "mreqc"
DICOMWEB_PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so"
# Who may store images: the demo's scanner, and a person who sends an exam by hand with dcmtk's storescu.
SENDERS = ("MREQC_SCANNER", "STORESCU")


@dataclass(frozen=True)
class Part:
    """One process: what starts it, and how to tell that it does its work."""

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool]


@dataclass(frozen=True)
class Site:
    """One running copy of the product; everything listens on the loopback only."""

    data: Path
    web_port: int
    archive_port: int
    dicom_port: int
    redis_port: int

    @classmethod
    def prepare(cls, data: Path, *, web_port: int | None = None) -> "Site":
        """Choose ports (`web_port` if it is free), and make the folders and the archive's configuration."""
        web, *others = free_ports(4)
        site = cls(data.resolve(), web_port if web_port and is_free(web_port) else web, *others)
        site.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (site.data / "secrets", site.data / "orthanc", site.data / "redis"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_private(site.archive_config, json.dumps(site.describe_archive(), indent=2))
        return site

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.web_port}"

    @property
    def archive_url(self) -> str:
        return f"http://{HOST}:{self.archive_port}"

    @property
    def archive_config(self) -> Path:
        return self.data / "secrets" / "orthanc.json"

    @property
    def archive_password(self) -> str:
        return self.secret_file("orthanc_password").read_text()

    def secret_file(self, name: str) -> Path:
        """A file with a random secret, made at first use and kept with the data."""
        path = self.data / "secrets" / name
        if not path.exists():
            _write_private(path, secrets.token_urlsafe(32))
        return path

    def environment(self) -> dict[str, str]:
        """What every part of this copy reads its settings from (docs/operations.md)."""
        return {
            "DJANGO_SETTINGS_MODULE": "mreqc_web.settings",
            "PYTHONUNBUFFERED": "1",
            "MREQC_DATA_DIR": str(self.data),
            "DATABASE_URL": f"sqlite:///{self.data}/db.sqlite3",
            "REDIS_URL": f"redis://{HOST}:{self.redis_port}/0",
            "ORTHANC_URL": self.archive_url,
            "ORTHANC_USERNAME": ARCHIVE_USER,
            "ORTHANC_PASSWORD_FILE": str(self.secret_file("orthanc_password")),
            "ORTHANC_DICOM_HOST": HOST,
            "ORTHANC_DICOM_PORT": str(self.dicom_port),
            "ORTHANC_AET": ARCHIVE_AET,
            "SECRET_KEY_FILE": str(self.secret_file("secret_key")),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "TCP_NODELAY": "1",  # read by Orthanc's DICOM toolkit: answers to C-STORE leave at once
        }

    def describe_archive(self) -> dict[str, Any]:
        """Orthanc's configuration: a password, and DICOM from this machine only (it listens everywhere)."""
        storage = str(self.data / "orthanc")
        return {
            "Name": "mreqc",
            "StorageDirectory": storage,
            "IndexDirectory": storage,
            "HttpPort": self.archive_port,
            "RemoteAccessAllowed": False,
            "AuthenticationEnabled": True,
            "RegisteredUsers": {ARCHIVE_USER: self.archive_password},
            "DicomPort": self.dicom_port,
            "DicomAet": ARCHIVE_AET,
            "DicomAlwaysAllowStore": False,
            "DicomCheckModalityHost": True,
            "DicomModalities": {name: [name, HOST, 104] for name in SENDERS},
            "Plugins": [DICOMWEB_PLUGIN],
            "DicomWeb": {"Enable": True},
            "SaveJobs": False,
        }

    def parts(self) -> list[Part]:
        """Everything that a site runs, in no particular order: each part waits for what it needs."""
        return [
            Part("orthanc", self._orthanc_command(), self.is_archive_ready),
            Part("redis", self._redis_command(), self.is_redis_ready),
            Part("web", self._web_command(), self.is_web_ready),
            Part("worker", _python("-m", "celery", "--quiet", "-A", "mreqc_web", "worker"), self.is_healthy),
            Part("explainer", EXPLAINER, self.is_healthy),
            Part("follower", _python("manage.py", "follow"), self.is_healthy),
        ]

    def _orthanc_command(self) -> tuple[str, ...]:
        program = shutil.which("Orthanc", path="/usr/sbin:/usr/bin:/usr/local/bin") or "Orthanc"
        return (program, f"--logfile={self.data / 'orthanc.log'}", str(self.archive_config))

    def _redis_command(self) -> tuple[str, ...]:
        network = ("--bind", HOST, "--port", str(self.redis_port))
        files = ("--dir", str(self.data / "redis"), "--save", "", "--logfile", str(self.data / "redis.log"))
        return ("redis-server", *network, *files)

    def _web_command(self) -> tuple[str, ...]:
        network = ("--host", HOST, "--port", str(self.web_port))
        # Messages are short, and would be packed anew for every browser that watches.
        sockets = ("--ws", "websockets-sansio", "--ws-per-message-deflate", "false")
        return _python("-m", "uvicorn", "mreqc_web.asgi:application", *network, *sockets, "--log-level", "warning")

    def is_archive_ready(self) -> bool:
        return _fetch(f"{self.archive_url}/system", (ARCHIVE_USER, self.archive_password)) is not None

    def is_redis_ready(self) -> bool:
        try:
            with socket.create_connection((HOST, self.redis_port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def is_web_ready(self) -> bool:
        return _fetch(f"{self.base_url}/health/live") is not None

    def is_healthy(self) -> bool:
        """Whether every part reports that it works: archive, database, ensemble, channel layer, worker."""
        health = _fetch(f"{self.base_url}/api/health/")
        return health is not None and health.json()["status"] == "ok"


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; all are held until all are known, so that no two are the same."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server((HOST, 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]


def is_free(port: int) -> bool:
    try:
        with socket.create_server((HOST, port)):
            return True
    except OSError:
        return False


def _fetch(url: str, auth: tuple[str, str] | None = None) -> httpx.Response | None:
    """The answer, or None while there is none."""
    try:
        return httpx.get(url, auth=auth, timeout=2, trust_env=False).raise_for_status()
    except httpx.HTTPError:
        return None


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


EXPLAINER = (
    *_python("-m", "mreqc_web.behind"),
    *_python("-m", "celery", "--quiet", "-A", "mreqc_web", "worker", "--queues", "explanations"),
    *("--concurrency", "1", "--hostname", "explainer@%h"),
)
"""One explanation at a time, and only with what the verdicts leave of the processor."""


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
