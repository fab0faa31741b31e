"""The headless run: sends each folder as a scanner would, and prints each final verdict as a line of JSON.

The lines are how other programs drive the product: their fields stay as they are (README.md).
"""

import json
import queue
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

import httpx
from pydicom import Dataset
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from mreqc_web.parts import ARCHIVE_AET, HOST, Site
from qc.dicom.sender import Refusal, read_folder, send_datasets
from qc.dicom.synthesis import ge_datasets
from qc.domain.errors import ArchiveUnavailable
from qc.domain.verdict import DEFAULT_POLICY
from qc.simulation.scanner import Quality, simulate_exam

VERDICT_TIMEOUT_S = 120
NAMED_FILES = 3
"""So many files that did not arrive are named in a sentence; the rest are counted."""

Json = dict[str, Any]


class NoVerdict(Exception):
    """The product gave no final verdict; the message says what is known of the cause."""


@dataclass(frozen=True)
class Delivery:
    """The images of one study on their way to the archive."""

    name: str
    images: list[Dataset]
    unreadable: list[Refusal] = field(default_factory=list)


@dataclass
class Study:
    """What the events have told of one study so far."""

    accepted: set[str] = field(default_factory=set)
    """SOP Instance UIDs that the archive has taken, over all deliveries."""
    exams: dict[str, Json] = field(default_factory=dict)
    """Last `exam.changed` of each exam: a study with repeated scans holds several."""
    changed_at: float = 0.0
    """Unix time at which the last of them was received."""

    @property
    def is_final(self) -> bool:
        images = sum(exam["images"] for exam in self.exams.values())
        return images >= len(self.accepted) and all(exam["state"] == "final" for exam in self.exams.values())


def run(site: Site, token: str, folders: list[Path]) -> int:
    """Judge the folders (three simulated exams if there are none) and answer the exit status."""
    client = httpx.Client(base_url=site.base_url, headers={"Authorization": f"Token {token}"}, trust_env=False)
    with client, receive_events(site, token) as events:
        judge = Judge(site, client, events)
        complete = [judge.deliver(one) for one in _deliveries(folders)]
    return 0 if all(complete) else 1


def _deliveries(folders: list[Path]) -> Iterator[Delivery]:
    if not folders:
        for seed, quality in enumerate(get_args(Quality), start=1):
            exam = simulate_exam(seed=seed, quality=quality)
            yield Delivery(f"simulated {quality} exam", ge_datasets(exam))
    for folder in folders:
        yield from _studies_of(folder)


def _studies_of(folder: Path) -> Iterator[Delivery]:
    """One delivery a study; a folder without a readable image is a delivery without images."""
    images, unreadable = read_folder(folder)
    if not images:
        yield Delivery(str(folder), [], unreadable)
    by_study = sorted(images, key=lambda image: str(image.StudyInstanceUID))
    for _, study in groupby(by_study, key=lambda image: str(image.StudyInstanceUID)):
        yield Delivery(str(folder), list(study), unreadable)


class Judge:
    """Sends deliveries one after the other, and waits for each verdict at the socket, as a browser does."""

    def __init__(self, site: Site, client: httpx.Client, events: "queue.Queue[tuple[float, Json]]") -> None:
        self._site = site
        self._client = client
        self._events = events
        self._studies: dict[str, Study] = {}

    def deliver(self, delivery: Delivery) -> bool:
        """Print the delivery's verdict; false if the product gave none (a cause for not assessing is one)."""
        if not delivery.images:
            _print_line(_not_assessed(_why_nothing_arrived(delivery)))
            return True
        uid = str(delivery.images[0].StudyInstanceUID)
        try:
            self._judge(delivery, uid)
        except (NoVerdict, ArchiveUnavailable, httpx.HTTPError) as error:
            _print_line(_not_assessed(str(error), uid))
            return False
        return True

    def _judge(self, delivery: Delivery, uid: str) -> None:
        study = self._studies.setdefault(uid, Study())
        report = send_datasets(delivery.images, host=HOST, port=self._site.dicom_port, called_aet=ARCHIVE_AET)
        missing = _describe_missing(delivery.unreadable + report.refused)
        if report.last_accepted_at is None:
            _print_line(_not_assessed(f"The archive took no image. {missing}", uid))
            return
        study.accepted.update(report.accepted)
        changed = self._wait_until_final(uid, study)
        seconds = max(0.0, study.changed_at - report.last_accepted_at)
        for exam in changed or study.exams:
            detail = self._client.get(f"/api/exams/{exam}/").raise_for_status().json()
            _print_line(_line(detail, seconds, missing))

    def _wait_until_final(self, uid: str, study: Study) -> set[str]:
        """Read events until every exam of the study is final; answers those that changed meanwhile."""
        changed: set[str] = set()
        deadline = time.monotonic() + VERDICT_TIMEOUT_S
        while not study.is_final:
            try:
                received_at, event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise NoVerdict(self._describe_silence(study)) from None
            if event["type"] == "closed":
                raise NoVerdict("The server closed the event socket before the verdict was final.")
            if event.get("kind") == "exam.changed" and event["data"]["study_instance_uid"] == uid:
                study.exams[event["exam"]] = event["data"]
                study.changed_at = received_at
                changed.add(event["exam"])
        return changed

    def _describe_silence(self, study: Study) -> str:
        images = sum(exam["images"] for exam in study.exams.values())
        health = self._client.get("/health/ready").json()
        broken = [f"{part['name']}: {part['detail']}" for part in health["parts"] if not part["ok"]]
        facts = f"{images} of {len(study.accepted)} images were taken up"
        return f"No final verdict within {VERDICT_TIMEOUT_S} s; {'; '.join([facts, *broken])}."


