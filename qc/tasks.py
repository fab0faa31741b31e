"""The conveyor belt: a task calls one action."""

import logging

from celery import shared_task

from qc.actions.assess import assess_slice as judge_slice
from qc.actions.pulse import note_worker
from qc.domain.errors import QcError
from qc.models.archive import open_archive

logger = logging.getLogger(__name__)


@shared_task
def assess_slice(assessment_id: int) -> None:
    """Judge one slice. If the archive is away, the follower's sweep brings the assessment back later."""
    try:
        judge_slice(assessment_id=assessment_id, archive=open_archive())
    except QcError as error:
        logger.warning("assessment %s was put off: %s", assessment_id, error.message)


@shared_task
def pulse() -> None:
    """Report that a worker takes up tasks and that the ensemble in force can be used."""
    note_worker()
