"""Find out what moved the vote of a slice, when somebody asks; the next one who asks finds it there."""

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from qc.dicom import stack
from qc.dicom.pacs import Archive
from qc.elastography.cmoe import render_cmoe
from qc.models.assessment import Assessment
from qc.models.ensemble import load_ensemble
from qc.models.event import Event
from qc.models.exam import Exam
from qc.models.heatmap import Heatmap


def draw_heatmap(*, assessment_id: int, archive: Archive) -> None:
    """Draw the heat map of an assessment by the ensemble that voted, on the picture that it saw.

    Does nothing where there are no votes, or where the map is there. Raises ArchiveUnavailable, ImageGone,
    EnsembleRefused.
    """
    related = Assessment.objects.select_related("slice", "ensemble", "primary__exam", "partner__exam", "heatmap")
    assessment = related.get(pk=assessment_id)
    if assessment.ensemble is None or not assessment.votes or Heatmap.of(assessment):
        return
    picture, body = _picture(assessment, archive)
    kept = assessment.constants.get("measures")
    measures = None if kept is None else np.array(kept, dtype=np.float32)  # None becomes NaN
    pull = load_ensemble(assessment.ensemble.pk, assessment.ensemble.digest).heatmap(picture, measures)
    with transaction.atomic():
        exam = Exam.objects.select_for_update().get(pk=assessment.slice.exam_id)
        Heatmap.objects.keep(assessment, np.where(body, pull, 0))
        Event.objects.record("slice.changed", exam=exam, data={"slice": assessment.slice.describe_change()})


def _picture(assessment: Assessment, archive: Archive) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The CMOE (rows, cols, 3) as it was judged, and where in it the body is."""
    primary = assessment.primary.retrieve(archive)
    if assessment.partner is None:
        picture = stack.read_colour(primary)
        return picture, np.asarray(picture.any(axis=2))
    maps = stack.build_maps(primary, assessment.partner.retrieve(archive))
    range_kpa = assessment.constants["range_kpa"]
    picture = render_cmoe(maps.stiffness_kpa, maps.confidence, burned_in=maps.burned_in, range_kpa=range_kpa)
    return picture, np.asarray(maps.stiffness_kpa > 0)
