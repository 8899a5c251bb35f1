"""What people are told when somebody signs in as them with another device."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import KnownDevice, Membership
from notifications.kinds import NoticeKind
from notifications.outbox import notify


def device_used(device: KnownDevice) -> None:
    """To himself, about the first organisation that he acts for. Who acts for none yet has nothing to lose here."""
    hat = Membership.objects.hats_of(device.user).first()
    if hat is None:
        return
    moment = timezone.localtime(device.first_used_at)
    notify(
        kind=NoticeKind.ACCESS,
        organisation=hat.organisation,
        user=device.user,
        subject="Aangemeld met een nieuw toestel",
        body=(
            f"Op {moment:%d/%m/%Y} om {moment:%H.%M} uur meldde iemand zich met uw account aan op een toestel dat we "
            f"nog niet kenden: {device.name}. Was u dat? Dan hoeft u niets te doen. Was u dat niet? Meld dan alle "
            "andere toestellen af en verwittig de beheerder van uw organisatie."
        ),
        url=reverse("usersessions_list"),
    )
