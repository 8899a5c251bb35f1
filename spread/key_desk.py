"""The keys in the back office: to look at, and to follow up with a new version that is rehearsed before it counts."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import date as date_text
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from audit.back_office import ReferenceAdmin
from municipalities.models import Indicator, Statistic
from spread import actions
from spread.explanations import nl
from spread.forms import SpreadKeyForm, starting_point
from spread.key_forms import KeyDraft
from spread.keys import ASKED_ELSEWHERE, PLACE_TYPES, TRANSFORMS, Key, Term
from spread.models import IndicatorSnapshot, SpreadKey
from spread.rehearsal import Rehearsal, rehearse
from spread.rules import may_add_key
from spread.targets import CannotPlace, NothingToSpreadBy


def percent(share: Fraction) -> Decimal:
    """A weight as a percentage, with at most two decimals."""
    return round(Decimal(share.numerator) * 100 / Decimal(share.denominator), 2)


def capped_at(term: Term, terms: Sequence[Term]) -> str:
    """What the cap of a term says, as the end of a sentence; empty without one."""
    if term.cap is None:
        return ""
    others = " en ".join(other.name for other in terms if other.code in term.cap.of)
    return f"; hoogstens {nl(percent(term.cap.fraction))} % van het gemiddelde van {others}"


def rehearsals(draft: KeyDraft, base: Key, after: Key) -> tuple[list[Rehearsal], str]:
    """The draft beside the version that it follows, on the newest day and on the earlier one that was asked.

    And why there is none, as a sentence; empty when there is.
    """
    newest = IndicatorSnapshot.objects.newest_day()
    if newest is None:
        return [], "Er zijn nog geen cijfers om op te proberen."
    days = [newest, draft.form.cleaned_data["rehearse_on"]]
    try:
        return [rehearse(base, after, on=day, newest=newest) for day in days if day is not None], ""
    except (NothingToSpreadBy, CannotPlace) as impossible:
        return [], str(impossible)


@admin.register(SpreadKey)
class SpreadKeyAdmin(ReferenceAdmin):
    """Keys to look at, and to follow up with a new version; a version itself is never edited."""

    list_display = ("name", "code", "version", "valid_shown", "leading", "computed", "decided_by")
    list_filter = ("code", "leading")
    change_form_template = "admin/spread/spreadkey/change_form.html"

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return may_add_key(getattr(request, "by", None)) and self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs, **({} if obj else {"form": SpreadKeyForm}))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return starting_point()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return SpreadKeyForm.Meta.fields
        return (
            "name", "code", "version", "statement", "valid_shown", "leading", "computed", "source", "decided_by",
            "terms_shown", "missing_shown", "place_weights_shown", "exempt_multiple", "cap_multiple", "floor_multiple",
            "total", "created_at", "created_by",
        )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: SpreadKey | None = None) -> Any:
        return self.get_fields(request, obj) if obj is not None else ()

    @admin.display(description="geldig", ordering="valid")
    def valid_shown(self, key: SpreadKey) -> str:
        begins = date_text(key.valid.lower, "d/m/Y")
        return f"{begins} tot {date_text(key.valid.upper, 'd/m/Y')}" if key.valid.upper else f"vanaf {begins}"

    @admin.display(description="factoren")
    def terms_shown(self, key: SpreadKey) -> SafeString:
        terms = key.read().terms
        return format_html_join(
            "",
            "<p>{}: {} % ({}{})</p>",
            (
                (term.name, nl(percent(term.weight)), TRANSFORMS[term.transform], capped_at(term, terms))
                for term in terms
            ),
        )

    @admin.display(description="cijfers die ontbreken")
    def missing_shown(self, key: SpreadKey) -> str:
        """What this key reads and nobody has given for any municipality."""
        names = dict(Indicator.choices) | ASKED_ELSEWHERE
        missing = sorted(key.read().indicators - Statistic.objects.known_indicators())
        if not missing:
            return "Geen."
        return (
            f"{', '.join(names[name] for name in missing)}. Zonder deze cijfers gaat hun gewicht naar de andere "
            "factoren."
        )

    @admin.display(description="gewicht per soort plaats")
    def place_weights_shown(self, key: SpreadKey) -> SafeString:
        weights = key.read().place_weights
        return format_html_join(
            "",
            "<p>{}: {} %</p>",
            ((label, nl(percent(weights[kind]))) for kind, label in PLACE_TYPES.items()),
        )

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/nieuwe-versie/",
            self.admin_site.admin_view(self.draft_view),
            name="spread_spreadkey_version_add",
        )
        return [page, *super().get_urls()]

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new version of this key: changed, rehearsed as often as one likes, and then adopted. Keeps no draft.

        What htmx asks while one types is only the rehearsal.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        base = get_object_or_404(SpreadKey, pk=pk)
        draft = KeyDraft(base, request.POST or None)
        found: list[Rehearsal] = []
        refused = ""
        valid = request.method == "POST" and draft.is_valid()
        if valid and draft.key is not None:
            if "adopt" in request.POST:
                try:
                    added = actions.add_key(by=request.by, **draft.fields())  # type: ignore[attr-defined]
                except actions.BeginsTooEarly as early:
                    draft.form.add_error("begins_on", str(early))
                else:
                    messages.success(
                        request, f"Vastgesteld: {added}, geldig vanaf {added.valid.lower:%d/%m/%Y}."
                    )
                    return redirect("admin:spread_spreadkey_change", added.pk)
            found, refused = rehearsals(draft, base.read(), draft.key)
        fragment = request.headers.get("HX-Request") == "true"
        template = "_rehearsal.html" if fragment else "draft.html"
        return self.page(
            request,
            f"admin/spread/spreadkey/{template}",
            title=f"Nieuwe versie van {base.name}",
            base=base,
            draft=draft,
            rehearsals=found,
            refused=refused,
            asked=request.method == "POST",
            valid=valid,
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        added = actions.add_key(by=request.by, **form.cleaned_data)  # type: ignore[attr-defined]
        obj.pk, obj.version, obj.valid = added.pk, added.version, added.valid
