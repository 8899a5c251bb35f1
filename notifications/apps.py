from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Berichten"

    def ready(self) -> None:
        from accounts.asked_hats import BESIDE
        from notifications.models import unread_of_hat

        BESIDE["unread_count"] = unread_of_hat
