"""What moved a vote: asked for here, computed by a worker, read as an image of the slice."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.api.permissions import HasRole
from qc.api.serializers import ErrorSerializer
from qc.models import Heatmap, Slice
from qc.tasks import ask_for_heatmap

ASKED = OpenApiResponse(description="A worker draws it; `slice.changed` tells when the slice has its image `heatmap`.")
THERE = OpenApiResponse(description="It is there: the slice has its image `heatmap`.")


class HeatmapView(APIView):
    permission_classes = [HasRole]

    @extend_schema(request=None, responses={202: ASKED, 200: THERE, 409: ErrorSerializer, 503: ErrorSerializer})
    def post(self, request: Request, key: str, slice_id: int) -> Response:
        """Ask for the heat map of the slice's current assessment."""
        one = get_object_or_404(Slice.objects.select_related("assessment"), pk=slice_id, exam__key=key)
        if Heatmap.of(one.assessment):
            return Response(status=status.HTTP_200_OK)
        ask_for_heatmap(one.assessment)
        return Response(status=status.HTTP_202_ACCEPTED)
