"""Flanders of the demo, with a register of 20,000 sites around it, and people of every role who are signed in."""

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.utils import timezone
from psycopg import sql

from accounts.actions import grant_membership
from accounts.models import Kind, Membership, Organisation, User
from benchmarks.filling import complete
from benchmarks.lists import FILL_OFFERS, FILL_SITES, FILL_UNITS, STREETS
from benchmarks.load.journeys import ROLES
from config.local.packages import ROOT
from housing.models import Offer, Site, Unit

DATABASE = "housing_load"
PROVIDER = "Meting NV"  # made last: with it, everything is there
NUMBERS = {"sites": 20_000, "units": 5, "offers": 20_000}
TOWNS = 40  # whose officers are at work: those with most households
PREPARE = (
    ["migrate", "--no-input", "--verbosity", "0"],
    ["load_reference_data"],
    ["load_organisations"],
    ["load_teams"],
    ["load_guides"],
    ["load_spread_keys"],
    ["load_demo_data"],
)


def own_database(url: str) -> str:
    """The address of a database beside that of the other measurements, which empty theirs. Made when not there."""
    parts = urlsplit(url)
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if there is None:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    return urlunsplit(parts._replace(path=f"/{DATABASE}"))


def point_at(url: str) -> None:
    """This process works in that database from here on, without the limits of a web request."""
    connection.close()
    parts = urlsplit(url)
    connection.settings_dict |= {"NAME": unquote(parts.path[1:])}
    connection.settings_dict["OPTIONS"]["options"] += " -c statement_timeout=0"


def fill(url: str) -> None:
    """The demo, in a process that may be one, and the register around it. Does nothing when it is there."""
    if _is_filled():
        return
    environment = os.environ | {
        "DATABASE_URL": url, "DEMO_MODE": "true", "SECURE": "false", "STATEMENT_TIMEOUT": "0", "LOCK_TIMEOUT": "0",
        "IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "0", "MEDIA_ROOT": str(ROOT / "var" / "bench" / "media"),
    }  # fmt: skip
    command = [sys.executable, "-m", "config.local.prepare", json.dumps(PREPARE), os.devnull]
    subprocess.run(command, env=environment, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    provider = Organisation.objects.create(kind=Kind.COMPANY, name=PROVIDER, kbo_number="0999999922")
    user = User.objects.create_user("meting@abb.example")
    numbers: dict[str, Any] = {
        "provider": provider.pk,
        "user": user.pk,
        "on": timezone.localdate(),
        **NUMBERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(STREETS)
        for statement, model in ((FILL_SITES, Site), (FILL_UNITS, Unit), (FILL_OFFERS, Offer)):
            cursor.execute(complete(statement, model), numbers)
        cursor.execute("VACUUM ANALYZE")
    call_command("recompute_spread", verbosity=0)


def _is_filled() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('accounts_organisation')")
        if cursor.fetchone()[0] is None:
            return False
    return Organisation.objects.filter(name=PROVIDER).exists()


def people(number: int) -> list[tuple[str, str]]:
    """So many people in the shares of the journeys: role and session cookie of each, signed in a moment ago."""
    signed_in: dict[str, list[str]] = {}
    shares = [role for role, (share, _) in ROLES.items() for _ in range(share)]
    chosen = [shares[place * 37 % len(shares)] for place in range(number)]  # mixed, the same every time
    for role in ROLES:
        if role:
            hats = _hats(role, chosen.count(role))
            signed_in[role] = [_cookie(hat) for hat in hats]
    return [(role, signed_in[role].pop() if role else "") for role in chosen]


def _hats(kind: str, number: int) -> list[Membership]:
    """People of organisations of this kind, as many as asked; made when they are not there."""
    organisations = Organisation.objects.filter(kind=kind).exclude(name=PROVIDER).order_by("pk")
    if kind == Kind.LOCAL_AUTHORITY:
        organisations = organisations.annotate(load=Count("households")).order_by("-load", "pk")
    found = list(organisations[:TOWNS])
    hats = []
    for place in range(number):
        organisation = found[place % len(found)]
        user, made = User.objects.get_or_create(email=f"belasting-{kind}-{place}@proef.example")
        if made:
            grant_membership(user=user, organisation=organisation, role=Membership.Role.STAFF, by=None)
        hats.append(Membership.objects.get(user=user))
    return hats


def _cookie(hat: Membership) -> str:
    client = Client()
    client.force_login(hat.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["hat"] = hat.pk
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
