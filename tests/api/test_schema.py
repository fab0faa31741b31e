"""The published description of the API is complete, and what the API answers fits it."""

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework.test import APIClient

from qc.api.serializers import ExamListSerializer, ExamSerializer
from tests.api.conftest import SignIn
from tests.making import make_exam

pytestmark = pytest.mark.django_db


def test_the_schema_is_valid_openapi() -> None:
    schema: Any = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    assert {"/api/exams/", "/api/exams/{key}/reviews/", "/api/health/"} <= set(schema["paths"])


def test_the_schema_and_its_page_are_served() -> None:
    assert APIClient().get("/api/schema/").status_code == 200
    assert b"swagger" in APIClient().get("/api/docs/").content


@pytest.mark.parametrize(("one", "serializer"), [(False, ExamListSerializer), (True, ExamSerializer)])
def test_answers_have_the_fields_that_the_schema_names(sign_in: SignIn, one: bool, serializer: Any) -> None:
    exam = make_exam("diagnostic")
    answer = sign_in("radiologist").get(f"/api/exams/{exam.key}/" if one else "/api/exams/").json()
    assert set(answer) == set(serializer().fields)
    described = serializer(data=answer)
    assert described.is_valid(), described.errors
