"""The servers that the portal leans on: database, Redis, and ACM/IDM when the settings name it."""

from datetime import UTC, datetime

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import RequestFactory
from redis import Redis
from redis.exceptions import RedisError

from accounts.acm_idm.provider import PROVIDER, Adapter
from operations.setup.findings import Finding, fine, note, wrong

OLDEST = 150000  # PostgreSQL 15
CLOCKS_DIFFER = 5  # seconds


def database() -> list[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),"
                " clock_timestamp(), current_user"
            )
            version, encoding, clock, role = cursor.fetchone()
    except DatabaseError as problem:
        return [
            wrong("databank", f"De databank antwoordt niet ({type(problem).__name__}). Kijk DATABASE_URL na.")
        ]
    found = []
    if version < OLDEST:
        found.append(wrong("databank", f"PostgreSQL {version // 10000} is te oud: 15 of nieuwer is nodig."))
    if encoding != "UTF8":
        found.append(wrong("databank", f"De databank is in {encoding}. Maak ze opnieuw met --encoding=UTF8."))
    if abs((datetime.now(UTC) - clock).total_seconds()) > CLOCKS_DIFFER:
        found.append(
            wrong("klok", "De klok van de databank loopt anders dan die van het portaal: zet NTP aan.")
        )
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return [
            *found,
            wrong("migraties", f"Er wachten {len(waiting)} migraties. Voer eerst uit: manage.py migrate"),
        ]
    return [
        *(found or [fine("databank", "PostgreSQL antwoordt, is bij, en zijn klok klopt.")]),
        *_rights(role),
    ]


def _rights(role: str) -> list[Finding]:
    """The portal works in its tables and can do no more than that; who sets it up may be their owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(current_user, 'audit_auditevent', 'TRUNCATE'),"
            " (SELECT count(*) FROM pg_roles r WHERE NOT r.rolsuper AND r.rolcanlogin AND NOT pg_has_role(r.oid,"
            "  (SELECT relowner FROM pg_class WHERE oid = 'audit_auditevent'::regclass), 'MEMBER')"
            "  AND has_table_privilege(r.oid, 'audit_auditevent', 'INSERT'))"
        )
        owner, others = cursor.fetchone()
    if not owner:
        return [fine("rol", f"{role} kan in het spoor schrijven en het niet leegmaken.")]
    if others:
        return [
            fine(
                "rol",
                f"U werkt nu als {role}, eigenaar van de tabellen; voor het portaal is er een eigen rol.",
            )
        ]
    return [
        note(
            "rol",
            f"Alleen {role}, de eigenaar van de tabellen, kan hier schrijven. Maak voor web, worker en beat een rol "
            "die niets kan leegmaken: config/production/roles.sql.",
        )
    ]


def broker() -> list[Finding]:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as server:
            persistence, memory = server.info("persistence"), server.info("memory")
    except (RedisError, OSError) as problem:
        return [
            wrong("Redis", f"Redis of Valkey antwoordt niet ({type(problem).__name__}). Kijk REDIS_URL na.")
        ]
    found = []
    if not persistence.get("aof_enabled"):
        found.append(
            note("Redis", "Zet --appendonly yes aan: na een herstart komt werk dat wachtte anders later.")
        )
    if memory.get("maxmemory_policy") != "noeviction":
        found.append(
            note("Redis", "Zet --maxmemory-policy noeviction: anders gooit Redis werk weg als het vol is.")
        )
    return found or [fine("Redis", "Redis of Valkey antwoordt en bewaart wat wacht.")]


def acm_idm() -> list[Finding]:
    """Discovery as a sign-in would do it: who is there, and is it who the settings say?"""
    if not settings.ACM_IDM_ISSUER:
        return [
            note(
                "ACM/IDM", "Niet ingesteld: overheden melden zich aan met een e-mailcode en een tweede stap."
            )
        ]
    if not (settings.ACM_IDM["client_id"] and settings.ACM_IDM["secret"]):
        return [
            wrong("ACM/IDM", "Zet ook ACM_IDM_CLIENT_ID en ACM_IDM_CLIENT_SECRET uit het integratiedossier.")
        ]
    try:
        config = Adapter(RequestFactory().get("/"), PROVIDER).openid_config
    except (requests.RequestException, OAuth2Error) as problem:
        return [
            wrong(
                "ACM/IDM",
                f"{settings.ACM_IDM_ISSUER} antwoordt niet zoals het moet: {problem or type(problem).__name__}.",
            )
        ]
    return [fine("ACM/IDM", f"{config['issuer']} antwoordt en is wie de instellingen noemen.")]


CHECKS = (database, broker, acm_idm)
