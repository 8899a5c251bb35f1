"""The open data in the back office: what was published, what was hidden and why, and publishing a week again."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from audit.back_office import WindowAdmin
from spread import actions
from spread.disclosure import HOLD, THRESHOLD
from spread.forms import CorrectionForm
from spread.models import Level, Publication
from spread.rules import may_correct_publication

SMALL = f"minder dan {THRESHOLD} personen, of niemand"
CORE = "om een andere gemeente van de provincie niet te laten uitrekenen"
HELD = f"was de voorbije {HOLD} weken afgeschermd"
TOTAL = "het totaal zou een afgeschermde gemeente verraden"


def hidden_rows(publication: Publication) -> list[dict[str, Any]]:
    """What was left out, with the reason; for officials only, because the reason tells who is small."""
    small, core = (set(publication.protection[name]) for name in ("small", "core"))
    return [
        {"name": row["name"], "province": row["province"], "code": row["code"], "why": _why(row, small, core)}
        for row in publication.rows
        if row["hidden"]
    ]


def _why(row: dict[str, Any], small: set[str], core: set[str]) -> str:
    if row["level"] != Level.MUNICIPALITY:
        return TOTAL
    if row["code"] in small:
        return SMALL
    return CORE if row["code"] in core else HELD


@admin.register(Publication)
class PublicationAdmin(WindowAdmin):
    """Every version of every week. A correction is made by the verb; what was published stays."""

    list_title = "Open data per week"
    list_display = ("week", "revision", "on", "key", "small_shown", "core_shown", "published_at", "reason")
    list_per_page = 60
    list_filter = ("key",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        return Publication.objects.visible_to(getattr(request, "by", None)).listed()

    @admin.display(description="kleine aantallen")
    def small_shown(self, publication: Any) -> int:
        return int(publication.small_count)

    @admin.display(description="nodig om ze af te schermen")
    def core_shown(self, publication: Any) -> int:
        return int(publication.core_count)

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/verbeteren/",
            self.admin_site.admin_view(self.correction_view),
            name="spread_publication_correction_add",
        )
        return [page, *super().get_urls()]

    def correction_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form for the reason; what comes of it is shown on its own address."""
        if not may_correct_publication(getattr(request, "by", None)):
            raise PermissionDenied
        publication = get_object_or_404(Publication, pk=pk)
        return self.verb_page(
            request,
            CorrectionForm(request.POST or None),
            partial(actions.correct_publication, publication=publication),
            refusals=(actions.NotTheNewest, actions.NothingToCorrect, actions.NoFiguresOfTheWeek),
            template="admin/spread/publication/correct.html",
            title="Een week opnieuw publiceren",
            publication=publication,
        )

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What was published and what was not, with the reasons."""
        publication = self.whole(request, object_id)
        if not isinstance(publication, Publication):
            return redirect("admin:index")
        newest = Publication.objects.of_week(None)
        versions = Publication.objects.filter(week=publication.week).exclude(pk=publication.pk)
        return self.page(
            request,
            "admin/spread/publication/publication.html",
            title=str(publication),
            publication=publication,
            hidden=hidden_rows(publication),
            count=len(publication.level(Level.MUNICIPALITY)),
            versions=versions.defer("rows", "protection").order_by("revision"),
            may_correct=newest == publication and may_correct_publication(getattr(request, "by", None)),
        )
