"""The cockpit of Flemish officials: one selection on the map, in the table and in every file."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from python_calamine import CalamineWorkbook

from housing.models import Unit
from municipalities.models import Municipality, Statistic
from municipalities.reference import load_reference_data
from spread import actions
from spread.cockpit.measures import MEASURES, around_zero, by_amount
from spread.history import event_of
from spread.models import IndicatorSnapshot, Level
from tests.documents.reading_aloud import pdf_faults
from tests.spread.builders import TODAY, site
from tests.spread.test_time_machine import known_earlier
from tests.spread.test_views import own_queries, text_of

pytestmark = pytest.mark.django_db
EARLIER = TODAY - timedelta(days=9)
LONG_AGO = TODAY - timedelta(days=20)


@pytest.fixture
def computed(towns):
    """Gent grew from 40 to 60 places, Deinze did not change."""
    site(towns[0], 40)
    site(towns[1], 30)
    actions.recompute(on=EARLIER)
    site(towns[0], 20)
    actions.recompute(on=TODAY)
    return towns


@pytest.fixture
def cockpit(computed, sign_in, official):
    """Opens the cockpit with these choices in the address."""
    client = sign_in(official)

    def opened(page="cockpit", **query):
        return client.get(reverse(f"admin:spread_indicatorsnapshot_{page}"), query)

    return opened


def names(response):
    return [row.line.name for row in response.context["rows"]]


def cells_of(response, name):
    (row,) = (row for row in response.context["rows"] if row.line.name == name)
    return [cell.text for cell in row.cells]


def shape(response, nis_code):
    return next(one for one in response.context["map"].shapes if one.nis_code == nis_code)


def test_it_opens_on_the_newest_figures_of_the_leading_key(cockpit, key):
    response = cockpit()
    page = text_of(response)
    assert names(response) == ["Brugge", "Deinze", "Gent", "Herstappe", "Knokke-Heist", "Oostende"]
    assert "Cijfers van 23/11/2026." in page
    assert f"Verdeelsleutel: {key.name}" in page
    assert cells_of(response, "Gent")[0] == "60"
    row = IndicatorSnapshot.objects.current().get(municipality__nis_code="44021")
    assert shape(response, "44021").area.href == reverse(
        "admin:spread_indicatorsnapshot_change", args=[row.pk]
    )


def test_an_earlier_day_shows_what_was_known_then(cockpit):
    response = cockpit(op=f"{EARLIER:%Y-%m-%d}")
    assert cells_of(response, "Gent")[0] == "40"
    assert "Cijfers van 14/11/2026." in text_of(response)
    assert shape(response, "44021").area.href == ""  # the explanation is of the newest figures


def test_a_day_without_figures_says_which_day_one_sees(cockpit):
    page = text_of(cockpit(op=f"{TODAY - timedelta(days=3):%Y-%m-%d}"))
    assert "Van 20/11/2026 zijn er geen cijfers; u ziet die van 14/11/2026." in page


def test_two_days_stand_side_by_side_on_the_map_and_in_the_table(cockpit):
    response = cockpit(tegenover=f"{EARLIER:%Y-%m-%d}", maat="plaatsen", sorteer="-verandering")
    assert names(response)[0] == "Gent"
    assert cells_of(response, "Gent") == ["40", "60", "+20"]
    assert cells_of(response, "Deinze") == ["30", "30", "0"]
    assert [cell.text for cell in response.context["total"].cells] == ["70", "90", "+20"]
    assert shape(response, "44021").area.level == 5  # +10 to +49
    assert shape(response, "44083").area.level == 3
    assert "+10 tot +49" in text_of(response)


def test_a_frozen_date_stands_beside_today(cockpit, official):
    frozen = actions.freeze_figures(
        name="Start", on=EARLIER, known_on=EARLIER, decided_by="Stuurgroep", reason="Vertrekpunt", by=official
    )
    response = cockpit(tegenover_vastgelegd=frozen.pk, maat="plaatsen")
    assert cells_of(response, "Gent") == ["40", "60", "+20"]
    assert "Vergeleken met 14/11/2026 (Start)" in text_of(response)
    assert cells_of(cockpit(vastgelegd=frozen.pk), "Gent")[0] == "40"


def test_one_filter_feeds_the_table_the_map_and_the_files(cockpit):
    choice = {"provincie": "West-Vlaanderen", "sorteer": "-doel"}
    response = cockpit(**choice)
    assert names(response) == ["Brugge", "Oostende", "Knokke-Heist"]
    assert {one.nis_code for one in response.context["map"].shapes} == {"31005", "31043", "35013"}
    assert "West-Vlaanderen" in text_of(response)
    lines = b"".join(cockpit(**choice, vorm="csv").streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines] == [
        "Naam",
        "Brugge",
        "Oostende",
        "Knokke-Heist",
        "Vlaanderen",
    ]
    assert names(cockpit(naam="knok")) == ["Knokke-Heist"]
    assert names(cockpit(regio="Regio Gent")) == ["Deinze", "Gent"]
    nobody = cockpit(klasse="none")
    assert "Geen gebied past bij deze keuze." in text_of(nobody)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("provincies", ["Limburg", "Oost-Vlaanderen", "West-Vlaanderen"]),
        ("referentieregios", ["Limburg", "Oostende", "Regio Brugge", "Regio Gent"]),
        ("vlaanderen", ["Vlaanderen"]),
    ],
)
def test_every_level_has_its_map_and_its_trend(cockpit, level, expected):
    response = cockpit(niveau=level, maat="plaatsen")
    assert names(response) == expected
    assert len(response.context["map"].shapes) == 6
    assert all(list(row.trend) for row in response.context["rows"])
    assert shape(response, "44021").area.label.startswith(
        {"provincies": "Oost-Vlaanderen", "referentieregios": "Regio Gent"}.get(level, "Vlaanderen")
    )


def test_every_key_can_be_chosen_also_one_of_which_no_figures_are_kept(cockpit):
    leading = cells_of(cockpit(), "Gent")
    other = cockpit(sleutel="per_inwoner", tegenover=f"{EARLIER:%Y-%m-%d}")
    places, target = cells_of(other, "Gent")[0], cells_of(other, "Gent")[6]
    assert (places, target) == ("60", "45")  # 270,000 of 540,080 inhabitants, of 90 places
    assert target != leading[6]
    assert "Deze sleutel wordt niet elke dag berekend." in text_of(other)
    impossible = cockpit(sleutel="eu_2015_may")
    assert impossible.status_code == 200
    assert cockpit(sleutel="draagkracht", vorm="pdf").content.startswith(b"%PDF-")


def test_a_choice_that_does_not_exist_is_told_and_left_out(cockpit):
    response = cockpit(op="gisteren", maat="onzin", sorteer="onzin")
    assert response.status_code == 200
    assert len(names(response)) == 6
    assert "error" in text_of(response)


def test_before_the_first_computation_it_says_so(towns, sign_in, official):
    client = sign_in(official)
    for page in ("cockpit", "changes"):
        address = reverse(f"admin:spread_indicatorsnapshot_{page}")
        assert "Er zijn nog geen cijfers." in text_of(client.get(address))
        assert client.get(address, {"vorm": "csv"}).status_code == 404


def test_any_day_is_shown_as_it_was_known_on_another(clock_of_the_database, cockpit, computed):
    known_earlier(days=20)
    event_of(Statistic).objects.update(pgh_created_at=F("pgh_created_at") - timedelta(days=20))
    today = timezone.localdate()
    choice = {
        "op": f"{today:%Y-%m-%d}",
        "gekend": f"{today - timedelta(days=1):%Y-%m-%d}",
        "maat": "plaatsen",
    }
    Unit.objects.filter(site__municipality=computed[1]).update(places=90)  # corrected today
    assert cells_of(cockpit(**choice), "Deinze")[:1] == ["30"]
    page = text_of(cockpit(**choice))
    assert f"Cijfers van {today:%d/%m/%Y}, zoals gekend op {today - timedelta(days=1):%d/%m/%Y}" in page
    assert "Hoeveel personen er woonden" in page
    assert cells_of(cockpit(**choice | {"gekend": f"{today:%Y-%m-%d}"}), "Deinze")[0] == "90"
    compared = cockpit(**choice, tegenover=f"{TODAY:%Y-%m-%d}")
    assert cells_of(compared, "Deinze") == ["30", "30", "0"]
    too_early = cockpit(**choice | {"gekend": "2020-01-01"})
    assert "Wat gekend was, bewaart het portaal vanaf" in text_of(too_early)
    assert "nog niet. Kies vandaag of vroeger." in text_of(cockpit(**choice | {"gekend": "2099-01-01"}))


# Files


def test_every_file_holds_what_is_on_the_screen(cockpit):
    choice = {"tegenover": f"{EARLIER:%Y-%m-%d}", "maat": "plaatsen", "regio": "Regio Gent"}
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(cockpit(**choice, vorm="xlsx").streaming_content))
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[:5] for row in rows[1:]] == [
        ["Deinze", "44083", 30, 30, 0],
        ["Gent", "44021", 40, 60, 20],
        ["Vlaanderen", "02000", 70, 90, 20],
    ]
    svg = cockpit(**choice, vorm="svg")
    text = svg.content.decode()
    assert "Gent: plaatsen 60, verandering +20" in text
    assert "Vergeleken met 14/11/2026" in text
    assert "+10 tot +49" in text
    assert 'fill="url(#klasse-5)"' in text
    assert "var(" not in text
    assert svg["Content-Disposition"] == 'attachment; filename="spreiding-plaatsen-2026-11-23.svg"'
    picture = Image.open(io.BytesIO(cockpit(**choice, vorm="png").content))
    assert picture.format == "PNG"
    assert picture.width > 1500
    assert len(picture.convert("RGB").getcolors(2**24)) > 20  # a map, not an empty page
    pdf = cockpit(**choice, vorm="pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf_faults(pdf.content) == []


def test_a_name_is_never_read_as_code_in_a_pdf(cockpit, computed):
    Municipality.objects.filter(nis_code="44021").update(name='Gent #panic("x") $x$')
    assert cockpit(vorm="pdf").content.startswith(b"%PDF-")


def test_a_file_that_there_is_not_is_not_found(cockpit):
    assert cockpit(vorm="exe").status_code == 404
    assert cockpit("changes", vorm="png").status_code == 404


# What changed


def test_what_changed_shows_before_after_and_difference(cockpit):
    response = cockpit("changes")
    page = text_of(response)
    assert (
        "Wat is veranderd sinds 14/11/2026" in page
    )  # a week ago there were no figures: the last ones before
    assert cells_of(response, "Gent")[:3] == ["40", "60", "+20"]
    assert names(cockpit("changes", provincie="Oost-Vlaanderen")) == ["Deinze", "Gent"]
    assert len(names(cockpit("changes", alles="1"))) == 6
    same = cockpit("changes", op=f"{EARLIER:%Y-%m-%d}")
    assert "Niets is veranderd." in text_of(same)


# Classes


def test_classes_around_zero_meet_without_overlap():
    scale = around_zero(MEASURES["verschil"], Level.MUNICIPALITY, difference=False)
    values = (-51, -50, -49, -10, -9, -1, 0, 1, 9, 10, 49, 50)
    assert [scale.level(value) for value in values] == [0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6]
    rates = around_zero(MEASURES["per-1000"], Level.MUNICIPALITY, difference=True)
    assert [rates.level(Decimal(value)) for value in ("-2", "-0.51", "0.004", "0.5", "2")] == [0, 1, 3, 5, 6]
    assert len({line.text for line in rates.legend}) == 7
    assert scale.level(None) is None


def test_classes_of_amounts_hold_all_values_and_name_their_ends():
    scale = by_amount(MEASURES["plaatsen"], [0, 0, 1, 2, 3, 4, 5, 6, 70, 800, None])
    assert scale.level(0) == 0
    assert sorted({scale.level(value) for value in (1, 3, 5, 800)}) == [1, 2, 4, 5]
    assert [line.text for line in scale.legend] == ["0", "1 tot 2", "3 tot 4", "5 tot 6", "70 tot 800"]
    assert by_amount(MEASURES["plaatsen"], []).level(0) == 0
    assert by_amount(MEASURES["plaatsen"], [7, 7]).legend[1].text == "7"


def test_every_class_on_the_map_has_a_pattern_of_its_own(cockpit):
    drawing = cockpit(maat="verschil").context["map"]
    marks = [marks for _, marks in drawing.patterns]
    assert len(set(marks)) == len(marks) == 7
    text = text_of(cockpit(maat="verschil"))
    for level in range(7):
        assert f'id="kaart-{level}"' in text


def test_the_cockpit_of_the_285_takes_at_most_12_queries(
    key, sign_in, official, django_assert_max_num_queries
):
    load_reference_data()
    actions.recompute(on=LONG_AGO)
    for municipality in Municipality.objects.current()[:40]:
        site(municipality, 5)
    actions.recompute(on=TODAY)
    client = sign_in(official)
    frozen = actions.freeze_figures(
        name="Start", on=LONG_AGO, known_on=LONG_AGO, decided_by="x", reason="x", by=official
    )
    today = f"{timezone.localdate():%Y-%m-%d}"
    compared = f"tegenover={LONG_AGO:%Y-%m-%d}&maat=plaatsen"
    for page, query in (
        ("cockpit", ""),
        ("cockpit", compared),
        ("cockpit", f"{compared}&niveau=provincies&provincie=Antwerpen"),
        ("cockpit", f"{compared}&provincie=Antwerpen"),
        ("cockpit", f"vastgelegd={frozen.pk}&{compared}"),
        ("cockpit", f"{compared}&vorm=png"),
        ("cockpit", "sleutel=per_inwoner&niveau=provincies"),
        ("cockpit", f"{compared}&op={today}&gekend={today}&provincie=Antwerpen"),
        ("changes", compared),
    ):
        address = f"{reverse(f'admin:spread_indicatorsnapshot_{page}')}?{query}"
        with django_assert_max_num_queries(100) as captured:
            assert client.get(address).status_code == 200
        queries = own_queries(captured)
        assert len(queries) <= 12, (address, queries)
        if "gekend" in query:
            continue  # from the history, and nothing of it twice
        asked = set(re.findall(r'FROM "(\w+)"', " ".join(queries)))
        assert asked <= {
            "spread_spreadkey", "spread_frozenfigures", "spread_indicatorsnapshot",
            "municipalities_municipality", "municipalities_boundary", "municipalities_province",
            "municipalities_statistic", "municipalities_statisticsource", "spread_municipalityload",
        }  # fmt: skip
