from django.apps import AppConfig


class AcmIdmConfig(AppConfig):
    """An app of its own because allauth looks for `provider` in apps; it has no models."""

    name = "accounts.acm_idm"
    label = "acm_idm"
    verbose_name = "Aanmelden met ACM/IDM"
