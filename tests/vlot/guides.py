"""What a guide or a good practice for a test needs; everything invented."""

import uuid

from django.utils import timezone


def guide_fields(**changes):
    return {
        "code": "rusturen",
        "title": "Rusturen",
        "summary": "Wat u afspreekt over de nacht.",
        "theme": "nuisance",
        "situations": "Er is lawaai na tien uur",
        "body": "## Afspreken\n\nOude tekst",
        "audience": ["local_authority"],
        "must_read": ["local_authority"],
        "valid_from": timezone.localdate(),
        **changes,
    }


def practice_fields(**changes):
    return {
        "form_token": uuid.uuid4(),
        "title": "Fietsenpot in de opvang",
        "theme": "services",
        "situation": "Wie werk vond, raakte er niet: er rijdt geen bus.",
        "done": "We herstelden twintig fietsen met de kringwinkel.",
        "result": "Twaalf mensen rijden nu zelf naar het werk.",
        **changes,
    }
