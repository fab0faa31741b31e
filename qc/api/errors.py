"""One answer for every error: a code, a sentence that says what to do, and fields."""

from typing import Any

from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from qc.domain.errors import QcError

STATUS_OF_CODE = {
    "archive_unavailable": status.HTTP_503_SERVICE_UNAVAILABLE,
    "archive_fault": status.HTTP_503_SERVICE_UNAVAILABLE,
    "archive_refused": status.HTTP_502_BAD_GATEWAY,
    "image_gone": status.HTTP_410_GONE,
    "assessment_changed": status.HTTP_409_CONFLICT,
    "pixels_changed": status.HTTP_409_CONFLICT,
    "client_id_taken": status.HTTP_409_CONFLICT,
    "already_settled": status.HTTP_409_CONFLICT,
    "not_your_case": status.HTTP_403_FORBIDDEN,
    "not_your_decision": status.HTTP_403_FORBIDDEN,
    "still_blind": status.HTTP_403_FORBIDDEN,
    "not_final": status.HTTP_409_CONFLICT,
    "nothing_repeated": status.HTTP_409_CONFLICT,
    "nothing_to_explain": status.HTTP_409_CONFLICT,
    "queue_unavailable": status.HTTP_503_SERVICE_UNAVAILABLE,
    "no_such_slice": status.HTTP_404_NOT_FOUND,
}
MESSAGES = {
    "not_authenticated": "Sign in first.",
    "permission_denied": "Your role does not allow this. Ask an administrator if you need it.",
    "not_found": "There is no such page or exam. It may have been mistyped.",
    "throttled": "Too many attempts. Wait a minute, then try again.",
}


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's exception handler."""
    if isinstance(error, QcError):
        body = {"code": error.code, "message": error.message, "fields": error.fields}
        return Response(body, status=STATUS_OF_CODE.get(error.code, status.HTTP_400_BAD_REQUEST))
    response = exception_handler(error, context)
    if response is not None:
        response.data = _describe(error, response.data)
    return response


def _describe(error: Exception, detail: Any) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        return {"code": "invalid", "message": "Some fields cannot be used as they are.", "fields": detail}
    code = "not_found" if isinstance(error, Http404) else getattr(error, "default_code", "error")
    text = detail.get("detail", "") if isinstance(detail, dict) else ""
    return {"code": code, "message": MESSAGES.get(code, str(text)), "fields": {}}
