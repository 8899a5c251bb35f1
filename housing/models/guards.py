"""What PostgreSQL refuses across tables: nobody lives where there is no place, and no place goes away under people.

A CHECK sees one row only; these triggers see the others, under locks (first the unit, then the site), so that of two
people who act at the same moment one wins. They raise like a constraint, with a Dutch sentence as their message.

One more stands in migration 0016 only, for its table has no model of its own: a person who is added to a stay needs a
place there too (`person_has_a_place`, which raises as `stay_has_a_place`).
"""

import pgtrigger

from audit.constraints import refuse

TOO_FEW_PLACES = "Zo veel personen passen niet in deze wooneenheid. Kies een grotere wooneenheid."

STAY_HAS_A_PLACE = pgtrigger.Trigger(
    name="stay_has_a_place",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("period", "status", "unit_id"),
    declare=[("place", "record")],
    func=f"""
        IF NEW.status = 'cancelled' THEN RETURN NEW; END IF;
        PERFORM 1 FROM housing_unit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
        SELECT least(upper(site.available), site.closed_on) AS ends_on INTO place
        FROM housing_site site JOIN housing_unit unit ON unit.site_id = site.id
        WHERE unit.id = NEW.unit_id FOR SHARE OF site;
        IF place.ends_on IS NOT NULL AND (upper_inf(NEW.period) OR upper(NEW.period) > place.ends_on) THEN
            {refuse("stay_has_a_place", "Deze locatie is dan niet meer beschikbaar. Kies een vroegere einddatum.")}
        END IF;
        IF EXISTS (
            SELECT 1 FROM housing_unavailability out WHERE out.unit_id = NEW.unit_id AND out.period && NEW.period
        ) THEN
            {refuse("stay_has_a_place", "Deze wooneenheid is in die periode buiten gebruik. Kies een andere periode.")}
        END IF;
        IF (SELECT count(*) FROM housing_stay_persons person WHERE person.stay_id = NEW.id)
            > (SELECT places FROM housing_unit WHERE id = NEW.unit_id) THEN
            {refuse("stay_has_a_place", TOO_FEW_PLACES)}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)

SITE_STAYS_FOR_ITS_PEOPLE = pgtrigger.Trigger(
    name="site_stays_for_its_people",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("available", "closed_on"),
    func=f"""
        IF EXISTS (
            SELECT 1 FROM housing_stay stay JOIN housing_unit unit ON unit.id = stay.unit_id
            WHERE unit.site_id = NEW.id AND stay.status <> 'cancelled'
            AND least(upper(NEW.available), NEW.closed_on) IS NOT NULL
            AND (upper_inf(stay.period) OR upper(stay.period) > least(upper(NEW.available), NEW.closed_on))
        ) THEN
            {refuse("site_stays_for_its_people", "Er wonen dan nog mensen. Geef hen eerst een einddatum.")}
        END IF;
        RETURN NULL;
    """,  # noqa: S608  nothing of it comes from outside
)

UNIT_KEEPS_PLACES_FOR_ITS_PEOPLE = pgtrigger.Trigger(
    name="unit_keeps_its_places",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("places"),
    func=f"""
        IF EXISTS (
            SELECT 1 FROM housing_stay stay JOIN housing_stay_persons person ON person.stay_id = stay.id
            WHERE stay.unit_id = NEW.id AND stay.status <> 'cancelled'
            AND (upper_inf(stay.period) OR upper(stay.period) > (now() AT TIME ZONE 'Europe/Brussels')::date)
            GROUP BY stay.id HAVING count(*) > NEW.places
        ) THEN
            {refuse("unit_keeps_its_places", "Er wonen of komen meer personen. Geef hen eerst een andere plaats.")}
        END IF;
        RETURN NULL;
    """,  # noqa: S608  nothing of it comes from outside
)

UNIT_IN_USE_FOR_ITS_PEOPLE = pgtrigger.Trigger(
    name="unit_in_use_for_its_people",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("period", "unit_id"),
    func=f"""
        PERFORM 1 FROM housing_unit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT 1 FROM housing_stay stay
            WHERE stay.unit_id = NEW.unit_id AND stay.status <> 'cancelled' AND stay.period && NEW.period
        ) THEN
            {refuse("unit_in_use_for_its_people", "Er wonen dan mensen in deze eenheid, of ze is voorbehouden.")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)

