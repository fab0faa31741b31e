"""A reader's decision is kept once, whole, and never overwritten."""

import uuid
from typing import Any

import pytest

from qc.actions.review import Decision, review_slice
from qc.domain.errors import ReviewRefused
from qc.models import AuditRow, Event, Exam, Review
from tests.making import arrive, finish_slice, make_exam, make_header, make_review, make_user

pytestmark = pytest.mark.django_db


def decide(exam: Exam, **changes: Any) -> tuple[Review, bool]:
    one = exam.slices.all()[0]
    reader = make_user("radiologist", uuid.uuid4().hex)
    return review_slice(reader=reader, exam=exam, decision=Decision(**make_review(one, **changes)))


def test_accepting_takes_over_the_verdict_as_quality() -> None:
    review, is_new = decide(make_exam("non_diagnostic"))
    assert is_new
    assert (review.decision, review.quality, review.machine_verdict) == ("accept", "non_diagnostic", "non_diagnostic")


def test_the_review_says_what_it_was_about() -> None:
    review, _ = decide(make_exam("diagnostic"))
    assert review.ensemble == "test 1"
    assert set(review.sop_instance_uids) == {"stiffness", "confidence"}
    assert review.pixel_checksum.startswith("sha256:")
    assert review.shown["verdict_shown"] is True


def test_changing_ones_mind_adds_a_row() -> None:
    exam = make_exam("diagnostic")
    one, reader = exam.slices.all()[0], make_user("radiologist")
    review_slice(reader=reader, exam=exam, decision=Decision(**make_review(one)))
    change = make_review(one, decision="override", quality="limited", reason="motion")
    review_slice(reader=reader, exam=exam, decision=Decision(**change))
    assert list(one.reviews.values_list("quality", flat=True)) == ["diagnostic", "limited"]
    assert [row.quality for row in Review.objects.newest_by_reader()] == ["limited"]


def test_the_same_decision_sent_twice_is_kept_once() -> None:
    exam = make_exam("diagnostic")
    sent, reader = make_review(exam.slices.all()[0]), make_user("radiologist")
    first, _ = review_slice(reader=reader, exam=exam, decision=Decision(**sent))
    again, is_new = review_slice(reader=reader, exam=exam, decision=Decision(**sent))
    assert (again.pk, is_new) == (first.pk, False)
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"decision": "override"}, "review_incomplete"),
        ({"decision": "override", "quality": "non_diagnostic"}, "review_incomplete"),
        ({"slice": 999999}, "no_such_slice"),
        ({"assessment": None}, "assessment_changed"),
    ],
)
def test_an_incomplete_or_outdated_decision_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ReviewRefused) as refusal:
        decide(make_exam("diagnostic"), **changes)
    assert refusal.value.code == code
    assert not Review.objects.exists()


def test_a_slice_without_a_clear_verdict_cannot_be_accepted() -> None:
    with pytest.raises(ReviewRefused) as refusal:
        decide(make_exam("undecided"))
    assert refusal.value.code == "nothing_to_accept"


def test_a_decision_against_an_older_result_is_refused() -> None:
    exam = make_exam("diagnostic")
    old = exam.slices.all()[0].assessment_id
    (pk,) = arrive(make_header("stiffness", 100.0), pixels="changed")
    finish_slice(pk, verdict="non_diagnostic")
    with pytest.raises(ReviewRefused) as refusal:
        decide(exam, assessment=old)
    assert refusal.value.fields["verdict"] == "non_diagnostic"
    assert "it was diagnostic, and is now not diagnostic" in refusal.value.message


def test_a_decision_leaves_an_audit_row_and_an_event() -> None:
    decide(make_exam("diagnostic"))
    assert AuditRow.objects.get().action == "review.accept"
    event = Event.objects.filter(kind="review.added").get()
    assert event.data["slices"][0]["reviewed_quality"] == "diagnostic"


def test_another_readers_identifier_is_refused() -> None:
    exam = make_exam("diagnostic")
    decision = Decision(**make_review(exam.slices.all()[0]))
    review_slice(reader=make_user("radiologist"), exam=exam, decision=decision)
    with pytest.raises(ReviewRefused) as refusal:
        review_slice(reader=make_user("radiologist", "another"), exam=exam, decision=decision)
    assert refusal.value.code == "client_id_taken"
