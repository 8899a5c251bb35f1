"""`manage.py plan_assignment` on files: no database, the figures, and what it says about wrong files."""

import csv
import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from matching.planning.checker import judge
from matching.planning.files import read_problem

ROOT = Path(__file__).resolve().parents[2]
HOUSEHOLDS = "household,persons\na,2\nb,3\nc,9\nd,1\n"
UNITS = "unit,places,shared\nu1,3,0\nu2,4,1\n"
PAIRS = "household,unit,score\na,u1,5\na,u2,4\nb,u1,9\nd,u2,1\nc,u2,4\nb,u2,3\n"


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str
    rows: list[tuple[str, str]]


def rows_of(path):
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [(row["household"], row["unit"]) for row in csv.DictReader(file)]


def words_for(tmp_path, files):
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    files = [word for name in files for word in (f"--{name}", str(tmp_path / f"{name}.csv"))]
    return [*files, "--out", str(tmp_path / "out.csv")]


@pytest.fixture
def plan(tmp_path):
    """Runs the command on files given as text. A test that does not ask for the database has none: it would fail."""

    def run(*words, **files):
        out, err, code = StringIO(), StringIO(), 0
        (tmp_path / "out.csv").unlink(missing_ok=True)
        try:
            call_command(
                "plan_assignment", *words_for(tmp_path, files), *map(str, words), stdout=out, stderr=err
            )
        except SystemExit as ended:
            code = ended.code
        return Done(code, out.getvalue(), err.getvalue(), rows_of(tmp_path / "out.csv"))

    return run


