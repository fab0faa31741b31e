"""A reader who is blind to an exam finds no trace of what anybody thinks of it, wherever they look."""

import json
import re
from typing import Any

import pytest
from rest_framework.test import APIClient

from qc.actions.close_study import close_study
from qc.actions.open_study import open_study
from qc.actions.review import Decision, review_slice
from qc.api.exams import describe_exam, describe_row
from qc.api.filters import FACETS, FLAGS, ExamFilter
from qc.api.urls import urlpatterns
from qc.domain.types import Role
from qc.models import AgreementStudy, Event, Exam, Slice
from qc.models.agreement import ExamChoice
from qc.models.redaction import (
    EVENTS,
    EXAM_SHOWN,
    EXAM_WITHHELD,
    SLICE_SHOWN,
    SLICE_WITHHELD,
    redact_events,
)
from tests.making import arrive, finish_slice, make_exam, make_header, make_review, make_user

pytestmark = pytest.mark.django_db

ROLES: tuple[Role, Role] = ("stiffness", "confidence")
TRACES = re.compile(
    r'"(adequate|limited|inadequate|diagnostic|non_diagnostic|undecided|motion)"'
    r"|of 3 slices (?!decided)|members|Other One|liver-mre"
)
"""Verdicts, qualities, reasons, the sentence of the verdict and its policy, and the other reader's name."""

WALKED = {
    "exams": "/api/exams/",
    "exam": "/api/exams/{exam}/",
    "facets": "/api/exams/facets/",
    "regions": "/api/exams/{exam}/regions/",
    "comparisons": "/api/exams/{exam}/comparisons/",
    "adjudication": "/api/adjudication/",
    "studies": "/api/studies/",
    "session": "/api/session/",
    "health": "/api/health/",
    "policies": None,
    "ensembles": None,
    "reasons": None,
    "schema": None,
    "docs": None,
    # Refused to readers: see test_readers_are_refused.
    "quality": None,
    "policy-preview": None,
    "study-preview": None,
    "study": None,
    "study-close": None,
    "study-opinions": None,
    # Answer to a change, with the row or the reader's own decision; tested one by one.
    "seen": None,
    "rescan": None,
    "proposal": None,
    "heatmap": None,
    "reviews": None,
    "settle": None,
    "token": None,
    "hanging": None,
    # Refused to who is blind to one of both exams; tested in tests/api/test_comparisons.py.
    "comparison": None,
    # Bytes of pictures: which of them is decided by PICTURES_SHOWN.
    "pixels": None,
}
"""Every address of the API that this file answers for; None for those that say nothing of an exam's quality."""


@pytest.fixture
def exam() -> Exam:
    return make_exam("diagnostic", "non_diagnostic", "undecided")


@pytest.fixture
def study(exam: Exam) -> AgreementStudy:
    """Two readers are blind to the exam, and the other one has decided on all of it."""
    readers = [make_user("radiologist"), make_user("radiologist", "other")]
    readers[1].first_name = "Other"
    readers[1].save()
    study = open_study(by=make_user("qa_manager"), name="first", readers=readers, choice=ExamChoice())
    for one in exam.slices.all():
        give_opinion(readers[1], one)
    return study


def give_opinion(reader: Any, one: Slice, quality: str = "limited") -> None:
    sent = make_review(one, decision="opinion", quality=quality, reason="motion", note="members say so")
    review_slice(reader=reader, exam=one.exam, decision=Decision(**sent))


def reader_of(study: AgreementStudy) -> Any:
    return study.readers.get(username="radiologist")


