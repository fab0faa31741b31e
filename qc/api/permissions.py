"""What a role must be allowed for a view."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from qc.models.roles import has_right, role_of


class HasRole(BasePermission):
    """Any of the four roles: without one, an account sees nothing."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(role_of(request.user))


class MayReview(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return has_right(request.user, "review")


class MaySeeQuality(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return has_right(request.user, "quality")


class MayChangePolicies(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return has_right(request.user, "policies")


class MayRunStudies(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return has_right(request.user, "studies")


class MayAcknowledge(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return has_right(request.user, "acknowledge")
