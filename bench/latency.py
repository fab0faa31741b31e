"""From the archive's acceptance of a slice's last image to the slice's event at a WebSocket client, by stage."""

import queue
import sys
from typing import Any

from bench._report import Report
from mreqc_web.demo import with_product
from mreqc_web.once import receive_events
from mreqc_web.parts import ARCHIVE_AET, HOST, Site
from qc.dicom.sender import send_datasets
from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam

EXAMS = 8
"""The first one warms the worker up and is not counted."""
IMAGE_PAUSE_S = 0.02
EVENT_TIMEOUT_S = 60
STAGES = {
    "waited": "until a worker takes it",
    "fetch": "fetch both maps",
    "maps": "units, CMOE, measurements",
    "ensemble": "eight members vote",
}


def run() -> Report:
    """Seconds by stage, one sample a slice; the stages add up to the first row."""
    samples: dict[str, list[float]] = {}
    status = with_product(lambda site, token: _measure(site, token, samples))
    if status:
        sys.exit(status)
    return Report(samples)


def _measure(site: Site, token: str, samples: dict[str, list[float]]) -> int:
    with receive_events(site, token) as events:
        for seed in range(EXAMS):
            accepted_at = _send_exam(site, seed)
            for received_at, event in _slice_events(events, accepted_at):
                if seed:
                    _add_sample(samples, accepted_at, received_at, event)
    return 0


def _send_exam(site: Site, seed: int) -> dict[str, float]:
    """Send one exam as a scanner does; answer when each confidence map, the last of its slice, was accepted."""
    images = ge_datasets(simulate_exam(seed=seed, quality="adequate"))
    report = send_datasets(images, host=HOST, port=site.dicom_port, called_aet=ARCHIVE_AET, pause_s=IMAGE_PAUSE_S)
    last = {image.SOPInstanceUID for image in images if image.get("SeriesDescription") == "Confidence"}
    return {uid: at for uid, at in report.accepted_at.items() if uid in last}


def _slice_events(
    events: "queue.Queue[tuple[float, dict[str, Any]]]", accepted_at: dict[str, float]
) -> list[tuple[float, dict[str, Any]]]:
    """The assessment of each slice of the exam, with the time of its receipt."""
    found: dict[str, tuple[float, dict[str, Any]]] = {}
    while len(found) < len(accepted_at):
        received_at, event = events.get(timeout=EVENT_TIMEOUT_S)
        if event.get("kind") == "slice.changed":
            uid = event["data"]["slice"]["sop_instance_uids"].get("confidence")
            if uid in accepted_at:
                found.setdefault(uid, (received_at, event))  # later ones add to the verdict, they do not make it
    return list(found.values())


def _add_sample(
    samples: dict[str, list[float]], accepted_at: dict[str, float], received_at: float, event: dict[str, Any]
) -> None:
    told = event["data"]["slice"]
    total = received_at - accepted_at[told["sop_instance_uids"]["confidence"]]
    stages = {text: told["stages"][name] for name, text in STAGES.items()}
    row = {"acceptance to event": total, **stages, "notice, record, push": total - sum(stages.values())}
    for name, seconds in row.items():
        samples.setdefault(name, []).append(seconds)
