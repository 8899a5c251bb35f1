"""Pages of lists of any length: counting stops where nobody turns pages any more."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

# Counting a million rows costs a page 100 ms and more of PostgreSQL; up to so many costs one or two, at any size.
# Whoever needs what lies beyond filters, sorts, or takes the list along as a file, which has all rows.
MOST_COUNTED = 10_000


class CappedPaginator(Paginator):
    """Django's pages, of the first MOST_COUNTED rows; `is_capped` when there are more."""

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
