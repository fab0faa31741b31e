"""A browser of each role, and a program with a token."""

from collections.abc import Callable

import pytest
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.making import make_user

SignIn = Callable[[str], APIClient]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A client that is signed in with this role."""

    def signed_in(role: str) -> APIClient:
        client = APIClient()
        token, _ = Token.objects.get_or_create(user=make_user(role))
        client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
        return client

    return signed_in
