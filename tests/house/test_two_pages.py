"""Two people have one thing open: whose page is overtaken is told at the field, with both values, and decides."""

from datetime import date
from typing import NamedTuple

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.forms import ModelForm
from django.urls import reverse
from lxml import html

from audit.models import AuditEvent
from audit.overtaken import Overtaken, alike, changes_of
from audit.shown import NOTHING, KnowsWhatItShowed
from config.access import HATS, PAGES, expected
from tests.browser_form import as_sent
from tests.facility.factories import SupportRequestFactory
from tests.factories import GuideRentFactory, SiteFactory
from tests.house.world import World


class Case(NamedTuple):
    """A form on which `hat` changes `field` into one or the other; somebody also changes `beside`."""

    page: str
    hat: str
    field: str
    one: str
    other: str
    beside: tuple[str, str] | None = None
    also: tuple[tuple[str, str], ...] = ()
    said: tuple[str, str] | None = None  # how both are called, where that is not as they are sent


CASES = [
    Case("housing:site_edit", "local", "name", "Linde Noord", "Linde Zuid", ("contact_name", "Bea Claes")),
    Case(
        "housing:site_edit", "local", "admits", "women", "families", ("contact_name", "Bea Claes"),
        said=("alleen vrouwen en hun kinderen", "alleen gezinnen met kinderen"),
    ),
    Case("housing:unit_edit", "local", "label", "Kamer Noord", "Kamer Zuid", ("cot", "on")),
    Case("housing:site_terms", "local", "turnaround_days", "3", "4", ("monthly_cost", "900.00")),
    Case(
        "housing:site_conditions", "local", "admits", "women", "families", ("open_to_others", "on"),
        said=("alleen vrouwen en hun kinderen", "alleen gezinnen met kinderen"),
    ),
    Case(
        "housing:stay_planned_end", "local", "last_day", "2040-01-31", "2041-01-31",
        said=("31/01/2040", "31/01/2041"),
    ),
    Case("households:household_edit", "local", "contact_phone", "09 111", "09 222", ("note", "Graag laag")),
    Case(
        "households:household_edit", "local", "need_step_free", "hard", "wish", ("note", "Graag laag"),
        said=("nodig", "liefst"),
    ),
    Case("households:household_edit", "local", "school_town", "Deinze", "Gent", ("note", "Graag laag")),
    Case("households:person_edit", "local", "given_name", "Olena", "Olga", ("a_card_number", "B 12")),
    Case("households:person_edit", "local", "born", "05/03/1990", "1991", ("a_card_number", "B 12")),
    Case("accounts:organisation", "local", "email", "a@gent.example", "b@gent.example", ("phone", "09 333")),
    Case(
        "accounts:membership_edit", "company", "role", "reader", "manager", also=(("stap", "rol"),),
        said=("Lezer: alles bekijken, niets wijzigen", "Lokale beheerder: ook collega's toegang geven"),
    ),
    Case(
        "accounts:membership_edit", "company", "ends_on", "2040-01-31", "2041-01-31", also=(("stap", "periode"),),
        said=("31/01/2040", "31/01/2041"),
    ),
    Case("facility:supplier_edit", "facility", "email", "a@b.example", "c@d.example", ("name", "Bedden NV")),
    Case("facility:playbook_item_edit", "facility", "title", "Water", "Stroom", ("days", "9")),
    Case("facility:property_edit", "facility", "name", "Kazerne", "Klooster", ("hold_days", "20")),
    Case(
        "facility:property_edit", "facility", "ends", "2040-01-31", "2041-01-31", ("hold_days", "20"),
        said=("31/01/2040", "31/01/2041"),
    ),
    Case(
        "facility:request_edit", "local", "title", "Bedden", "Kasten", ("persons", "9"), also=(("draft", "1"),),
    ),
    Case(
        "facility:opening_move", "facility", "opens_on", "2040-01-31", "2041-01-31",
        said=("31/01/2040", "31/01/2041"),
    ),
    Case("vlot:intervention_sort", "vlot", "municipality", "Deinze", "Lievegem"),
    Case("vlot:sector_contact_edit", "vlot", "function", "Loket", "Balie", ("remark", "Belt terug")),
    Case("vlot:possible_site_edit", "vlot", "owner", "Kerkfabriek", "Provincie", ("findings", "Dak lekt")),
]  # fmt: skip


def named(case: Case) -> str:
    return f"{case.page}-{case.field}"


@pytest.fixture
def url(world: World, case: Case) -> str:
    return world.url(next(page for page in PAGES if page.url == case.page))


def errors_on(answer) -> str:
    page = html.fromstring(answer.content.decode())
    return " ".join(error.text_content() for error in page.xpath("//*[@class='field__error']"))


def changed(sent: dict[str, list[str]], case: Case, **fields: str) -> dict[str, object]:
    return sent | dict(case.also) | fields


