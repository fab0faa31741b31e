"""The conveyor belt: a task calls one action."""

import gc
import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init
from kombu.exceptions import OperationalError

from qc.actions.assess import assess_slice as judge_slice
from qc.actions.assess import prepare_ensemble
from qc.actions.crosscheck import crosscheck_slice as check_slice
from qc.actions.explain import explain_slice as find_reasons
from qc.actions.give_way import give_way
from qc.actions.heatmap import draw_heatmap as explain_vote
from qc.actions.pulse import note_explainer, note_worker
from qc.domain.errors import NothingToExplain, QcError, QueueUnavailable
from qc.models.archive import open_archive
from qc.models.assessment import Assessment

CAN_WAIT = 9
"""The broker's last priority: slices that failed are explained before the others of an exam."""

logger = logging.getLogger(__name__)


@worker_process_init.connect
def warm_up(**kwargs: Any) -> None:
    """Load the ensemble before the first slice waits for it."""
    try:
        prepare_ensemble()
    except QcError as error:
        logger.info("no ensemble yet: %s", error.message)  # at a first start; the health check says so if it stays away
    gc.freeze()  # what a start has made stays: looking for garbage in it would halt a slice for 0.1 s and more


@shared_task
def assess_slice(assessment_id: int) -> None:
    """Judge one slice. If the archive is away, the follower's sweep brings the assessment back later."""
    try:
        follow_up = judge_slice(assessment_id=assessment_id, archive=open_archive())
    except QcError as error:
        logger.warning("assessment %s was put off: %s", assessment_id, error.message)
        return
    for slice_id in follow_up.failed:
        explain_slice.apply_async((slice_id,))
    for task in (explain_slice, crosscheck_slice):
        for slice_id in follow_up.final:
            task.apply_async((slice_id,), priority=CAN_WAIT)


@shared_task
def explain_slice(slice_id: int) -> None:
    """Find why a slice failed, or show that nothing speaks against it."""
    give_way()
    try:
        find_reasons(slice_id=slice_id, archive=open_archive())
    except QcError as error:
        logger.warning("slice %s was not explained: %s", slice_id, error.message)


@shared_task
def crosscheck_slice(slice_id: int) -> None:
    """Compare the scanner's stiffness with our own. It comes after the verdict, which never waits for it."""
    give_way()
    try:
        check_slice(slice_id=slice_id, archive=open_archive())
    except QcError as error:
        logger.warning("slice %s was not cross-checked: %s", slice_id, error.message)


@shared_task
def draw_heatmap(assessment_id: int) -> None:
    """Find out what moved a vote. If it fails, the reader is told after a while and can ask again."""
    try:
        explain_vote(assessment_id=assessment_id, archive=open_archive())
    except QcError as error:
        logger.warning("assessment %s was not explained: %s", assessment_id, error.message)


def ask_for_heatmap(assessment: Assessment | None) -> None:
    """Hand the question to the workers. Raises NothingToExplain, QueueUnavailable."""
    if assessment is None or not assessment.votes:
        raise NothingToExplain("The ensemble has not voted on this slice, so there is nothing to explain.")
    try:
        draw_heatmap.apply_async((assessment.pk,), retry=False)
    except OperationalError as error:
        raise QueueUnavailable("The workers cannot be reached just now. Try again in a minute.") from error


@shared_task
def pulse() -> None:
    """Report that a worker takes up tasks and that the ensemble in force can be used."""
    note_worker()


@shared_task
def pulse_explainer() -> None:
    """Report that a worker takes up explanations."""
    note_explainer()
