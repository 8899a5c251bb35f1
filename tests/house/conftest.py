from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import override_settings

from tests.house.world import World, put_files


@pytest.fixture(scope="session")
def files_of_the_world(tmp_path_factory) -> Path:
    """The bytes of its documents, written once."""
    folder = tmp_path_factory.mktemp("world")
    with override_settings(MEDIA_ROOT=folder):
        put_files()
    return folder


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for all questions of a module, and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        connection.check_constraints()  # what waited is looked at now, and not again after every question
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, files_of_the_world, db, settings) -> World:
    """The world as it was made: `db` rolls back what one question did to it."""
    settings.DEMO_MODE = True
    settings.MEDIA_ROOT = files_of_the_world
    return made_world


@pytest.fixture
def plain_refusals(monkeypatch):
    """A refusal is a status here; how its page looks is asked elsewhere, and drawing it takes half of all the time."""
    for status in (403, 404):
        monkeypatch.setattr(f"config.urls.handler{status}", refusal(status), raising=False)


def refusal(status: int) -> Callable[..., HttpResponse]:
    return lambda request, exception: HttpResponse(status=status)
