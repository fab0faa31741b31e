"""Signing in and out, and tokens for programs."""

import contextlib
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from drf_spectacular.utils import extend_schema
from redis.exceptions import RedisError
from rest_framework.authtoken.models import Token
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from qc.api.serializers import ErrorSerializer, SessionSerializer, SignInSerializer, TokenSerializer
from qc.domain.errors import SignInRefused
from qc.models import Hanging
from qc.models.roles import has_right, role_of
from qc.models.session import close_sockets


class SignInThrottle(ScopedRateThrottle):
    """Counts attempts to sign in, not looks at one's session."""

    scope_attr = "sign_in_scope"

    def allow_request(self, request: Request, view: APIView) -> bool:
        return request.method != "POST" or super().allow_request(request, view)


@method_decorator(csrf_protect, name="post")
class SessionView(APIView):
    permission_classes = [AllowAny]
    throttle_classes = [SignInThrottle]
    sign_in_scope = "sign_in"

    @extend_schema(responses=SessionSerializer)
    def get(self, request: Request) -> Response:
        """Who is signed in, and what they may do."""
        return Response(describe_session(request, request.user))

    @extend_schema(request=SignInSerializer, responses={200: SessionSerializer, 400: ErrorSerializer})
    def post(self, request: Request) -> Response:
        """Sign in."""
        user = check_credentials(request)
        login(http_request(request), user)
        return Response(describe_session(request, user))

    @extend_schema(responses=SessionSerializer)
    def delete(self, request: Request) -> Response:
        """Sign out: here, in every tab of this browser, and on its live connections."""
        session_key = http_request(request).session.session_key
        logout(http_request(request))
        if session_key:
            with contextlib.suppress(OSError, RedisError):  # without Redis the sockets find out by themselves
                close_sockets(session_key)
        return Response(describe_session(request, AnonymousUser()))


class TokenView(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []
    throttle_classes = [SignInThrottle]
    sign_in_scope = "sign_in"

    @extend_schema(request=SignInSerializer, responses={200: TokenSerializer, 400: ErrorSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """A token for programs: send it as `Authorization: Token ...`."""
        token, _ = Token.objects.get_or_create(user=check_credentials(request))
        return Response({"token": token.key})


def http_request(request: Request) -> HttpRequest:
    """Django's own request, which its session and token functions need."""
    return request._request  # noqa: SLF001  (the documented way to it)


def check_credentials(request: Request) -> User:
    """The user of this name and password. Raises SignInRefused."""
    asked = SignInSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    user = authenticate(http_request(request), **asked.validated_data)
    if not isinstance(user, User):
        raise SignInRefused("This name and password do not belong together. Check both and try again.")
    return user


def describe_session(request: Request, user: AbstractBaseUser | AnonymousUser) -> dict[str, Any]:
    known = user if isinstance(user, User) else None
    return {
        "user": known
        and {
            "id": known.pk,
            "username": known.get_username(),
            "name": known.get_full_name() or known.get_username(),
            "role": role_of(known),
        },
        "can": {
            "review": has_right(user, "review"),
            "quality": has_right(user, "quality"),
            "ensembles": has_right(user, "ensembles"),
            "policies": has_right(user, "policies"),
            "acknowledge": has_right(user, "acknowledge"),
            "studies": has_right(user, "studies"),
        },
        "hanging": known and Hanging.objects.layout_of(known),
        "statement": settings.STATEMENT,
        "csrf_token": get_token(http_request(request)),
    }
