"""Keeps programs off a form that is open to all, without another party, pictures to read or JavaScript.

Two questions that no person has to answer: a field that nobody sees stays empty, and between opening and sending lie at
least three seconds. A page that stood open for more than four hours gets a fresh mark. Whatever is refused stays on the
page and can be sent again. How often one network may send stands in `config.limits`; twice the same address makes one
account, for allauth knows it then.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

LONGEST_SECONDS = 4 * 3600


class TrapInput(forms.TextInput):
    """A field that is out of sight, out of the tab order and unknown to assistive technology."""

    template_name = "django/forms/widgets/trap.html"
    is_hidden = True


class ForPeople(forms.Form):
    """What a form for everybody inherits from."""

    website = forms.CharField(required=False, widget=TrapInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = _signer().sign("opened")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.data.get(self.add_prefix("website")):
            self.add_error(
                None, "We konden dit niet verzenden: een veld dat leeg moest blijven, was ingevuld."
            )
        elif trouble := self._trouble():
            self.add_error(None, trouble)
        return cleaned

    def _trouble(self) -> str:
        """What to do about the time between opening and sending, in a sentence; empty when it is right."""
        name = self.add_prefix("opened")
        mark = self.data.get(name, "")
        try:
            _signer().unsign(mark, max_age=LONGEST_SECONDS)
        except BadSignature:
            self.data = {**self.data.dict(), name: _signer().sign("opened")}  # type: ignore[attr-defined]
            return "Deze pagina stond lang open. Wat u invulde, staat er nog: verzend het nog eens."
        if _is_younger(mark, settings.FASTEST_SECONDS):
            return "Dat ging wel erg snel. Wat u invulde, staat er nog: verzend het nog eens."
        return ""


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="accounts.bots")


def _is_younger(mark: str, seconds: int) -> bool:
    """Whether a mark that is ours was made less than so many seconds ago."""
    try:
        _signer().unsign(mark, max_age=seconds - 1)
    except SignatureExpired:
        return False
    return seconds > 0
