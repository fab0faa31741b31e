"""`manage.py scan --every SECONDS`: a scanner for demos, which simulates exams and sends them."""

import signal
import threading
import time
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from qc.dicom.sender import send_datasets
from qc.dicom.synthesis import ge_datasets
from qc.domain.errors import ArchiveUnavailable
from qc.simulation.scanner import Quality, simulate_exam

QUALITIES: tuple[Quality, ...] = ("adequate", "limited", "failed")
SHARES = (0.5, 0.25, 0.25)
"""More failed exams than in practice, so that a demo soon shows every verdict."""
IMAGE_PAUSE_S = 0.01
RETRY_S = 1.0
"""While the archive is away, the exam that could not be sent is offered again this often."""


class Command(BaseCommand):
    help = "Simulate an exam every few seconds and send it to the archive by C-STORE, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, required=True, metavar="SECONDS")

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        random = np.random.default_rng()
        while not stop.is_set():
            begun = time.monotonic()
            quality = QUALITIES[random.choice(len(QUALITIES), p=SHARES)]
            self._scan(int(random.integers(1_000_000)), quality, stop)
            stop.wait(every - (time.monotonic() - begun))

    def _scan(self, seed: int, quality: Quality, stop: threading.Event) -> None:
        images = ge_datasets(simulate_exam(seed=seed, quality=quality))
        while not stop.is_set():
            try:
                report = send_datasets(
                    images,
                    host=settings.ORTHANC_DICOM_HOST,
                    port=settings.ORTHANC_DICOM_PORT,
                    called_aet=settings.ORTHANC_AET,
                    pause_s=IMAGE_PAUSE_S,
                )
            except ArchiveUnavailable as error:
                self.stderr.write(f"{error} Trying again.")
                stop.wait(RETRY_S)
                continue
            if not report.refused:
                self.stdout.write(f"sent {len(report.accepted)} images of a simulated {quality} exam ({seed})")
                return
            self.stderr.write(f"{len(report.refused)} images were refused. Sending the exam again.")
            stop.wait(RETRY_S)
