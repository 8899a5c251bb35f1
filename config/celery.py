"""The Celery application: work for later, always on rows that are already in the database (docs/adr/0005)."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

from config.environment import require_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("huisvestingstool")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    ["vlot.guidance", "vlot.oversight", "households.protection"]
)  # with tasks of their own


@worker_init.connect
@beat_init.connect
def refuse_to_start_incomplete(**kwargs: object) -> None:
    """Worker and beat say what is missing instead of looking for a broker on a guessed address."""
    require_environment()
