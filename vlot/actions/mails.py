"""The verb on mail to the mailbox of VLOT: a message becomes a case, or goes to the case that it answers."""

from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Kind, Membership, Organisation
from audit.trail import record
from documents.actions import store_document
from municipalities.lookup import municipalities_named
from municipalities.models import Municipality, Province
from vlot import notices, rules
from vlot.actions.calls import reopen_intervention
from vlot.actions.locks import locked_case
from vlot.actions.teams import team_of
from vlot.mail_reading import ReadMail
from vlot.models import OF_MAIL, Channel, Intervention, InterventionDocument, ReceivedMail, Urgency


class TakenIn(NamedTuple):
    """What became of a message: its case, and whether it is a new one, and whether the message was new."""

    intervention: Intervention
    new_case: bool
    new_mail: bool


@transaction.atomic
def take_in_mail(*, mail: ReadMail, by: Membership) -> TakenIn:
    """Keep a message once: as a new case of the team of the province in its subject (without a code: of the central
    team), or with the case of the thread that it answers, which opens again when it was closed."""
    insist(by, rules.may_take_in_mail(by))
    token = uuid5(NAMESPACE_URL, f"vlot/mail/{mail.message_id}")
    known = ReceivedMail.objects.select_related("intervention").filter(message_id=mail.message_id).first()
    if known is not None:
        return TakenIn(known.intervention, new_case=False, new_mail=False)
    before = ReceivedMail.objects.thread_of(mail.answers)
    intervention = locked_case(before.intervention) if before else _new_case(mail, token=token, by=by)
    received, new_mail = ReceivedMail.objects.get_or_create(
        message_id=mail.message_id,
        defaults={
            "intervention": intervention,
            "sender_name": mail.sender_name,
            "reply_address": mail.reply_address,
            "subject": mail.subject,
            "body": mail.body,
            "refused_files": "\n".join(mail.refused),
            "sent_at": mail.sent_at,
            "received_by": by.user,
        },
    )
    if new_mail:
        for checked in mail.files:
            document = store_document(checked=checked, by=by)
            InterventionDocument.objects.create(
                intervention=intervention, document=document, added_by=by.user
            )
        record("intervention.mailed", intervention, by=by, changes={"files": len(mail.files)})
        if before is not None:
            if not intervention.is_open:
                intervention = reopen_intervention(
                    intervention=intervention, reason="Er kwam een nieuwe e-mail in dit gesprek.", by=by
                )
            notices.mail_received(received)
    return TakenIn(received.intervention, new_case=before is None, new_mail=new_mail)


def _new_case(mail: ReadMail, *, token: UUID, by: Membership) -> Intervention:
    """One case per message, also when two read it at once: the token follows from its id."""
    province = Province.objects.filter(code=mail.province).first() if mail.province else None
    team, _ = team_of(province=province, by=by)
    municipality = municipality_of(mail.reply_address)
    intervention, created = Intervention.objects.get_or_create(
        asked_by=by.user,
        form_token=token,
        defaults={
            "municipality": municipality,
            "team": team,
            "topic_id": OF_MAIL,
            "question": "\n\n".join(part for part in (mail.subject, mail.body) if part) or "(lege e-mail)",
            "caller_name": mail.sender_name,
            "caller_email": mail.reply_address,
            "channel": Channel.MAIL,
            "urgency": Urgency.THIS_WEEK,
        },
    )
    if created:
        record(
            "intervention.asked", intervention, by=by, changes={"municipality": municipality, "team": team}
        )
        notices.intervention_asked(intervention, by=by)
    return intervention


def municipality_of(address: str) -> Municipality | None:
    """The municipality that writes from this address: by who has it in the portal, else by a domain such as gent.be.

    A mail can lie about its sender: this is a proposal, which the team sees and can change.
    """
    if not address:
        return None
    hat = (
        Membership.objects.at_work()
        .filter(user__email__iexact=address, organisation__kind=Kind.LOCAL_AUTHORITY)
        .select_related("organisation__municipality")
        .first()
    )
    if hat is not None:
        return hat.organisation.municipality
    authority = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY, email__iexact=address).first()
    if authority is not None:
        return authority.municipality
    labels = address.rpartition("@")[2].lower().split(".")
    found = municipalities_named(labels[-2]) if labels[-1] == "be" and len(labels) > 1 else []
    return found[0] if len(found) == 1 else None
