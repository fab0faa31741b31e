"""Django's admin, to look things up. What is append-only cannot be changed here either."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from qc import models

# Only the type checker knows this class as generic.
if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
else:
    AnyModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(AnyModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Exam)
class ExamAdmin(ReadOnlyAdmin):
    list_display = ["key", "scanner", "state", "verdict", "arrived_at", "seconds_to_verdict"]
    list_filter = ["state", "verdict", "scanner"]


@admin.register(models.Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["at", "reader", "slice", "decision", "quality", "reason"]
    list_filter = ["decision", "quality", "reason"]


@admin.register(models.Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ["at", "reader", "slice", "version", "origin", "shape", "mean_kpa", "area_cm2"]
    list_filter = ["origin", "shape"]


@admin.register(models.AuditRow)
class AuditAdmin(ReadOnlyAdmin):
    list_display = ["at", "user", "action", "exam", "detail"]
    list_filter = ["action", "user"]


@admin.register(models.Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ["pk", "slice", "state", "verdict", "probability", "ensemble", "done_at"]


@admin.register(models.Promotion)
class PromotionAdmin(ReadOnlyAdmin):
    list_display = ["at", "ensemble", "by", "goes_back"]


admin.site.register([models.Ensemble, models.DataSet, models.PartHealth], ReadOnlyAdmin)
