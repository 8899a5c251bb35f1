"""The trail in the back office: asked by who, what, when and about which thing, and taken along as a table."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from audit import wording
from audit.back_office import WindowAdmin
from audit.models import AuditEvent
from audit.trail import record
from audit.vocabulary import names_like, words_in
from documents.tables import XLSX, csv_lines, xlsx_file

HEADERS = ("Wanneer", "Wie", "Voor", "Handeling", "Soort", "Nummer", "Gewijzigd", "Controlegetal", "Code")
MOST_EXPORTED = 20_000
MOST_WORDS = 4  # of a search; each is looked up in both vocabularies
REFERENCE = re.compile(r"^\s*[A-Z]{1,4}-0*(\d+)\s*$", re.IGNORECASE)  # "H-000123", as people write a number


class TypedFilter(admin.SimpleListFilter):
    """A filter with a field to type in: a list of every organisation or verb would be longer than the page."""

    template = "admin/typed_filter.html"
    input_type = "text"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("", "")]  # without any, Django leaves the filter out

    def choices(self, changelist: Any) -> Iterator[Any]:
        """One entry: what the field in the template needs, with what else was asked."""
        others = [
            (name, value)
            for name, values in changelist.get_filters_params().items()
            if name != self.parameter_name
            for value in (values if isinstance(values, list) else [values])
        ]
        query = [("q", changelist.query)] if changelist.query else []
        yield {
            "others": others + query,
            "name": self.parameter_name,
            "value": self.value() or "",
            "input_type": self.input_type,
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }


class OrganisationFilter(TypedFilter):
    title = "voor welke organisatie"
    parameter_name = "organisatie"

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        typed = self.value()
        return (
            queryset.filter(organisation_name__in=names_like("organisation_name", typed))
            if typed
            else queryset
        )


class VerbFilter(TypedFilter):
    """By a part of its words, or by the code that the export names."""

    title = "handeling"
    parameter_name = "handeling"

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        typed = self.value()
        return (
            queryset.filter(Q(verb__startswith=typed) | Q(verb__in=wording.meant(typed)))
            if typed
            else queryset
        )


class DayFilter(TypedFilter):
    """One day by the clock of Brussels; what is no day finds nothing."""

    title = "dag"
    parameter_name = "dag"
    input_type = "date"

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        if not (typed := self.value()):
            return queryset
        try:
            begin = timezone.make_aware(datetime.combine(date.fromisoformat(typed), time.min))
        except ValueError:
            return queryset.none()
        end = timezone.make_aware(datetime.combine(date.fromisoformat(typed) + timedelta(days=1), time.min))
        return queryset.filter(occurred_at__gte=begin, occurred_at__lt=end)


class KindFilter(admin.SimpleListFilter):
    """The kinds of things that the trail is about."""

    title = "soort"
    parameter_name = "target_type"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        kinds = ((kind, wording.kind_of(kind)) for kind in words_in("target_type"))
        return sorted(kinds, key=lambda kind: kind[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        return queryset.filter(target_type=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(WindowAdmin):
    """Search by the number of a thing (also as "H-000123") or by a name."""

    list_display = ("occurred_at", "said", "kind", "target_id", "user_name", "organisation_name")
    fields = ("occurred_at", "said", "kind", "target_id", "user_name", "organisation_name", "told", "code")
    readonly_fields = ("said", "kind", "told", "code")
    list_filter = (VerbFilter, OrganisationFilter, DayFilter, KindFilter)
    search_fields = ("=target_id",)
    search_help_text = "Nummer van een dossier (ook als H-000123), of een naam."
    actions = ("as_spreadsheet", "as_csv")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent], search_term: str
    ) -> tuple[QuerySet[AuditEvent], bool]:
        if written := REFERENCE.match(search_term):
            return queryset.filter(target_id=written[1]), False
        for word in search_term.split()[:MOST_WORDS]:
            queryset = queryset.filter(
                Q(target_id=word)
                | Q(user_name__in=names_like("user_name", word))
                | Q(organisation_name__in=names_like("organisation_name", word))
            )
        return queryset, False

    @admin.display(description="handeling", ordering="verb")
    def said(self, event: AuditEvent) -> str:
        return wording.said(event.verb)

    @admin.display(description="soort", ordering="target_type")
    def kind(self, event: AuditEvent) -> str:
        return wording.kind_of(event.target_type)

    @admin.display(description="wijzigingen")
    def told(self, event: AuditEvent) -> str:
        lines = format_html_join("", "<li>{}: {}</li>", wording.told(event.changes, event.target_type))
        return format_html("<ul>{}</ul>", lines) if event.changes else "geen"

    @admin.display(description="code")
    def code(self, event: AuditEvent) -> str:
        return format_html("<code>{}</code>", f"{event.verb} {event.target_type}")

    @admin.action(description="Als Excel downloaden")
    def as_spreadsheet(self, request: HttpRequest, events: QuerySet[AuditEvent]) -> HttpResponseBase | None:
        if not self.few_enough(request, events, "xlsx"):
            return None
        file = xlsx_file(HEADERS, lines(events), title="Spoor")
        return FileResponse(file, as_attachment=True, filename=file_name("xlsx"), content_type=XLSX)

    @admin.action(description="Als csv downloaden")
    def as_csv(self, request: HttpRequest, events: QuerySet[AuditEvent]) -> HttpResponseBase | None:
        if not self.few_enough(request, events, "csv"):
            return None
        response = StreamingHttpResponse(
            csv_lines(HEADERS, lines(events)), content_type="text/csv; charset=utf-8"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name("csv")}"'
        return response

    def few_enough(self, request: HttpRequest, events: QuerySet[AuditEvent], form: str) -> bool:
        """Whether the table may leave; the trail keeps who took how many."""
        number = events.count()
        if number > MOST_EXPORTED:
            messages.error(request, f"Filter eerst: een tabel telt hoogstens {MOST_EXPORTED} rijen.")
            return False
        by = request.by  # type: ignore[attr-defined]
        record("trail.exported", by.organisation, by=by, changes={"rows": number, "form": form})
        return True


def lines(events: QuerySet[AuditEvent]) -> Iterator[list[Any]]:
    """What was changed as the names of the fields, never what stood in them."""
    for event in events.iterator(chunk_size=1_000):
        yield [
            f"{timezone.localtime(event.occurred_at):%d/%m/%Y %H:%M:%S}",
            event.user_name,
            event.organisation_name,
            wording.said(event.verb),
            wording.kind_of(event.target_type),
            event.target_id,
            ", ".join(wording.named(name, event.target_type) for name in event.changes),
            event.digest,
            event.verb,
        ]


def file_name(form: str) -> str:
    return f"spoor-{timezone.localdate():%Y-%m-%d}.{form}"
