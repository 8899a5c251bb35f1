"""What the makers of the demo data share: the day, the chance, the municipalities, and the rows made so far."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from accounts.models import Kind, Organisation, User
from audit.models import AuditEvent
from config.demo.words import Words, slug
from housing.models import FIRST_DAY
from municipalities.models import Municipality, PostalCode

SEED = "Vlaamse huisvestingstool"
PORTAL_OPENED = FIRST_DAY + timedelta(days=10)
BLOCK = 2_000  # numbers fetched at a time; what is left over stays a gap


@dataclass
class Town:
    """A municipality with its local government and the person who handles things there."""

    pk: int
    nis_code: str
    name: str
    province: str
    region: int
    postal_codes: list[str]
    population: int
    authority: Organisation
    municipality: Municipality
    officer: User = field(init=False)

    @property
    def slug(self) -> str:
        return slug(self.name)


@dataclass
class World:
    """The demo in the making. `rows` keeps the unsaved rows by model, in the order in which they were made."""

    on: date
    scale: float
    towns: list[Town]
    chance: Random = field(default_factory=lambda: Random(SEED))
    rows: dict[type[models.Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[type[models.Model], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = Words(self.chance)

    def add(self, model: type[models.Model], **fields: Any) -> Any:
        """A new row that already has its number, so that others can point to it before anything is written."""
        row = model(pk=self.number(model), **fields)
        self.rows[model].append(row)
        return row

    def number(self, model: type[models.Model]) -> int:
        stock = self.numbers.setdefault(model, [])
        if not stock:
            table, column = model._meta.db_table, model._meta.pk.column
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                    [f'"{table}"', column, BLOCK],
                )
                stock.extend(number for (number,) in reversed(cursor.fetchall()))
        return stock.pop()

    def trail(
        self,
        verb: str,
        target: models.Model,
        at: datetime,
        user: User,
        organisation: Organisation,
        **changes: Any,
    ) -> None:
        """An entry in the trail as the verb itself would have written it on that day."""
        self.rows[AuditEvent].append(
            AuditEvent(
                occurred_at=at,
                verb=verb,
                target_type=target._meta.label_lower,
                target_id=str(target.pk),
                user_id=user.pk,
                user_name=str(user),
                organisation_name=organisation.name,
                changes=changes,
            )
        )

    def token(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def at(self, day: date) -> datetime:
        """A moment in office hours of that day."""
        moment = time(self.chance.randint(8, 16), self.chance.randint(0, 59))
        return timezone.make_aware(datetime.combine(day, moment))

    def day_between(self, first: date, last: date) -> date:
        """Any day from `first` to `last`, both included; `first` when they are the wrong way round."""
        return first + timedelta(days=self.chance.randint(0, max((last - first).days, 0)))

    def days_ago(self, fewest: int, most: int) -> date:
        return self.on - timedelta(days=self.chance.randint(fewest, most))

    def weighted(self, options: Iterable[tuple[Any, float]]) -> Any:
        values, weights = zip(*options, strict=True)
        return self.chance.choices(values, weights)[0]

    def happens(self, probability: float) -> bool:
        return self.chance.random() < probability


def towns_of_today(population: Callable[[], dict[int, int]]) -> list[Town]:
    """The municipalities of today with their local government, by NIS code. Three queries."""
    codes: dict[int, list[str]] = defaultdict(list)
    for pk, code in PostalCode.objects.order_by("code").values_list("municipality_id", "code").distinct():
        codes[pk].append(code)
    authorities = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY).select_related(
        "municipality__province"
    )
    people = population()
    return sorted(
        (
            Town(
                pk=town.pk,
                nis_code=town.nis_code,
                name=town.name,
                province=town.province.code,
                region=town.reference_region_id or 0,
                postal_codes=codes[town.pk],
                population=people[town.pk],
                authority=authority,
                municipality=town,
            )
            for authority in authorities
            if (town := authority.municipality) is not None and town.merged_into_id is None
        ),
        key=lambda town: town.nis_code,
    )
