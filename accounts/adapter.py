"""How allauth fits the portal: no passwords, a user is known by e-mail address, and every message in our Dutch."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Signing up is open (companies offer buildings); what a user may do follows from memberships only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is niet meer actief.",
        "cannot_remove_primary_email": "U kunt uw hoofdadres niet verwijderen.",
        "duplicate_email": "Dit e-mailadres hoort al bij uw account.",
        "email_taken": "Er is al een account met dit e-mailadres.",
        "incorrect_code": "Deze code klopt niet. Kijk na of u de code uit de laatste e-mail gebruikt.",
        "max_email_addresses": "U kunt niet meer dan %d e-mailadressen toevoegen.",
        "rate_limited": "Dat ging te snel. Wacht even en probeer opnieuw.",
        "same_as_current": "Dit is hetzelfde adres als nu.",
        "too_many_login_attempts": "U probeerde het te vaak. Wacht enkele minuten en probeer opnieuw.",
        "unknown_email": "We kennen geen account met dit e-mailadres.",
        "unverified_primary_email": "Bevestig eerst dit e-mailadres, daarna kan het uw hoofdadres worden.",
    }


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second step when signing in: our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "U kunt geen e-mailadres toevoegen zolang de tweede stap ingeschakeld is.",
        "cannot_delete_authenticator": "U kunt de tweede stap niet uitschakelen.",
        "cannot_generate_recovery_codes": "Herstelcodes maakt u pas als de tweede stap ingeschakeld is.",
        "incorrect_code": "Deze code klopt niet. Gebruik de code die uw app nu toont.",
        "unverified_email": "Bevestig eerst uw e-mailadres, daarna kunt u een tweede stap inschakelen.",
    }


class OtherServiceAdapter(DefaultSocialAccountAdapter):
    """Signing in through another service (OpenID Connect): our words."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": "Er is al een account met dit e-mailadres. Meld u eerst aan en koppel daarna %s.",
        "no_password": "Uw account heeft geen wachtwoord.",
        "no_verified_email": "Uw account heeft nog geen bevestigd e-mailadres.",
        "disconnect_last": "U kunt deze koppeling niet verbreken: het is de enige.",
        "connected_other": "Deze dienst is al gekoppeld aan een ander account.",
    }
