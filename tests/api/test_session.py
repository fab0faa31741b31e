"""Signing in, what each role may do, and what strangers see."""

from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from tests.api.conftest import SignIn
from tests.making import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_a_stranger_sees_that_nobody_is_signed_in() -> None:
    session = APIClient().get("/api/session/").json()
    assert session["user"] is None
    assert not any(session["can"].values())
    assert "not for diagnosis" in session["statement"]


def test_signing_in_and_out() -> None:
    make_user("radiologist")
    client = APIClient()
    answer = client.post("/api/session/", {"username": "radiologist", "password": PASSWORD}, format="json").json()
    assert answer["user"]["role"] == "radiologist"
    assert answer["can"]["review"] is True
    assert client.get("/api/session/").json()["user"]["name"] == "Radiologist One"
    assert client.delete("/api/session/").json()["user"] is None


def test_signing_in_needs_the_token_of_the_page() -> None:
    make_user("radiologist")
    client = APIClient(enforce_csrf_checks=True)
    sent = {"username": "radiologist", "password": PASSWORD}
    assert client.post("/api/session/", sent, format="json").status_code == 403


def test_a_wrong_password_is_told_in_a_sentence() -> None:
    make_user("radiologist")
    answer = APIClient().post("/api/session/", {"username": "radiologist", "password": "wrong"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "sign_in_refused"


def test_attempts_are_counted_whatever_address_a_stranger_claims(db: None) -> None:
    cache.clear()
    sent = {"username": "radiologist", "password": "wrong"}
    for number in range(61):
        answer = APIClient().post("/api/token/", sent, format="json", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    cache.clear()
    assert answer.status_code == 429


def test_the_administration_has_no_door_of_its_own() -> None:
    user = make_user("radiologist")
    user.is_staff = True
    user.save()
    client = Client()
    answer = client.get("/admin/", follow=True)
    assert unquote(answer.redirect_chain[-1][0]) == "/?next=/admin/"
    client.post("/admin/login/", {"username": "radiologist", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_program_gets_a_token() -> None:
    make_user("qa_manager")
    sent = {"username": "qa_manager", "password": PASSWORD}
    token = APIClient().post("/api/token/", sent, format="json").json()["token"]
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert client.get("/api/quality/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/api/exams/", "/api/exams/facets/", "/api/reasons/", "/api/quality/", "/api/ensembles/"]
)
def test_strangers_are_asked_to_sign_in(address: str) -> None:
    answer = APIClient().get(address)
    assert answer.status_code == 401
    assert answer.json()["message"] == "Sign in first."


def test_quality_is_for_those_who_answer_for_it(sign_in: SignIn) -> None:
    assert sign_in("technologist").get("/api/quality/").status_code == 403
    assert sign_in("qa_manager").get("/api/quality/").status_code == 200


def test_an_account_without_a_role_sees_nothing() -> None:
    user = make_user("radiologist")
    user.groups.clear()
    client = APIClient()
    client.force_authenticate(user)
    assert client.get("/api/exams/").status_code == 403
