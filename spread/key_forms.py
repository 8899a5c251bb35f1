"""The draft of a new version of a key, as fields that people fill in: the key itself, and one form per factor.

Together they make the data of `spread.keys.read_key`; what that finds wrong is said at the field that it is about.
"""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from municipalities.models import Indicator
from spread.explanations import nl
from spread.keys import ASKED_ELSEWHERE, TOLERANCE, TRANSFORMS, WEIGHTED_PLACES, InvalidKey, Key, read_key
from spread.models import SpreadKey
from spread.models.keys import KNOWN_INDICATORS
from spread.numbers import exact
from spread.rehearsal import day_with_figures

FIGURES = [
    (WEIGHTED_PLACES, "plaatsen die er al zijn, gewogen"),
    *Indicator.choices,
    *ASKED_ELSEWHERE.items(),
]
SCORES = [("", "geen"), ("ses_woa", ASKED_ELSEWHERE["ses_woa"])]
SPARE = 2  # empty factors under those that are there
FACTOR = re.compile(r"Factor “(?P<name>.*?)”[:,] (?P<problem>.*)", re.DOTALL)
# What a problem names, and the field of a factor that it belongs to; the first that fits.
FIELD_OF = [
    ("draagkracht", "transform"),
    ("bewerking", "transform"),
    ("gewicht", "weight"),
    ("veelvoud", "multiple"),
    ("score", "score"),
    ("grens (cap)", "cap_percent"),
    ("cijfer", "indicator"),
]
KEY_FIELD_OF = [
    ("vrijstelling", "exempt_multiple"),
    ("bovengrens", "cap_multiple"),
    ("ondergrens", "floor_multiple"),
    ("soort plaats", "own_percent"),
    ("totaal", "total"),
]