def test_the_command_line_runs_without_any_server_and_prints_nothing_but_json(tmp_path):
    env = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "SECRET_KEY"}}
    env["DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/none"
    words = words_for(tmp_path, {"households": HOUSEHOLDS, "units": UNITS, "pairs": PAIRS})
    command = [sys.executable, "manage.py", "plan_assignment", *words, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["objective"] == 14
    wrong = subprocess.run(
        [*command, "--pairs", tmp_path / "weg.csv"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert wrong.returncode == 2
    assert (wrong.stdout, wrong.stderr) == ("", "weg.csv: dit bestand bestaat niet.\n")


def test_pairs_give_the_best_sum_and_every_household_its_place_or_reason(plan):
    done = plan("--json", households=HOUSEHOLDS, units=UNITS, pairs=PAIRS)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert done.rows == [("a", "u2"), ("b", "u1"), ("d", "u2")]
    assert figures["objective"] == figures["bound"] == 14
    assert (figures["gap"], figures["placed"], figures["optimal"], figures["seed"]) == (0, 3, True, 1)
    assert figures["seconds"] >= 0
    assert [(row["household"], row["reason"]) for row in figures["unplaced"]] == [
        ("c", "9 personen: de grootste plaats heeft 4 slaapplekken")
    ]


def test_limits_count_in_pools_and_in_homes(plan):
    done = plan(
        "--json",
        households="household,persons,limit_desk\na,1,2\nb,1,2\nc,1,1\n",
        units="unit,places,shared,limit_desk\npool,9,1,3\nhome,1,0,1\n",
        pairs="household,unit,score\na,pool,5\nb,pool,5\nc,pool,5\na,home,9\nc,home,1\n",
    )
    assert json.loads(done.stdout)["objective"] == 10
    assert len(done.rows) == 2


def test_without_pairs_our_own_points_count_with_needs_towns_and_pins(plan):
    done = plan(
        "--json",
        households="household;persons;municipality;needs_step_free;wants_own_kitchen;note\n"
        "a;2;Gent;1;0;belt later\nb;2;Gent;0;1;\nc;1;Aalst;0;0;\n",
        units="unit;places;municipality;step_free;own_kitchen;address\n"
        "u1;2;Gent;1;0;Kerkstraat 1\nu2;2;Gent;0;1;Kerkstraat 2\nu3;1;Aalst;0;0;Dorp 3\n",
        targets="municipality;target;load;at_most\nGent;10;2;\nAalst;5;1;3\n",
        pins="pin;household;unit;municipality;at_most\nnever;c;u3;;\nat_most;;;Gent;4\n",
    )
    assert done.returncode == 0, done.stderr
    assert done.rows == [("a", "u1"), ("b", "u2")]
    (left,) = json.loads(done.stdout)["unplaced"]
    assert left["household"] == "c"


def test_the_same_seed_gives_the_same_file_and_input_order_does_not_matter(plan):
    dice = random.Random(5)
    people = [f"h{index},{dice.randint(1, 4)}" for index in range(60)]
    homes = [
        f"u{index},{dice.randint(1, 5)},{int(dice.random() < 0.2)},T{dice.randint(0, 4)}"
        for index in range(50)
    ]
    targets = "municipality,target\n" + "".join(f"T{index},20\n" for index in range(5))
    files = {
        "households": "household,persons\n" + "\n".join(people),
        "units": "unit,places,shared,municipality\n" + "\n".join(homes),
        "targets": targets,
    }
    first = plan("--seed", "7", **files)
    dice.shuffle(people)
    dice.shuffle(homes)
    files["households"] = "household,persons\n" + "\n".join(people)
    files["units"] = "unit,places,shared,municipality\n" + "\n".join(homes)
    second = plan("--seed", "7", **files)
    assert first.rows
    assert first.rows == second.rows


def test_people_read_the_outcome_in_dutch(plan):
    done = plan(households=HOUSEHOLDS, units=UNITS)
    assert "3 huishoudens hebben een plaats, 1 niet." in done.stdout
    assert "c: 9 personen: de grootste plaats heeft 4 slaapplekken" in done.stdout


def test_the_help_names_every_column(plan):
    done = subprocess.run(
        [sys.executable, "manage.py", "plan_assignment", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    for word in ("household", "persons", "shared=1", "limit_X", "at_most", "score", "needs_X"):
        assert word in done.stdout


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"households": "household\na\n"}, "households.csv: kolom persons ontbreekt"),
        ({"households": "household,persons\na,twee\n"}, "regel 2: persons is geen getal"),
        ({"households": "household,persons\na,nan\n"}, "regel 2: persons is geen bruikbaar getal"),
        ({"households": "household,persons\na,1.5\n"}, "regel 2: persons moet een geheel getal"),
        ({"households": "household,persons\na,0\n"}, "minstens 1"),
        ({"households": "household,persons\na,1\na,2\n"}, "Huishouden a staat er twee keer in"),
        ({"households": "household,persons\n,1\n"}, "regel 2: household is leeg"),
        ({"households": ""}, "households.csv: het bestand is leeg"),
        ({"households": "household,persons\n"}, "er staan geen regels"),
        ({"households": "household,persons,persons\na,1,1\n"}, "kolom persons staat er twee keer in"),
        ({"households": "household,persons,needs_lift\na,1,1\n"}, "voor de voorwaarde needs_lift"),
        ({"households": "household,persons\na,1,5,6\n"}, "meer waarden dan kolommen"),
        ({"units": "unit,places\nu1,-1\n"}, "regel 2: places moet een geheel getal van 0 of meer zijn"),
        ({"units": "unit,places\nu1,1\nu1,1\n"}, "Plaats u1 staat er twee keer in"),
        ({"units": "unit,places,shared\nu1,1,misschien\n"}, "shared moet 1 of 0 zijn"),
        ({"pairs": "household,unit,score\nx,u1,1\n"}, "huishouden x is niet bekend"),
        ({"pairs": "household,unit,score\na,x,1\n"}, "plaats x is niet bekend"),
        ({"pairs": "household,unit,score\na,u1,1\na,u1,2\n"}, "twee keer"),
        ({"pairs": "household,unit,score\na,u1,veel\n"}, "score is geen getal"),
        ({"targets": "municipality,target\nGent,veel\n"}, "target is geen getal"),
        ({"pins": "pin\nmisschien\n"}, "pin moet keep, never of at_most zijn"),
    ],
)
def test_a_wrong_file_gets_a_dutch_sentence_and_exit_code_2(plan, files, says):
    done = plan(**({"households": HOUSEHOLDS, "units": UNITS} | files))
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_file_that_is_not_there_gets_a_sentence(plan, tmp_path):
    done = plan("--households", tmp_path / "weg.csv", units=UNITS)
    assert done.returncode == 2
    assert "weg.csv: dit bestand bestaat niet." in done.stderr


def test_a_plan_needs_neither_django_nor_a_database():
    code = "import matching.planning, matching.planning.files, sys; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("seed", range(3))
def test_files_and_checker_agree(plan, tmp_path, seed):
    dice = random.Random(seed)
    people = "".join(f"h{index},{dice.randint(1, 5)},{int(dice.random() < 0.2)}\n" for index in range(30))
    homes = "".join(
        f"u{index},{dice.randint(1, 8)},{int(dice.random() < 0.3)},{int(dice.random() < 0.5)}\n"
        for index in range(20)
    )
    files = {"households": "household,persons,pets\n" + people, "units": "unit,places,shared,pets\n" + homes}
    done = plan("--json", **files)
    verdict = judge(read_problem(tmp_path / "households.csv", tmp_path / "units.csv"), dict(done.rows))
    assert verdict.right
    assert verdict.objective == pytest.approx(json.loads(done.stdout)["objective"])
