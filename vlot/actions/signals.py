"""Verbs on signals to the task force."""

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from vlot import notices, rules
from vlot.actions.locks import locked_case, refuse_closed
from vlot.models import Intervention, Theme, ThemeStep


class AlreadySignalled(Exception):
    """A call is signalled to Flanders once."""

    def __init__(self, intervention: Intervention) -> None:
        super().__init__(
            f"Deze oproep is al gesignaleerd op {timezone.localtime(intervention.signalled_at):%d/%m/%Y}."
        )


class ThemeSettled(Exception):
    """The task force is done with this theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(f"Het thema “{theme}” is afgerond. Een nieuw signaal krijgt een nieuw thema.")


@transaction.atomic
def signal_intervention(
    *,
    intervention: Intervention,
    signal: str,
    theme: Theme | None = None,
    new_theme: str = "",
    by: Membership,
) -> Intervention:
    """Tell Flanders that this is bigger than one town. Once per call (AlreadySignalled), while it is open.

    `new_theme` opens a theme of that name, or joins the one that has it; ThemeSettled when it is done with.
    """
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    refuse_closed(locked)
    if locked.signalled_at is not None:
        raise AlreadySignalled(locked)
    if new_theme:
        theme, created = Theme.objects.get_or_create(
            title=new_theme, defaults={"topic": locked.topic, "opened_by": by.user}
        )
        if created:
            record("theme.opened", theme, by=by, changes={"title": new_theme})
    if theme is not None:
        theme = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
        if theme.settled_at is not None:
            raise ThemeSettled(theme)
    locked.signal, locked.signalled_at, locked.signalled_by = signal, timezone.now(), by.user
    locked.theme = theme
    locked.validate_constraints()
    locked.save(update_fields=["signal", "signalled_at", "signalled_by", "theme"])
    record("intervention.signalled", locked, by=by, changes={"signal": signal, "theme": theme})
    notices.intervention_signalled(locked, by=by)
    return locked


@transaction.atomic
def note_theme_step(*, theme: Theme, text: str, settled: bool = False, by: Membership) -> ThemeStep:
    """What the task force did with a theme; `settled` ends it. Raises ThemeSettled after that. The teams are told."""
    insist(by, rules.may_follow_theme(by))
    locked = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    if locked.settled_at is not None:
        raise ThemeSettled(locked)
    step = ThemeStep.objects.create(theme=locked, text=text, noted_by=by.user)
    if settled:
        locked.settled_at, locked.settled_by = timezone.now(), by.user
        locked.save(update_fields=["settled_at", "settled_by"])
    record("theme.settled" if settled else "theme.followed_up", locked, by=by, changes={"text": text})
    notices.theme_followed_up(step, by=by)
    return step