@pytest.mark.parametrize("case", CASES, ids=named)
def test_who_changes_what_a_colleague_changed_reads_both_and_decides(world, case, url):
    client = world.client(case.hat)
    one, other = (as_sent(client.get(url), case.field) for _ in range(2))
    assert client.post(url, changed(one, case, **{case.field: case.one})).status_code == 302
    stands = as_sent(client.get(url), case.field)
    answer = client.post(url, changed(other, case, **{case.field: case.other}))
    assert answer.status_code in (409, 422)
    assert as_sent(client.get(url), case.field) == stands, "nothing was written"
    for value in case.said or (case.one, case.other):
        assert f"“{value}”" in errors_on(answer)

    again = as_sent(answer, case.field)
    typed = changed({name: value for name, value in other.items() if not name.startswith("initial-")}, case)
    typed = {name: [value] if isinstance(value, str) else value for name, value in typed.items()}
    kept = typed.keys() - {case.field, *dict(case.also)}
    assert {name: again.get(name) for name in kept} == {name: typed[name] for name in kept}
    assert again[case.field] == [case.other], "what was typed still stands there"
    assert client.post(url, changed(again, case)).status_code == 302
    assert as_sent(client.get(url), case.field)[case.field] == [case.other]


@pytest.mark.parametrize("case", [case for case in CASES if case.beside], ids=named)
def test_who_changes_something_else_or_the_same_is_in_nobodys_way(world, case, url):
    client, (name, value) = world.client(case.hat), case.beside
    one, same, beside = (as_sent(client.get(url), case.field) for _ in range(3))
    for sent in (one, same):
        assert client.post(url, changed(sent, case, **{case.field: case.one})).status_code == 302
    assert client.post(url, changed(beside, case, **{name: value})).status_code == 302
    stands = as_sent(client.get(url), case.field)
    assert (stands[case.field], stands[name]) == ([case.one], [value])


@pytest.mark.parametrize("case", CASES[::3], ids=named)
def test_negative_control_a_page_that_does_not_say_what_it_showed_overwrites(world, case, url):
    client = world.client(case.hat)
    one, other = (as_sent(client.get(url), case.field) for _ in range(2))
    client.post(url, changed(one, case, **{case.field: case.one}))
    mute = {name: value for name, value in other.items() if not name.startswith("initial-")}
    assert len(mute) < len(other)
    assert client.post(url, changed(mute, case, **{case.field: case.other})).status_code == 302
    assert as_sent(client.get(url), case.field)[case.field] == [case.other]


def test_a_number_that_is_shown_masked_is_guarded_too(world):
    url = world.url(next(page for page in PAGES if page.url == "households:person_edit"))
    client = world.client("local")
    one, other, beside = (as_sent(client.get(url), "certificate_number") for _ in range(3))
    assert client.post(url, one | {"certificate_number": "UA 11 22 111 222"}).status_code == 302
    answer = client.post(url, other | {"certificate_number": "UA 333 444"})
    assert answer.status_code == 422
    assert "••• 222" in errors_on(answer) and "UA1122111222" not in answer.content.decode()
    assert client.post(url, beside | {"given_name": "Olga"}).status_code == 302
    stands = as_sent(client.get(url), "certificate_number")
    assert (stands["certificate_number"], stands["given_name"]) == (["••• 222"], ["Olga"])


def test_links_that_are_typed_by_name_are_guarded_too(world):
    url = world.url(next(page for page in PAGES if page.url == "vlot:intervention_link"))
    client, call = world.client("vlot"), world.things["call"]
    site, second = (SiteFactory(municipality=call.municipality, name=name) for name in ("Linde", "Beuk"))
    one, other = (as_sent(client.get(url), "site") for _ in range(2))
    assert client.post(url, one | {"site": site.reference}).status_code == 302
    answer = client.post(url, other | {"site": second.name})
    assert answer.status_code == 409
    assert "Linde" in errors_on(answer) and "Beuk" in errors_on(answer)
    call.refresh_from_db()
    assert call.site == site


def test_what_is_ticked_from_a_list_is_guarded_also_when_nothing_was(world):
    url = world.url(next(page for page in PAGES if page.url == "facility:case_requests"))
    client, call, by = world.client("local"), world.things["call"], world.hats["local"]
    call.support_requests.update(intervention=None)
    first, second = (SupportRequestFactory(organisation=by.organisation) for _ in range(2))
    one, other, idle = (as_sent(client.get(url), "support_requests") for _ in range(3))
    assert client.post(url, one | {"support_requests": [first.pk]}).status_code == 302
    answer = client.post(url, other | {"support_requests": [second.pk]})
    assert answer.status_code == 422
    assert f"“{first.reference}: " in errors_on(answer) and f"“{second.reference}: " in errors_on(answer)
    assert client.post(url, idle).status_code == 302, "who changes nothing takes nothing away"
    assert list(call.support_requests.all()) == [first]
    assert client.post(url, as_sent(answer, "support_requests")).status_code == 302
    assert list(call.support_requests.all()) == [second]


