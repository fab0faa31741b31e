"""The conveyor belt: a task calls one action."""

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init

from qc.actions.assess import assess_slice as judge_slice
from qc.actions.assess import prepare_ensemble
from qc.actions.crosscheck import crosscheck_slice as check_slice
from qc.actions.pulse import note_worker
from qc.domain.errors import QcError
from qc.models.archive import open_archive

AFTER_VERDICTS = 9
"""The last of the broker's priorities (0, the default, is the first): slices that wait for a verdict go first."""

logger = logging.getLogger(__name__)


@worker_process_init.connect
def warm_up(**kwargs: Any) -> None:
    """Load the ensemble before the first slice waits for it."""
    try:
        prepare_ensemble()
    except QcError as error:
        logger.warning("no ensemble yet: %s", error.message)


@shared_task
def assess_slice(assessment_id: int) -> None:
    """Judge one slice. If the archive is away, the follower's sweep brings the assessment back later."""
    try:
        follow_up = judge_slice(assessment_id=assessment_id, archive=open_archive())
    except QcError as error:
        logger.warning("assessment %s was put off: %s", assessment_id, error.message)
        return
    for slice_id in follow_up.final:
        crosscheck_slice.apply_async((slice_id,), priority=AFTER_VERDICTS)


@shared_task
def crosscheck_slice(slice_id: int) -> None:
    """Compare the scanner's stiffness with our own. It comes after the verdict, which never waits for it."""
    try:
        check_slice(slice_id=slice_id, archive=open_archive())
    except QcError as error:
        logger.warning("slice %s was not cross-checked: %s", slice_id, error.message)


@shared_task
def pulse() -> None:
    """Report that a worker takes up tasks and that the ensemble in force can be used."""
    note_worker()
