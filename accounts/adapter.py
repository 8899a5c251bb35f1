"""How allauth fits the portal: no passwords, and a user is known by e-mail address and name."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Signing up is open (companies offer buildings); what a user may do follows from memberships only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "Deze code klopt niet. Kijk na of u de code uit de laatste e-mail gebruikt.",
        "too_many_login_attempts": "U probeerde het te vaak. Wacht enkele minuten en probeer opnieuw.",
    }
