"""gunicorn in production: `gunicorn --config config/production/gunicorn.py config.wsgi`."""

import os
import shutil
from pathlib import Path
from typing import Any

from config.logs import configuration

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
control_socket_disable = True
worker_tmp_dir = "/dev/shm"  # noqa: S108  memory: a slow disk may not look like a hung worker  # nosec B108
timeout = 30
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
# The portal writes a line for each request itself, with the name of the page in the place of its address.
accesslog = None
logconfig_dict = configuration(
    level=os.environ.get("LOG_LEVEL", "INFO"), form=os.environ.get("LOG_FORMAT", "json")
)


def make_room_for_metrics() -> None:
    """An empty folder, before anything that counts is imported (with preload that is before every hook). Numbers of
    processes that are long gone do not count; a reload of this file (SIGHUP) leaves those of now alone."""
    folder, mine = os.environ.get("PROMETHEUS_MULTIPROC_DIR"), str(os.getpid())
    if folder and os.environ.get("METRICS_FOLDER_OF") != mine:
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)
        os.environ["METRICS_FOLDER_OF"] = mine


make_room_for_metrics()


def when_ready(server: Any) -> None:
    """Before the first process is split off: what each of them would do for its first visitor. Not imported above,
    where the settings of the portal are not there yet. What is no Django (the floor of a measurement) has no pages."""
    from django.apps import apps

    from config.warm import share_memory, warm_up

    if apps.ready:
        warm_up()
    share_memory()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted stays; what it was doing does not."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
