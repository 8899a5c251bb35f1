"""The models that we wrote, in the order of the layers."""

from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models


def our_apps() -> list[AppConfig]:
    """The apps of this repository that have models of their own, lowest layer first."""
    root = Path(settings.BASE_DIR)
    ours = [app for app in apps.get_app_configs() if Path(app.path).parent == root]
    return [app for app in ours if models_of(app)]


def models_of(app: AppConfig) -> list[type[models.Model]]:
    """Its models, in the order in which they are written, without the history that pghistory keeps beside them."""
    return [model for model in app.get_models() if not hasattr(model, "pgh_tracked_model")]


def our_models() -> list[type[models.Model]]:
    return [model for app in our_apps() for model in models_of(app)]
