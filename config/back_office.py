"""The Django admin as back office of the Flemish services."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from accounts.rules import may_open_back_office


class BackOffice(AdminSite):
    """Open to staff who wear a hat of ABB, Het Facilitair Bedrijf or VLOT."""

    site_header = "Huisvestingstool – beheer"
    site_title = "Huisvestingstool – beheer"
    index_title = "Beheer"
    site_url = "/"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_staff and may_open_back_office(getattr(request, "by", None))
