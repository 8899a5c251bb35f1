"""The row of a case as it is now, for the verbs on it."""

from audit.trail import IllegalTransition
from vlot.models import Intervention


def locked_case(intervention: Intervention) -> Intervention:
    """The row as it is now, kept from others until the end of the transaction."""
    return Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)


def refuse_closed(intervention: Intervention) -> None:
    """Raises IllegalTransition when the call is closed: nothing happens to it any more."""
    if not intervention.is_open:
        raise IllegalTransition(intervention, Intervention.Status.ASSIGNED)
