"""What people may type about calls to VLOT; validates, never saves."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst

from accounts.models import Kind, Membership
from audit.shown import KnowsWhatItShowed
from households.forms.fields import DelicateMixin
from housing.forms.filters import TextSearch
from housing.forms.place_field import PlaceField
from housing.models import Offer, Site
from housing.models.offers import CALLED_AFTER, OfferQuerySet
from municipalities.models import Province
from municipalities.town_field import TownField
from vlot.models import (
    Answer,
    Channel,
    Intervention,
    Result,
    Team,
    TeamMembership,
    Theme,
    Topic,
)


def offers_called(offers: OfferQuerySet) -> OfferQuerySet:
    """With what they are called after, the newest first."""
    return offers.select_related("municipality").only(*CALLED_AFTER).order_by("-pk")


DAMAGED = "Het formulier is beschadigd. Open het opnieuw."


class GroupedTopics(ModelChoiceIterator):
    """The topics under the parts of the mission, each in its order."""

    def __iter__(self) -> Iterator[Any]:
        topics = list(self.queryset)
        yield ("", self.field.empty_label)
        for group in Topic.Group:
            if there := [self.choice(topic) for topic in topics if topic.group == group]:
                yield (capfirst(str(group.label)), there)


class TopicField(forms.ModelChoiceField):
    """One of the topics in use."""

    iterator = GroupedTopics

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Waarover gaat het?")
        kwargs.setdefault("empty_label", "Kies een onderwerp")
        kwargs.setdefault("error_messages", {"required": "Kies een onderwerp."})
        super().__init__(queryset=Topic.objects.to_choose(), **kwargs)

    def label_from_instance(self, topic: Topic) -> str:
        return topic.name


class InterventionForm(DelicateMixin, forms.ModelForm):
    """A question to VLOT: short for a municipality, with the municipality's name for VLOT during a call."""

    TEXTS = ("question",)

    form_token = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"invalid": DAMAGED, "required": DAMAGED}
    )
    municipality = TownField()
    topic = TopicField()
    site = PlaceField(label="Over welke locatie gaat het?", noun="locatie", required=False)
    offer = PlaceField(label="Over welk aanbod gaat het?", noun="aanbod", required=False)

    class Meta:
        model = Intervention
        fields = (
            "topic",
            "question",
            "urgency",
            "caller_name",
            "caller_phone",
            "caller_email",
            "site",
            "offer",
        )
        widgets = {"question": forms.Textarea(attrs={"rows": 4}), "urgency": forms.RadioSelect}
        labels = {"question": "Wat is de vraag?"}
        help_texts = {"question": "Schrijf geen namen van bewoners en niets over hun gezondheid of herkomst."}

    fieldsets: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Wie belt?", ("municipality", "caller_name", "caller_phone")),
        ("Wat is de vraag?", ("topic", "question", "urgency")),
        ("Mag ook later", ("caller_email",)),
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.use_required_attribute = False
        self.asks_municipality = by.is_kind(Kind.VLOT)
        if self.asks_municipality:
            del self.fields["site"], self.fields["offer"]  # all sites of Flanders help nobody during a call
        else:
            del self.fields["municipality"]
            here = {"municipality": by.organisation.municipality}
            sites, offers = cast(PlaceField, self.fields["site"]), cast(PlaceField, self.fields["offer"])
            sites.among = Site.objects.visible_to(by).filter(**here).only("name").order_by("name", "pk")
            offers.among = offers_called(Offer.objects.visible_to(by).filter(**here))
            self.fields["caller_name"].label = "Wie mogen we bellen?"
            self.fieldsets = (
                ("Wat is de vraag?", ("topic", "question", "urgency", "site", "offer")),
                ("Wie mogen we bellen?", ("caller_name", "caller_phone", "caller_email")),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.asks_municipality:
            data["municipality"] = self.by.organisation.municipality
        return data

    def validate_constraints(self) -> None:
        """The codes are choices here, and a municipality is always filled in."""


class SortForm(KnowsWhatItShowed, forms.Form):
    """Where a mail came from, and what it is about."""

    municipality = TownField()
    topic = TopicField()

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topic"]
        topics.queryset = Topic.objects.to_choose(kept=intervention.topic_id)


class LinkForm(KnowsWhatItShowed, forms.ModelForm):
    """Which site and which offer of the municipality a call is about."""

    site = PlaceField(label="Locatie", noun="locatie", required=False)
    offer = PlaceField(label="Aanbod", noun="aanbod", required=False)

    class Meta:
        model = Intervention
        fields = ("site", "offer")

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = {"municipality": self.instance.municipality_id}
        self.kept_offer = self.instance.offer
        sites, offers = cast(PlaceField, self.fields["site"]), cast(PlaceField, self.fields["offer"])
        sites.among = Site.objects.visible_to(by).filter(**here).only("name").order_by("name", "pk")
        offers.among = offers_called(Offer.objects.visible_to(by).filter(**here).exclude(status="draft"))
        if not offers.among.exists():
            del self.fields["offer"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data.setdefault("offer", self.kept_offer)  # VLOT sees the site of an offer, not the offer itself
        return data

    def validate_constraints(self) -> None:
        """Only two columns are asked here."""


class HandOverForm(forms.Form):
    """Who takes over: a colleague of the team, or another team (and then perhaps somebody of it)."""

    to = forms.ModelChoiceField(
        label="Wie neemt over?",
        queryset=TeamMembership.objects.none(),
        required=False,
        empty_label="Nog niemand: in de wachtrij van het team",
    )
    team = forms.ModelChoiceField(
        label="Welk team?",
        queryset=Team.objects.select_related("province"),
        required=False,
        empty_label="Het team van wie overneemt",
    )
    note = forms.CharField(
        label="Wat moet de volgende weten?",
        help_text="Alleen voor VLOT: wat is gedaan, wat is beloofd, wat loopt nog?",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intervention = intervention
        places: Any = self.fields["to"]
        places.queryset = TeamMembership.objects.filter(
            membership__in=Membership.objects.open()
        ).select_related("membership__user", "membership__organisation", "team__province")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        place: TeamMembership | None = data.get("to")
        team = data.get("team") or (place.team if place else None)
        if team is None:
            raise forms.ValidationError("Kies een collega of een team.", code="nobody")
        if place is not None and place.team_id != team.pk and not place.team.is_central:
            self.add_error("to", f"{place.membership.user} werkt niet in het {team}.")
        if team.pk == self.intervention.team_id and (
            place is None or place.membership.user_id == self.intervention.assignee_id
        ):
            raise forms.ValidationError("Kies iemand anders of een ander team.", code="same")
        data["team"], data["to"] = team, place.membership if place else None
        return data


class ReopenForm(forms.Form):
    reason = forms.CharField(label="Waarom opent u de oproep opnieuw?", max_length=240)


class SatisfactionForm(forms.Form):
    """One question to the municipality."""

    answer = forms.ChoiceField(
        label="Hielp VLOT u vooruit?", choices=Answer.choices, widget=forms.RadioSelect
    )
    remark = forms.CharField(label="Wat kan beter?", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CloseForm(DelicateMixin, forms.Form):
    TEXTS = ("outcome", "helped")

    result = forms.ChoiceField(label="Resultaat", choices=Result.choices, widget=forms.RadioSelect)
    outcome = forms.CharField(
        label="Antwoord aan de gemeente",
        help_text="De gemeente leest dit: wat is het antwoord, en wie doet wat nog?",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    helped = forms.CharField(
        label="Wat hielp?",
        required=False,
        help_text="Voor collega's met dezelfde vraag: wat werkte, en wat niet?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignalForm(forms.Form):
    theme = forms.ModelChoiceField(
        label="Bij welk thema hoort het?",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="Een nieuw thema, of nog geen",
        help_text="Is het hetzelfde probleem als in een andere oproep? Kies dan hetzelfde thema.",
    )
    new_theme = forms.CharField(label="Nieuw thema", max_length=120, required=False)
    signal = forms.CharField(
        label="Wat moet Vlaanderen weten?",
        help_text="Het Agentschap Binnenlands Bestuur leest dit. Beschrijf het probleem, geen personen.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes: Any = self.fields["theme"]
        themes.queryset = Theme.objects.visible_to(by).filter(settled_at__isnull=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("theme") and data.get("new_theme"):
            self.add_error("new_theme", "Kies een thema of typ een nieuw, niet allebei.")
        return data


class InterventionFilter(django_filters.FilterSet):
    zoek = TextSearch("question", "municipality__name", "outcome", "topic__name", letter="O")
    toestand = django_filters.ChoiceFilter(
        field_name="status", label="Toestand", choices=Intervention.Status.choices, empty_label="Alle"
    )
    onderwerp = django_filters.ModelChoiceFilter(
        field_name="topic", label="Onderwerp", queryset=Topic.objects.all(), empty_label="Alle"
    )
    provincie = django_filters.ModelChoiceFilter(
        field_name="municipality__province",
        label="Provincie",
        queryset=Province.objects.all(),
        empty_label="Alle",
    )
    sorteren = django_filters.ChoiceFilter(
        label="Sorteerlijst",
        choices=[("ja", "e-mails zonder gemeente")],
        empty_label="Alle",
        method="to_sort",
    )
    opvolging = django_filters.ChoiceFilter(
        label="Opgevolgd door",
        choices=[("ik", "mezelf"), ("niemand", "nog niemand")],
        empty_label="Alle",
        method="followed_up_by",
    )
    signaal = django_filters.ChoiceFilter(
        label="Signaal", choices=[("ja", "alleen gesignaleerd")], empty_label="Alle", method="signalled"
    )

    class Meta:
        model = Intervention
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, by: Membership, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        sees_flanders = by.is_kind(Kind.ABB) or any(team.is_central for team in teams)
        if not sees_flanders:
            del self.filters["signaal"]
            if len(teams) < 2:
                del self.filters["provincie"]
        if not by.is_kind(Kind.VLOT):
            del self.filters["opvolging"], self.filters["sorteren"]

    def to_sort(self, queryset: QuerySet[Intervention], name: str, value: str) -> QuerySet[Intervention]:
        return queryset.filter(channel=Channel.MAIL, municipality__isnull=True)

    def followed_up_by(
        self, queryset: QuerySet[Intervention], name: str, value: str
    ) -> QuerySet[Intervention]:
        if value == "ik":
            return queryset.filter(assignee=self.by.user)
        return queryset.filter(status=Intervention.Status.OPEN)

    def signalled(self, queryset: QuerySet[Intervention], name: str, value: str) -> QuerySet[Intervention]:
        return queryset.filter(signalled_at__isnull=False)
