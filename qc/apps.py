"""The Django application."""

from importlib import import_module

from django.apps import AppConfig


class QcConfig(AppConfig):
    name = "qc"
    verbose_name = "MRE quality control"

    def ready(self) -> None:
        import_module("qc.checks")  # registers the system checks
