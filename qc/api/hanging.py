"""The reader's layout of the panes."""

from typing import Any, cast

from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.api.permissions import HasRole
from qc.models import Hanging

PANE_ROLES = ("magnitude", "wave", "elastogram", "cmoe", "confidence", "heatmap")
MOST_PANES = 4


class HangingSerializer(serializers.Serializer[Any]):
    """What a reader chooses, and nothing of any exam."""

    count = serializers.ChoiceField(choices=[1, 2, 4])
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=PANE_ROLES), min_length=MOST_PANES, max_length=MOST_PANES
    )
    range = serializers.ChoiceField(choices=[8, 20], help_text="End of the colour scale, kPa")
    colours = serializers.ChoiceField(choices=["customary", "violet_to_yellow", "blue_to_yellow"])
    speed = serializers.ChoiceField(choices=[2, 4, 8, 12, 20], help_text="Of the film, frames a second")
    direction = serializers.ChoiceField(choices=["forwards", "backwards"])
    shows_outlines = serializers.BooleanField()


class HangingView(APIView):
    permission_classes = [HasRole]

    @extend_schema(request=HangingSerializer, responses=HangingSerializer)
    def put(self, request: Request) -> Response:
        """Keep the reader's layout: the session tells it wherever they sign in."""
        wanted = HangingSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        Hanging.objects.keep(cast(User, request.user), wanted.validated_data)
        return Response(wanted.validated_data)