def _line(detail: Json, seconds: float, missing: str) -> Json:
    ensemble = detail["ensemble"]
    return {
        "study_instance_uid": detail["study_instance_uid"],
        "verdict": detail["verdict"],
        "why": f"{detail['why']} {missing}".strip(),
        "policy": detail["policy"],
        "ensemble": ensemble and {"name": ensemble["name"], "version": ensemble["version"]},
        "seconds_to_verdict": round(seconds, 3),
        "slices": [
            {
                "slice_location_mm": one["location_mm"],
                "verdict": one["verdict"],
                "probability": one["probability"],
                "votes": one["votes"],
                "measurable_area_cm2": one["measurable_area_cm2"],
                "stiffness_kpa": one["stiffness_kpa"],
            }
            for one in detail["slices"]
        ],
    }


def _not_assessed(why: str, study_instance_uid: str | None = None) -> Json:
    return {
        "study_instance_uid": study_instance_uid,
        "verdict": "not_assessed",
        "why": why.strip(),
        "policy": str(DEFAULT_POLICY),
        "ensemble": None,
        "seconds_to_verdict": None,
        "slices": [],
    }


def _why_nothing_arrived(delivery: Delivery) -> str:
    folder = Path(delivery.name)
    if not folder.exists():
        return f"The folder {folder} does not exist."
    if not folder.is_dir():
        return f"{folder} is not a folder."
    if not delivery.unreadable:
        return f"There is no DICOM file in {folder}."
    return f"No image in {folder} can be read. {_describe_missing(delivery.unreadable)}"


def _describe_missing(refusals: list[Refusal]) -> str:
    """A sentence that names images which never reached the archive; empty if there are none."""
    if not refusals:
        return ""
    named = "; ".join(f"{name}: {why.rstrip('.')}" for name, why in refusals[:NAMED_FILES])
    rest = f"; and {len(refusals) - NAMED_FILES} more" if len(refusals) > NAMED_FILES else ""
    return f"Not sent: {named}{rest}."


def _print_line(line: Json) -> None:
    print(json.dumps(line), flush=True)


@contextmanager
def receive_events(site: Site, token: str) -> "Iterator[queue.Queue[tuple[float, Json]]]":
    """Every event from now on with the Unix time of its receipt, read aside so that sending delays none."""
    events: queue.Queue[tuple[float, Json]] = queue.Queue()
    address = f"ws://{HOST}:{site.web_port}/ws/events"
    headers = {"Authorization": f"Token {token}"}
    with connect(address, additional_headers=headers, proxy=None, max_size=None, max_queue=None) as socket:
        socket.recv()  # hello: from here on nothing is missed
        threading.Thread(target=_read_events, args=[socket, events], daemon=True).start()
        yield events


def read_frame(frame: str | bytes) -> list[Json]:
    """The messages of one frame of `/ws/events`: events come as a list, all else alone."""
    read: Json | list[Json] = json.loads(frame)
    return read if isinstance(read, list) else [read]


def _read_events(socket: ClientConnection, events: "queue.Queue[tuple[float, Json]]") -> None:
    try:
        for frame in socket:
            now = time.time()
            for message in read_frame(frame):
                events.put((now, message))
    except ConnectionClosed as closed:
        print(f"event socket: {closed}", file=sys.stderr)
    events.put((time.time(), {"type": "closed"}))
