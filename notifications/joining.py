"""What people are told about access to an organisation."""

from django.urls import reverse

from accounts.models import JoinRequest, Kind, Membership, Organisation
from notifications.kinds import NoticeKind
from notifications.outbox import notify


def join_request_changed(request: JoinRequest) -> None:
    """Tell who has to decide, or the person who asked what was decided."""
    organisation, user = request.organisation, request.user
    match request.status:
        case JoinRequest.Status.ASKED:
            _tell_who_decides(request)
        case JoinRequest.Status.ACCEPTED:
            notify(
                kind=NoticeKind.ACCESS,
                organisation=organisation,
                user=user,
                subject=f"U hebt toegang tot {organisation}",
                body=f"U kunt nu in de Huisvestingstool werken voor {organisation}.",
                url=reverse("home"),
            )
        case JoinRequest.Status.DECLINED:
            notify(
                kind=NoticeKind.ACCESS,
                organisation=organisation,
                user=user,
                subject=f"Geen toegang tot {organisation}",
                body=f"De beheerder van {organisation} gaf u geen toegang: {request.explanation}",
            )


def _tell_who_decides(request: JoinRequest) -> None:
    subject = f"{request.user} vraagt toegang tot {request.organisation}"
    body = (
        f"{request.user} ({request.user.email}) wil in de Huisvestingstool werken voor {request.organisation}. "
        "Kent u deze persoon? Geef toegang met een rol, of weiger met een reden."
    )
    url = reverse("accounts:join_decide", args=[request.pk])
    managers = Membership.objects.open().filter(
        organisation=request.organisation, role=Membership.Role.MANAGER
    )
    for manager in managers.select_related("user"):
        notify(
            kind=NoticeKind.ACCESS,
            organisation=request.organisation,
            user=manager.user,
            subject=subject,
            body=body,
            url=url,
        )
    if not managers:
        abb = Organisation.objects.filter(kind=Kind.ABB).first()
        if abb is not None:
            notify(kind=NoticeKind.ACCESS, organisation=abb, subject=subject, body=body, url=url)
