"""From the archive's acceptance of a slice's last image to its painted tile in real browsers, by stage."""

import sys
import threading
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import cycle, islice

from pydicom import Dataset
from pydicom.uid import generate_uid

from bench._load import Used, describe_load, reference_ms
from bench._report import Report
from bench._watchers import Sight, Watchers, watch_console
from mreqc_web.demo import with_product
from mreqc_web.parts import ARCHIVE_AET, HOST, Site
from qc.dicom.sender import send_datasets
from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import draw_exam

SCANNER = "BENCH-1"
IMAGE_PAUSE_S = 0.1
"""A scanner hands on about ten images of this size a second, series after series, and waits for each answer: an exam of
72-144 images takes 8-17 s, and each image of its last series, the confidence maps, completes a slice."""
EXAM_PAUSE_S = 2.0
"""From one exam to the next: more than any scanner does, so that no result rests on an idle product."""
SEEDS = (11, 21, 1, 4, 0)
"""Exams of 4, 5, 6, 7 and 8 slices, fine and failed. Simulated beforehand, for simulating costs more than judging; each
exam that is sent is one of them under new identifiers."""
SETTLE_S = 4.0
ANSWER_LOST_S = 1.0
"""An image that the product took up so long before its answer came: the answer was lost, and the image sent again."""
TOTAL = "acceptance to painted tile"


@dataclass(frozen=True)
class Course:
    """When one slice came to which point, in Unix time."""

    accepted: float
    noticed: float
    taken_up: float
    judged: dict[str, float]
    """Seconds by stage of the assessment."""
    done: float
    recorded: float
    sights: tuple[tuple[float, float], ...]
    """Told and painted, a browser each."""

    @property
    def is_acceptance_known(self) -> bool:
        return self.accepted - self.noticed < ANSWER_LOST_S


def run(*, exams: int = 50, browsers: int = 20) -> Report:
    """Seconds by stage: one sample a slice and browser in the rows that end in a browser, else one a slice.

    The first exam warms everything up and is not counted.
    """
    reports: list[Report] = []
    status = with_product(lambda site, _: _measure(site, exams, browsers, reports))
    if status:
        sys.exit(status)
    return reports[0]


def _measure(site: Site, exams: int, browsers: int, reports: list[Report]) -> int:
    bodies = [ge_datasets(draw_exam(seed=seed)) for seed in SEEDS]
    with watch_console(site, SCANNER, browsers) as watchers:
        _scan(site, [_renew(bodies[0], 0)], watchers)
        reference = [reference_ms()]
        before = Used.now()
        later = (_renew(body, number) for number, body in enumerate(islice(cycle(bodies), exams), start=1))
        accepted_at = _scan(site, later, watchers)
        after = Used.now()
        reference.append(reference_ms())
        sights = watchers.sights()
    every_course = _courses(accepted_at, sights)
    courses = [one for one in every_course if one.is_acceptance_known]
    missed = browsers * len(courses) - sum(len(one.sights) for one in courses)
    notes = [
        f"{exams} exams, {len(courses)} slices, {browsers} browsers; tiles never painted: {missed}",
        f"slices left out because the archive's answer to an image was lost: {len(every_course) - len(courses)}",
        f"a million multiplications in Python, processor time: {reference[0]} ms before, {reference[1]} ms after",
        *describe_load(before, after),
    ]
    reports.append(Report(_samples(courses), notes))
    return 0


def _scan(site: Site, exams: Iterator[list[Dataset]] | list[list[Dataset]], watchers: Watchers) -> dict[str, float]:
    """Send the exams one after the other; answer when the archive accepted each image."""
    accepted_at: dict[str, float] = {}

    def send() -> None:
        for images in exams:
            report = send_datasets(
                images, host=HOST, port=site.dicom_port, called_aet=ARCHIVE_AET, pause_s=IMAGE_PAUSE_S
            )
            accepted_at.update(report.accepted_at)
            time.sleep(EXAM_PAUSE_S)

    sending = threading.Thread(target=send)
    sending.start()
    while sending.is_alive():
        watchers.rest(0.5)
    watchers.rest(SETTLE_S)
    return accepted_at


def _renew(images: list[Dataset], number: int) -> list[Dataset]:
    """A new study of a new patient on the watched scanner, with the pixels of these images."""
    renamed: dict[str, str] = {}
    copies = [deepcopy(image) for image in images]
    for image in copies:
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"):
            image[keyword].value = renamed.setdefault(image[keyword].value, generate_uid())
        image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
        image.StationName, image.PatientID, image.PatientName = SCANNER, f"BENCH-{number}", f"SIMULATED^BENCH {number}"
    return copies


def _courses(accepted_at: dict[str, float], sights: list[Sight]) -> list[Course]:
    from qc.models import Assessment, Event  # noqa: PLC0415  settings are there once the product's folder is

    recorded: dict[int, float] = {}
    for event in Event.objects.filter(kind="slice.changed").order_by("seq"):
        if event.data["slice"]["assessment"]:
            recorded.setdefault(event.data["slice"]["assessment"], event.at.timestamp())
    done = Assessment.objects.filter(state=Assessment.State.DONE).select_related("primary", "partner")
    courses = []
    for one in done:
        times = [accepted_at.get(uid) for uid in one.sop_instance_uids.values()]
        if None in times or one.done_at is None:
            continue
        courses.append(
            Course(
                accepted=max(at for at in times if at is not None),
                noticed=one.completed_pair_at.timestamp(),
                taken_up=one.created_at.timestamp(),
                judged=one.stages,
                done=one.done_at.timestamp(),
                recorded=recorded[one.pk],
                sights=tuple(
                    (sight.told[one.slice_id], sight.painted[one.slice_id])
                    for sight in sights
                    if one.slice_id in sight.told and one.slice_id in sight.painted
                ),
            )
        )
    return courses


def _samples(courses: list[Course]) -> dict[str, list[float]]:
    samples: dict[str, list[float]] = {}

    def add(row: str, seconds: float) -> None:
        samples.setdefault(row, []).append(seconds)

    for one in courses:
        for _, painted in one.sights:
            add(TOTAL, painted - one.accepted)
        ingest = one.taken_up - one.noticed
        add("accepted to noticed", one.noticed - one.accepted)
        add("noticed to taken up", ingest)
        add("until a worker takes it", one.judged["waited"] - ingest)
        add("fetched", one.judged["fetch"])
        add("voted and measured", sum(one.judged.values()) - one.judged["waited"] - one.judged["fetch"])
        add("recorded", one.recorded - one.noticed - sum(one.judged.values()))
        for told, painted in one.sights:
            add("pushed to a browser", told - one.recorded)
            add("painted", painted - told)
    return samples
