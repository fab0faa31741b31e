"""The shapes of what the service says about its own parts."""

from typing import Any

from rest_framework import serializers


class PartSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    ok = serializers.BooleanField()
    since = serializers.DateTimeField(allow_null=True)
    detail = serializers.CharField()
    queue = serializers.IntegerField(allow_null=True)


class HealthSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=["ok", "degraded"])
    parts = PartSerializer(many=True)


class LiveSerializer(serializers.Serializer[Any]):
    status = serializers.CharField()
