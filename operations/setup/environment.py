"""What the environment says: checks that ask no other machine."""

import tempfile
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audit.keys import read_keys
from operations.setup.findings import Finding, fine, note, wrong

SHORTEST_SECRET = 50  # characters: what Django's own check of a deployment asks
QUIET_MAIL = ("console", "dummy", "locmem", "filebased")
MADE_UP = (".example", ".invalid", ".test", ".localhost")


def secret_key() -> list[Finding]:
    if len(settings.SECRET_KEY) < SHORTEST_SECRET or len(set(settings.SECRET_KEY)) < 5:
        return [
            wrong(
                "SECRET_KEY",
                f"Zet in .env een geheime sleutel van minstens {SHORTEST_SECRET} tekens: openssl rand -hex 32",
            )
        ]
    return [fine("SECRET_KEY", "De geheime sleutel is lang genoeg.")]


def keys_of_numbers() -> list[Finding]:
    found: dict[str, set[bytes]] = {}
    for name in ("FIELD_ENCRYPTION_KEYS", "FIELD_INDEX_KEYS"):
        texts = getattr(settings, name)
        if not texts:
            return [
                wrong(
                    name,
                    f"Zet {name} in .env: openssl rand -base64 32. Zonder kunnen er geen nummers van mensen bij.",
                )
            ]
        try:
            found[name] = {key.secret for key in read_keys(name, texts).values()}
        except ImproperlyConfigured as problem:
            return [wrong(name, str(problem))]
    if found["FIELD_ENCRYPTION_KEYS"] & found["FIELD_INDEX_KEYS"]:
        return [
            wrong(
                "sleutels",
                "FIELD_ENCRYPTION_KEYS en FIELD_INDEX_KEYS delen een sleutel. Maak er een voor elke lijst.",
            )
        ]
    return [
        fine(
            "sleutels",
            "De sleutels van de nummers zijn er. Bewaar ze in de kluis, niet naast een reservekopie.",
        )
    ]


def hosts() -> list[Finding]:
    address = urlsplit(settings.SITE_URL)
    host = address.hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        return [
            wrong(
                "ALLOWED_HOSTS",
                "Noem de naam van het portaal in plaats van *: anders geloven links elke naam.",
            )
        ]
    if host not in settings.ALLOWED_HOSTS:
        return [
            wrong(
                "adres",
                f"SITE_URL wijst naar {host or 'niets'}, en die naam staat niet in ALLOWED_HOSTS. Pas DOMAIN aan.",
            )
        ]
    if host.endswith(MADE_UP):
        return [
            note(
                "adres", f"{host} is een voorbeeldnaam. Zet in .env bij DOMAIN de echte naam van het portaal."
            )
        ]
    return [fine("adres", f"Het portaal heet {host}.")]


def transport() -> list[Finding]:
    """TLS as the settings have it; the certificate itself is with the proxy."""
    found = []
    if settings.DEBUG:
        found.append(wrong("DEBUG", "Haal DEBUG uit de omgeving: foutpagina's tonen anders gegevens."))
    if settings.DEMO_MODE:
        found.append(
            wrong("DEMO_MODE", "Haal DEMO_MODE uit de omgeving: iedereen kan anders zonder mail aanmelden.")
        )
    if not settings.SECURE:
        found.append(wrong("https", "Haal SECURE=false uit de omgeving: zonder https lezen anderen mee."))
    elif not settings.SITE_URL.startswith("https://"):
        found.append(
            wrong(
                "https",
                "SITE_URL begint niet met https://, zodat links in mails onbeveiligd zijn. Pas SITE_URL aan.",
            )
        )
    elif not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        found.append(
            note(
                "proxy",
                "TRUSTED_PROXY_COUNT is 0: wie achter de proxy zit, telt dan als één bezoeker. Zet het aantal proxy's.",
            )
        )
    return found or [
        fine("https", "Alles gaat over https, en het portaal weet hoeveel proxy's ervoor staan.")
    ]


def mail_settings() -> list[Finding]:
    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend in QUIET_MAIL:
        return [
            wrong("mail", "EMAIL_URL noemt geen mailserver, dus niemand krijgt een code. Zie .env.example.")
        ]
    found = []
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        found.append(
            note("mail", "De mailserver wordt zonder TLS aangesproken. Gebruik smtp+tls:// in EMAIL_URL.")
        )
    if any(part in settings.DEFAULT_FROM_EMAIL for part in MADE_UP):
        found.append(
            wrong("afzender", "DEFAULT_FROM_EMAIL is nog het voorbeeld. Zet een adres dat mag verzenden.")
        )
    if any(part in settings.PRIVACY_CONTACT for part in MADE_UP):
        found.append(
            note(
                "privacy",
                "PRIVACY_CONTACT is nog het voorbeeld; dat adres staat op de pagina's over privacy.",
            )
        )
    return found or [fine("mail", "Er is een mailserver met TLS, en een afzender.")]


def time_zone() -> list[Finding]:
    """Settings fix the zone; the machine must know its rules (the package tzdata, or the folder of the system)."""
    try:
        hours = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo(settings.TIME_ZONE)).utcoffset()
    except ZoneInfoNotFoundError:
        return [wrong("tijdzone", f"Deze machine kent {settings.TIME_ZONE} niet. Installeer tzdata.")]
    return [fine("tijdzone", f"Uren zijn die van {settings.TIME_ZONE} (zomer: UTC+{hours}).")]


def documents_folder() -> list[Finding]:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".proef-") as file:
            file.write(b"proef")
    except OSError as problem:
        return [
            wrong(
                "documenten",
                f"In {folder} kan het portaal niet schrijven ({problem.strerror}). Geef gebruiker 10001 schrijfrecht.",
            )
        ]
    return [fine("documenten", "Het portaal kan bestanden bewaren.")]


def copies() -> list[Finding]:
    if not settings.BACKUP_RECIPIENTS:
        return [
            wrong(
                "reservekopie",
                "Niemand kan een kopie openen, dus maakt het portaal er geen. Maak een sleutel met manage.py "
                "make_backup_key en zet de publieke in BACKUP_RECIPIENTS.",
            )
        ]
    return [
        fine(
            "reservekopie",
            "Kopieën worden versleuteld. Oefen of de sleutel uit de kluis ze opent: restore_drill.",
        )
    ]


CHECKS = (secret_key, keys_of_numbers, hosts, transport, mail_settings, time_zone, documents_folder, copies)
