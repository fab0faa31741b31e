"""The shapes of comparisons as they go over the wire."""

from typing import Any

from rest_framework import serializers

RELATIONS = ["attempt", "earlier"]


class ComparableExamSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    relation = serializers.ChoiceField(
        choices=RELATIONS, help_text="attempt: of the same session; earlier: an earlier exam"
    )
    attempt = serializers.IntegerField()
    arrived_at = serializers.DateTimeField()
    scanner = serializers.CharField()
    manufacturer = serializers.CharField()
    field_strength_t = serializers.FloatField(allow_null=True)
    sequence = serializers.CharField()


class ComparableExamsSerializer(serializers.Serializer[Any]):
    exams = ComparableExamSerializer(many=True)


class MeasuredSerializer(serializers.Serializer[Any]):
    kpa = serializers.FloatField(allow_null=True)
    area_cm2 = serializers.FloatField(allow_null=True)
    slices = serializers.IntegerField()
    why = serializers.CharField(allow_blank=True, help_text="Why there is no number")


class ChangeSerializer(serializers.Serializer[Any]):
    then = MeasuredSerializer()
    now = MeasuredSerializer()
    change_percent = serializers.FloatField(allow_null=True, help_text="Of the earlier stiffness")
    exceeds = serializers.BooleanField(allow_null=True, help_text="Whether it reaches the limit of repeatability")


class ComparedSliceSerializer(ChangeSerializer):
    slice = serializers.IntegerField(allow_null=True)
    other_slice = serializers.IntegerField(allow_null=True)
    location_mm = serializers.FloatField(allow_null=True)
    other_location_mm = serializers.FloatField(allow_null=True)
    distance_mm = serializers.FloatField(allow_null=True, help_text="How much further towards the head the other lies")


class ComparisonSerializer(serializers.Serializer[Any]):
    exam = serializers.UUIDField()
    other = serializers.UUIDField()
    relation = serializers.ChoiceField(choices=RELATIONS)
    is_other_earlier = serializers.BooleanField()
    shares_frame = serializers.BooleanField(help_text="Whether both count millimetres from the same point")
    limit_percent = serializers.IntegerField()
    not_comparable = serializers.ListField(child=serializers.CharField(), help_text="What forbids to state a change")
    notes = serializers.ListField(child=serializers.CharField())
    slices = ComparedSliceSerializer(many=True)
    whole = ChangeSerializer()
    own_regions = ChangeSerializer(allow_null=True, help_text="By the reader's own regions, where both exams have some")
