"""The figures of the service by week and scanner, and the ensembles."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from qc.api.permissions import HasRole, MaySeeQuality
from qc.api.quality_serializers import EnsemblesSerializer, QualityFiguresSerializer
from qc.models import Ensemble, Promotion
from qc.models.quality import measure_quality

DEFAULT_WEEKS = 12
MOST_WEEKS = 104


class QualityView(APIView):
    permission_classes = [MaySeeQuality]

    @extend_schema(parameters=[OpenApiParameter("weeks", int)], responses=QualityFiguresSerializer)
    def get(self, request: Request) -> Response:
        """Exams, share adequate, overrides, and agreement of reader and ensemble, by week and scanner."""
        text = request.query_params.get("weeks", "")
        weeks = min(max(int(text), 1), MOST_WEEKS) if text.isdecimal() else DEFAULT_WEEKS
        return Response(measure_quality(weeks))


class EnsemblesView(APIView):
    permission_classes = [HasRole]

    @extend_schema(responses=EnsemblesSerializer)
    def get(self, request: Request) -> Response:
        """Which ensemble is in force since when, and which others are registered."""
        newest = Promotion.objects.select_related("ensemble").first()
        rows = [
            {
                **one.describe(),
                "members": one.member_count,
                "registered_at": one.registered_at,
                "in_force_since": newest.at if newest and newest.ensemble == one else None,
                "figures": one.manifest.get("figures", {}),
            }
            for one in Ensemble.objects.all()
        ]
        return Response({"in_force": newest.ensemble.describe() if newest else None, "rows": rows})
