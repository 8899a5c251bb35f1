"""What Het Facilitair Bedrijf has to read for the search of the guidance: playbooks and templates of contracts."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, Value
from django.urls import reverse

from accounts.models import Membership
from documents.shelves import Readable
from facility.models import ContractTemplate, PlaceKind, Playbook
from facility.models.rentals import ContractKind


def to_read(by: Membership) -> list[Readable]:
    """The newest published playbook of each kind, and each template in use, as far as this hat sees them. One query."""
    newest = Playbook.objects.published().order_by("kind", "-version").distinct("kind").values("pk")
    playbooks = (
        Playbook.objects.visible_to(by)
        .filter(pk__in=newest)
        .annotate(
            what=Value("playbook"),
            name=Value(""),
            review=Value(False),
            words=StringAgg("items__title", ". "),
        )
        .order_by()
        .values_list("what", "pk", "kind", "name", "version", "review", "words")
    )
    used = ContractTemplate.objects.in_use().values("pk")
    templates = (
        ContractTemplate.objects.visible_to(by)
        .filter(pk__in=used)
        .annotate(what=Value("template"), review=F("to_review"), words=Value(""))
        .order_by()
        .values_list("what", "pk", "kind", "name", "version", "review", "words")
    )
    found = [
        playbook_of(*row) if what == "playbook" else template_of(*row)
        for what, *row in playbooks.union(templates, all=True)
    ]
    return sorted(found, key=lambda one: (one.kind, one.title))


def playbook_of(pk: int, kind: str, _name: str, version: int, _review: bool, words: str) -> Readable:
    return Readable(
        "Draaiboek",
        f"Draaiboek {PlaceKind(kind).label}",
        f"Wat er klaar moet zijn voor de opening, punt per punt. Versie {version}.",
        words,
        reverse("facility:playbook_detail", args=[pk]),
    )


def template_of(pk: int, kind: str, name: str, version: int, to_review: bool, _words: str) -> Readable:
    label = ContractKind(kind).label
    return Readable(
        "Sjabloon in Word",
        name,
        f"Sjabloon van een {label}, versie {version}.",
        f"{label} sjabloon contract overeenkomst",
        reverse("facility:template_file", args=[pk]),
        to_review,
    )
