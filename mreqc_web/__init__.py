"""Wiring only: settings, routes, server and worker entry points, and the demo that starts all parts."""

from mreqc_web.celery import app as celery_app

__all__ = ["celery_app"]
