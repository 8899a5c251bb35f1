"""The Django admin as back office of the Flemish services."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.rules import may_open_back_office
from operations.status.rules import may_see_state


class BackOffice(AdminSite):
    """Open to staff who wear a hat of ABB, Het Facilitair Bedrijf or VLOT."""

    site_header = "Huisvestingstool – beheer"
    site_title = "Huisvestingstool – beheer"
    index_title = "Beheer"
    site_url = "/"
    enable_nav_sidebar = True

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through the one door of the portal, with its second step; Django's own form asks only a password."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        shown = {"may_see_state": may_see_state(request.by)}  # type: ignore[attr-defined]
        return super().index(request, {**(extra_context or {}), **shown})

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_staff and may_open_back_office(getattr(request, "by", None))
