"""`manage.py spread_key` on files: no database, the figures, and what it says about wrong files."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from spread.keys import PUBLISHED

ROOT = Path(__file__).resolve().parents[2]
FIGURES = "code,population,gdp,unemployment\nB,100,300,5\nA,300,100,10\nC,50,20,3\n"
PEOPLE = {"name": "population", "weight": 0.4, "indicator": "population", "transform": "share"}
WEALTH = {"name": "gdp", "weight": 0.4, "indicator": "gdp", "transform": "share"}
JOBLESS = {
    "name": "unemployment",
    "weight": 0.2,
    "indicator": "unemployment",
    "transform": "inverse_share",
    "cap": {"fraction": 0.3, "of": ["population", "gdp"]},
}
KEY = {"name": "Proef", "terms": [PEOPLE, WEALTH, JOBLESS]}
ONLY_PEOPLE = {"name": "Inwoners", "terms": [PEOPLE | {"weight": 1}]}


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str

    @property
    def units(self):
        return {unit["code"]: unit for unit in json.loads(self.stdout)["units"]}


def words_for(tmp_path, key, figures, total, *words):
    text = key if isinstance(key, str) else json.dumps(key)
    (tmp_path / "KEY.json").write_text(text, encoding="utf-8")
    if isinstance(figures, bytes):
        (tmp_path / "FIGURES.csv").write_bytes(figures)
    else:
        (tmp_path / "FIGURES.csv").write_text(figures, encoding="utf-8")
    files = ["--key", str(tmp_path / "KEY.json"), "--figures", str(tmp_path / "FIGURES.csv")]
    return [*files, f"--total={total}", *words]


@pytest.fixture
def spread(tmp_path):
    """Runs the command on texts. A test that does not ask for the database has none: it would fail."""

    def run(key=KEY, figures=FIGURES, total=100, words=("--json",)):
        out, err, code = StringIO(), StringIO(), 0
        try:
            call_command(
                "spread_key", *words_for(tmp_path, key, figures, total, *words), stdout=out, stderr=err
            )
        except SystemExit as ended:
            code = ended.code
        return Done(code, out.getvalue(), err.getvalue())

    return run


def test_the_command_line_runs_without_any_server_and_prints_nothing_but_json(tmp_path):
    env = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "SECRET_KEY"}}
    env["DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/none"
    words = words_for(tmp_path, KEY, FIGURES, 100, "--json")
    command = [sys.executable, "manage.py", "spread_key", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sums"]["target"] == 100
    wrong = subprocess.run([*command, "--total", "1.5"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "Het totaal (--total) is een geheel getal van 0 of meer, niet “1.5”.\n"


def test_the_sum_is_explained_term_by_term(spread):
    done = spread()
    found = json.loads(done.stdout)
    assert (found["total"], done.stderr) == (100, "")
    assert [unit["code"] for unit in found["units"]] == ["A", "B", "C"]
    a = found["units"][0]
    assert set(a) == {"code", "exact", "target", "terms", "exempt", "limited"}
    people, wealth, jobless = a["terms"]
    assert people == {
        "name": "population", "value": 300, "share": 300 / 450, "capped": False,
        "contribution": pytest.approx(100 * 0.4 * 300 / 450 / 0.86),
    }  # fmt: skip
    # Inverse shares of 10, 5, 3 are 3/19, 6/19, 10/19; each is above 0.3 times the mean of the other two, and those
    # caps sum to 0.3. So the weighted sum is 0.4 + 0.4 + 0.2 * 0.3 = 0.86.
    assert jobless["share"] == pytest.approx(3 / 19)
    assert jobless["capped"] is True
    assert jobless["counted_share"] == pytest.approx(0.3 * (300 / 450 + 100 / 420) / 2)
    assert a["exact"] == pytest.approx(sum(term["contribution"] for term in (people, wealth, jobless)))
    assert [unit["target"] for unit in found["units"]] == [45, 47, 8]
    assert found["sums"]["exact"] == found["sums"]["target"] == 100
    assert sum(unit["exact"] for unit in found["units"]) == pytest.approx(100)


def test_without_rounding_the_target_is_the_exact_amount(spread):
    for unit in spread(words=("--json", "--rounding", "none")).units.values():
        assert unit["target"] == unit["exact"]


def test_the_order_of_the_rows_does_not_matter_to_the_last_character(spread):
    first, *rows = FIGURES.splitlines()
    assert spread(figures="\n".join([first, *reversed(rows)])).stdout == spread().stdout


def test_twice_the_total_doubles_every_exact_amount(spread):
    once, twice = spread(total=100).units, spread(total=200).units
    assert all(twice[code]["exact"] == 2 * unit["exact"] for code, unit in once.items())


def test_ties_go_to_the_lowest_code(spread):
    units = spread(ONLY_PEOPLE, "code,population\nc,1\na,1\nb,1\n", 4).units
    assert [units[code]["target"] for code in "abc"] == [2, 1, 1]


def test_nothing_to_divide_is_zero_for_all(spread):
    assert {unit["target"] for unit in spread(total=0).units.values()} == {0}


def test_without_json_people_read_a_table(spread):
    done = spread(words=())
    assert done.stdout.startswith(
        "Proef: 100 verdeeld\n\ncode   population    gdp  unemployment   exact  doel\n"
    )
    assert "A           31,01  11,07          3,16   45,24    45" in done.stdout
    assert "samen       46,51  46,51          6,98  100,00   100" in done.stdout


def test_semicolons_decimal_commas_other_columns_and_a_byte_order_mark_are_read(spread):
    figures = "\ufeffcode;naam;population\r\n01;Gent, stad;1,5\r\n02;„Brugge”;0,5\r\n\r\n"
    units = spread(ONLY_PEOPLE, figures, 8).units
    assert [units[code]["target"] for code in ("01", "02")] == [6, 2]


EXEMPT = ONLY_PEOPLE | {"exempt": {"indicator": "places", "multiple": 2, "per": "population"}}


def test_who_has_twice_the_mean_is_exempt_and_the_others_share_it(spread):
    units = spread(EXEMPT, "code,population,places\na,10,4\nb,20,1\nc,20,0\n").units
    assert [(unit["target"], unit["exact"], unit["exempt"]) for unit in units.values()] == [
        (0, 0, True),
        (50, 50, False),
        (50, 50, False),
    ]


def test_what_a_limit_cuts_off_goes_to_the_others_until_it_is_stable(spread):
    key = {"terms": [WEALTH | {"weight": 1}], "limit": {"multiple": 2, "per": "population"}}
    done = spread(key, "code,population,gdp\nA,20,70\nB,11,19\nC,69,11\n")
    assert [(unit["target"], unit["limited"]) for unit in done.units.values()] == [
        (40, True),
        (22, True),
        (38, False),
    ]
    assert json.loads(done.stdout)["sums"]["limited"] == 2


def test_a_limit_can_be_a_figure_and_an_empty_one_is_no_limit(spread):
    key = ONLY_PEOPLE | {"limit": {"indicator": "room"}}
    units = spread(key, "code,population,room\na,50,10\nb,30,\nc,20,60\n").units
    assert [unit["target"] for unit in units.values()] == [10, 54, 36]


def test_a_total_that_cannot_be_placed_is_refused(spread):
    done = spread(
        ONLY_PEOPLE | {"limit": {"indicator": "room"}}, "code,population,room\na,1,30\nb,1,40\n", 71
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Het totaal 71 past niet onder de grenzen: daar is samen plaats voor 70.\n"


def figures_for(name):
    """A small table with every column that the shipped key reads."""
    columns = {
        "be_spreidingsplan_2016": "population,own_places,other_places,income_per_inhabitant,living_wage_recipients",
        "de_koenigstein": "population,tax_revenue",
        "draagkracht": "population,income_per_inhabitant,unemployed,living_wage_recipients,social_housing,households",
        "eu_2015_may": "population,gdp,asylum_per_million,unemployment_rate",
        "eu_2015_september": "population,gdp,asylum_per_million,unemployment_rate",
        "nl_spreidingswet_2024": "population,ses_woa",
        "per_inwoner": "population",
    }[name].split(",")
    rows = [["9000", "3", "8", "20000", "90", "4000"], ["4000", "2", "1", "25000", "30", "1800"]]
    lines = [
        ["code", *columns],
        *([code, *row[: len(columns)]] for code, row in zip("AB", rows, strict=True)),
    ]
    return "\n".join(",".join(line) for line in lines)


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.json")), ids=lambda path: path.stem)
def test_every_shipped_key_can_be_used_as_it_is(spread, path):
    done = spread(path.read_text(encoding="utf-8"), figures_for(path.stem), 1000)
    assert (done.returncode, done.stderr) == (0, "")
    assert sum(unit["target"] for unit in done.units.values()) == 1000


def test_a_missing_indicator_of_the_composite_is_shown_as_missing(spread):
    key = (PUBLISHED / "draagkracht.json").read_text(encoding="utf-8")
    header = (
        "code,population,income_per_inhabitant,unemployed,living_wage_recipients,social_housing,households\n"
    )
    done = spread(key, header + "A,100,20000,5,2,8,40\nB,100,25000,3,,,\nC,100,22000,4,3,,40\n", 300)
    term = done.units["B"]["terms"][0]
    assert term["score"]["enough_known"] is False
    assert term["score"]["factor"] == 1
    assert [one["normalised"] is None for one in term["score"]["indicators"]] == [False, False, True, True]
    assert done.units["C"]["terms"][0]["score"]["enough_known"] is True
    assert "te weinig bekend" in spread(key, header + "A,1,2,,,,\n", 3, words=()).stdout


def without(name):
    return {**KEY, "terms": [{field: value for field, value in PEOPLE.items() if field != name}]}


def with_people(**changes):
    return {**KEY, "terms": [PEOPLE | {"weight": 1} | changes]}


BAD_KEYS = [
    ("{", "KEY.json, regel 1, teken 2: dit is geen geldige JSON"),
    ("[]", "een sleutel is een object"),
    ("[" * 100_000, "geen"),
    ('{"terms": [], "terms": []}', "terms staat twee keer"),
    ('{"terms": [{"weight": NaN}]}', "NaN is geen getal"),
    ({"name": "x"}, "lijst (terms)"),
    ({"name": 5, "terms": [PEOPLE]}, "de naam (name) is tekst"),
    ({"terms": []}, "minstens één factor"),
    (without("indicator"), "een cijfer (indicator)"),
    (without("weight"), "het gewicht (weight)"),
    (without("transform"), "de bewerking (transform)"),
    (with_people(weight=0.9), "tellen samen op tot 0.9"),
    (with_people(weight=1.00000001), "moeten samen 1 zijn"),
    (with_people(weight=True), "het gewicht (weight)"),
    (with_people(weight=[1]), "het gewicht (weight)"),
    (with_people(weight=1e308), "het gewicht (weight)"),
    (with_people(transform="log"), "de bewerking (transform) is een van"),
    (with_people(transform=["share"]), "de bewerking (transform) is een van"),
    (with_people(indicator=["a"]), "een cijfer (indicator)"),
    (with_people(cap={"fraction": 0.3, "of": ["gdp"]}), "noemt een onbekende factor “gdp”"),
    (with_people(cap={"fraction": 0.3, "of": ["population"]}), "naar de factor zelf"),
    (with_people(cap={"fraction": -1, "of": ["gdp"]}), "een deel (fraction) van 0 of meer"),
    (with_people(cap={"fraction": 1}), "noemt in een lijst (of)"),
    (with_people(cap=0.3), "de grens (cap)"),
    (with_people(wieght=1), "onbekend gegeven wieght"),
    ({"terms": [PEOPLE | {"weight": 0.5}, PEOPLE | {"weight": 0.5}]}, "een eigen naam"),
    (ONLY_PEOPLE | {"exempt": {"indicator": "gdp"}}, "heeft een veelvoud"),
    (ONLY_PEOPLE | {"exempt": {"multiple": 2, "indicator": 3}}, "indicator van exempt"),
    (ONLY_PEOPLE | {"exempt": 2}, "exempt is een object"),
    (ONLY_PEOPLE | {"exempt": {"multiple": 0, "indicator": "gdp"}}, "groter dan 0"),
    (ONLY_PEOPLE | {"limit": {"per": "gdp"}}, "heeft een veelvoud"),
    (ONLY_PEOPLE | {"limit": {"multiple": 0.5}}, "minstens 1 keer het gemiddelde"),
    (ONLY_PEOPLE | {"limit": {"floor": 1.5}}, "De ondergrens is 0 tot 1"),
    (ONLY_PEOPLE | {"limit": {"multipel": 2}}, "limit kent geen multipel"),
]


@pytest.mark.parametrize(("key", "sentence"), BAD_KEYS)
def test_a_key_that_cannot_be_is_refused(spread, key, sentence):
    done = spread(key)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("KEY.json")
    assert sentence in done.stderr


ROW = "code,population,gdp,unemployment\nA,1,2,3\n"
BAD_FIGURES = [
    ("", "FIGURES.csv: het bestand is leeg"),
    ("code,population,gdp,unemployment\n", "geen regels onder de kolomnamen"),
    ("nis,population,gdp,unemployment\nA,1,2,3\n", "de eerste kolom heet code"),
    ("population,code,gdp,unemployment\n1,A,2,3\n", "de eerste kolom heet code"),
    ("code,population,gdp\nA,1,2\n", "kolom unemployment ontbreekt"),
    ("code,population,gdp,gdp,unemployment\nA,1,2,2,3\n", "kolom gdp staat er twee keer"),
    (ROW + "A,1,2,3\n", "regel 3, kolom code: code A staat ook op regel 2"),
    (ROW + ",1,2,3\n", "regel 3, kolom code: de code is leeg"),
    (ROW + " ,1,2,3\n", "regel 3, kolom code: de code is leeg"),
    (ROW + "B,-1,2,3\n", "regel 3, kolom population: -1 is kleiner dan 0"),
    (ROW + "B,veel,2,3\n", "regel 3, kolom population: “veel” is geen bruikbaar getal"),
    (ROW + "B,,2,3\n", "regel 3, kolom population: er staat geen getal"),
    (ROW + "B,1,2\n", "regel 3, kolom unemployment: er staat geen getal"),
    (ROW + "B,1,2,3,4\n", "regel 3: meer waarden dan kolommen"),
    (ROW + "B,nan,2,3\n", "“nan” is geen bruikbaar getal"),
    (ROW + "B,inf,2,3\n", "“inf” is geen bruikbaar getal"),
    (ROW + "B,1e999,2,3\n", "“1e999” is geen bruikbaar getal"),
    (ROW + "B,1_000,2,3\n", "“1_000” is geen bruikbaar getal"),
    (ROW + "B,1/2,2,3\n", "“1/2” is geen bruikbaar getal"),
    (ROW + 'B,"1,5",2,3\n', "“1,5” is geen bruikbaar getal"),
    (ROW + "B,1,2,0\n", "regel 3, kolom unemployment: nul heeft geen omgekeerde"),
    (ROW + "B,1,2,0.0\n", "nul heeft geen omgekeerde"),
    ("code,population,gdp,unemployment\nA,0,2,3\nB,0,2,3\n", "kolom population: overal nul"),
    (ROW + 'B,"1,2,3\n', "dit is geen geldige csv"),
    (b"code,population\n\xff,1\n", "geen tekst in UTF-8"),
]


@pytest.mark.parametrize(("figures", "sentence"), BAD_FIGURES)
def test_figures_that_cannot_be_are_refused_by_line_and_column(spread, figures, sentence):
    done = spread(figures=figures)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("FIGURES.csv")
    assert sentence in done.stderr


@pytest.mark.parametrize("total", ["-1", "1.5", "100.0", "veel", "", "nan", "1e3", "1_000", "٣", "9" * 400])
def test_a_total_is_a_whole_number_of_zero_or_more(spread, total):
    done = spread(total=total)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Het totaal (--total)" in done.stderr


def test_a_score_below_minus_one_leaves_less_than_nothing(spread):
    key = {"terms": [PEOPLE | {"weight": 1, "transform": "corrected_share", "score": "ses"}]}
    assert spread(key, "code,population,ses\nA,10,-0.5\nB,10,0.5\n").units["A"]["target"] == 25
    assert "lager dan -1" in spread(key, "code,population,ses\nA,10,-1.01\n").stderr


def test_files_that_are_not_there_are_named(tmp_path, spread):
    for words in (["--key", str(tmp_path / "weg.json")], ["--figures", str(tmp_path / "weg.csv")]):
        done = spread(words=(*words, "--json"))
        assert (done.returncode, done.stdout) == (2, "")
        assert "dit bestand bestaat niet" in done.stderr
    assert "niet te lezen" in spread(words=("--key", str(tmp_path))).stderr


def test_fields_that_nothing_is_done_with_are_mentioned_beside_the_result(spread):
    done = spread(KEY | {"opmerking": "x"})
    assert (done.returncode, done.stderr) == (0, "KEY.json: met opmerking wordt niets gedaan.\n")
    assert json.loads(done.stdout)["total"] == 100
