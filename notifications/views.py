"""What my organisation was told."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest
from audit.paging import CappedPaginator
from notifications.actions import mark_read
from notifications.models import Notification


def notification_list(request: HatRequest) -> HttpResponse:
    """Newest first, unread ones marked."""
    notifications = Notification.objects.visible_to(request.by)
    page = CappedPaginator(notifications, 25).get_page(request.GET.get("pagina"))
    return render(request, "notifications/notification_list.html", {"page": page})


@require_POST
def notification_open(request: HatRequest, pk: int) -> HttpResponse:
    """Mark as read and go to the page that it is about."""
    notification = get_object_or_404(Notification.objects.visible_to(request.by), pk=pk)
    mark_read(notification=notification, by=request.by)
    return redirect(notification.url or "notifications:notification_list")