def client_of(user: Any) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def told_by(client: APIClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


@pytest.mark.parametrize("name", [name for name, address in WALKED.items() if address])
def test_no_address_shows_a_trace_to_a_blind_reader(exam: Exam, study: AgreementStudy, name: str) -> None:
    address = str(WALKED[name]).format(exam=exam.key)
    told = told_by(client_of(reader_of(study)), address)
    assert TRACES.findall(told) == []


@pytest.mark.parametrize("name", ["exams", "exam", "facets"])
def test_the_same_addresses_tell_everything_to_who_is_not_blind(exam: Exam, study: AgreementStudy, name: str) -> None:
    address = str(WALKED[name]).format(exam=exam.key)
    assert TRACES.findall(told_by(client_of(make_user("radiologist", "third")), address))


def test_every_address_of_the_api_is_answered_for() -> None:
    assert {one.name for one in urlpatterns} == set(WALKED)


def test_readers_are_refused_where_figures_of_all_exams_are(study: AgreementStudy) -> None:
    client = client_of(reader_of(study))
    for address in (
        "/api/quality/",
        f"/api/studies/{study.pk}/",
        f"/api/studies/{study.pk}/opinions.csv",
    ):
        assert client.get(address).status_code == 403
    for address in ("/api/policies/preview/", "/api/studies/preview/", f"/api/studies/{study.pk}/close/"):
        assert client.post(address, {}, format="json").status_code == 403


def test_every_field_is_decided_about(exam: Exam) -> None:
    """A new field of an exam or a slice: name it in qc/models/redaction.py as shown or as withheld."""
    row, full = describe_row(exam, sees_names=True), describe_exam(exam, sees_names=True, regions=[])
    assert set(row) | set(full) | set(exam.describe_change()) <= EXAM_SHOWN | set(EXAM_WITHHELD) | {"slices"}
    slices = [*row["slices"], *full["slices"], *exam.describe_change()["slices"]]
    assert {name for one in slices for name in one} <= SLICE_SHOWN | set(SLICE_WITHHELD)
    assert not EXAM_SHOWN & set(EXAM_WITHHELD)
    assert not SLICE_SHOWN & set(SLICE_WITHHELD)


def test_every_filter_and_order_is_decided_about() -> None:
    """A new filter of the worklist: it must go by what the reader may see, as `as_seen_by` gives it."""
    assert set(ExamFilter.base_filters) == {
        "state",
        "verdict",
        "scanner",
        "field",
        "sequence",
        "study",
        "ordering",
    } | set(FLAGS)
    assert set(FACETS.values()) == {"state", "seen_verdict", "scanner", "field_strength_t", "sequence"}
    columns = set(ExamFilter.base_filters["ordering"].param_map.values())
    assert columns - EXAM_SHOWN == {"seen_verdict", "seconds_to_verdict"}


@pytest.mark.parametrize("query", ["verdict=limited", "disagreement=true"])
def test_no_filter_finds_an_exam_by_what_is_withheld(exam: Exam, study: AgreementStudy, query: str) -> None:
    assert '"count":0' in told_by(client_of(reader_of(study)), f"/api/exams/?{query}")


def test_others_decisions_do_not_make_an_exam_read(exam: Exam, study: AgreementStudy) -> None:
    client = client_of(reader_of(study))
    assert '"count":1' in told_by(client, "/api/exams/?unread=true")
    assert '"count":1' in told_by(client, "/api/exams/?blind=true")
    give_opinion(reader_of(study), exam.slices.all()[0])
    assert '"count":0' in told_by(client, "/api/exams/?unread=true")


def test_the_order_by_verdict_does_not_tell_it(exam: Exam, study: AgreementStudy) -> None:
    Exam.objects.update(verdict="adequate")
    client = client_of(reader_of(study))
    for order in ("verdict", "-verdict"):
        assert '"count":1' in told_by(client, f"/api/exams/?ordering={order}")
    seen = Exam.objects.as_seen_by(Slice.objects.all()).get()
    assert seen.seen_verdict is None  # type: ignore[attr-defined]


def test_what_is_locked_is_shown_and_the_rest_is_not(exam: Exam, study: AgreementStudy) -> None:
    reader = reader_of(study)
    first, second, third = exam.slices.all()
    give_opinion(reader, first)
    told = client_of(reader).get(f"/api/exams/{exam.key}/").json()
    assert told["slices"][0]["verdict"] == "diagnostic"
    assert len(told["slices"][0]["reviews"]) == 2
    assert [one["verdict"] for one in told["slices"][1:]] == [None, None]
    assert (told["verdict"], told["reviewed_slices"]) == (None, 1)
    assert told["blinding"] == {"study": "first", "to_read": 3, "locked": [first.pk]}
    for one in (second, third):
        give_opinion(reader, one)
    told = client_of(reader).get(f"/api/exams/{exam.key}/").json()
    assert (told["verdict"], told["blinding"]) == ("limited", None)


def test_a_closed_study_blinds_nobody(exam: Exam, study: AgreementStudy) -> None:
    close_study(by=study.created_by, study=study)
    assert client_of(reader_of(study)).get(f"/api/exams/{exam.key}/").json()["verdict"] == "limited"


def test_a_picture_of_what_the_ensemble_looked_at_is_refused(exam: Exam, study: AgreementStudy) -> None:
    one = exam.slices.all()[0]
    client, slice_address = client_of(reader_of(study)), f"/api/exams/{exam.key}/slices/{one.pk}"
    for answer in (
        client.get(f"{slice_address}/images/heatmap/"),
        client.get(f"{slice_address}/proposal/"),
        client.post(f"{slice_address}/heatmap/"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "still_blind")


def test_the_answer_to_seen_is_redacted(exam: Exam, study: AgreementStudy) -> None:
    answer = client_of(reader_of(study)).post(f"/api/exams/{exam.key}/seen/")
    assert TRACES.findall(answer.content.decode()) == []


@pytest.mark.parametrize("changes", [{"decision": "accept"}, {"assessment": None, "decision": "opinion"}])
def test_a_refused_decision_does_not_tell_the_verdict(
    exam: Exam, study: AgreementStudy, changes: dict[str, Any]
) -> None:
    sent = make_review(exam.slices.all()[0], **changes)
    answer = client_of(reader_of(study)).post(f"/api/exams/{exam.key}/reviews/", sent, format="json")
    assert answer.status_code in (403, 409)
    assert TRACES.findall(answer.content.decode()) == []


def events_of(reader: Any) -> list[dict[str, Any]]:
    told = redact_events([event.as_message() for event in Event.objects.all()], reader)
    return [one for one in told if one is not None]


def record_all_kinds(exam: Exam) -> None:
    one = exam.slices.all()[0]
    Event.objects.record("exam.changed", exam=exam, data=exam.describe_change())
    Event.objects.record("slice.changed", exam=exam, data={"slice": one.describe()})
    Event.objects.record("reading.changed", exam=exam, data={"readers": ["Some One"]})
    data = {"slice": one.pk, "region": 1, "reader": 0}
    Event.objects.record("region.added", exam=exam, data=data)
    Event.objects.record("verdict.shouted", exam=exam, data={"verdict": "limited"})


def test_no_event_shows_a_trace_to_a_blind_reader(exam: Exam, study: AgreementStudy) -> None:
    record_all_kinds(exam)
    told = events_of(reader_of(study))
    assert TRACES.findall(json.dumps(told)) == []
    assert {one["kind"] for one in told} == {"exam.changed", "slice.changed", "reading.changed", "study.changed"}
    others = events_of(make_user("radiologist", "third"))
    assert {one["kind"] for one in others} > set(EVENTS)


def test_a_withheld_event_keeps_the_shape_that_the_page_reads(exam: Exam, study: AgreementStudy) -> None:
    record_all_kinds(exam)
    *_, changed = [one for one in events_of(reader_of(study)) if one["kind"] == "exam.changed"]
    assert set(changed["data"]) == set(exam.describe_change())


def test_a_repeat_does_not_tell_of_the_attempt_before(exam: Exam, study: AgreementStudy) -> None:
    maps = [
        make_header(role, study_instance_uid="1.2.9", acquisition="6", sop_instance_uid=f"1.2.9.{role}")
        for role in ROLES
    ]
    (pk,) = arrive(*maps)
    repeat = finish_slice(pk).exam
    repeat.link_attempts()
    repeat.save()
    Event.objects.record("exam.changed", exam=repeat, data=repeat.describe_change())
    reader = reader_of(study)
    row = client_of(reader).get(f"/api/exams/{repeat.key}/").json()
    assert (row["attempt"], row["rescan"]) == (2, None)
    assert events_of(reader)[-1]["data"]["rescan"] is None
    assert events_of(make_user("radiologist", "third"))[-1]["data"]["rescan"]["previous_verdict"] == "limited"
    answer = client_of(reader).post(f"/api/exams/{repeat.key}/rescan/", {"followed": True}, format="json")
    assert answer.json()["code"] == "still_blind"
