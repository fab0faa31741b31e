"""What moved a vote: asked for here, computed by a worker, read as an image of the slice."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.api.permissions import HasRole
from qc.api.serializers import ErrorSerializer, HeatmapSerializer
from qc.domain.errors import StillBlind
from qc.models import Heatmap, Slice
from qc.models.blinding import is_blind_to
from qc.tasks import ask_for_heatmap


class HeatmapView(APIView):
    permission_classes = [HasRole]

    @extend_schema(
        request=None,
        responses={202: HeatmapSerializer, 200: HeatmapSerializer, 409: ErrorSerializer, 503: ErrorSerializer},
    )
    def post(self, request: Request, key: str, slice_id: int) -> Response:
        """Ask for the heat map of the slice's current assessment.

        202: a worker draws it, and `slice.changed` tells when the slice has its image `heatmap`; 200: it has it.
        """
        one = get_object_or_404(Slice.objects.select_related("assessment"), pk=slice_id, exam__key=key)
        if is_blind_to(request.user, one):
            raise StillBlind("You read this exam blind. Give your own opinion on this slice first.")
        if Heatmap.of(one.assessment):
            return Response({"is_there": True})
        ask_for_heatmap(one.assessment)
        return Response({"is_there": False}, status=status.HTTP_202_ACCEPTED)
