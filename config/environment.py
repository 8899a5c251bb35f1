"""What an installation must bring along, and a clear error when it is missing.

Settings can be imported without any of it, so that commands that need no database run in a bare checkout. Whatever
serves people (web, worker, beat) calls `require_environment` first.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from audit.keys import read_keys

REQUIRED = {
    "SECRET_KEY": "geheime sleutel voor sessies en ondertekende links",
    "FIELD_ENCRYPTION_KEYS": "sleutels waarmee attest- en rijksregisternummers versleuteld zijn",
    "FIELD_INDEX_KEYS": "sleutels waarmee die nummers teruggevonden worden",
    "DATABASE_URL": "de PostgreSQL-databank, versie 15 of nieuwer",
    "REDIS_URL": "de Redis- of Valkey-server voor taken",
}


def require_environment() -> None:
    """Raises ImproperlyConfigured that names every missing variable and what it is for, or the key that is none."""
    missing = [f"{name} ({what})" for name, what in REQUIRED.items() if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured(f"Omgevingsvariabelen ontbreken: {'; '.join(missing)}. Zie .env.example.")
    for name in ("FIELD_ENCRYPTION_KEYS", "FIELD_INDEX_KEYS"):
        read_keys(name, os.environ[name].split(","))
