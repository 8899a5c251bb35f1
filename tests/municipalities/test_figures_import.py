from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from municipalities.actions import WrongFigures, import_statistics
from municipalities.figures_file import UnreadableFile, read_figures
from municipalities.figures_plan import plan_import
from municipalities.models import Change, Indicator, Statistic, StatisticSource

PERIOD = date(2026, 1, 1)


def csv(*lines):
    return ("\n".join(lines) + "\n").encode()


def test_a_file_is_read_however_a_spreadsheet_wrote_it():
    content = '\ufeff"NIS-code";"Naam";"Waarde";"Marge"\r\n44021;Gent;1.234,5;2\r\n\r\n11002;Antwerpen;;\r\n'
    rows = read_figures(content.encode())
    assert [(row.line, row.nis_code, row.value, row.margin) for row in rows] == [
        (2, "44021", Decimal("1234.5"), Decimal(2)),
        (4, "11002", None, None),
    ]


def test_a_file_in_an_old_character_set_is_read():
    rows = read_figures("nis;naam;waarde\n44021;Café;7\n".encode("cp1252"))
    assert rows[0].value == 7


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12,75", "12.75"),
        ("12.75", "12.75"),
        ("1 234", 1234),
        ("1.234.567", 1234567),
        ("1,234.5", "1234.5"),
    ],
)
def test_numbers_are_read_in_dutch_and_english_writing(text, number):
    (row,) = read_figures(csv("nis;waarde", f"44021;{text}"))
    assert (row.value, row.problem) == (Decimal(number), "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.234", "kan 1234 zijn of 1,234"),
        ("12,500", "kan 12500 zijn"),
        ("veel", "is geen getal"),
        ("NaN", "is geen getal"),
        ("Infinity", "is geen getal"),
        ("-5", "is negatief"),
        ("9" * 12, "is te groot"),
    ],
)
def test_a_value_that_makes_no_sense_is_a_problem_of_its_line(text, message):
    (row,) = read_figures(csv("nis;waarde", f"44021;{text}"))
    assert row.value is None
    assert message in row.problem


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "eerste regel"),
        (csv("naam;aantal", "Gent;5"), "eerste regel"),
        (csv("nis;waarde"), "geen enkel cijfer"),
        (b"PK\x03\x04rest", "Excel"),
        (b"nis;waarde\n\x00\x01", "geen tekstbestand"),
        (b"nis;waarde\n" + b"44021;1\n" * 5002, "meer dan 5000 regels"),
        (b"x" * 1_000_001, "groter dan 1 MB"),
    ],
)
def test_what_is_not_a_table_of_figures_is_refused_in_words(content, message):
    with pytest.raises(UnreadableFile, match=message):
        read_figures(content)


def test_a_code_that_comes_twice_is_a_problem():
    rows = read_figures(csv("nis,waarde", "44021,1", "44021,2"))
    assert [row.problem for row in rows] == ["", "Deze gemeente staat ook op regel 2."]


def test_the_plan_tells_what_would_happen_to_each_line(gent, source, django_assert_max_num_queries):
    gent.statistics.create(indicator="loi_places", period=PERIOD, value=10, source=source)
    same = gent.__class__.objects.get(nis_code="11002")
    same.statistics.create(indicator="loi_places", period=PERIOD, value=5, source=source)
    rows = read_figures(
        csv("nis;waarde", "44021;12", "11002;5", "31005;3", "35013;", "21004;9", "44011;4", "71072;x")
    )
    with django_assert_max_num_queries(4):
        plan = plan_import(rows, indicator=Indicator.LOI_PLACES, period=PERIOD)
    assert [item.statistic.municipality.name for item in plan.changed] == ["Gent"]
    assert (plan.changed[0].old, plan.changed[0].new) == ("10 (marge niet bekend)", "12 (marge niet bekend)")
    assert [item.municipality.name for item in plan.new] == ["Brugge"]
    assert [row.nis_code for row in plan.same] == ["11002"]
    assert [row.nis_code for row in plan.empty] == ["35013"]
    assert [row.nis_code for row in plan.unknown] == ["21004"]
    assert [row.problem for row in plan.wrong] == [
        "Deinze is opgegaan in Deinze (44083). Reken het cijfer om.",
        "“x” is geen getal.",
    ]
    assert len(plan.missing) == 285 - 5
    assert not plan.may_be_confirmed


def test_the_plan_shows_the_previous_figure_beside_a_new_one(gent, source):
    gent.statistics.create(indicator="loi_places", period=date(2025, 1, 1), value=8, source=source)
    gent.statistics.create(indicator="loi_places", period=date(2026, 6, 1), value=9, source=source)
    (addition,) = plan_import(
        read_figures(csv("nis;waarde", "44021;12")), indicator=Indicator.LOI_PLACES, period=PERIOD
    ).new
    assert addition.previous.value == 8
    assert addition.new == "12 (marge niet bekend)"


def load(rows, *, by=None, source=None):
    return import_statistics(
        rows=read_figures(csv("nis;waarde;marge", *rows)),
        indicator=Indicator.LOI_PLACES,
        period=PERIOD,
        source=source or StatisticSource(name="Fedasil", retrieved_on=date(2026, 11, 23)),
        by=by,
    )


