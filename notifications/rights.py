"""What people are told about rights: who is invited, and what has to be confirmed once a year."""

from datetime import timedelta

from django.urls import reverse

from accounts.models import Invitation, Kind, Membership, Organisation, RightsReview
from notifications.kinds import NoticeKind
from notifications.outbox import notify


def invitation_changed(invitation: Invitation) -> None:
    """Tell who is invited, or who invited that it was accepted. Of one that was withdrawn the link says so."""
    organisation = invitation.organisation
    match invitation.status:
        case Invitation.Status.SENT:
            notify(
                kind=NoticeKind.ACCESS,
                organisation=organisation,
                address=invitation.email,
                subject=f"Uitnodiging voor de Huisvestingstool: {organisation}",
                body=(
                    f"{invitation.invited_by} nodigt u uit om in de Vlaamse huisvestingstool te werken voor "
                    f"{organisation}, als {invitation.get_role_display()}.\n\n"
                    f"Volg de link en meld u aan met dit e-mailadres ({invitation.email}). De link werkt één keer, tot "
                    f"en met {invitation.expires_on - timedelta(days=1):%d/%m/%Y}. Verwacht u deze uitnodiging niet? "
                    "Dan hoeft u niets te doen: zonder u gebeurt er niets."
                ),
                url=invitation.link(),
            )
        case Invitation.Status.ACCEPTED:
            notify(
                kind=NoticeKind.ACCESS,
                organisation=organisation,
                user=invitation.invited_by,
                subject=f"{invitation.accepted_by} aanvaardde uw uitnodiging",
                body=(
                    f"{invitation.accepted_by} ({invitation.email}) werkt nu in de Huisvestingstool voor "
                    f"{organisation}, als {invitation.get_role_display()}."
                ),
                url=reverse("accounts:people"),
            )


def review_is_due(review: RightsReview, step: str) -> None:
    """Tell the administrators of the organisation, or ABB when it has none."""
    organisation, last_day = review.organisation, review.lapses_on - timedelta(days=1)
    match step:
        case RightsReview.Told.LAPSED:
            subject = f"Toegang gestopt: rechten van {organisation} niet bevestigd"
            body = (
                f"Niemand bevestigde wie nog voor {organisation} in de Huisvestingstool werkt. De rollen van collega's "
                f"werken sinds {review.lapses_on:%d/%m/%Y} niet meer. Zodra de lokale beheerder de lijst bevestigt, "
                "werken de rollen die hij behoudt opnieuw."
            )
        case RightsReview.Told.REMINDED:
            subject = f"Herinnering: bevestig de rechten van {organisation}"
            body = (
                f"De lijst van wie voor {organisation} in de Huisvestingstool werkt, is nog niet bevestigd. Na "
                f"{last_day:%d/%m/%Y} kunnen uw collega's niet meer werken."
            )
        case _:
            subject = f"Bevestig wie nog voor {organisation} werkt"
            body = (
                f"Eén keer per jaar kijkt de lokale beheerder na wie voor {organisation} in de Huisvestingstool werkt. "
                f"Doe dat tot en met {last_day:%d/%m/%Y}. Wie u niet bevestigt, kan daarna niet meer werken."
            )
    managers = Membership.objects.managers_of(organisation).select_related("user")
    for manager in managers:
        notify(
            kind=NoticeKind.ACCESS,
            organisation=organisation,
            user=manager.user,
            subject=subject,
            body=body,
            url=reverse("accounts:rights_confirm"),
        )
    if not managers:
        abb = Organisation.objects.filter(kind=Kind.ABB).first()
        if abb is not None:
            missing = f"{organisation} heeft geen lokale beheerder. Nodig er een uit in het beheer. "
            notify(kind=NoticeKind.ACCESS, organisation=abb, subject=subject, body=missing + body)
