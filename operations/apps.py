from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What whoever runs the portal needs: backups, health, moving an instance. Above reporting, below config."""

    name = "operations"
    verbose_name = "Beheer van de installatie"
