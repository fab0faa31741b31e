"""Comparing over HTTP: who may, what is kept of it, and what a blind reader is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from qc.actions.open_study import open_study
from qc.api.comparison_serializers import ComparableExamsSerializer, ComparisonSerializer
from qc.models import AuditRow, Exam
from qc.models.agreement import ExamChoice
from tests.api.conftest import SignIn
from tests.making import make_exam, make_user
from tests.parts import Archive

pytestmark = pytest.mark.django_db


@pytest.fixture
def before() -> Exam:
    return make_exam("diagnostic", study="1.2.1", at=timezone.now() - timedelta(days=90))


@pytest.fixture
def exam(before: Exam) -> Exam:
    return make_exam("diagnostic", "non_diagnostic", study="1.2.2")


def list_of(exam: Exam) -> str:
    return f"/api/exams/{exam.key}/comparisons/"


def address_of(exam: Exam, other: Exam) -> str:
    return f"{list_of(exam)}{other.key}/"


def client_of(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_earlier_exams_are_listed_without_a_word_on_them(sign_in: SignIn, exam: Exam, before: Exam) -> None:
    answer = sign_in("technologist").get(list_of(exam)).json()
    assert [(one["id"], one["relation"]) for one in answer["exams"]] == [(str(before.key), "earlier")]
    assert ComparableExamsSerializer(data=answer).is_valid()
    assert set(answer["exams"][0]).isdisjoint({"verdict", "why", "patient"})


def test_a_comparison_is_described_by_the_schema_and_leaves_an_audit_row(
    sign_in: SignIn, exam: Exam, before: Exam, archive: Archive
) -> None:
    answer = sign_in("radiologist").get(address_of(exam, before))
    assert answer.status_code == 200, answer.content
    described = ComparisonSerializer(data=answer.json())
    assert described.is_valid(), described.errors
    assert set(answer.json()) == set(ComparisonSerializer().fields)
    row = AuditRow.objects.get()
    assert (row.action, row.exam, row.detail) == ("exam.compare", before, f"beside exam {exam.key}")


def test_exams_that_were_not_offered_are_not_found(sign_in: SignIn, exam: Exam, before: Exam) -> None:
    client = sign_in("radiologist")
    assert client.get(address_of(before, exam)).status_code == 404
    Exam.objects.filter(pk=before.pk).update(patient_id="P-2")
    assert client.get(address_of(exam, before)).status_code == 404
    assert not AuditRow.objects.exists()


def test_nobody_compares_without_signing_in_or_without_a_role(exam: Exam, before: Exam) -> None:
    roleless = client_of(User.objects.create_user("roleless"))
    for address in (list_of(exam), address_of(exam, before)):
        assert APIClient().get(address).status_code in (401, 403)
        assert roleless.get(address).status_code == 403


@pytest.mark.parametrize("blind_to", ["this", "other"])
def test_a_blind_reader_is_told_of_neither(exam: Exam, before: Exam, blind_to: str) -> None:
    readers = [make_user("radiologist"), make_user("radiologist", "other")]
    study = open_study(by=make_user("qa_manager"), name="first", readers=readers, choice=ExamChoice())
    study.exams.set([exam if blind_to == "this" else before])
    client = client_of(readers[0])
    assert client.get(list_of(exam)).json() == {"exams": []}
    answer = client.get(address_of(exam, before))
    assert (answer.status_code, answer.json()["code"]) == (403, "still_blind")
    assert not AuditRow.objects.filter(action="exam.compare").exists()
    assert client_of(make_user("radiologist", "third")).get(list_of(exam)).json()["exams"]
