"""How a reader likes the pictures to hang: kept with the account, so that it follows them to another workstation."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

Layout = dict[str, Any]


class HangingQuerySet(models.QuerySet["Hanging"]):
    def layout_of(self, reader: User) -> Layout | None:
        """None while the reader has changed nothing."""
        return self.filter(reader=reader).values_list("layout", flat=True).first()

    def keep(self, reader: User, layout: Layout) -> None:
        """The newest choice stands, whichever workstation it was made at."""
        self.update_or_create(reader=reader, defaults={"layout": layout})


class Hanging(models.Model):
    reader = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    layout = models.JSONField()
    """As `qc.api.hanging.HangingSerializer` lets it in."""

    objects = HangingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"layout of {self.reader}"
