"""`manage.py follow`: the clock of the service. Takes up new images, ends waits, brings lost assessments back."""

import gc
import logging
import signal
import threading
import time
from typing import Any

from celery import Task
from django import db
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from kombu.exceptions import OperationalError

from qc.actions.close import close_quiet_exams
from qc.actions.follow import note_archive, read_changes
from qc.actions.ingest import gives_others, ingest_instances, leave_out
from qc.actions.judge_again import judge_again
from qc.actions.promote import ensure_shipped_ensemble
from qc.actions.sweep import LATE, sweep_lost_assessments, sweep_lost_explanations
from qc.actions.tell import tell_arrivals, tell_withheld
from qc.actions.withdraw import withdraw_if_gone
from qc.dicom.pacs import Archive
from qc.domain.errors import ArchiveFault, QcError
from qc.models import ArchiveCursor, Exam
from qc.models.archive import open_archive
from qc.tasks import assess_slice, crosscheck_slice, explain_slice, pulse, pulse_explainer

HOUSEKEEPING_SECONDS = 2.0
TELLING_SECONDS = 0.5
CLOSING_SECONDS = 0.5
PULSE_SECONDS = 5
AWAY_SECONDS = 1.0
"""While the archive or the database is away it is asked this often."""
MOST_FAULTS = 20
"""An archive that lists an image and cannot give it is asked as often, a second apart, before others wait no longer."""

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Follow the archive: take up new images, finish exams, bring lost assessments back. Runs until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        ensure_shipped_ensemble()
        follower = Follower(open_archive())
        gc.freeze()  # what a start has made stays: looking for garbage in it would halt an image for 0.1 s and more
        while not stop.wait(follower.turn()):
            pass


class Follower:
    """One turn after another: changes first, then what time alone brings about."""

    def __init__(self, source: Archive) -> None:
        self.source = source
        self.cursor = ArchiveCursor.load()
        self.next_housekeeping = 0.0
        self.next_explaining = 0.0
        self.next_telling = 0.0
        self.next_closing = 0.0
        self.next_pulse = 0.0
        self.faults = 0

    def turn(self) -> float:
        """Do what is due and return how long to wait before the next turn, in seconds. Raises nothing: it goes on."""
        try:
            self.send_pulse()
            self.tell()
            return self.follow()
        except Exception:
            logger.exception("a turn of the follower failed; the next one begins where it began")
            db.close_old_connections()  # a connection that broke is not used again
            return AWAY_SECONDS

    def follow(self) -> float:
        changes = read_changes(archive=self.source, since=self.cursor.last_change)
        if changes is None:
            return AWAY_SECONDS
        if changes.instances and not self.take_up(changes.instances):
            return AWAY_SECONDS
        if changes.last != self.cursor.last_change:
            self.cursor.advance(changes.last)
        if changes.done:
            self.close_quiet()
        self.keep_house()
        # A scanner that sends goes on sending: the next image is looked for at once.
        return 0.0 if changes.instances or not changes.done else settings.POLL_SECONDS

    def take_up(self, instances: list[str]) -> bool:
        """Take up the images; false if they must be asked for again. One that breaks ingest is left out, and logged."""
        try:
            taken = ingest_instances(archive=self.source, instances=instances, seen_at=timezone.now())
            self.faults = 0
        except ArchiveFault as error:
            return self.bear(error, instances)
        except QcError as error:
            note_archive(ok=False, detail=error.message)
            return False
        except (db.OperationalError, db.InterfaceError):
            raise  # the database is away: that is no fault of an image
        except Exception:
            if len(instances) > 1:
                return all(self.take_up([one]) for one in instances)
            logger.exception("image %s of the archive cannot be taken up and is left out", instances[0])
            return True
        # Slices first: what is told of an exam whose images still come can wait.
        self.enqueue(assess_slice, taken.assessments)
        tell_arrivals(taken.exams)
        return True

    def bear(self, fault: ArchiveFault, instances: list[str]) -> bool:
        """Ask again for a while; then go on without the images that the archive cannot give, if it gives others."""
        self.faults += 1
        if self.faults < MOST_FAULTS:
            logger.warning("the archive could not give an image that it lists, and is asked again: %s", fault.message)
            return False
        if len(instances) > 1:
            alone = [self.take_up_alone(one) for one in instances]
            return all(alone)
        if not gives_others(archive=self.source):
            note_archive(ok=False, detail=fault.message)
            return False
        logger.error("the archive cannot give its image %s; it is left out until it is sent again", instances[0])
        leave_out(archive=self.source, instance=instances[0], seen_at=timezone.now())
        return True

    def take_up_alone(self, instance: str) -> bool:
        """One image of a stretch in which another one may be at fault: patience has ended for all of them."""
        self.faults = MOST_FAULTS
        return self.take_up([instance])

    def enqueue(self, task: Task[[int], None], rows: list[int]) -> None:
        """Hand work to the workers. An assessment that the broker does not take now, the next sweep offers again."""
        try:
            for pk in rows:
                task.apply_async((pk,), retry=False)
        except OperationalError as error:
            logger.warning("the task queue does not answer: %s", error)

    def tell(self) -> None:
        """Tell what was withheld, also while the archive is away: a slice that waits for it must not look forgotten."""
        now = time.monotonic()
        if now >= self.next_telling:
            self.next_telling = now + TELLING_SECONDS
            tell_withheld(now=timezone.now())

    def close_quiet(self) -> None:
        """End waits, while no image waits to be taken up."""
        now = time.monotonic()
        if now >= self.next_closing:
            self.next_closing = now + CLOSING_SECONDS
            closing = close_quiet_exams(now=timezone.now())
            self.enqueue(assess_slice, closing.assessments)
            self.enqueue(explain_slice, closing.slices)
            self.enqueue(crosscheck_slice, closing.slices)

    def keep_house(self) -> None:
        now = time.monotonic()
        if now >= self.next_housekeeping:
            self.next_housekeeping = now + HOUSEKEEPING_SECONDS
            note_archive(ok=True, detail="The change log is followed.")
            self.enqueue(assess_slice, sweep_lost_assessments())
            self.enqueue(assess_slice, judge_again())
            self.look_for_deleted()
        if now >= self.next_explaining:
            self.next_explaining = now + LATE.total_seconds()
            self.enqueue(explain_slice, sweep_lost_explanations())

    def send_pulse(self) -> None:
        """Ask the workers for a sign of life, whether or not the archive is there."""
        now = time.monotonic()
        if now < self.next_pulse:
            return
        self.next_pulse = now + PULSE_SECONDS
        try:
            for task in (pulse, pulse_explainer):
                task.apply_async(expires=PULSE_SECONDS, retry=False)
        except OperationalError as error:
            logger.warning("the task queue does not answer: %s", error)

    def look_for_deleted(self) -> None:
        """Deletions are not in the change log, so the archive is asked about the exams that somebody works on."""
        for exam in Exam.objects.at_work():
            try:
                withdraw_if_gone(archive=self.source, exam=exam)
            except QcError as error:
                logger.warning("could not look for deleted studies: %s", error.message)
                return
