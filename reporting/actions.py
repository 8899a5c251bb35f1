"""The verbs of reporting: it writes only what is its own."""

from collections.abc import Sequence

from django.db import connection, transaction

from accounts.allowed import insist
from accounts.models import Membership
from reporting import rules
from reporting.models import KEPT_ITEMS, FirstStepsHidden

# One statement: opening is done all day. The rows that are looked at are those from before it, so as many less may
# stay. A household that was erased while its number waited in the cache stays out: who erases holds its row
# (households.protection.erasing), so that this waits for him and then reads what he wrote.
REMEMBER = """
WITH known AS (
    SELECT id FROM households_household WHERE id = ANY(%(households)s) AND erased_at IS NULL FOR KEY SHARE
), opened AS (
    INSERT INTO reporting_recentitem (membership_id, kind, key, opened_at)
    SELECT %(by)s, kind, key, clock_timestamp() + place * interval '1 microsecond'
    FROM unnest(%(kinds)s::text[], %(keys)s::text[]) WITH ORDINALITY AS opened (kind, key, place)
    WHERE kind <> 'household' OR key IN (SELECT id::text FROM known)
    ON CONFLICT (membership_id, kind, key) DO UPDATE SET opened_at = EXCLUDED.opened_at RETURNING id
)
DELETE FROM reporting_recentitem WHERE id IN (
    SELECT id FROM reporting_recentitem WHERE membership_id = %(by)s AND id NOT IN (SELECT id FROM opened)
    ORDER BY opened_at DESC, id DESC OFFSET %(others)s
)
"""


@transaction.atomic(savepoint=False)
def remember_opened(*, things: Sequence[tuple[str, str]], by: Membership) -> None:
    """Keep that this hat just now opened these things (kind, key), the last one last; of the KEPT_ITEMS last things,
    each stands there once. A household that was erased meanwhile is left out."""
    insist(by, rules.may_look_for_things(by))
    opened = list(dict.fromkeys(reversed(things)))[:KEPT_ITEMS][::-1]
    with connection.cursor() as cursor:
        cursor.execute(
            REMEMBER,
            {
                "by": by.pk,
                "kinds": [kind for kind, _ in opened],
                "keys": [key for _, key in opened],
                "households": [int(key) for kind, key in opened if kind == "household"],
                "others": KEPT_ITEMS - len(opened),
            },
        )


@transaction.atomic
def hide_first_steps(*, by: Membership) -> None:
    """This hat knows its way: its first steps are not shown any more. A second time changes nothing."""
    insist(by, rules.may_hide_first_steps(by))
    FirstStepsHidden.objects.get_or_create(membership=by)
