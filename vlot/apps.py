from django.apps import AppConfig


class VlotConfig(AppConfig):
    name = "vlot"
    verbose_name = "VLOT"
