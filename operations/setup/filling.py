"""What every installation needs to begin: reference data, the governments, and the first administrator."""

from collections.abc import Callable
from io import StringIO

from django.core.management import call_command

from accounts.actions import add_official
from accounts.models import Kind, Membership, Organisation
from municipalities.models import Municipality
from operations.setup.findings import Finding, fine, wrong
from spread.models import SpreadKey
from vlot.guidance.models import Guide
from vlot.models import Team

# In this order: each builds on the one before. The same as the service `migrate` of docker-compose.yml.
LOADED: tuple[tuple[str, str, Callable[[], int]], ...] = (
    ("load_reference_data", "gemeenten", lambda: Municipality.objects.count()),
    ("load_organisations", "overheden", lambda: Organisation.objects.count()),
    ("load_teams", "teams van VLOT", lambda: Team.objects.count()),
    ("load_guides", "handvaten", lambda: Guide.objects.count()),
    ("load_spread_keys", "verdeelsleutels", lambda: SpreadKey.objects.count()),
)


def reference_data() -> list[Finding]:
    """Each command adds what is missing, and says how many there are now."""
    found = []
    for command, what, count in LOADED:
        before = count()
        call_command(command, stdout=StringIO())
        now = count()
        added = (
            f"{now - before} toegevoegd, {now} in het portaal" if now > before else f"stonden er al ({now})"
        )
        found.append(fine(what, f"{what.capitalize()}: {added}." if now else f"Geen {what}."))
    return found


def administrators() -> int:
    """How many people may open the back office for ABB now."""
    abb = Organisation.objects.filter(kind=Kind.ABB).first()
    if abb is None:
        return 0
    return (
        Membership.objects.open()
        .filter(organisation=abb, role=Membership.Role.MANAGER)
        .values("user")
        .distinct()
        .count()
    )


def first_administrator(email: str, name: str) -> list[Finding]:
    """Gives `email` the role of administrator of ABB; without an address, only says whether there is one."""
    there = administrators()
    if email:
        add_official(email=email, name=name, organisation=Organisation.objects.the(Kind.ABB), by=None)
        added = administrators() > there
        return [fine("beheerder", f"{email} {'is nu' if added else 'was al'} beheerder van ABB.")]
    if there:
        return [fine("beheerder", f"ABB heeft al {there} {'beheerder' if there == 1 else 'beheerders'}.")]
    return [
        wrong(
            "beheerder",
            "Er is nog niemand die het portaal beheert. Geef zijn adres: --admin-email naam@dienst.be",
        )
    ]
