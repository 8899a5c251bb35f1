"""Guidance in the demo: the shipped guides, good practice in every state, and the reports of the last months."""

from datetime import date

from accounts.models import Kind
from config.demo.accounts import Cast, token
from vlot.guidance import actions
from vlot.guidance.models import Guide, Theme
from vlot.guidance.shipped import shipped_guides
from vlot.oversight.actions import publish_month
from vlot.oversight.months import month_before

MONTHS = 3


def tell_guidance(cast: Cast, *, on: date) -> None:
    """Gent shares what worked and it helped next door; one text waits for VLOT, one for the neighbour's agreement."""
    actions.load_guides(shipped=shipped_guides())
    street = Guide.objects.get(code="buurt-voorbereiden")
    actions.publish_guide(
        guide=street,
        code=street.code,
        title=street.title,
        summary=street.summary,
        theme=street.theme,
        situations=street.situations,
        body=street.body,
        audience=street.audience,
        must_read=[Kind.GOVERNOR],
        valid_from=street.valid_from,
        change_note="Gouverneurs bevestigen voortaan dat ze dit lazen.",
        by=cast.vlot,
    )
    bikes = actions.submit_practice(
        form_token=token("fietsen"),
        title="Een fietsenpot voor wie werk vindt",
        theme=Theme.SERVICES,
        situation="Bewoners vonden werk in ploegen, maar om vijf uur 's ochtends rijdt er geen bus.",
        done="We vroegen de kringwinkel om twintig oude fietsen. Twee bewoners herstelden ze met een mecanicien. "
        "Wie werk vindt, krijgt een fiets in bruikleen, met slot en licht.",
        result="Na zes weken reden twaalf mensen ermee naar het werk. Drie gingen stuk; die herstelden ze zelf.",
        contact_allowed=True,
        contact="Dienst Samenleven, 09 000 12 61",
        by=cast.gent,
    )
    services = Guide.objects.filter(code="scholen-kinderopvang-en-diensten")
    actions.publish_practice(practice=bikes, guides=services, by=cast.vlot)
    actions.say_it_helped(practice=bikes, times=4, by=cast.neighbour)
    actions.submit_practice(
        form_token=token("bewonersraad"),
        title="Een bewonersraad die de beurtrol maakt",
        theme=Theme.NUISANCE,
        situation="In de gedeelde keuken was er elke week ruzie over wie opruimt.",
        done="Elke gang koos iemand voor een raad van een halfuur per week. De raad maakt de beurtrol.",
        result="Er zijn nog klachten, maar ze worden in de raad besproken. We moesten maar één keer tussenkomen.",
        by=cast.gent,
    )
    open_day = actions.submit_practice(
        form_token=token("opendeur"),
        title="Opendeurdag voor de buren",
        theme=Theme.COLLECTIVE,
        situation="De buurt vernam uit de krant dat het klooster opvang werd.",
        done="We gingen deur aan deur en hielden een opendeurdag voor de eerste bewoners kwamen.",
        result="Honderd buren kwamen kijken; acht wilden helpen.",
        by=cast.neighbour,
    )
    actions.propose_text(
        practice=open_day,
        **{**open_day.texts(), "title": "Een opendeurdag vóór de eerste bewoners komen"},
        remark="De titel zegt nu ook wanneer u het deed: dat maakt het verschil.",
        guides=Guide.objects.filter(code="buurt-voorbereiden"),
        by=cast.vlot,
    )
    for back in range(MONTHS - 1, -1, -1):
        publish_month(on=month_before(on.replace(day=1), back))
