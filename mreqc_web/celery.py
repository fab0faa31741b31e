"""The worker's entry point: `celery -A mreqc_web worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mreqc_web.settings")

app = Celery("mreqc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
