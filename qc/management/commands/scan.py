"""`manage.py scan --every SECONDS [--faults lose] [--vendor siemens] [--stow]`: sends simulated exams."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from pydicom import Dataset

from qc.dicom.faults import FAULTS, Delivery, disturb
from qc.dicom.sender import SendReport, send_datasets
from qc.dicom.stow import store_datasets
from qc.dicom.vendors import ENCODERS, maker_of
from qc.domain.errors import ArchiveUnavailable
from qc.simulation.acquisition import Maker
from qc.simulation.scanner import Quality, SimulatedExam, repeat_exam, simulate_exam

QUALITIES: tuple[Quality, ...] = ("adequate", "limited", "failed")
SHARES = (0.5, 0.25, 0.25)
"""More failed exams than in practice, so that a demo soon shows every verdict."""
IMAGE_PAUSE_S = 0.01
LATE_S = 10.0
"""What comes late comes well after the verdict."""
RETRY_S = 1.0
"""While the archive is away, the exam that could not be sent is offered again this often."""


Transfer = Callable[[list[Dataset]], SendReport]


class Command(BaseCommand):
    help = "Simulate an exam every few seconds and send it to the archive, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, required=True, metavar="SECONDS")
        parser.add_argument("--faults", type=_read_faults, default=[], help=f"of {', '.join(FAULTS)}; by commas")
        parser.add_argument(
            "--vendor", choices=list(ENCODERS), default="ge", help="whose DICOM it writes; GE's if not said"
        )
        parser.add_argument("--stow", action="store_true", help="send by STOW-RS instead of C-STORE")

    def handle(self, *args: Any, every: float, faults: list[str], **options: Any) -> None:
        encode = ENCODERS[options["vendor"]]
        transfer = _send_by_stow if options["stow"] else _send_by_c_store
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        exams = _exams(maker_of(options["vendor"]))
        while not stop.is_set():
            begun = time.monotonic()
            exam, title = next(exams)
            self._deliver(disturb(encode(exam), faults, seed=exam.seed), title, transfer, stop)
            stop.wait(every - (time.monotonic() - begun))

    def _deliver(self, delivery: Delivery, name: str, transfer: Transfer, stop: threading.Event) -> None:
        self._send(delivery.now, name, transfer, stop)
        if delivery.late and not stop.wait(LATE_S):
            self._send(delivery.late, f"{name}, late", transfer, stop)
        for images, what in ((delivery.lost, "lost"), (delivery.corrupt, "broke")):
            if images:
                self.stdout.write(f"{what} {len(images)} images of {name}")

    def _send(self, images: list[Dataset], name: str, transfer: Transfer, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                report = transfer(images)
            except ArchiveUnavailable as error:
                self.stderr.write(f"{error} Trying again.")
                stop.wait(RETRY_S)
                continue
            if not report.refused:
                self.stdout.write(f"sent {len(report.accepted)} images of {name}")
                return
            self.stderr.write(f"{len(report.refused)} images were refused. Sending the exam again.")
            stop.wait(RETRY_S)


def _exams(maker: Maker) -> Iterator[tuple[SimulatedExam, str]]:
    """One exam after the other with its name; one that failed is scanned again at once, where that can help."""
    random = np.random.default_rng()
    while True:
        quality = QUALITIES[random.choice(len(QUALITIES), p=SHARES)]
        seed, other_seed = random.integers(1_000_000, size=2).tolist()
        exam = simulate_exam(seed=seed, quality=quality, maker=maker)
        yield exam, f"a simulated {quality} exam ({seed})"
        if quality == "failed" and (again := repeat_exam(exam, seed=other_seed)):
            yield again, f"the repeat of exam {seed} ({other_seed})"


def _send_by_c_store(images: list[Dataset]) -> SendReport:
    return send_datasets(
        images,
        host=settings.ORTHANC_DICOM_HOST,
        port=settings.ORTHANC_DICOM_PORT,
        called_aet=settings.ORTHANC_AET,
        pause_s=IMAGE_PAUSE_S,
    )


def _send_by_stow(images: list[Dataset]) -> SendReport:
    return store_datasets(
        images,
        url=settings.ORTHANC_URL,
        username=settings.ORTHANC_USERNAME,
        password=settings.ORTHANC_PASSWORD,
        pause_s=IMAGE_PAUSE_S,
    )


def _read_faults(text: str) -> list[str]:
    faults = text.split(",")
    disturb([], faults, seed=0)  # argparse turns its ValueError into a refusal
    return faults
