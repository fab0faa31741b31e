"""The figures of the quality page, counted by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qc.actions.review import Decision, review_slice
from qc.models import Exam
from qc.models.quality import measure_quality
from tests.making import arrive, make_exam, make_header, make_review, make_user

pytestmark = pytest.mark.django_db


def test_an_empty_service_has_no_figures_but_no_error_either() -> None:
    assert measure_quality(12)["total"]["kappa"] is None


def test_exams_overrides_and_agreement_are_counted() -> None:
    exam = make_exam("diagnostic", "diagnostic", "diagnostic", "non_diagnostic")
    reader = make_user("radiologist")
    first, second, third, fourth = exam.slices.all()
    for one in (first, second, fourth):
        review_slice(reader=reader, exam=exam, decision=Decision(**make_review(one)))
    wrong = make_review(third, decision="override", quality="non_diagnostic", reason="motion")
    review_slice(reader=reader, exam=exam, decision=Decision(**wrong))
    (row,) = measure_quality(12)["rows"]
    assert (row["scanner"], row["exams"], row["adequate"]) == ("MR1", 1, 1)
    assert (row["reviewed_slices"], row["overridden"]) == (4, 1)
    assert row["kappa"]["value"] == pytest.approx(0.5)


def test_a_changed_mind_counts_once_with_the_last_word() -> None:
    exam = make_exam("diagnostic")
    one, reader = exam.slices.all()[0], make_user("radiologist")
    for change in ({}, {"decision": "override", "quality": "limited", "reason": "motion"}):
        review_slice(reader=reader, exam=exam, decision=Decision(**make_review(one, **change)))
    total = measure_quality(12)["total"]
    assert (total["reviewed_slices"], total["overridden"]) == (1, 1)


def test_other_studies_and_older_exams_do_not_count() -> None:
    make_exam("diagnostic")
    Exam.objects.update(arrived_at=timezone.now() - timedelta(weeks=13))
    arrive(make_header("other", acquisition="", study_instance_uid="9.9", sop_instance_uid="9.9.9"))
    assert measure_quality(12)["total"]["exams"] == 0