def test_until_when_a_site_is_there_is_guarded_too(world):
    site, client = SiteFactory(municipality=world.things["site"].municipality), world.client("local")
    url = reverse("housing:site_availability", args=[site.pk])
    one, other, idle = (as_sent(client.get(url), "last_day") | {"reason": "Langer"} for _ in range(3))
    assert client.post(url, one | {"last_day": "2040-01-31"}).status_code == 302
    answer = client.post(url, other | {"last_day": "2041-01-31"})
    assert answer.status_code == 422
    assert "“31/01/2040”" in errors_on(answer) and "“31/01/2041”" in errors_on(answer)
    assert client.post(url, idle).status_code == 302
    site.refresh_from_db()
    assert site.available.upper == date(2040, 2, 1)
    assert client.post(url, as_sent(answer, "last_day")).status_code == 302
    site.refresh_from_db()
    assert site.available.upper == date(2041, 2, 1)


def test_the_back_office_guards_reference_data(world):
    row = GuideRentFactory(source="Eerst", valid=DateRange(date(2030, 1, 1), None))
    url, client = reverse("admin:housing_guiderent_change", args=[row.pk]), world.client("abb")
    one, other, beside = (as_sent(client.get(url), "source") for _ in range(3))
    assert client.post(url, one | {"source": "Besluit A", "valid_1": "2031-01-01"}).status_code == 302
    answer = client.post(url, other | {"source": "Besluit B"})
    assert answer.status_code == 200 and "“Besluit A”" in answer.content.decode()
    assert client.post(url, beside | {"amount": "555.00"}).status_code == 302
    row.refresh_from_db()
    assert (row.source, row.amount, row.valid.upper) == ("Besluit A", 555, date(2031, 1, 1))
    again = as_sent(answer, "source")
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert (row.source, row.amount, row.valid.upper) == ("Besluit B", 555, date(2031, 1, 1))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("a\r\nb", "a\nb", True), (None, "", True), ([2, 1], {1, 2}, True), (0, None, False), ("a", "b", False)],
)
def test_what_a_form_shows_the_same_is_no_change(one, other, same):
    assert alike(one, other) is same


def test_of_a_row_only_what_the_writer_changed_is_written():
    stored = {"name": "Beuk", "phone": "1", "email": "x"}
    typed = {"name": "Linde", "phone": "2", "email": "x"}
    seen = {"name": "Linde", "phone": "1", "email": "y"}
    assert changes_of(stored, typed, seen) == {"phone": ["1", "2"]}
    with pytest.raises(Overtaken) as told:
        changes_of(stored, typed | {"name": "Eik"}, seen)
    assert told.value.stored == {"name": "Beuk"}
    assert changes_of(stored, typed) == {"name": ["Beuk", "Linde"], "phone": ["1", "2"]}


# Forms that show something of a thing that stands, and are guarded otherwise.
GUARDED_OTHERWISE = {
    "OfferForm": "a draft compares each field with what its page showed (housing.views.drafts)",
    "GuideForm": "a text of pages: another version meanwhile is refused whole (ChangedMeanwhile)",
    "AnswerForm": "what is answered once: the second finds another status (IllegalTransition)",
    "ReviewForm": "what is judged once: the second finds another status (IllegalTransition)",
}


@pytest.mark.soak
def test_every_form_of_a_thing_that_stands_says_what_it_showed(world):
    found = {}
    for page in PAGES:
        hat = next((hat for hat in HATS if expected(page, hat) == 200), None)
        if page.method != "get" or not page.thing or hat is None:
            continue
        response = world.client(hat).get(world.url(page))
        for layer in response.context or () if not response.streaming else ():
            for form in layer.flatten().values() if hasattr(layer, "flatten") else layer.values():
                if isinstance(form, ModelForm) and not form.instance._state.adding:
                    found[type(form).__name__] = isinstance(form, KnowsWhatItShowed)
    assert {name for name, guarded in found.items() if not guarded} == GUARDED_OTHERWISE.keys()
    assert len(found) > 15


# By page: who asks it, a field of the form that is meant, and what else says which form that is.
SENT_AS_SHOWN = {
    **{case.page: (case.hat, case.field, case.also) for case in CASES},
    "facility:case_requests": ("local", "support_requests", ()),
    "housing:site_availability": ("local", "last_day", ()),
    "vlot:intervention_link": ("vlot", "site", ()),
}
# Also when nothing was typed since, a draft is kept.
SAYS_OTHERWISE = {"facility:request_edit": "Uw ontwerp is bewaard"}


@pytest.mark.parametrize("name", SENT_AS_SHOWN)
def test_who_sends_a_page_as_it_was_shown_is_told_so_and_leaves_no_step_in_the_trail(world, name):
    url = world.url(next(page for page in PAGES if page.url == name))
    hat, field, also = SENT_AS_SHOWN[name]
    client = world.client(hat)
    sent = as_sent(client.get(url), field) | {"reason": "Nagekeken"} | dict(also)
    before = AuditEvent.objects.count()
    answer = client.post(url, sent, follow=True)
    assert [status for _, status in answer.redirect_chain] == [302]
    assert list(AuditEvent.objects.order_by("pk")[before:].values_list("verb", flat=True)) == []
    assert SAYS_OTHERWISE.get(name, NOTHING) in answer.content.decode()