class PercentField(forms.CharField):
    """A percentage as people write it (35, 33,3) or a fraction of the whole (2/3); cleaned to an exact Fraction."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        written = text.replace("%", "").replace(",", ".").strip()
        number = exact(written)
        if number is None or number < 0:
            raise ValidationError(
                "Typ een percentage van 0 of meer, zoals 35 of 33,3, of een breuk zoals 2/3."
            )
        return number if "/" in written else number / 100

    def prepare_value(self, value: Any) -> Any:
        return as_percent(value) if isinstance(value, Fraction) else value


def as_percent(number: Fraction) -> str:
    """35 or 33,3; a fraction such as 2/3 where no four decimals say it exactly."""
    hundreds = number * 100
    if (hundreds * 10**4).denominator != 1:
        return str(number)
    return nl(Decimal((hundreds * 10**4).numerator).scaleb(-4))


def as_data(number: Fraction) -> str:
    """As a key keeps it: a decimal number when it has an end, else a fraction."""
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return format(decimal.normalize(), "f") if Fraction(decimal) == number else str(number)


TEXTS = ("name", "statement", "source", "decided_by")
LIMITS = ("exempt_multiple", "cap_multiple", "floor_multiple", "total")


class KeyDraftForm(forms.Form):
    """What a version says beside its factors. The code and the place of the key stay those of the version before."""

    begins_on = forms.DateField(
        label="Geldig vanaf",
        help_text="Een dag waarvoor nog geen cijfers gemaakt zijn: wat berekend is, verandert niet.",
    )
    own_percent = PercentField(
        label="Hoeveel telt een eigen plaats?",
        help_text="In procent. Eigen is publiek, nooddorp of collectief.",
    )
    other_percent = PercentField(
        label="Hoeveel telt een andere plaats?", help_text="In procent. Privaat en andere."
    )
    rehearse_on = forms.DateField(
        label="Toon ook een vroegere dag",
        required=False,
        help_text="Een repetitie: dezelfde sleutel op de plaatsen en cijfers van die dag. Leeg: alleen vandaag.",
    )

    def __init__(self, data: Any = None, *, base: SpreadKey) -> None:
        weights = base.read().place_weights
        super().__init__(
            data,
            initial={
                **{name: getattr(base, name) for name in (*TEXTS, *LIMITS)},
                "begins_on": SpreadKey.objects.first_open_day(base.code),
                "own_percent": weights["own"],
                "other_percent": weights["other"],
            },
        )
        self.base = base
        of_the_model = forms.fields_for_model(SpreadKey, fields=(*TEXTS, *LIMITS))
        of_the_model["source"].widget.attrs["rows"] = 3
        self.fields = {
            **{name: of_the_model[name] for name in TEXTS},
            "begins_on": self.fields["begins_on"],
            **{name: of_the_model[name] for name in LIMITS},
            **{name: self.fields[name] for name in ("own_percent", "other_percent", "rehearse_on")},
        }

    def clean_begins_on(self) -> date:
        begins_on: date = self.cleaned_data["begins_on"]
        first = SpreadKey.objects.first_open_day(self.base.code)
        if first is not None and begins_on < first:
            raise ValidationError(f"Deze versie kan ten vroegste op {first:%d/%m/%Y} beginnen.")
        return begins_on

    def clean_rehearse_on(self) -> date | None:
        on: date | None = self.cleaned_data["rehearse_on"]
        if on is not None and on >= timezone.localdate():
            raise ValidationError("Kies een dag vóór vandaag.")
        if on is None:
            return None
        found = day_with_figures(on)
        if found is None:
            raise ValidationError("Van die dag zijn er nog geen cijfers. Kies een latere dag.")
        return found


class TermForm(forms.Form):
    """One factor of the draft. What has no field (the source of a figure, a draagkracht) stays as it was."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Naam van de factor", max_length=120)
    weight = PercentField(
        label="Gewicht in procent", help_text="Alle factoren samen 100, of een breuk zoals 2/3."
    )
    indicator = forms.ChoiceField(label="Cijfer", choices=FIGURES, initial="population")
    transform = forms.ChoiceField(label="Bewerking", choices=list(TRANSFORMS.items()), initial="share")
    multiple = forms.DecimalField(
        label="Veelvoud", required=False, min_value=1, help_text="Alleen bij ‘ruimte tot een veelvoud’."
    )
    times = forms.ChoiceField(label="Eerst maal", choices=[("", "niets"), *Indicator.choices], required=False)
    score = forms.ChoiceField(label="Score", choices=SCORES, required=False)
    cap_percent = PercentField(
        label="Hoogstens zoveel procent van andere factoren",
        required=False,
        help_text="Van hun gemiddelde aandeel. Leeg: geen grens.",
    )
    cap_of = forms.CharField(
        label="Van welke factoren?", required=False, help_text="Hun namen, met een puntkomma ertussen."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("transform") == "room"
            and not cleaned.get("multiple")
            and "multiple" not in self.errors
        ):
            self.add_error("multiple", "Tot welk veelvoud van het gemiddelde is er ruimte?")
        if cleaned.get("transform") == "corrected_share" and not cleaned.get("score"):
            self.add_error("score", "Zeg met welke score het aandeel verandert.")
        if cleaned.get("cap_percent") is not None and not cleaned.get("cap_of"):
            self.add_error("cap_of", "Noem de factoren waarmee vergeleken wordt.")
        return cleaned

    def as_term(self, kept: dict[str, Any]) -> dict[str, Any]:
        """The data of the factor; `kept` is what it was before, empty for a new one."""
        cleaned = self.cleaned_data
        term = {
            name: value
            for name, value in kept.items()
            if name not in ("multiple", "times", "score", "cap", "modulation")
        }
        term |= {
            "code": cleaned["code"] or cleaned["name"],
            "name": cleaned["name"],
            "weight": as_data(cleaned["weight"]),
            "indicator": cleaned["indicator"],
            "transform": cleaned["transform"],
        }
        if kept.get("indicator") != cleaned["indicator"]:
            for note in ("source", "period", "unit", "note"):
                term.pop(note, None)  # they spoke of another figure
        if cleaned["times"]:
            term["times"] = cleaned["times"]
        match cleaned["transform"]:
            case "room":
                term["multiple"] = str(cleaned["multiple"])
            case "corrected_share":
                term["score"] = cleaned["score"]
            case "modulated_share":
                term["modulation"] = kept.get("modulation")
        if cleaned["cap_percent"] is not None:
            others = [name.strip() for name in cleaned["cap_of"].split(";") if name.strip()]
            cap = kept.get("cap") or {}
            term["cap"] = {**cap, "fraction": as_data(cleaned["cap_percent"]), "of": others}
        return term


