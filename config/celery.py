"""The Celery application: work for later, always on rows that are already in the database (docs/adr/0005)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("huisvestingstool")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
