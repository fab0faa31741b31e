"""Judge one slice: fetch its maps, render the CMOE, let the ensemble vote, measure, and tell everybody."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from django.db import models, transaction
from django.utils import timezone
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom import stack
from qc.dicom.pacs import Archive
from qc.domain.errors import QcError
from qc.domain.types import ColourPicture, Mask, SliceMaps
from qc.domain.verdict import CONFIDENCE_THRESHOLD, VOTE_THRESHOLD, count_votes, decide_slice
from qc.elastography.cmoe import render_cmoe
from qc.elastography.extent import measure_extent
from qc.elastography.liver import estimate_liver
from qc.elastography.region import measurable_region
from qc.learning.ensemble import Ensemble as LoadedEnsemble
from qc.models.assessment import Assessment
from qc.models.ensemble import Ensemble, load_ensemble
from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.instance import Instance

FETCHED_AT_ONCE = 3
RANGE_KPA = 8.0
"""Full colour of the CMOE, as in the published method."""
ENDS_WORKERS = (
    "Assessing this slice has ended the worker again and again. Judge it by eye; the service log has the cause"
)
INTERNAL_FAULT = "An internal fault kept this slice from being assessed. Judge it by eye; the service log has the cause"

logger = logging.getLogger(__name__)


@dataclass
class Stages:
    """How long each step took, in seconds, in the order of the steps."""

    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def end(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = round(now - self._last, 4)
        self._last = now


@dataclass(frozen=True)
class FollowUp:
    """Slices that are worth a second look, now that their verdict is told."""

    failed: list[int] = field(default_factory=list)
    """Not diagnostic: the technologist wants to know why."""
    final: list[int] = field(default_factory=list)
    """Of an exam whose verdict is final now: there is time for everything else."""


def assess_slice(*, assessment_id: int, archive: Archive) -> FollowUp:
    """Judge the slice of this assessment, unless somebody else does or has done.

    Raises ArchiveUnavailable after giving the assessment back; every other cause becomes the slice's reason for not
    being assessed.
    """
    assessment = Assessment.objects.claim(assessment_id)
    if assessment is None:
        return FollowUp()
    if assessment.lost_claims >= Assessment.MOST_LOST_CLAIMS:
        return _record(assessment, _not_assessed(ENDS_WORKERS))
    stages = Stages()
    stages.seconds["waited"] = round((timezone.now() - assessment.completed_pair_at).total_seconds(), 4)
    try:
        result = _judge(assessment, archive, stages)
    except QcError as error:
        if error.retryable:
            _give_back(assessment)
            raise
        result = _not_assessed(error.message.rstrip("."), fault=error.code)
    except Exception:
        logger.exception("assessment %s failed", assessment.pk)
        result = _not_assessed(INTERNAL_FAULT)
    return _record(assessment, {**result, "stages": stages.seconds})


def _judge(assessment: Assessment, archive: Archive, stages: Stages) -> dict[str, Any]:
    ensemble = Ensemble.objects.in_force()
    loaded = load_ensemble(ensemble.pk, ensemble.digest)
    primary, partner, magnitude = _fetch(assessment, archive)
    stages.end("fetch")
    helped: str | None = None
    measures: NDArray[np.float32] | None = None
    if partner is None:
        picture, measured = stack.read_colour(primary), _unmeasured()
    else:
        maps = stack.build_maps(primary, partner)
        picture = render_cmoe(maps.stiffness_kpa, maps.confidence, burned_in=maps.burned_in, range_kpa=RANGE_KPA)
        stages.end("maps")
        liver, helped = _estimate_liver(maps, magnitude)
        measured = _measure(maps, liver) | {"warnings": _warnings(maps, primary)}
        if loaded.takes_measures:
            measures = measure_extent(maps, liver, with_magnitude=helped is not None)
        stages.end("liver")
    votes = _vote(loaded, picture, measures)
    stages.end("ensemble")
    constants = {**_constants(loaded), "liver_magnitude": helped, "measures": _as_json(measures)}
    return {**measured, **votes, "ensemble": ensemble, "constants": constants}


def prepare_ensemble() -> None:
    """Load the ensemble in force and let it vote once, so that the first slice waits for neither.

    Raises EnsembleMissing, EnsembleRefused.
    """
    ensemble = Ensemble.objects.in_force()
    blank = np.zeros((256, 256, 3), dtype=np.uint8)
    _vote(load_ensemble(ensemble.pk, ensemble.digest), blank, None)


def _vote(loaded: LoadedEnsemble, picture: ColourPicture, measures: NDArray[np.float32] | None) -> dict[str, Any]:
    found = loaded.probabilities(picture[np.newaxis], None if measures is None else measures[np.newaxis])[0]
    probabilities = [round(float(p), 6) for p in found]
    votes = count_votes(probabilities)
    return {
        "member_probabilities": probabilities,
        "votes": votes,
        "verdict": decide_slice(votes),
        "probability": round(sum(probabilities) / len(probabilities), 6),
    }


def _fetch(assessment: Assessment, archive: Archive) -> tuple[Dataset, Dataset | None, Dataset | None]:
    """The images that are judged, all at once, and a magnitude image of the slice if one has come and can be read."""
    if assessment.partner is None:
        return assessment.primary.retrieve(archive), None, None
    pool = _pool()
    maps = [pool.submit(one.retrieve, archive) for one in (assessment.primary, assessment.partner)]
    magnitude = pool.submit(_retrieve_if_readable, assessment.magnitude, archive) if assessment.magnitude else None
    return maps[0].result(), maps[1].result(), magnitude.result() if magnitude else None


@cache
def _pool() -> ThreadPoolExecutor:
    """Kept: to start a thread takes a busy machine as long as to ask the archive."""
    return ThreadPoolExecutor(FETCHED_AT_ONCE)


def _retrieve_if_readable(image: Instance, archive: Archive) -> Dataset | None:
    try:
        return image.retrieve(archive)
    except QcError:
        return None


def _estimate_liver(maps: SliceMaps, magnitude: Dataset | None) -> tuple[Mask, str | None]:
    """The liver, and the SOP Instance UID of the magnitude image if that helped: it must lie on the same pixels."""
    if magnitude is not None:
        try:
            field = stack.read_magnitude(magnitude, maps)
        except QcError:
            field = None
        if field is not None:
            return estimate_liver(maps, field), str(magnitude.SOPInstanceUID)
    return estimate_liver(maps, None), None


def _measure(maps: SliceMaps, liver: Mask) -> dict[str, Any]:
    """Area in cm2 and median stiffness in kPa of the measurable region; no stiffness where the region is empty.

    The median, where published practice takes the mean over a region that a reader drew: over one that nobody drew
    it comes nearer to the truth (docs/liver.md).
    """
    region = measurable_region(maps, liver)
    area = float(region.sum()) * maps.geometry.pixel_area_cm2
    stiffness = round(float(np.median(maps.stiffness_kpa[region])), 3) if region.any() else None
    return {"measurable_area_cm2": round(area, 2), "stiffness_kpa": stiffness}


def _as_json(measures: NDArray[np.float32] | None) -> list[float | None] | None:
    """What counted beside the picture, in the order of `extent.MEASURES`; JSON knows no NaN."""
    return None if measures is None else [round(float(one), 4) if np.isfinite(one) else None for one in measures]


def _unmeasured() -> dict[str, Any]:
    why = "Colour picture only: classified, not measured"
    return {"measurable_area_cm2": None, "stiffness_kpa": None, "why": why, "warnings": [f"{why}."]}


def _warnings(maps: SliceMaps, stiffness: Any) -> list[str]:
    burned_in = [stack.LOW_RESOLUTION_WARNING] if maps.burned_in.any() else []
    return burned_in + stack.header_warnings(stiffness)


def _constants(loaded: LoadedEnsemble) -> dict[str, Any]:
    return {
        "confidence_threshold": CONFIDENCE_THRESHOLD,
        "vote_threshold": VOTE_THRESHOLD,
        "range_kpa": RANGE_KPA,
        "preprocessing": loaded.manifest.get("preprocessing", {}),
        "calibration": loaded.calibration.as_dict() if loaded.calibration else None,
    }


def _not_assessed(why: str, *, fault: str = "") -> dict[str, Any]:
    return {"verdict": "not_assessed", "why": why, "fault": fault}


def _give_back(assessment: Assessment) -> None:
    mine = Assessment.objects.filter(pk=assessment.pk, token=assessment.token)
    mine.update(state=Assessment.State.PENDING, lease_until=None)


@transaction.atomic
def _record(assessment: Assessment, result: dict[str, Any]) -> FollowUp:
    """Result, slice, exam and events in one transaction, if the claim is still ours.

    A result about pixels that were replaced meanwhile is kept, but never shown: whichever worker ends last, the
    slice shows the newest pixels.
    """
    exam = Exam.objects.select_for_update().get(pk=assessment.slice.exam_id)
    if not assessment.finish(**result) or assessment.is_superseded():
        return FollowUp()
    one = assessment.slice
    one.refresh_from_db()
    assessment.show_on_slice()
    Event.objects.record("slice.changed", exam=exam, data={"slice": one.describe_change()})
    # From here on no slice changes: what follows looks at all of them again and again.
    models.prefetch_related_objects([exam], "slices")
    if exam.state == Exam.State.WITHDRAWN:
        return FollowUp()
    is_complete = exam.expected_slices is not None and exam.is_settled()
    exam.judge(is_final=is_complete)
    Event.objects.record("exam.changed", exam=exam, data=exam.describe_change())
    return FollowUp(
        failed=[one.pk] if one.verdict in ("non_diagnostic", "undecided") else [],
        final=[other.pk for other in exam.slices.all()] if is_complete else [],
    )
