from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OperationsConfig(AppConfig):
    """What whoever runs the portal needs: backups, health, moving an instance. Above reporting, below config."""

    name = "operations"
    verbose_name = "Beheer van de installatie"

    def ready(self) -> None:
        from operations import workers  # noqa: F401  connects to the signals of Celery
        from operations.status.slow import watch

        connection_created.connect(watch, dispatch_uid="operations.slow")