def test_new_figures_are_added_with_their_source_and_announced(gent, official):
    load(["44021;12;0", "11002;40;"], by=official)
    figure = gent.statistics.get(indicator="loi_places")
    assert (figure.value, figure.margin, figure.source.name) == (12, 0, "Fedasil")
    assert Statistic.objects.get(municipality__nis_code="11002", indicator="loi_places").margin is None
    assert set(Change.objects.unhandled().values_list("municipality__nis_code", "kind")) == {
        ("44021", "statistics"),
        ("11002", "statistics"),
    }
    event = AuditEvent.objects.get(verb="statistics.imported")
    assert event.user_name == "Ambtenaar"
    assert (event.changes["new"], event.changes["period"]) == (2, "2026-01-01")


def test_a_correction_keeps_the_old_figure_in_the_trail(gent, official):
    load(["44021;12;0"])
    load(["44021;15;1"], by=official)
    figure = gent.statistics.get(indicator="loi_places")
    assert (figure.value, figure.margin) == (15, 1)
    event = AuditEvent.objects.about(figure).get()
    assert event.verb == "statistic.corrected"
    assert event.changes["value"] == ["12.0000", "15.0000"]
    assert event.changes["municipality"]["label"] == "Gent"


def test_figures_of_other_periods_and_indicators_stay_as_they_are(gent):
    others = list(Statistic.objects.order_by("pk").values())
    load(["44021;12;"])
    load(["44021;13;"])
    mine = Statistic.objects.filter(indicator="loi_places", period=PERIOD)
    assert list(Statistic.objects.exclude(pk__in=mine).order_by("pk").values()) == others


def test_the_same_file_twice_changes_nothing_the_second_time(gent):
    load(["44021;12;0"])
    trail, changes = AuditEvent.objects.count(), Change.objects.count()
    plan = load(["44021;12;0"])
    assert (len(plan.same), plan.may_be_confirmed) == (1, False)
    assert (AuditEvent.objects.count(), Change.objects.count()) == (trail, changes)


def test_an_empty_cell_leaves_the_figure_that_is_there(gent):
    load(["44021;12;0"])
    load(["44021;;", "11002;3;"])
    assert gent.statistics.get(indicator="loi_places").value == 12


def test_one_wrong_value_stops_the_whole_import(gent):
    with pytest.raises(WrongFigures):
        load(["44021;12;0", "11002;veel;"])
    assert not Statistic.objects.filter(indicator="loi_places").exists()
    assert not StatisticSource.objects.filter(name="Fedasil").exists()


def test_a_source_fetched_again_on_another_day_is_another_source(gent):
    load(["44021;12;"])
    load(["11002;3;"])
    load(["31005;3;"], source=StatisticSource(name="Fedasil", retrieved_on=date(2026, 12, 1)))
    assert StatisticSource.objects.filter(name="Fedasil").count() == 2


@pytest.fixture
def command(tmp_path):
    def run(content, *options, period="2026-01-01"):
        path = tmp_path / "cijfers.csv"
        path.write_bytes(content)
        out = StringIO()
        call_command(
            "import_statistics",
            path,
            "--indicator=loi_places",
            f"--period={period}",
            "--source=Fedasil",
            *options,
            stdout=out,
        )
        return out.getvalue()

    return run


def test_the_command_only_tries_unless_confirmed(gent, command):
    said = command(csv("nis;waarde", "44021;12", "21004;9"))
    assert "1  nieuw" in said
    assert "onbekend: 21004 (regel 3)" in said
    assert "er is niets gewijzigd" in said
    assert not Statistic.objects.filter(indicator="loi_places").exists()


def test_the_confirmed_command_imports_with_its_source(gent, command):
    said = command(
        csv("nis;waarde", "44021;12"),
        "--confirm",
        "--source-url=https://fedasil.example",
        "--published-on=2026-02-01",
    )
    assert "De cijfers zijn ingelezen." in said
    source = gent.statistics.get(indicator="loi_places").source
    assert (source.url, source.published_on) == ("https://fedasil.example", date(2026, 2, 1))


@pytest.mark.parametrize(
    ("content", "options", "period", "message"),
    [
        (csv("nis;waarde", "44021;x"), ["--confirm"], "2026-01-01", "Verbeter eerst de foute waarden"),
        (csv("nis;naam", "44021;x"), ["--confirm"], "2026-01-01", "eerste regel"),
        (csv("nis;waarde", "44021;1"), ["--confirm"], "1 januari", "is geen datum"),
        (csv("nis;waarde", "44021;1"), ["--confirm"], "2999-01-01", "in de toekomst"),
    ],
)
def test_a_bad_command_says_why_and_changes_nothing(reference, command, content, options, period, message):
    with pytest.raises(CommandError, match=message):
        command(content, *options, period=period)
    assert not Statistic.objects.filter(indicator="loi_places").exists()


def test_a_missing_file_is_told(reference):
    with pytest.raises(CommandError, match="kan niet gelezen worden"):
        call_command(
            "import_statistics", "/nergens.csv", "--indicator=loi_places", "--period=2026-01-01", "--source=x"
        )
