"""One thing that is typed as people call it, where there may be thousands to choose from: nobody finds one in a list of
those, and a page that brings them all is slow."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Model


class ThingField(forms.CharField, ABC):
    """A thing by its name or number. Its value is the thing; None when it is left empty and may be.

    What was typed stays in the field when it means nothing, or more than one thing. A subclass says which things are
    meant, how one is called in the field, and what people read who typed something else.
    """

    SHOWN = 6  # of things that may be meant: how many a message names
    ANOTHER = "nog een andere"  # behind those, when there are more

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    @abstractmethod
    def meant(self, typed: str) -> Sequence[Any]:
        """What this may mean; at most one more than SHOWN is looked at."""

    @abstractmethod
    def of_number(self, pk: int) -> Any:
        """The thing with this primary key, as the form of a model gives it; None when there is none."""

    def called(self, thing: Any) -> str:
        """As it stands in the field, and is understood when it comes back."""
        return str(thing)

    def in_doubt(self, thing: Any) -> str:
        """As a message calls it that asks which one is meant."""
        return self.called(thing)

    @abstractmethod
    def unknown(self, typed: str) -> str:
        """What is said when it means nothing."""

    @abstractmethod
    def ambiguous(self, typed: str, which: str) -> str:
        """What is said when it may be `which`, in words."""

    def clean(self, value: Any) -> Any:
        typed: str = super().clean(value)
        if not typed:
            return None
        found = self.meant(typed)
        if not found:
            raise forms.ValidationError(self.unknown(typed), code="unknown")
        if len(found) > 1:
            *first, last = [self.in_doubt(thing) for thing in found[: self.SHOWN]]
            if len(found) > self.SHOWN:
                first, last = [*first, last], self.ANOTHER
            raise forms.ValidationError(
                self.ambiguous(typed, f"{', '.join(first)} of {last}"), code="ambiguous"
            )
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        """As it is called: a thing, or its number; what was typed as it was typed."""
        if isinstance(value, int):
            value = self.of_number(value) or ""
        return self.called(value) if isinstance(value, Model) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
