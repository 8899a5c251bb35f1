from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.house.world import World


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for all questions of a module, and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        connection.check_constraints()  # what waited is looked at now, and not again after every question
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, db, settings) -> World:
    """The world as it was made: `db` rolls back what one question did to it."""
    settings.DEMO_MODE = True
    made_world.put_files()
    return made_world
