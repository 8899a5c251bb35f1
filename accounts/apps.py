from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Gebruikers en organisaties"

    def ready(self) -> None:
        """Whatever way somebody signs in, also one of tomorrow, passes through this notice of Django: his session
        begins to count there (docs/adr/0019)."""
        from django.contrib.auth.signals import user_logged_in

        from accounts.sessions import begin

        user_logged_in.connect(begin, dispatch_uid="accounts.sessions.begin")
