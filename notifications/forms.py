"""What people may type about the portal itself, and choose about what they are told."""

from typing import Any

from django import forms

from accounts.bots import ForPeople
from accounts.models import Membership
from notifications.kinds import AT_LEAST, How, NoticeKind, ways_of
from notifications.models import NoticeChoice


class BarrierForm(ForPeople):
    """What somebody cannot use. Open to all, and an address only for who wants an answer."""

    text = forms.CharField(
        label="Wat lukt niet?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Zeg wat u wilde doen en wat er gebeurde. Noem geen namen of gegevens van anderen.",
    )
    page = forms.CharField(label="Op welke pagina?", max_length=200, required=False)
    email = forms.EmailField(
        label="Uw e-mailadres",
        required=False,
        help_text="Alleen als u een antwoord wilt.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


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
