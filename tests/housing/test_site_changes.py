"""A site stays true after its approval: facts, units and documents change, never under people, always with a trace."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from accounts.models import Kind
from audit.models import AuditEvent
from documents.models import Document
from housing import actions
from housing.models import Site, SiteDocument, Stay, Unit
from municipalities.models import Change
from notifications.models import Notification
from tests.factories import (
    HouseholdFactory,
    InspectionFactory,
    OfferFactory,
    SiteFactory,
    StayFactory,
    UnitFactory,
    hat,
)
from tests.housing.test_findings import PNG
from tests.together import all_at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def site(company, local):
    return SiteFactory(organisation=company.organisation, name="Linde", contact_name="An Peeters")


@pytest.fixture
def unit(site):
    return UnitFactory(site=site, label="Kamer 1", places=4)


def page(name, thing):
    return reverse(f"housing:{name}", args=[thing.pk])


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def as_shown(client, url):
    """What a browser would send back of the form on this page."""
    form = client.get(url).context["form"]
    sent = {}
    for name, field in form.fields.items():
        value = form[name].value()
        for key in (name, f"initial-{name}"):
            prepared = field.prepare_value(value)
            if prepared not in (None, "", False) or (key.startswith("initial") and prepared is not None):
                sent[key] = str(prepared)
    return sent


def line(count, label, places, **features):
    return actions.UnitLine(count, label, places, **features)


# --- Facts


def test_the_municipality_changes_everything_and_the_spread_hears_of_it(client_for, site, local, company):
    Change.objects.all().delete()
    url = page("site_edit", site)
    client = client_for(local)
    sent = as_shown(client, url) | {
        "name": "Linde en Kastanje",
        "contact_name": "Bert Maes",
        "lift": "on",
        "minutes_to_school": "7",
        "rent": "650,50",
        "rent_per": "unit",
        "admits": "women",
    }
    assert client.post(url, sent).status_code == 302
    site = fresh(site)
    assert (site.name, site.contact_name, site.lift) == ("Linde en Kastanje", "Bert Maes", True)
    assert (site.minutes_to_school, str(site.rent), site.admits) == (7, "650.50", "women")
    assert Change.objects.filter(municipality=site.municipality, kind="places").exists()
    event = AuditEvent.objects.get(verb="site.edited")
    assert event.changes["name"] == ["Linde", "Linde en Kastanje"]
    assert set(event.changes) == {
        "name", "contact_name", "lift", "minutes_to_school", "rent", "rent_per", "admits"
    }  # fmt: skip
    told = Notification.objects.get(
        organisation=company.organisation, subject__startswith="Gegevens gewijzigd"
    )
    assert "contactpersoon" in told.body
    shown = client.get(page("site_detail", site)).content.decode()
    assert "naam Linde → Linde en Kastanje" in shown
    assert "Bert Maes" in shown and "→ Bert Maes" not in shown


def test_the_provider_changes_what_is_his_to_say_and_nothing_else(client_for, site, company):
    url = page("site_edit", site)
    client = client_for(company)
    form = client.get(url).context["form"]
    assert "contact_phone" in form.fields and "category" not in form.fields and "rent" not in form.fields
    client.post(url, as_shown(client, url) | {"contact_phone": "09 123 45 67", "name": "Gekaapt"})
    assert (fresh(site).contact_phone, fresh(site).name) == ("09 123 45 67", "Linde")
    with pytest.raises(NotAllowed):
        actions.edit_site(site=site, name="Gekaapt", by=company)


def test_what_does_not_fit_together_is_said_and_what_was_typed_stays(client_for, site, local):
    url = page("site_edit", site)
    client = client_for(local)
    response = client.post(
        url,
        as_shown(client, url) | {"category": "specific", "minutes_to_school": "900", "name": "Nieuwe naam"},
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert "Een specifiek verblijfscomplex is een" in text and "hoogstens 240" in text
    assert 'value="Nieuwe naam"' in text
    assert fresh(site).category == "private"


def test_two_colleagues_who_change_different_things_both_keep_theirs(client_for, site, local):
    url = page("site_edit", site)
    client = client_for(local)
    read_before = as_shown(client, url)
    actions.edit_site(site=site, name="Door een collega", by=local)
    client.post(url, read_before | {"contact_name": "Bert Maes"})
    assert (fresh(site).name, fresh(site).contact_name) == ("Door een collega", "Bert Maes")


def test_another_category_takes_back_the_confirmation_of_abb(site, local, abb):
    actions.edit_site(site=site, category="specific", kind="hotel", by=local)
    actions.confirm_site(site=site, by=abb)
    assert fresh(site).confirmed_at
    actions.edit_site(site=site, category="private", by=local)
    assert (fresh(site).confirmed_at, fresh(site).confirmed_by) == (None, None)


def test_changing_nothing_leaves_no_trace(client_for, site, local):
    url = page("site_edit", site)
    client = client_for(local)
    assert client.post(url, as_shown(client, url)).status_code == 302
    assert not AuditEvent.objects.filter(verb="site.edited").exists()


# --- More units


def test_more_units_go_on_after_the_last_one_and_are_free(site, unit, local):
    Change.objects.all().delete()
    actions.add_units(site=site, units=[line(2, "Kamer", 2, step_free=True), line(1, "Studio", 3)], by=local)
    added = {one.label: (one.places, one.step_free) for one in site.units.exclude(pk=unit.pk)}
    assert added == {"Kamer 2": (2, True), "Kamer 3": (2, True), "Studio": (3, False)}
    assert Unit.objects.free(on=TODAY).filter(site=site).count() == 4
    assert Change.objects.filter(kind="places").exists()
    assert AuditEvent.objects.get(verb="site.units_added").changes["places"] == 7
    actions.add_units(site=site, units=[line(1, "Studio", 3)], by=local)
    assert site.units.filter(label="Studio 2").exists()


def test_more_places_than_the_last_visit_found_need_a_new_visit(site, unit, local):
    InspectionFactory(offer=None, site=site, usable_places=6)
    actions.add_units(site=site, units=[line(1, "Kamer", 2)], by=local)
    with pytest.raises(actions.TooManyPlaces, match="bruikbaar"):
        actions.add_units(site=site, units=[line(1, "Kamer", 1)], by=local)
    with pytest.raises(actions.TooManyPlaces):
        actions.change_unit(unit=unit, places=5, by=local)


def test_nothing_is_added_without_a_unit(site, local):
    with pytest.raises(actions.NoUnits):
        actions.add_units(site=site, units=[], by=local)


def test_units_are_said_in_a_sentence_shown_and_added(client_for, site, unit, local):
    url, client = page("unit_add", site), client_for(local)
    rows = {"units-TOTAL_FORMS": "1", "units-INITIAL_FORMS": "0"}
    said = client.post(url, rows | {"sentence": "2 kamers van 3 plaatsen", "add_row": "sentence"})
    assert said.status_code == 200 and 'value="Kamer"' in said.content.decode()
    unclear = client.post(url, rows | {"sentence": "veel kamers", "add_row": "sentence"})
    assert unclear.status_code == 422
    empty = client.post(url, rows)
    assert empty.status_code == 422
    filled = rows | {"units-0-count": "2", "units-0-label": "Kamer", "units-0-places": "3"}
    response = client.post(url, filled, follow=True)
    assert "2 wooneenheden toegevoegd: Kamer 2, Kamer 3." in response.content.decode()


# --- One unit


def test_a_unit_gets_another_name_size_and_features(client_for, unit, local):
    Change.objects.all().delete()
    url, client = page("unit_edit", unit), client_for(local)
    sent = as_shown(client, url) | {"label": "Zolderkamer", "places": "3", "floor_area": "18,5", "cot": "on"}
    assert client.post(url, sent).status_code == 302
    unit = fresh(unit)
    assert (unit.label, unit.places, str(unit.floor_area), unit.cot) == ("Zolderkamer", 3, "18.5", True)
    assert Change.objects.filter(kind="places").exists()
    shown = client.get(page("site_detail", unit.site)).content.decode()
    assert "Kamer 1; naam Kamer 1 → Zolderkamer; slaapplekken 4 → 3" in shown


def test_a_unit_never_gets_smaller_than_who_lives_there_or_comes(client_for, unit, local):
    household = HouseholdFactory(registered_by=local.organisation, size=3)
    actions.hold_unit(household=household, unit=unit, move_in_on=TODAY + timedelta(days=20), by=local)
    url, client = page("unit_edit", unit), client_for(local)
    response = client.post(url, as_shown(client, url) | {"places": "2"})
    assert response.status_code == 422
    assert "Er wonen of komen meer personen" in response.content.decode()
    assert fresh(unit).places == 4
    actions.change_unit(unit=unit, places=3, by=local)


def test_postgresql_itself_refuses_a_unit_smaller_than_its_people(unit, local):
    stay = StayFactory(unit=unit, household__registered_by=local.organisation)
    stay.persons.set(stay.household.persons.all())
    with pytest.raises(IntegrityError, match="meer personen"), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(places=1)
    Unit.objects.filter(pk=unit.pk).update(places=2)


def test_who_left_does_not_keep_a_unit_big(unit, local):
    stay = StayFactory(unit=unit, household__registered_by=local.organisation)
    stay.persons.set(stay.household.persons.all())
    actions.end_stay(stay=stay, ends_on=TODAY, reason="own_housing", by=local)
    assert actions.change_unit(unit=unit, places=1, by=local).places == 1


@pytest.mark.django_db(transaction=True)
def test_making_smaller_and_moving_in_at_the_same_moment_ends_with_one(unit, local):
    household = HouseholdFactory(registered_by=local.organisation, size=4)

    def smaller():
        try:
            actions.change_unit(unit=Unit.objects.get(pk=unit.pk), places=2, by=local)
        except actions.NoRoom:
            return "late"
        return "first"

    def move_in():
        try:
            actions.hold_unit(household=household, unit=unit, move_in_on=TODAY, by=local)
        except actions.DoesNotFit:
            return "late"
        return "first"

    assert sorted(all_at_once(smaller, move_in)) == ["first", "late"]
    assert not Stay.objects.filter(unit__places__lt=4).exists()


def test_two_units_of_one_site_never_share_a_name(client_for, unit, local):
    UnitFactory(site=unit.site, label="Kamer 2")
    url, client = page("unit_edit", unit), client_for(local)
    response = client.post(url, as_shown(client, url) | {"label": "Kamer 2"})
    assert response.status_code == 422
    assert "al een eenheid met deze naam" in response.content.decode()


@pytest.mark.parametrize("typed", [{"places": "0"}, {"places": "veel"}, {"label": ""}, {"floor_area": "-3"}])
def test_a_unit_that_cannot_be_is_refused_at_its_field(typed, client_for, unit, local):
    url, client = page("unit_edit", unit), client_for(local)
    response = client.post(url, as_shown(client, url) | typed)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == typed.keys()


def test_a_unit_where_nobody_ever_lived_can_go(client_for, unit, local):
    UnitFactory(site=unit.site)
    Change.objects.all().delete()
    client = client_for(local)
    assert client.get(page("unit_remove", unit)).status_code == 200
    assert Unit.objects.filter(pk=unit.pk).exists(), "looking at the question removes nothing"
    client.post(page("unit_remove", unit))
    assert not Unit.objects.filter(pk=unit.pk).exists()
    assert Change.objects.filter(kind="places").exists()
    assert AuditEvent.objects.get(verb="site.unit_removed").changes == {"unit": "Kamer 1", "places": 4}


def test_a_unit_with_a_stay_stays_and_the_page_says_what_to_do_instead(client_for, unit, local):
    UnitFactory(site=unit.site)
    stay = StayFactory(unit=unit, household__registered_by=local.organisation)
    actions.end_stay(stay=stay, ends_on=TODAY, reason="own_housing", by=local)
    response = client_for(local).post(page("unit_remove", unit))
    assert response.status_code == 422
    assert "Stel de eenheid buiten gebruik" in response.content.decode()


def test_the_last_unit_does_not_go(unit, local):
    with pytest.raises(actions.CannotRemove, match="laatste"):
        actions.remove_unit(unit=unit, by=local)


# --- Documents


def upload(name="plan.png"):
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def test_documents_are_added_and_served_as_attachment_to_who_sees_the_site(client_for, site, local, company):
    url = page("site_documents", site)
    assert client_for(local).post(url, {"kind": "floor_plan", "documents": [upload()]}).status_code == 302
    link = SiteDocument.objects.get()
    file = reverse("housing:site_document", args=[site.pk, link.document_id])
    answer = client_for(company).get(file)
    assert answer["Content-Disposition"].startswith("attachment")
    b"".join(answer)
    assert client_for(hat(Kind.COMPANY)).get(file).status_code == 404
    elsewhere = SiteFactory(organisation=company.organisation)
    wrong_site = reverse("housing:site_document", args=[elsewhere.pk, link.document_id])
    assert client_for(company).get(wrong_site).status_code == 404
    assert "plan.png" in client_for(company).get(page("site_detail", site)).content.decode()


def test_the_contract_is_for_governments(client_for, site, local, company, governor):
    client_for(local).post(
        page("site_documents", site), {"kind": "contract", "documents": [upload("huur.png")]}
    )
    link = SiteDocument.objects.get()
    file = reverse("housing:site_document", args=[site.pk, link.document_id])
    assert client_for(company).get(file).status_code == 404
    assert "huur.png" not in client_for(company).get(page("site_detail", site)).content.decode()
    b"".join(client_for(governor).get(file))
    response = client_for(company).post(
        page("site_documents", site), {"kind": "contract", "documents": [upload()]}
    )
    assert response.status_code == 422


@pytest.mark.parametrize(
    "sent", [{"kind": "photo"}, {"kind": "", "documents": "x"}, {"kind": "photo", "documents": "virus"}]
)
def test_a_document_that_is_none_is_refused(sent, client_for, site, local):
    if sent.get("documents"):
        content = b"MZ\x90" if sent["documents"] == "virus" else PNG
        sent = {**sent, "documents": [SimpleUploadedFile("a.png", content)]}
    assert client_for(local).post(page("site_documents", site), sent).status_code == 422
    assert not SiteDocument.objects.exists()


def test_the_provider_takes_off_what_he_added_and_the_municipality_everything(
    client_for, site, local, company
):
    for by in (company, local, company):
        client_for(by).post(page("site_documents", site), {"kind": "photo", "documents": [upload()]})
    first, second, third = SiteDocument.objects.order_by("pk")

    def remove(link, by):
        url = reverse("housing:site_document_remove", args=[site.pk, link.document_id])
        return client_for(by).post(url).status_code

    assert (remove(second, company), remove(first, company), remove(third, local)) == (403, 302, 302)
    assert list(SiteDocument.objects.all()) == [second]
    assert Document.objects.count() == 1


# --- The page


def test_many_units_documents_visits_and_reports_cost_the_page_no_more_queries(client_for, site, unit, local):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client_for(local).get(page("site_detail", site)).status_code == 200
        return len(asked)

    def more():
        UnitFactory(site=site)
        InspectionFactory(offer=None, site=site)
        actions.report_change(site=site, text="Iets", by=local)
        client_for(local).post(page("site_documents", site), {"kind": "photo", "documents": [upload()]})

    more()
    queries()
    one = queries()
    for _ in range(4):
        more()
    assert queries() == one


def test_who_helps_with_places_sees_no_contact_visits_or_reports(client_for, site, facility, local):
    InspectionFactory(offer=None, site=site, safe=False, findings="Trap is kapot")
    actions.report_change(site=site, text="Twee kamers minder", by=local)
    shown = client_for(facility).get(page("site_detail", site)).content.decode()
    assert "An Peeters" not in shown and "Twee kamers minder" not in shown and "Plaatsbezoek van" not in shown
    assert "An Peeters" in client_for(local).get(page("site_detail", site)).content.decode()


def test_an_approved_offer_gives_its_contact_to_the_site(local, company):

    offer = OfferFactory(organisation=company.organisation, contact_phone="09 000 00 00")
    InspectionFactory(offer=offer)
    site = actions.approve_offer(offer=offer, units=[line(1, "Woning", 4)], by=local)
    assert (site.contact_name, site.contact_phone) == ("Contact", "09 000 00 00")


def test_a_site_does_not_close_before_it_opens(site, local):
    begin = site.available.lower
    with pytest.raises(actions.ClosedBeforeOpening, match="pas beschikbaar vanaf"):
        actions.close_site(site=site, on=begin - timedelta(days=1), reason="fout", by=local)
    with pytest.raises(IntegrityError, match="site_closed_after_opening"), transaction.atomic():
        Site.objects.filter(pk=site.pk).update(closed_on=begin - timedelta(days=1), closed_reason="x")


# --- Two officials, one place, two pages -----------------------------------------------------------------------


def test_who_changes_what_a_colleague_changed_meanwhile_sees_both_and_decides(client_for, local, site):
    client, url = client_for(local), page("site_edit", site)
    one, other = as_shown(client, url), as_shown(client, url)
    client.post(url, one | {"name": "Linde Noord", "contact_name": "Bea Claes"})
    answer = client.post(url, other | {"name": "Linde Zuid"})
    assert answer.status_code == 422 and fresh(site).name == "Linde Noord"
    (error,) = answer.context["form"].errors["name"]
    assert "“Linde Noord”" in error and "“Linde Zuid”" in error

    again = {name: answer.context["form"][name].value() for name in ("name",)}
    hidden = answer.context["form"].data["initial-name"]
    assert hidden == "Linde Noord" and f'value="{hidden}"' in answer.content.decode()
    assert client.post(url, other | again | {"initial-name": hidden}).status_code == 302
    assert (fresh(site).name, fresh(site).contact_name) == ("Linde Zuid", "Bea Claes")


def test_who_makes_the_same_change_or_another_field_is_in_nobodys_way(client_for, local, site):
    client, url = client_for(local), page("site_edit", site)
    one, same, beside = (as_shown(client, url) for _ in range(3))
    client.post(url, one | {"name": "Linde Noord"})
    assert client.post(url, same | {"name": "Linde Noord"}).status_code == 302
    assert client.post(url, beside | {"contact_name": "Bea Claes"}).status_code == 302
    assert (fresh(site).name, fresh(site).contact_name) == ("Linde Noord", "Bea Claes")


def test_negative_control_a_page_that_does_not_say_what_it_showed_overwrites(client_for, local, site):
    client, url = client_for(local), page("site_edit", site)
    one, other = as_shown(client, url), as_shown(client, url)
    client.post(url, one | {"name": "Linde Noord"})
    del other["initial-name"]
    assert client.post(url, other | {"name": "Linde Zuid"}).status_code == 302
    assert fresh(site).name == "Linde Zuid"


def test_two_officials_give_one_unit_another_number_of_places(client_for, local, unit):
    client, url = client_for(local), page("unit_edit", unit)
    one, other = as_shown(client, url), as_shown(client, url)
    assert client.post(url, one | {"places": "5", "step_free": "on"}).status_code == 302
    answer = client.post(url, other | {"places": "6"})
    (error,) = answer.context["form"].errors["places"]
    assert "“5”" in error and "“6”" in error
    assert (fresh(unit).places, fresh(unit).step_free) == (5, True)
