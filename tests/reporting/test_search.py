"""One box for everything: what somebody means is found in every kind of thing, as far as he may see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Reading
from households.models import Erasure
from households.protection.erasing import erase_people, write_over
from housing.models import Site
from housing.search import understand
from reporting.actions import remember_opened
from reporting.finding import SHOWN, Asked, alike, by_number, find, ordered
from reporting.models import RecentItem
from reporting.opened import keep_opened
from reporting.recents import recent_hits
from reporting.things import THINGS
from tests.facility.factories import CatalogueItemFactory, SupportRequestFactory, invoiced, placed
from tests.factories import HouseholdFactory, OfferFactory, SiteFactory, UnitFactory

SEARCH, SUGGEST = reverse("search"), reverse("search_suggestions")


def titles(text, by, **more):
    return {group.code: [hit.title for hit in group.hits] for group in find(text, by=by, **more)}


@pytest.fixture
def kovalenko(local):
    household = HouseholdFactory(registered_by=local.organisation)
    person = household.persons.first()
    person.given_name, person.family_name = "Olena", "Kovalenko"
    person.save()
    return household


def test_a_street_finds_its_site_offer_and_unit_also_misspelt(local):
    site = SiteFactory(name="De Zwaan", street="Nachtegaaldreef", house_number="12")
    UnitFactory(site=site, label="kamer 3")
    OfferFactory(street="Nachtegaaldreef", title="Huis te huur")

    assert titles("nachtegaldreef", local)["site"] == ["De Zwaan"]
    assert titles("nachtegaldreef", local)["offer"] == ["Huis te huur"]
    assert titles("nachtegaaldreef 12 kamer 3", local)["unit"] == ["kamer 3"]
    assert "unit" not in titles("kamer", local)


def test_people_are_found_by_their_own_town_hall_only(local, neighbour, reader, abb, kovalenko):
    assert titles("kovalneko", local)["household"] == [kovalenko.name]
    assert titles("Коваленко", local)["household"] == [kovalenko.name]
    assert titles("kovalenko", reader)["household"] == [kovalenko.name]
    for stranger in (neighbour, abb):
        assert "household" not in titles("kovalenko", stranger)


def test_requests_calls_guides_and_towns_are_found(local, facility):
    SupportRequestFactory(organisation=local.organisation, title="Stapelbedden voor de nooddorpen")

    assert titles("stapelbeden", local)["request"] == ["Stapelbedden voor de nooddorpen"]
    assert titles("stapelbedden gent", facility)["request"] == ["Stapelbedden voor de nooddorpen"]
    assert "request" not in titles("stapelbedden deinze", facility)
    assert titles("deinse", local)["municipality"] == ["Deinze"]


def test_an_invoice_is_found_by_a_part_of_its_number_by_who_sees_money(facility, local, client_for):
    order = placed(by=facility, organisation=local.organisation, item=CatalogueItemFactory())
    invoice = invoiced(order, by=facility, number="VF-2026/0417_a")

    assert titles("vf-2026/0417", facility)["invoice"] == ["Factuur VF-2026/0417_a"]
    assert titles("0417_A", facility)["invoice"] == ["Factuur VF-2026/0417_a"]
    for typed in ("17", "VF-2026/0418", "%417"):
        assert "invoice" not in titles(typed, facility)
    assert "invoice" not in titles("vf-2026/0417", local)

    client = client_for(facility)
    client.get(reverse("facility:invoice_detail", args=[invoice.pk]))
    assert "VF-2026/0417_a" in client.get(SUGGEST).content.decode()


def test_a_provider_sees_no_organisations_and_no_towns(company, local):
    SiteFactory(organisation=company.organisation)
    assert set(titles(company.organisation.name, company)) <= {"site", "offer", "organisation"}
    assert titles("gent", company).get("municipality") is None


def test_what_has_it_as_it_was_typed_comes_first(local):
    SiteFactory(name="Bergstraete")
    SiteFactory(name="Bergstraat")
    assert titles("bergstraat", local)["site"][0] == "Bergstraat"


@pytest.mark.parametrize("typed", ["L-{0:06d}", "l-{0}", "L{0:06d}"])
def test_a_number_leads_to_its_thing(typed, local, client_for):
    site = SiteFactory()
    answer = client_for(local).get(SEARCH, {"zoek": typed.format(site.pk)})
    assert answer.headers["Location"] == reverse("housing:site_detail", args=[site.pk])


def test_a_number_of_somebody_else_leads_nowhere(neighbour, local, client_for, kovalenko):
    assert by_number(kovalenko.reference, by=local)
    assert by_number(kovalenko.reference, by=neighbour) == []
    page = client_for(neighbour).get(SEARCH, {"zoek": kovalenko.reference})
    assert page.status_code == 200
    assert "Kovalenko" not in page.content.decode()


def test_more_than_is_shown_leads_to_the_list_with_the_same_filter(local, client_for):
    for number in range(SHOWN + 1):
        SiteFactory(name=f"Kastanjehof {number}")
    page = client_for(local).get(SEARCH, {"zoek": "kastanjehof"}).content.decode()
    assert f"{reverse('housing:site_list')}?zoek=kastanjehof" in page
    one = client_for(local).get(SEARCH, {"zoek": "kastanjehof", "soort": "site"}).content.decode()
    assert one.count("Kastanjehof ") == SHOWN + 1


def test_whose_name_is_shown_is_in_the_log_of_reads_once_while_one_types(local, client_for, kovalenko):
    client = client_for(local)
    for typed in ("kova", "koval", "kovalenko"):
        assert "Kovalenko" in client.get(SUGGEST, {"zoek": typed}).content.decode()
    assert Reading.objects.about(kovalenko).count() == 1

    client.get(SEARCH, {"zoek": "kovalenko"})
    assert Reading.objects.about(kovalenko).count() == 2


def test_what_was_typed_is_written_as_text(local, client_for):
    page = client_for(local).get(SEARCH, {"zoek": '"><script>x</script>'}).content.decode()
    assert "<script>x" not in page


@pytest.mark.parametrize("typed", ["", "   ", "&|!():*", "%", "'", "L-", "a" * 500, "\\", "x\u0000y"])
def test_nothing_that_can_be_typed_breaks_it(typed, local, client_for):
    assert client_for(local).get(SEARCH, {"zoek": typed}).status_code == 200
    assert client_for(local).get(SUGGEST, {"zoek": typed}).status_code == 200


def queries_of(client, url, data):

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url, data)
    return len(asked)


def test_many_rows_ask_as_many_queries_as_few(local, client_for):
    client = client_for(local)

    def add(number):
        SiteFactory(name=f"Lindenhof {number}")
        OfferFactory(title=f"Lindenhof {number}")
        SupportRequestFactory(organisation=local.organisation, title=f"Lindenhof {number}")

    add(0)
    client.get(SEARCH, {"zoek": "lindenhof"})
    few = queries_of(client, SEARCH, {"zoek": "lindenhof"})
    for number in range(1, 12):
        add(number)
    assert queries_of(client, SEARCH, {"zoek": "lindenhof"}) == few
    assert few <= 32


def filled(row, many, /, **columns):
    """So many more rows like this one, but for these columns (SQL over `nth`); no trigger looks at them."""
    table = type(row)._meta.db_table
    names = [
        field.column
        for field in row._meta.concrete_fields
        if not field.generated and not field.primary_key and field.name not in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        into, values = ", ".join([*names, *columns]), ", ".join([*names, *columns.values()])
        cursor.execute(
            f"INSERT INTO {table} ({into}) SELECT {values} FROM {table}, generate_series(1, %s) nth WHERE id = %s",  # noqa: S608
            [many, row.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
        # What autovacuum does on a table that stands: otherwise the new words wait in a list beside the index.
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " JOIN pg_am ON pg_am.oid = relam WHERE indrelid = %s::regclass AND amname = 'gin'",
            [table],
        )
        cursor.execute(f"ANALYZE {table}")


def test_every_part_asks_an_index_on_a_filled_table(local, abb, facility):
    title, token = "'Bedden ' || nth", "gen_random_uuid()"
    filled(SiteFactory(), 10_000, name=title)
    filled(OfferFactory(), 10_000, title=title, form_token=token)
    filled(SupportRequestFactory(organisation=local.organisation), 10_000, title=title, form_token=token)
    supply = understand("nachtegaaldreef")
    asked = Asked("nachtegaaldreef", ["nachtegaaldreef"], supply, abb, 6)
    for rows, index in (
        (ordered(supply, THINGS["site"].rows(abb))[:6], "site_search"),
        (ordered(supply, THINGS["offer"].rows(abb))[:6], "offer_search"),
        (alike(THINGS["request"].rows(facility), asked, "title")[:6], "support_request_title_alike"),
    ):
        assert index in rows.explain()


def test_a_part_of_a_number_asks_an_index_on_a_filled_table(facility, local):
    order = placed(by=facility, organisation=local.organisation, item=CatalogueItemFactory())
    invoice = invoiced(order, by=facility)
    filled(invoice, 10_000, number="'VF-' || nth * 7919", form_token="gen_random_uuid()")
    rows = THINGS["invoice"].rows(facility).filter(number__icontains="79190").order_by((F("pk") + 0).desc())
    assert "invoice_number_part" in rows[:6].explain()


# --- What was opened last ------------------------------------------------------------------------------------


def test_the_things_that_i_opened_stand_on_my_home_page_and_under_the_empty_box(local, reader, client_for):
    sites = [SiteFactory(name=f"Huis {number}") for number in range(3)]
    client = client_for(local)
    for site in (*sites, sites[0]):
        client.get(reverse("housing:site_detail", args=[site.pk]))

    keep_opened(by=local)
    assert [item.key for item in RecentItem.objects.visible_to(local)] == [
        str(sites[at].pk) for at in (0, 2, 1)
    ]
    for url in (reverse("home"), SUGGEST, SEARCH):
        page = client.get(url).content.decode()
        assert page.index("Huis 0") < page.index("Huis 2") < page.index("Huis 1")
    assert "Huis 0" not in client_for(reader).get(SUGGEST).content.decode()


def test_only_the_last_twenty_stay_and_nothing_older_than_thirty_days_is_shown(local):
    for number in range(25):
        remember_opened(things=[("site", str(number))], by=local)
    assert RecentItem.objects.count() == 20
    RecentItem.objects.update(opened_at=timezone.now() - timedelta(days=31))
    assert not RecentItem.objects.visible_to(local).exists()


def test_many_things_are_kept_at_once_each_once_in_their_order(local, django_assert_num_queries):
    remember_opened(things=[("site", "1"), ("site", "2")], by=local)
    many = [("site", str(number)) for number in (*range(3, 30), 1, 5)]
    with django_assert_num_queries(1):
        remember_opened(things=many, by=local)
    assert [item.key for item in RecentItem.objects.visible_to(local)][:4] == ["5", "1", "29", "28"]
    assert RecentItem.objects.count() == 20


def test_what_i_may_no_longer_see_is_not_shown(local, neighbour, client_for, kovalenko):
    client = client_for(local)
    client.get(reverse("matching:household_detail", args=[kovalenko.pk]))
    assert "Kovalenko" in client.get(SUGGEST).content.decode()

    kovalenko.registered_by = neighbour.organisation
    kovalenko.save()
    assert "Kovalenko" not in client.get(SUGGEST).content.decode()


def test_erasing_a_household_takes_it_out_of_what_was_opened(local, kovalenko):
    remember_opened(things=[("household", str(kovalenko.pk))], by=local)
    write_over(kovalenko)
    assert RecentItem.objects.get().key != str(kovalenko.pk)
    assert recent_hits(local, most=9) == []


def test_a_household_that_is_erased_while_its_number_waits_does_not_come_back(local, client_for, kovalenko):
    """What somebody opened stands in the cache for up to a day before it is written down."""
    other = HouseholdFactory(registered_by=local.organisation)
    client = client_for(local)
    for household in (kovalenko, other):
        client.get(reverse("matching:household_detail", args=[household.pk]))
    kovalenko.left_on, kovalenko.left_reason = timezone.localdate(), "returned"
    kovalenko.save()
    erase_people(kovalenko, ground=Erasure.Ground.TERM)

    page = client.get(SUGGEST).content.decode()
    assert other.reference in page
    assert kovalenko.reference not in page
    assert [item.key for item in RecentItem.objects.all()] == [str(other.pk)]


def test_a_page_that_is_refused_or_sent_is_not_opened(neighbour, local, client_for, kovalenko):
    client_for(neighbour).get(reverse("matching:household_detail", args=[kovalenko.pk]))
    keep_opened(by=neighbour)
    assert not RecentItem.objects.exists()
    assert Site.objects.count() == 0
