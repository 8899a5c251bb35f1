"""A process of the web is ready for its first visitor before it is split off."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.template import engines

from config.warm import warm_up

# In a process of its own: in this one the pages are imported, and the collector is not ours.
FIRST_PAGE = """
import gc, sys
import config.wsgi
from config.warm import share_memory, warm_up
assert "matching.views.proposals" not in sys.modules
warm_up()
share_memory()
before = set(sys.modules)
from django.urls import resolve
resolve("/voorstellen/")
assert "matching.views.proposals" in sys.modules
assert set(sys.modules) == before, set(sys.modules) - before
assert gc.get_freeze_count() > 100_000
"""


def test_every_template_is_read_and_nothing_is_asked_of_the_database():
    """Without the mark for a database, pytest-django refuses every question."""
    warm_up()
    (loader,) = engines["django"].engine.template_loaders
    read = {template.name for template in loader.get_template_cache.values() if hasattr(template, "name")}
    folder = settings.BASE_DIR / "templates"
    assert {str(file.relative_to(folder)) for file in folder.rglob("*.html")} <= read


@pytest.mark.soak  # two and a half seconds of processor: it imports the portal once more
def test_what_the_first_page_needs_is_imported_and_shared_before_the_split(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
