"""Pages of lists of any length: counting stops where nobody turns pages any more, and turning pages never stops.

An address asks for a page by its number (`?pagina=3`: what "3" means today), for what comes after or before a row
(`3na57`, `2voor40`: so nothing is skipped or shown twice when rows come in between two pages), or for the end of the
list (`einde`). "Volgende" and "Vorige" ask by row, and cost the same on the first page and on the thousandth; numbers
go as far as was counted.
"""

import re
from typing import Any, NamedTuple, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Func, IntegerField, QuerySet
from django.utils.functional import cached_property

from audit.keyset import Order, order_of

# Counting a million rows costs a page 100 ms and more of PostgreSQL; up to so many costs one or two, at any size.
MOST_COUNTED = 10_000
# A number beside a list, of what waits for somebody, goes as far as this.
MOST_WAITING = 1_000
# From here a page reads the numbers of its rows first, in an index if there is one, and then only its own rows.
DEEP = 500

END = "einde"
ADDRESS = re.compile(r"(?P<number>[1-9][0-9]{0,8})?(?:(?P<way>na|voor)(?P<row>[1-9][0-9]{0,17}))?")


class Asked(NamedTuple):
    """What an address asks: a page by number, or the rows `way` ("na", "voor") the one with the number `row`."""

    number: int | None = None
    way: str = ""
    row: int = 0

    @classmethod
    def read(cls, typed: Any) -> Self:
        """Whatever is typed: what makes no sense asks for the first page."""
        if typed == END:
            return cls(way=END)
        found = ADDRESS.fullmatch(str(typed or ""))
        if found is None:
            return cls()
        number, way, row = found["number"], found["way"] or "", found["row"]
        return cls(int(number) if number else None, way, int(row) if row else 0)

    def __str__(self) -> str:
        return self.way if self.way == END else f"{self.number or ''}{self.way}{self.row or ''}"


class Counted(NamedTuple):
    """How many there are; `is_capped` when there are more than that, and nobody counted on."""

    number: int
    is_capped: bool

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> Self:
        """Up to MOST_WAITING: beyond that, a number beside a list says nothing more. One query."""
        return cls.up_to(rows.order_by()[: MOST_WAITING + 1].count())

    @staticmethod
    def apart(rows: QuerySet[Any]) -> Func:
        """The same as a part of another query, for `up_to`: counted once, whatever that query brings."""
        numbers = ArraySubquery(rows.order_by().values("pk")[: MOST_WAITING + 1])
        return Func(numbers, function="cardinality", output_field=IntegerField())

    @classmethod
    def up_to(cls, found: int) -> Self:
        return cls(min(found, MOST_WAITING), found > MOST_WAITING)


class ListPage(Page):
    """A page, and what its neighbours are called in an address. `number` is 0 for a page whose place nobody counted:
    those that were reached from the end of a list that is longer than was counted."""

    paginator: "CappedPaginator"
    comes_before: bool | None = None  # whether there are rows before and after, when that was seen
    comes_after: bool | None = None

    def has_previous(self) -> bool:
        return self.number > 1 if self.comes_before is None else self.comes_before

    def has_next(self) -> bool:
        if self.comes_after is not None:
            return self.comes_after
        return self.number < self.paginator.num_pages or self.goes_on()

    def goes_on(self) -> bool:
        """Past what was counted."""
        return self.paginator.is_capped and self.paginator.order is not None and len(self) > 0

    def previous_asked(self) -> str:
        if not self.has_previous():
            return ""
        if self.number == 1:
            return str(Asked(1))  # rows came in before this one
        before = self.number - 1 if self.number else None
        return self._asked(before, "voor", 0)

    def next_asked(self) -> str:
        return self._asked(self.number + 1 if self.number else None, "na", -1) if self.has_next() else ""

    def end_asked(self) -> str:
        """The end of a list of which nobody knows the last number."""
        return END if self.has_next() and self.goes_on() else ""

    def numbers(self) -> list[int]:
        """The numbers to choose from: the first, the last that was counted, and those around this page; 0 is a gap."""
        last = self.paginator.num_pages
        shown = {1, last, *range(max(1, self.number - 1), min(last, self.number + 1) + 1)}
        if self.number > last:
            shown = {1, last, self.number}
        numbers: list[int] = []
        for number in sorted(shown):
            before = numbers[-1] if numbers else 0
            if number - before == 2:
                numbers.append(number - 1)
            elif number - before > 2:
                numbers.append(0)
            numbers.append(number)
        return numbers

    def _asked(self, number: int | None, way: str, place: int) -> str:
        if self.paginator.order is None or not len(self):
            return str(Asked(number))
        return str(Asked(number, way, self[place].pk))

    def start_index(self) -> int:
        return (self.number - 1) * self.paginator.per_page + 1 if self.number and len(self) else 0

    def end_index(self) -> int:
        return self.start_index() + len(self) - 1 if self.number and len(self) else 0


class CappedPaginator(Paginator):
    """Django's pages, of the first MOST_COUNTED rows; `is_capped` when there are more, which one reaches page by page
    or from the end."""

    @cached_property
    def counted(self) -> int:
        rows: Any = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by()[: MOST_COUNTED + 1].count()
        return len(rows)

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        return self.counted > MOST_COUNTED

    @cached_property
    def order(self) -> Order | None:
        return order_of(self.object_list)

    def get_page(self, number: Any) -> ListPage:
        """The page that this address asks; the nearest there is when there is none (any more)."""
        asked = Asked.read(number)
        if asked.way == END and not self.is_capped:
            return self.page(self.num_pages)
        found = self._by_row(asked, self.order) if asked.way and self.order is not None else None
        return self.page(min(asked.number or 1, self.num_pages)) if found is None else found

    def page(self, number: Any) -> ListPage:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = first + self.per_page if self.is_capped else min(first + self.per_page, self.count)
        rows: Any = self.object_list
        if first >= DEEP and self.order is not None:
            numbers = list(rows.values_list("pk", flat=True)[first:last])
            return ListPage(rows.filter(pk__in=numbers), number, self)
        return ListPage(rows[first:last], number, self)

    def _by_row(self, asked: Asked, order: Order) -> ListPage | None:
        """Read from the row that the address names; None when that is gone, or nothing comes there any more."""
        backwards = asked.way != "na"
        if asked.way == END:
            rows: Any = order.from_the_end()
        else:
            rows = order.before(asked.row) if backwards else order.after(asked.row)
        found = [] if rows is None else list(rows[: self.per_page + 1])
        more, found = len(found) > self.per_page, found[: self.per_page]
        if not found:
            return None
        if backwards and not more:
            return self.page(1)
        number = asked.number or 0
        page = ListPage(
            found[::-1] if backwards else found,
            number if self.is_capped else min(number, self.num_pages),
            self,
        )
        page.comes_before, page.comes_after = (more, asked.way != END) if backwards else (True, more)
        return page
