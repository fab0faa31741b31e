"""The reader's layout: kept with the account, checked, and nobody else's."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import SignIn

pytestmark = pytest.mark.django_db

LAYOUT: dict[str, Any] = {
    "count": 2,
    "roles": ["cmoe", "elastogram", "magnitude", "wave"],
    "range": 20,
    "colours": "blue_to_yellow",
    "speed": 4,
    "direction": "backwards",
    "shows_outlines": True,
}


def kept(client: APIClient) -> Any:
    return client.get("/api/session/").json()["hanging"]


def test_a_layout_follows_its_reader_and_nobody_else(sign_in: SignIn) -> None:
    client = sign_in("radiologist")
    assert kept(client) is None
    assert client.put("/api/hanging/", LAYOUT, format="json").status_code == 200
    client.put("/api/hanging/", {**LAYOUT, "count": 1}, format="json")
    assert kept(client) == {**LAYOUT, "count": 1}
    assert kept(sign_in("technologist")) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 3},
        {"roles": ["cmoe"]},
        {"roles": ["cmoe", "elastogram", "magnitude", "secret"]},
        {"range": 9},
        {"colours": "x" * 100_000},
        {"speed": 1000},
        {"shows_outlines": None},
    ],
)
def test_nothing_but_a_layout_is_kept(sign_in: SignIn, wrong: dict[str, Any]) -> None:
    client = sign_in("radiologist")
    assert client.put("/api/hanging/", {**LAYOUT, **wrong}, format="json").status_code == 400
    assert kept(client) is None


def test_a_stranger_keeps_nothing() -> None:
    assert APIClient().put("/api/hanging/", LAYOUT, format="json").status_code == 401