STAY_AFTER_THE_OPENING = pgtrigger.Trigger(
    name="stay_after_the_opening",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "unit_id"),
    condition=pgtrigger.Q(new__status="lived_in"),
    func=f"""
        PERFORM 1 FROM housing_site site JOIN housing_unit unit ON unit.site_id = site.id
        WHERE unit.id = NEW.unit_id FOR SHARE OF site;
        IF EXISTS (
            SELECT 1 FROM housing_openinghold hold JOIN housing_unit unit ON unit.site_id = hold.site_id
            WHERE unit.id = NEW.unit_id AND hold.lifted_on IS NULL
        ) THEN
            {refuse("stay_after_the_opening", "Deze locatie is nog niet geopend. Werk eerst het draaiboek af.")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)

HOLD_BEFORE_PEOPLE = pgtrigger.Trigger(
    name="hold_before_people",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("site_id"),
    func=f"""
        PERFORM 1 FROM housing_site WHERE id = NEW.site_id FOR NO KEY UPDATE;
        IF NEW.lifted_on IS NULL AND EXISTS (
            SELECT 1 FROM housing_stay stay JOIN housing_unit unit ON unit.id = stay.unit_id
            WHERE unit.site_id = NEW.site_id AND stay.status = 'lived_in'
            AND (upper_inf(stay.period) OR upper(stay.period) > (now() AT TIME ZONE 'Europe/Brussels')::date)
        ) THEN
            {refuse("hold_before_people", "Hier wonen of komen al mensen: deze locatie is geopend.")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)

HOLD_STAYS_WHILE_OPEN = pgtrigger.Trigger(
    name="hold_stays_while_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    condition=pgtrigger.Q(old__open_items__gt=0),
    func=refuse("hold_stays_while_open", "Er staan nog punten open die de opening tegenhouden."),
)

OFFER_APPROVED_AFTER_ITS_VISIT = pgtrigger.Trigger(
    name="offer_approved_after_its_visit",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("status", "passed_inspection_id"),
    func=f"""
        IF NEW.status = 'approved' AND NOT EXISTS (
            SELECT 1 FROM housing_inspection visit
            WHERE visit.id = NEW.passed_inspection_id AND visit.offer_id = NEW.id
            AND visit.safe AND visit.healthy AND visit.dignified AND visit.usable_places > 0
            AND NOT EXISTS (
                SELECT 1 FROM housing_defect defect
                WHERE defect.inspection_id = visit.id AND defect.blocks AND defect.status <> 'solved'
            )
        ) THEN
            {refuse("offer_approved_after_its_visit", "Geen geslaagd plaatsbezoek, of nog een gebrek open.")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)

# Asked at the end of the transaction: the question is a row of its own, which may come after the offer's.
OFFER_WAITS_FOR_AN_ANSWER = pgtrigger.Trigger(
    name="offer_waits_for_an_answer",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__status="info_requested"),
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM housing_offermessage question
            WHERE question.offer_id = NEW.id AND question.due_on IS NOT NULL AND question.answered_at IS NULL
        ) AND EXISTS (
            SELECT 1 FROM housing_offer offer WHERE offer.id = NEW.id AND offer.status = 'info_requested'
        ) THEN
            {refuse("offer_waits_for_an_answer", "Schrijf op wat u van de aanbieder wilt weten, en tegen wanneer.")}
        END IF;
        RETURN NULL;
    """,  # noqa: S608  nothing of it comes from outside
)

STATE_IS_FOR_GOOD = pgtrigger.Trigger(
    name="subsidy_state_for_good",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__status="frozen"),
    func=refuse(
        "subsidy_state_for_good", "Een vastgelegde peildatum verandert niet meer. Maak een correctie."
    ),
)

LINE_IS_FOR_GOOD = pgtrigger.Trigger(
    name="subsidy_line_for_good",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("state_status", "text")],
    func=f"""
        IF TG_OP = 'INSERT' THEN
            SELECT status INTO state_status FROM housing_subsidystate WHERE id = NEW.state_id FOR SHARE;
            IF NEW.correction = (state_status = 'frozen') THEN RETURN NEW; END IF;
        END IF;
        {refuse("subsidy_line_for_good", "Een vastgelegde lijn verandert niet meer. Maak een correctie.")}
        RETURN NULL;
    """,  # noqa: S608  nothing of it comes from outside
)
