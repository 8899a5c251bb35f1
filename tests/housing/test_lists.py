"""The lists of sites and offers: every filter, kept filters, the map, who handles a file, and the same as a file."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import pytest
from django.contrib.messages import get_messages
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Membership, SavedFilter
from audit.models import AuditEvent
from housing import actions, rules
from housing.lists import SITES as SITE_LIST
from housing.models import FROM_OFFER, Site
from tests.factories import MembershipFactory, OfferFactory, SiteFactory, StayFactory, UnitFactory, hat

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SITES, OFFERS = "housing:site_list", "housing:offer_list"


def listed(client, url: str = SITES, **query) -> list:
    answer = client.get(reverse(url), query)
    assert answer.status_code == 200
    return list(answer.context["page"].object_list)


@pytest.fixture
def abb_client(client_for, reference):
    return client_for(hat(Kind.ABB))


@pytest.fixture
def sites(gent, deinze):
    """One site of every sort; `plain` has none of the properties."""
    made = {
        "plain": SiteFactory(name="Gewoon"),
        "deinze": SiteFactory(name="Leie", municipality=deinze, postal_code="9800"),
        "hotel": SiteFactory(name="Hotel", category="specific", kind="hotel"),
        "late": SiteFactory(name="Later", available=DateRange(TODAY + timedelta(days=90), None)),
        "ends": SiteFactory(name="Stopt", available=DateRange(TODAY, TODAY + timedelta(days=31))),
        "to_confirm": SiteFactory(name="Te lang", checked_on=TODAY - timedelta(days=31)),
        "faded": SiteFactory(name="Vergeten", checked_on=TODAY - timedelta(days=60)),
        "closed": SiteFactory(name="Dicht", closed_on=TODAY, closed_reason="verkocht"),
    }
    UnitFactory(site=made["plain"], places=3)
    UnitFactory(site=made["deinze"], places=5, step_free=True, pets_allowed=True)
    StayFactory(unit=UnitFactory(site=made["deinze"], places=7))
    return made


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"Gewoon", "Leie", "Hotel", "Later", "Stopt", "Te lang", "Vergeten"}),
        ({"toestand": "alle"}, {"Gewoon", "Leie", "Hotel", "Later", "Stopt", "Te lang", "Vergeten", "Dicht"}),
        ({"toestand": "gesloten"}, {"Dicht"}),
        ({"toestand": "abb"}, {"Hotel"}),
        ({"zoek": "hotell"}, {"Hotel"}),
        ({"gemeente": "deinze"}, {"Leie"}),
        ({"gemeente": "44083"}, {"Leie"}),
        ({"gemeente": "dein"}, {"Leie"}),
        ({"gemeente": "nergens"}, set()),
        ({"provincie": "WVL"}, set()),
        ({"categorie": "specific"}, {"Hotel"}),
        ({"soort": "hotel"}, {"Hotel"}),
        ({"vrij_van": "1"}, {"Gewoon", "Leie"}),
        ({"vrij_van": "5"}, {"Leie"}),
        ({"vrij_van": "1", "vrij_tot": "4"}, {"Gewoon"}),
        ({"vrij_tot": "0"}, {"Hotel", "Later", "Stopt", "Te lang", "Vergeten"}),
        ({"drempelvrij": "ja"}, {"Leie"}),
        ({"huisdieren": "ja"}, {"Leie"}),
        ({"nagekeken": "to_confirm"}, {"Te lang"}),
        ({"nagekeken": "faded"}, {"Vergeten"}),
        ({"van": (TODAY + timedelta(days=30)).isoformat(), "gemeente": "gent", "nagekeken": "fresh"},
         {"Gewoon", "Hotel", "Stopt"}),
        ({"van": TODAY.isoformat(), "tot": (TODAY + timedelta(days=31)).isoformat(), "nagekeken": "fresh"},
         {"Gewoon", "Leie", "Hotel"}),
        ({"tot": (TODAY + timedelta(days=100)).isoformat(), "nagekeken": "fresh", "gemeente": "gent"},
         {"Gewoon", "Hotel", "Later"}),
    ],
)  # fmt: skip
def test_each_filter_of_sites_leaves_what_it_says(abb_client, sites, query, names):
    assert {site.name for site in listed(abb_client, **query)} == names


def test_a_site_shows_its_places_and_what_is_free(abb_client, sites):
    site = next(site for site in listed(abb_client, gemeente="deinze"))
    assert (site.unit_count, site.places, site.free_places) == (2, 12, 5)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, {"Klein", "Groot", "Concept"}),
        ({"toestand": "submitted"}, {"Klein", "Groot"}),
        ({"plaatsen_van": "10"}, {"Groot"}),
        ({"plaatsen_tot": "9"}, {"Klein", "Concept"}),
        ({"drempelvrij": "ja"}, {"Groot"}),
        ({"huisdieren": "ja"}, {"Klein"}),
        ({"behandelaar": "mij"}, {"Klein"}),
        ({"behandelaar": "niemand"}, {"Groot", "Concept"}),
        ({"zoek": "groott"}, {"Groot"}),
    ],
)
def test_each_filter_of_offers_leaves_what_it_says(client_for, local, query, titles):
    own = {"organisation": local.organisation, "created_by": local.user}
    OfferFactory(title="Klein", estimated_places=2, pets_allowed=True, responsible=local)
    OfferFactory(title="Groot", estimated_places=20, step_free=True)
    OfferFactory(title="Concept", draft=True, estimated_places=2, **own)
    OfferFactory(title="Elders", draft=True)
    assert {offer.title for offer in listed(client_for(local), OFFERS, **query)} == titles


def test_a_filter_never_shows_what_the_hat_may_not_see(client_for, sites):
    stranger = hat(Kind.COMPANY)
    for query in ({}, {"toestand": "alle"}, {"zoek": sites["plain"].reference}, {"zoek": "gewoon"}):
        assert listed(client_for(stranger), **query) == []


@pytest.mark.parametrize("url", [SITES, OFFERS])
def test_nonsense_in_the_address_is_said_and_breaks_nothing(abb_client, sites, url):
    nonsense = {"vrij_van": "veel", "plaatsen_van": "-3", "van": "ooit", "categorie": "x", "pagina": "z",
                "sorteer": "--password", "behandelaar": "'", "provincie": "%", "zoek": "\x00"}  # fmt: skip
    answer = abb_client.get(reverse(url), nonsense)
    assert answer.status_code == 200
    assert b"error-summary" in answer.content


def test_each_filter_that_is_on_is_a_chip_that_turns_it_off(abb_client, sites):
    query = {"categorie": "specific", "zoek": "hotel", "sorteer": "-nagekeken", "pagina": "1"}
    page = abb_client.get(reverse(SITES), query)
    chips = {chip.label: chip for chip in page.context["chips"]}
    assert {(chip.label, chip.value) for chip in chips.values()} == {
        ("Zoek", "hotel"), ("Categorie", "specifiek verblijfscomplex")
    }  # fmt: skip
    assert chips["Categorie"].without == "zoek=hotel&sorteer=-nagekeken"
    assert listed(abb_client, zoek="hotel") == [sites["hotel"]]


@pytest.mark.parametrize("url", [SITES, OFFERS])
def test_every_heading_sorts_both_ways(abb_client, sites, url):
    OfferFactory()
    OfferFactory()
    page = abb_client.get(reverse(url)).content.decode()
    keys = set(re.findall(r'class="sort" href="\?sorteer=(\w+)"', page))
    assert len(keys) >= 5
    for key in keys:
        up = [row.pk for row in listed(abb_client, url, sorteer=key)]
        down = [row.pk for row in listed(abb_client, url, sorteer=f"-{key}")]
        assert sorted(up) == sorted(down)
        assert len(up) > 1
    if url == SITES:
        assert keys >= {"vrij", "eenheden", "slaapplekken", "beschikbaar"}
    names = [site.name for site in listed(abb_client, SITES, sorteer="-locatie")]
    assert names[0] == "Vergeten"


def test_the_most_free_places_come_first_and_a_taken_site_last(abb_client, gent):
    some, none, most = SiteFactory(), SiteFactory(), SiteFactory()
    UnitFactory(site=some, places=2)
    UnitFactory(site=most, places=3)
    UnitFactory(site=most, places=3)
    StayFactory(unit=UnitFactory(site=none, places=9))
    assert listed(abb_client, SITES, sorteer="-vrij") == [most, some, none]
    assert listed(abb_client, SITES, sorteer="vrij") == [none, some, most]


@pytest.mark.parametrize("url", [SITES, OFFERS])
@pytest.mark.parametrize("query", [{}, {"zoek": "kerkstraat"}, {"kaart": "ja"}, {"vrij_van": 1}])
def test_a_list_costs_the_same_queries_at_25_and_at_100_rows(
    abb_client, gent, url, query, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(number: int) -> None:
        for _ in range(number):
            UnitFactory(site=SiteFactory(street="Kerkstraat"))
            OfferFactory(street="Kerkstraat")

    fill(25)
    address = reverse(url)
    abb_client.get(address, query)  # what is kept for a few minutes is there
    with django_assert_max_num_queries(16 if "kaart" in query else 13) as first:
        assert len(abb_client.get(address, query).context["page"].object_list) == 25
    fill(75)
    with django_assert_num_queries(len(first)):
        abb_client.get(address, query)


# --- Who handles it -------------------------------------------------------------------------------------------


def test_a_colleague_is_assigned_with_a_trace_and_can_filter_on_his_own(client_for, local, gent):
    colleague = MembershipFactory(organisation=local.organisation)
    offer, site = OfferFactory(), SiteFactory()
    client = client_for(local)
    for name, thing in (("offer", offer), ("site", site)):
        answer = client.post(reverse(f"housing:{name}_assign", args=[thing.pk]), {"to": colleague.pk})
        assert answer.status_code == 302
        thing.refresh_from_db()
        assert thing.responsible == colleague
        assert AuditEvent.objects.about(thing).first().verb == f"{name}.assigned"
        assert (
            str(colleague.user)
            in client.get(reverse(f"housing:{name}_detail", args=[thing.pk])).content.decode()
        )
    mine = client_for(colleague)
    assert listed(mine, OFFERS, behandelaar="mij") == [offer]
    assert listed(mine, SITES, behandelaar="mij") == [site]
    assert listed(client, SITES, behandelaar="mij") == []
    assert listed(client, SITES, behandelaar=str(colleague.pk)) == [site]
    client.post(reverse("housing:site_assign", args=[site.pk]), {"to": ""})
    site.refresh_from_db()
    assert site.responsible is None


def test_nobody_from_elsewhere_handles_a_file(client_for, local, neighbour, gent):
    offer = OfferFactory()
    gone = MembershipFactory(organisation=local.organisation)
    Membership.objects.filter(pk=gone.pk).update(ended_at=timezone.now(), ended_by=local.user)
    for stranger in (neighbour, gone, hat(Kind.COMPANY)):
        with pytest.raises(actions.NotACaseHandler):
            actions.assign_offer(offer=offer, to=stranger, by=local)
        answer = client_for(local).post(reverse("housing:offer_assign", args=[offer.pk]), {"to": stranger.pk})
        assert "Kies een collega" in str(next(iter(get_messages(answer.wsgi_request))))
    offer.refresh_from_db()
    assert offer.responsible is None


def test_only_the_local_government_of_the_place_assigns(local, neighbour, gent):
    offer = OfferFactory()
    reader = MembershipFactory(organisation=local.organisation, role=Membership.Role.READER)
    allowed = [by for by in (local, neighbour, reader, hat(Kind.ABB), None) if rules.may_assign(by, offer)]
    assert allowed == [local]


def test_who_handled_the_offer_handles_the_site(local, gent):
    assert "responsible" in FROM_OFFER


# --- Kept filters ----------------------------------------------------------------------------------------------


def test_a_filter_is_kept_opened_renamed_and_wiped(client_for, local):
    client = client_for(local)
    query = "categorie=private&sorteer=-nagekeken"
    answer = client.post(reverse("housing:filter_save"), {"list": "sites", "name": "Privé", "query": query})
    assert answer.url == f"{reverse(SITES)}?{query}"
    saved = SavedFilter.objects.get()
    page = client.get(answer.url)
    assert page.context["saved"] == [{"filter": saved, "current": True}]
    assert client.get(reverse(OFFERS)).context["saved"] == []
    client.post(reverse("housing:filter_save"), {"list": "sites", "name": "privé", "query": "soort=hotel"})
    saved.refresh_from_db()
    assert (SavedFilter.objects.count(), saved.query) == (1, "soort=hotel")
    edit = reverse("housing:filter_edit", args=[saved.pk])
    SavedFilter.objects.create(membership=local, list="sites", name="Ander", query="")
    assert client.post(edit, {"name": "ANDER"}).status_code == 422
    assert client.post(edit, {"name": "Hotels"}).status_code == 302
    saved.refresh_from_db()
    assert saved.name == "Hotels"
    client.post(reverse("housing:filter_delete", args=[saved.pk]))
    assert not SavedFilter.objects.filter(pk=saved.pk).exists()
    verbs = list(
        AuditEvent.objects.filter(verb__startswith="filter.").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["filter.saved", "filter.saved", "filter.renamed", "filter.deleted"]


def test_a_kept_filter_is_nobody_elses(client_for, local):
    saved = SavedFilter.objects.create(membership=local, list="sites", name="Van mij", query="")
    colleague = client_for(MembershipFactory(organisation=local.organisation))
    assert colleague.get(reverse("housing:filter_edit", args=[saved.pk])).status_code == 404
    assert colleague.post(reverse("housing:filter_delete", args=[saved.pk])).status_code == 404
    assert colleague.get(reverse(SITES)).context["saved"] == []


@pytest.mark.parametrize("data", [{}, {"name": ""}, {"name": "x" * 61}, {"name": "x", "query": "y" * 1001}])
def test_a_filter_without_a_fit_name_is_not_kept(client_for, local, data):
    assert client_for(local).post(reverse("housing:filter_save"), data).status_code == 302
    assert not SavedFilter.objects.exists()


# --- The map ---------------------------------------------------------------------------------------------------


def test_the_map_says_per_municipality_what_the_filter_finds_and_leads_to_it(abb_client, sites):
    page = abb_client.get(reverse(SITES), {"kaart": "ja", "nagekeken": "fresh"})
    towns = {town.name: (town.rows, town.places) for town, _ in page.context["towns"]}
    assert towns == {"Gent": (4, 3), "Deinze": (1, 5)}
    text = page.content.decode()
    assert "Deinze: 1 locatie, 5 vrije slaapplekken" in text
    link = next(url for town, url in page.context["towns"] if town.name == "Deinze")
    assert f'href="?{link}"'.replace("&", "&amp;") in text
    assert {site.name for site in listed(abb_client, **dict(parse_qsl(link)))} == {"Leie"}
    assert sites["plain"] in page.context["page"].object_list  # the list is always there


def test_the_map_of_offers_counts_their_places(abb_client, gent):
    OfferFactory(estimated_places=4)
    OfferFactory(estimated_places=6)
    towns = abb_client.get(reverse(OFFERS), {"kaart": "ja"}).context["towns"]
    assert [(town.name, town.rows, town.places) for town, _ in towns] == [("Gent", 2, 10)]


# --- The same as a file ----------------------------------------------------------------------------------------


def csv_rows(answer) -> list[dict]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize(
    "query", [{}, {"vrij_van": "1"}, {"zoek": "hotell"}, {"sorteer": "-locatie", "toestand": "alle"}]
)
def test_the_file_is_what_the_screen_shows_in_the_same_order(abb_client, sites, query):
    rows = csv_rows(abb_client.get(reverse("housing:site_export"), {**query, "vorm": "csv"}))
    assert [row["Nummer"] for row in rows] == [site.reference for site in listed(abb_client, **query)]
    event = AuditEvent.objects.filter(verb="sites.exported").latest("pk")
    assert event.changes["rows"] == len(rows)
    assert all(f"{key}={value}" in event.changes["filter"] for key, value in query.items())


def test_a_file_holds_only_what_the_hat_sees(client_for, sites):
    assert csv_rows(client_for(hat(Kind.COMPANY)).get(reverse("housing:site_export"), {"vorm": "csv"})) == []


def test_the_file_says_dates_numbers_and_words_in_dutch(abb_client, sites):
    row = csv_rows(abb_client.get(reverse("housing:site_export"), {"vorm": "csv", "zoek": "stopt"}))[0]
    assert row["Beschikbaar vanaf"] == f"{TODAY:%d/%m/%Y}"
    assert row["Beschikbaar tot en met"] == f"{TODAY + timedelta(days=30):%d/%m/%Y}"
    assert (row["Gemeente"], row["Actualiteit"], row["Slaapplekken"]) == ("Gent", "actueel", "0")


DANGEROUS = ["=1+1", "+32", "-2", "@SUM(A1)", "\t=1", " =1", "＝1+1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("title", DANGEROUS)
def test_no_cell_is_calculated(abb_client, gent, title):
    OfferFactory(title=title)
    row = csv_rows(abb_client.get(reverse("housing:offer_export"), {"vorm": "csv"}))[0]
    assert row["Naam"].startswith("'")
    cell = xlsx_cells(abb_client.get(reverse("housing:offer_export")))[1][1]
    assert (cell.get("t"), cell.get("s")) == ("inlineStr", "3")
    assert "".join(cell.itertext()) == title


def xlsx_cells(answer) -> list[list]:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return [row.findall(f"{space}c") for row in sheet.iter(f"{space}row")]


def test_the_workbook_has_the_same_rows_with_dutch_headers(abb_client, sites):
    rows = xlsx_cells(abb_client.get(reverse("housing:site_export")))
    assert ["".join(cell.itertext()) for cell in rows[0]][:4] == ["Nummer", "Naam", "Straat", "Huisnummer"]
    assert ["".join(row[0].itertext()) for row in rows[1:]] == [site.reference for site in listed(abb_client)]


def test_a_file_has_nothing_of_people_who_live_there_or_of_contacts(abb_client, sites):
    OfferFactory(contact_name="Jo Geheim", contact_email="jo@geheim.example", contact_phone="0470 11")
    stay = StayFactory(unit=UnitFactory(site=sites["plain"]))
    for url in ("housing:site_export", "housing:offer_export"):
        text = b"".join(abb_client.get(reverse(url), {"vorm": "csv"}).streaming_content).decode()
        assert "Geheim" not in text and "geheim" not in text and "0470" not in text
        assert stay.household.name not in text


def test_a_file_reads_in_chunks_with_the_same_queries_for_each(gent, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("housing.lists.CHUNK", 10)
    for _ in range(25):
        UnitFactory()
    rows = Site.objects.order_by("pk")
    with django_assert_num_queries(1 + 3):  # the rows; for each chunk its places and what is free
        assert len(list(SITE_LIST.file_rows(rows, on=TODAY))) == 25


def test_a_draft_leads_a_reader_to_its_page_and_a_writer_to_its_form(client_for, local, reader):
    draft = OfferFactory(draft=True, organisation=local.organisation)
    page, form = (
        reverse("housing:offer_detail", args=[draft.pk]),
        reverse("housing:offer_edit", args=[draft.form_token]),
    )
    for by, there, not_there in ((reader, page, form), (local, form, page)):
        client = client_for(by)
        text = client.get(reverse(OFFERS)).content.decode()
        assert f'href="{there}"' in text
        assert f'href="{not_there}"' not in text
        assert client.get(there).status_code == 200
