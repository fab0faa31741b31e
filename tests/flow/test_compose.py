"""The compose file for sites: what it promises, and every container's command as a plain process on PostgreSQL.

There is no Docker engine where the tests run, so names of containers become the loopback, and their ports free ones.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mreqc_web.parts import HOST, ROOT, Part, free_ports
from tests.flow.exams import fresh_maps, slices_of
from tests.parts import Archive, RunningPart
from tests.stack import Account, Stack

pytestmark = pytest.mark.flow

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRET = "a-secret-of-the-tests-"
LASTING = [name for name, service in SERVICES.items() if service["restart"] != "no"]


@pytest.mark.parametrize("name", LASTING)
def test_every_lasting_service_is_watched_and_started_again(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_runs_as_root_or_gains_rights(name: str) -> None:
    assert SERVICES[name]["user"] not in {"root", "0"}
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in SERVICES[name]["security_opt"]


def test_only_the_web_port_is_open_and_only_on_the_loopback() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["${MREQC_BIND:-127.0.0.1:8060}:8000"]
    }


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_from_files(name: str) -> None:
    environment = SERVICES[name].get("environment", {})
    secret = {key for key in environment if re.search("PASSWORD|SECRET|TOKEN", key)}
    assert all(key.endswith("_FILE") for key in secret)
    assert all(Path(environment[key]).name in SERVICES[name]["secrets"] for key in secret)
    assert all(one["file"].startswith("./var/") for one in COMPOSE["secrets"].values())


class PlainSite:
    """The services of the compose file as processes of this machine."""

    def __init__(self, data: Path) -> None:
        web, archive, dicom, redis, postgres = free_ports(5)
        self._web_url, self._archive_url = f"http://{HOST}:{web}", f"http://{HOST}:{archive}"
        self._dicom_port = dicom
        self._data = data
        self._postgres_bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self._words_meaning = {
            "/data": str(data / "data"),
            "0.0.0.0": HOST,  # noqa: S104 - all interfaces of a container become the loopback here
            "8000": str(web),
            "6379": str(redis),
        }
        self._parts_meaning = {
            "8042": str(archive),
            "//orthanc:": f"//{HOST}:",
            "//web:8000": f"//{HOST}:{web}",
            "//redis:6379": f"//{HOST}:{redis}",
            "@postgres:5432": f"@{HOST}:{postgres}",
            "/run/secrets": str(data / "secrets"),
            "/etc/mreqc": str(ROOT / "deploy"),
        }
        self._around = {
            "PATH": f"{Path(sys.executable).parent}:{self._postgres_bin}:/usr/sbin:{os.environ['PATH']}",
            "DJANGO_SETTINGS_MODULE": "mreqc_web.settings",
            "ORTHANC_STORAGE": str(data / "orthanc"),
            "ORTHANC_HTTP_PORT": str(archive),
            "ORTHANC_DICOM_PORT": str(dicom),
            "PGDATA": str(data / "postgres"),
            "PGPORT": str(postgres),
            "PGHOST": HOST,
            "PGPASSWORD": f"{SECRET}database_password",
        }

    def prepare(self) -> None:
        """What the engine and the database's image do before a command runs."""
        for folder in ("secrets", "data", "orthanc"):
            (self._data / folder).mkdir()
        for name in COMPOSE["secrets"]:
            (self._data / "secrets" / name).write_text(f"{SECRET}{name}")
        self._data.chmod(0o755)
        postgres_data = self._data / "postgres"
        postgres_data.mkdir(mode=0o700)
        if os.getuid() == 0:
            subprocess.run(["chown", "postgres", postgres_data], check=True)
        account = ["--username=mreqc", "--auth=scram-sha-256", "--pwfile=/run/secrets/database_password"]
        self.run("postgres", ["initdb", *account, "--encoding=UTF8", "--locale=C.UTF-8"])

    def start(self, service: str) -> RunningPart:
        """Start the service's command and wait until its health check passes."""
        command = tuple(self._words(service, SERVICES[service]["command"]))
        part = Part(service, command, lambda: self.is_healthy(service))
        running = RunningPart(part, self._data / f"{service}.log", self.environment(service))
        running.start()
        running.wait_ready()
        return running

    def is_healthy(self, service: str) -> bool:
        _, *command = SERVICES[service]["healthcheck"]["test"]
        words, environment = self._words(service, command), self.environment(service)
        return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 0

    def run(self, service: str, command: list[str]) -> str:
        """Run a command in the service's environment to its end, and answer what it prints."""
        words, environment = self._words(service, command), self.environment(service)
        return subprocess.run(words, cwd=ROOT, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout

    def as_stack(self, processes: dict[str, RunningPart], accounts: list[Account]) -> Stack:
        password = (self._data / "secrets" / "orthanc_password").read_text()
        archive = Archive(self._archive_url, "mreqc", password, HOST, self._dicom_port, "ORTHANC", processes["orthanc"])
        by_name = {account.username: account for account in accounts}
        return Stack(self._web_url, by_name, archive, processes)

    def environment(self, service: str) -> dict[str, str]:
        stated = SERVICES[service].get("environment", {})
        return self._around | {name: self.translate(value) for name, value in stated.items()}

    def translate(self, text: str) -> str:
        """A word of the file with its variables at their defaults, and with this machine's places for the engine's."""
        text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text).replace("$$", "$")
        for name, meaning in self._parts_meaning.items():
            text = text.replace(name, meaning)
        return self._words_meaning.get(text, text)

    def _words(self, service: str, command: list[str]) -> list[str]:
        words = [self.translate(word) for word in command]
        if service == "postgres" and os.getuid() == 0:  # it refuses to run as root
            return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
        return words


