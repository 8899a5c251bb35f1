"""App configurations that belong to no single app."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.core import checks


class ConfigConfig(AppConfig):
    """The project package as an app, for its template tags and management commands."""

    name = "config"

    def ready(self) -> None:
        checks.register(limits_are_on, checks.Tags.security, deploy=True)


def limits_are_on(**kwargs: object) -> list[checks.CheckMessage]:
    """An installation for people never runs without its limits."""
    if settings.RATE_LIMITING:
        return []
    return [checks.Error("RATE_LIMITING is off: anybody may ask for ever.", id="config.E001")]


class BackOfficeConfig(AdminConfig):
    """Django's admin with the portal's own site class."""

    default_site = "config.back_office.BackOffice"
