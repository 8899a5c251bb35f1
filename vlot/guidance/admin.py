"""A window of the back office on the guidance; guides are written on their own pages."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from audit.back_office import WindowAdmin
from vlot.guidance.models import (
    GoodPractice,
    GuidanceDigest,
    Guide,
    GuideFile,
    GuideReading,
    LibraryVisit,
    PracticeHelp,
)


@admin.register(Guide)
class GuideAdmin(WindowAdmin):
    list_display = ("title", "theme", "version", "valid_from", "is_draft", "published_at")
    list_filter = ("theme", "is_draft")
    search_fields = ("title", "summary")
    exclude = ("search",)


@admin.register(GuideFile)
class GuideFileAdmin(WindowAdmin):
    list_display = ("document", "guide")
    list_select_related = ("document", "guide")


@admin.register(GuideReading)
class GuideReadingAdmin(WindowAdmin):
    list_display = ("guide", "version", "membership", "confirmed_at")
    list_filter = ("guide",)
    list_select_related = ("guide", "membership__user", "membership__organisation")


@admin.register(LibraryVisit)
class LibraryVisitAdmin(WindowAdmin):
    list_display = ("membership", "last_at", "before_at")
    list_select_related = ("membership__user", "membership__organisation")


@admin.register(GoodPractice)
class GoodPracticeAdmin(WindowAdmin):
    """What one sees on the pages too: the practice, not whom one may call."""

    list_display = ("title", "organisation", "theme", "status", "submitted_at", "published_at")
    list_filter = ("status", "theme")
    list_select_related = ("organisation",)
    search_fields = ("title", "situation")
    exclude = ("contact", "search")

    def get_queryset(self, request: HttpRequest) -> QuerySet[GoodPractice]:
        return super().get_queryset(request).visible_to(request.by)  # type: ignore[attr-defined]


@admin.register(PracticeHelp)
class PracticeHelpAdmin(WindowAdmin):
    list_display = ("practice", "organisation", "times", "said_at")
    list_select_related = ("practice", "organisation")


@admin.register(GuidanceDigest)
class GuidanceDigestAdmin(WindowAdmin):
    list_display = ("month", "guides", "practices", "told", "made_at")
