"""Sessions of browsers, as far as the live connections must know of them."""

import hashlib

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.contrib.sessions.models import Session
from django.utils import timezone
from rest_framework.authtoken.models import Token

from qc.models.channel_layer import say_to
from qc.models.roles import role_of


def session_group(session_key: str) -> str:
    """The name under which the sockets of one browser are reached; the key itself is a secret."""
    return f"session-{hashlib.sha256(session_key.encode()).hexdigest()[:40]}"


def close_sockets(session_key: str) -> None:
    """End the live connections of a browser whose session has ended. A lost word costs some seconds, no more."""
    say_to(session_group(session_key), {"type": "signed.out"})


def is_alive(user: AbstractBaseUser | AnonymousUser, session_key: str | None) -> bool:
    """Whether the account still has a role, and its session (its token, without a session) still exists."""
    known = User.objects.filter(pk=user.pk, is_active=True).first() if user.pk else None
    if known is None or not role_of(known):
        return False
    if session_key is None:
        return Token.objects.filter(user=known).exists()
    return Session.objects.filter(session_key=session_key, expire_date__gt=timezone.now()).exists()