@pytest.fixture(scope="module")
def site() -> Iterator[PlainSite]:
    # Not below pytest's own folder, which only its owner may enter: PostgreSQL runs as another user.
    with tempfile.TemporaryDirectory(prefix="mreqc-compose-", ignore_cleanup_errors=True) as folder:
        plain = PlainSite(Path(folder))
        plain.prepare()
        yield plain


@pytest.fixture(scope="module")
def running(site: PlainSite) -> Iterator[Stack]:
    """Every service, started in the order that the file asks for."""
    processes: dict[str, RunningPart] = {}
    try:
        processes["postgres"] = site.start("postgres")
        site.run("postgres", ["createdb", "--username=mreqc", "mreqc"])
        site.run("migrate", SERVICES["migrate"]["command"])
        for name in ("redis", "orthanc", "web", "worker", "explainer", "follower"):
            processes[name] = site.start(name)
        accounts = json.loads(site.run("web", ["python", "manage.py", "demo_accounts"]))
        yield site.as_stack(processes, [Account(**account) for account in accounts])
    finally:
        for process in processes.values():
            process.kill()


def test_an_exam_is_judged_on_postgresql(running: Stack) -> None:
    images = fresh_maps()
    exam = running.judge(images)
    assert exam["state"] == "final"
    assert [one["state"] for one in exam["slices"]] == ["assessed"] * slices_of(images)
    assert running.get("/api/exams/", study=images[0].StudyInstanceUID)["count"] == 1


def test_events_keep_their_order_under_concurrent_exams_on_postgresql(running: Stack) -> None:
    studies = [fresh_maps() for _ in range(3)]
    with running.events() as events:
        for images in studies:
            running.archive.receive(images)
        for images in studies:
            events.wait_final(images[0].StudyInstanceUID, images=len(images))
        seqs = events.seqs
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))


def test_a_review_is_kept_on_postgresql(running: Stack) -> None:
    exam = running.judge(fresh_maps())
    one = exam["slices"][0]
    review = {
        "client_id": str(uuid.uuid4()),
        "slice": one["id"],
        "assessment": one["assessment"],
        "decision": "override",
        "quality": "non_diagnostic",
        "reason": "motion",
        "note": "",
        "seconds_spent": 3.5,
        "shown": {"panes": ["stiffness"], "range_kpa": 8, "verdict_shown": True},
    }
    with running.client() as client:
        assert client.post(f"/api/exams/{exam['id']}/reviews/", json=review).status_code == 201
        assert client.post(f"/api/exams/{exam['id']}/reviews/", json=review).status_code == 200
    assert len(running.exam(exam["id"])["slices"][0]["reviews"]) == 1
