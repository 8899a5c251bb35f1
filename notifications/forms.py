"""What somebody may choose about what he is told."""

from typing import Any

from django import forms

from accounts.models import Membership
from notifications.kinds import AT_LEAST, How, NoticeKind, ways_of
from notifications.models import NoticeChoice


class NoticeChoicesForm(forms.Form):
    """One choice for each kind; what cannot be put off says why."""

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(NoticeChoice.objects.visible_to(by).values_list("kind", "how"))
        for kind in NoticeKind:
            ways = ways_of(kind)
            _, reason = AT_LEAST.get(kind, (frozenset(), ""))
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label[0].upper() + kind.label[1:],
                choices=[(how.value, how.label) for how in ways],
                initial=chosen.get(kind.value, How.AT_ONCE),
                help_text=reason,
            )
