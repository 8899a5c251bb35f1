"""App configurations that belong to no single app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """The project package as an app, for its template tags and management commands."""

    name = "config"


class BackOfficeConfig(AdminConfig):
    """Django's admin with the portal's own site class."""

    default_site = "config.back_office.BackOffice"
