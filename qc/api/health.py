"""Whether the service lives, and whether each of its parts is ready, by name and since when."""

from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from redis.exceptions import RedisError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.api.health_serializers import HealthSerializer, LiveSerializer
from qc.models import Assessment, PartHealth
from qc.models.channel_layer import say_to

NOBODY = "health"
"""A group without members: asking whether Redis answers must not wake every browser."""

REPORTED = {
    "archive": "The follower has not reported. Check that `manage.py follow` runs.",
    "ensemble": "No worker has reported on the ensemble. Check that the worker runs.",
    "worker": "No worker has reported. Check that `celery -A mreqc_web worker` runs; until then judge by eye.",
    "explainer": "No explainer has reported. Check that the worker for the queue “explanations” runs.",
}


class LiveView(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(responses=LiveSerializer, auth=[])
    def get(self, request: Request) -> Response:
        """The web process answers."""
        return Response({"status": "ok"})


class ReadyView(APIView):
    """Each part by name, with since when it is as it is."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(responses={200: HealthSerializer, 503: HealthSerializer}, auth=[])
    def get(self, request: Request) -> Response:
        """Whether all parts are ready; 503 while one is not."""
        parts = check_parts()
        is_ok = all(part["ok"] for part in parts)
        body = {"status": "ok" if is_ok else "degraded", "parts": parts}
        return Response(body, status=200 if is_ok else 503)


class HealthView(ReadyView):
    @extend_schema(responses=HealthSerializer, auth=[])
    def get(self, request: Request) -> Response:
        """The same for the header of the pages, always 200."""
        response = super().get(request)
        response.status_code = 200
        return response


def check_parts() -> list[dict[str, Any]]:
    database = _check_database()
    if not database["ok"]:
        unknown = [_part(name, False, "Unknown while the database is away.") for name in ("channel_layer", *REPORTED)]
        return [database, *unknown]
    reported = [_reported(name) for name in REPORTED]
    waiting = Assessment.objects.open().count()
    return [
        database,
        _check_channel_layer(),
        *({**part, "queue": waiting} if part["name"] == "worker" else part for part in reported),
    ]


def _check_database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _part("database", False, "The database does not answer.")
    return _noted("database", True, "Answers.")


def _check_channel_layer() -> dict[str, Any]:
    try:
        say_to(NOBODY, {"type": "log.grown"})
    except (OSError, RedisError) as error:
        return _noted("channel_layer", False, f"Redis does not answer ({type(error).__name__}).")
    return _noted("channel_layer", True, "Answers.")


def _noted(name: str, ok: bool, detail: str) -> dict[str, Any]:
    PartHealth.note(name, ok=ok, detail=detail)
    return _reported(name)


def _reported(name: str) -> dict[str, Any]:
    """What a part last reported, or that it has fallen silent, since its last word."""
    row = PartHealth.objects.filter(pk=name).first()
    if row is None:
        return _part(name, False, REPORTED[name])
    if row.is_stale(timezone.now()):
        return _part(name, False, REPORTED.get(name, row.detail), row.checked_at)
    return _part(name, row.ok, row.detail, row.since)


def _part(name: str, ok: bool, detail: str, since: Any = None) -> dict[str, Any]:
    return {"name": name, "ok": ok, "since": since, "detail": detail, "queue": None}
