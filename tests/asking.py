"""What the tests share that ask of a verb whom it refuses, also when no page asked first."""

from django.db import transaction

from accounts.allowed import NotAllowed


def refused(verb, call, by, *, but=()):
    """Whether the rule refuses this hat; whatever else happens is undone and of no interest here. `but` are the
    refusals that say something else than who may."""
    try:
        with transaction.atomic():
            verb(**call, by=by)
            transaction.set_rollback(True)
    except NotAllowed:
        return True
    except but:
        return False
    return False


def who_may(verb, call, hats, *, but=()):
    """The names of the hats that the verb does not refuse."""
    return {name for name, by in hats.items() if not refused(verb, call, by, but=but)}
