"""The shapes of the figures that the quality page shows, and of the ensembles behind them."""

from typing import Any

from rest_framework import serializers

from qc.api.serializers import EnsembleSerializer


class KappaSerializer(serializers.Serializer[Any]):
    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    slices = serializers.IntegerField()


class RescansSerializer(serializers.Serializer[Any]):
    failed_first = serializers.IntegerField()
    repeated = serializers.IntegerField()
    prevented = serializers.IntegerField()
    advice_followed = serializers.IntegerField()
    advice_not_followed = serializers.IntegerField()
    helped_followed = serializers.IntegerField()
    helped_not_followed = serializers.IntegerField()


class QualityTotalSerializer(serializers.Serializer[Any]):
    exams = serializers.IntegerField()
    assessed = serializers.IntegerField()
    adequate = serializers.IntegerField()
    reviewed_slices = serializers.IntegerField()
    overridden = serializers.IntegerField()
    rescans = RescansSerializer()
    kappa = KappaSerializer(allow_null=True)


class QualityRowSerializer(QualityTotalSerializer):
    week = serializers.CharField()
    scanner = serializers.CharField()


class QualityFiguresSerializer(serializers.Serializer[Any]):
    weeks = serializers.IntegerField()
    rows = QualityRowSerializer(many=True)
    total = QualityTotalSerializer()


class RegisteredEnsembleSerializer(EnsembleSerializer):
    members = serializers.IntegerField()
    registered_at = serializers.DateTimeField()
    in_force_since = serializers.DateTimeField(allow_null=True)
    figures = serializers.DictField()


class EnsemblesSerializer(serializers.Serializer[Any]):
    in_force = EnsembleSerializer(allow_null=True)
    rows = RegisteredEnsembleSerializer(many=True)
