"""The verbs of reporting: it writes only what is its own."""

from django.db import connection, transaction

from accounts.allowed import insist
from accounts.models import Membership
from reporting import rules
from reporting.models import KEPT_ITEMS, FirstStepsHidden

# One statement: opening is done all day. The rows that are looked at are those from before it, so one less may stay.
REMEMBER = """
WITH opened AS (
    INSERT INTO reporting_recentitem (membership_id, kind, key, opened_at)
    VALUES (%(by)s, %(kind)s, %(key)s, clock_timestamp())
    ON CONFLICT (membership_id, kind, key) DO UPDATE SET opened_at = EXCLUDED.opened_at RETURNING id
)
DELETE FROM reporting_recentitem WHERE id IN (
    SELECT id FROM reporting_recentitem WHERE membership_id = %(by)s AND id NOT IN (SELECT id FROM opened)
    ORDER BY opened_at DESC, id DESC OFFSET %(others)s
)
"""


@transaction.atomic(savepoint=False)
def remember_opened(*, kind: str, key: str, by: Membership) -> None:
    """Keep that this hat opened this thing just now; of the KEPT_ITEMS last things, each stands there once."""
    insist(by, rules.may_look_for_things(by))
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, {"by": by.pk, "kind": kind, "key": key, "others": KEPT_ITEMS - 1})


@transaction.atomic
def hide_first_steps(*, by: Membership) -> None:
    """This hat knows its way: its first steps are not shown any more. A second time changes nothing."""
    insist(by, rules.may_hide_first_steps(by))
    FirstStepsHidden.objects.get_or_create(membership=by)