class _Terms(forms.BaseFormSet):
    def add_fields(self, form: TermForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Deze factor weglaten"


TermFormSet = forms.formset_factory(
    TermForm, formset=_Terms, extra=SPARE, max_num=12, validate_max=True, can_delete=True
)


class KeyDraft:
    """The form of the key and those of its factors, as one: valid together, and a Key when they are."""

    def __init__(self, base: SpreadKey, data: Any = None) -> None:
        self.base = base
        self.form = KeyDraftForm(data, base=base)
        self.terms = TermFormSet(data, prefix="factor", initial=_initial(base))
        self.key: Key | None = None

    def is_valid(self) -> bool:
        """Whether the draft is a key; else each problem stands at its field."""
        right = self.form.is_valid()
        right = self.terms.is_valid() and right
        if not right:
            return False
        kept = [form for form in self.terms if form.cleaned_data and form not in self.terms.deleted_forms]
        if not kept:
            self.form.add_error(None, "Een sleutel heeft minstens één factor.")
            return False
        if not self._weigh(kept):
            return False
        try:
            self.key = read_key(**self._data(kept), known_indicators=KNOWN_INDICATORS)
        except InvalidKey as invalid:
            for problem in invalid.problems:
                self._say(problem, kept)
        return not self.form.errors and not any(form.errors for form in kept)

    def fields(self) -> dict[str, Any]:
        """The arguments of `actions.add_key`, once valid."""
        cleaned = self.form.cleaned_data
        kept = [form for form in self.terms if form.cleaned_data and form not in self.terms.deleted_forms]
        data = self._data(kept)
        texts = {name: cleaned[name] for name in (*TEXTS, "begins_on")}
        return {"code": self.base.code, "leading": self.base.leading, **texts, **data}

    def _data(self, kept: list[TermForm]) -> dict[str, Any]:
        cleaned = self.form.cleaned_data
        before = {term.get("code", term["name"]): term for term in self.base.terms}
        return {
            "terms": [form.as_term(before.get(form.cleaned_data["code"], {})) for form in kept],
            "place_weights": {
                "own": as_data(cleaned["own_percent"]),
                "other": as_data(cleaned["other_percent"]),
            },
            **{name: cleaned[name] for name in LIMITS},
        }

    def _weigh(self, kept: list[TermForm]) -> bool:
        of_all = sum((form.cleaned_data["weight"] for form in kept), Fraction(0))
        if abs(of_all - 1) <= TOLERANCE:
            return True
        percent = nl(round(Decimal(of_all.numerator) * 100 / Decimal(of_all.denominator), 2))
        kept[-1].add_error(
            "weight", f"De gewichten tellen samen op tot {percent} %, maar moeten samen 100 % zijn."
        )
        return False

    def _say(self, problem: str, kept: list[TermForm]) -> None:
        found = FACTOR.fullmatch(problem)
        for form in kept:
            if found and form.cleaned_data.get("name") == found["name"]:
                text = found["problem"]
                field = next((name for word, name in FIELD_OF if word in text), "transform")
                form.add_error(field, text[0].upper() + text[1:])
                return
        lower = problem.lower()
        self.form.add_error(next((name for word, name in KEY_FIELD_OF if word in lower), None), problem)


def _initial(base: SpreadKey) -> list[dict[str, Any]]:
    """The factors of a version as the forms show them."""
    names = {term.code: term.name for term in base.read().terms}
    return [
        {
            "code": term.code,
            "name": term.name,
            "weight": term.weight,
            "indicator": term.indicator,
            "transform": term.transform,
            "multiple": None if term.multiple is None else Decimal(str(float(term.multiple))),
            "times": term.times or "",
            "score": term.score or "",
            "cap_percent": term.cap.fraction if term.cap else None,
            "cap_of": "; ".join(names[code] for code in term.cap.of) if term.cap else "",
        }
        for term in base.read().terms
    ]
