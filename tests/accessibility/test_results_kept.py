"""What the statement says is true of: which looks are kept, and which are of the templates and styles of now."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from config.accessibility import results as read
from config.accessibility.sources import mark, marks, marks_of_now
from tests.accessibility import results as kept


@pytest.fixture
def walk(tmp_path, monkeypatch) -> kept.Results:
    monkeypatch.setattr(kept, "PARTS", tmp_path / "parts")
    monkeypatch.setattr(kept, "RESULTS", tmp_path / "results.json")
    return kept.Results()


def see(walk: kept.Results, page: str, *faults: str) -> None:
    walk.note(
        page=page, kind="portal", state="filled", hat="local", checks=["axe"], faults=list(faults), files=[]
    )


def test_a_walk_that_dies_loses_nothing_and_the_next_one_goes_on(walk):
    see(walk, "home")
    see(walk, "search", "too wide")  # and here it dies: nothing was put together
    after = kept.Results()
    after.part = walk.part.with_name("another.jsonl")
    see(after, "map")
    after.note_absent(page="map", kind="portal", state="errors", hat="local", why="no form")
    kept.keep_together()
    assert sorted(kept.kept_rows()) == [
        ("home", "filled"),
        ("map", "errors"),
        ("map", "filled"),
        ("search", "filled"),
    ]
    see(after, "search")
    kept.keep_together()
    assert kept.kept_rows()["search", "filled"]["faults"] == []


def test_a_state_that_a_page_does_not_have_is_no_look(walk, monkeypatch):
    walk.note_absent(page="map", kind="portal", state="errors", hat="local", why="no form")
    kept.keep_together()
    monkeypatch.setattr(read, "_rows", lambda: json.loads(kept.RESULTS.read_text(encoding="utf-8")))
    assert read.looks.__wrapped__() == []
    assert read.absent.__wrapped__() == {("map", "errors")}


def look_of(sources: str) -> read.Look:
    return read.Look("home", "portal", "filled", "local", ["axe"], [], date(2026, 11, 26), sources)


def test_a_look_is_of_now_as_long_as_nothing_of_its_page_changed(tmp_path):
    files = [
        Path(get_template("base.html").origin.name),
        Path(get_template("admin/change_list.html").origin.name),  # Django's own
        Path(settings.BASE_DIR, "static", "img", "favicon.svg"),
        Path(settings.BASE_DIR, "static", "css", "base.css"),
    ]
    assert look_of(marks(files)).is_of_now
    changed = tmp_path / "static" / "css" / "base.css"
    changed.parent.mkdir(parents=True)
    changed.write_bytes(files[-1].read_bytes() + b" ")
    assert not look_of(marks([*files[:-1], changed])).is_of_now
    assert not look_of("").is_of_now, "of before the marks were kept"


def test_a_mark_is_of_the_place_and_of_the_contents(tmp_path):
    one, other = tmp_path / "a.css", tmp_path / "b.css"
    one.write_text("a")
    other.write_text("a")
    assert mark(one) != mark(other) and mark(one) not in marks_of_now()
    assert marks([other, one, other, tmp_path / "weg.css"]) == " ".join(sorted({mark(one), mark(other)}))


def test_a_mark_is_the_same_wherever_the_portal_lies(tmp_path):
    """Else a look that was made in one clone counts as of another version in the next."""
    base = Path(settings.BASE_DIR, "templates", "base.html")
    moved = tmp_path / "elders" / "templates" / "base.html"
    moved.parent.mkdir(parents=True)
    moved.write_bytes(base.read_bytes())
    assert mark(moved) == mark(base)
