"""The worker's entry point: `celery -A mreqc_web worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mreqc_web.settings")
# Set before numpy is loaded: several threads wait for each other at every small matrix product, and to estimate a
# liver takes three times the processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

app = Celery("mreqc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
