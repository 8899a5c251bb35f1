"""Secrets come from the environment alone; one that is missing is named, in Dutch, before anything is served."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import REQUIRED, require_environment


def test_everything_that_is_missing_is_named_with_what_it_is_for(monkeypatch):
    for name in REQUIRED:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ImproperlyConfigured) as error:
        require_environment()
    for name, what in REQUIRED.items():
        assert f"{name} ({what})" in str(error.value)
    assert "Zie .env.example" in str(error.value)


def test_an_empty_secret_is_missing_and_its_neighbours_are_not_told(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")
    monkeypatch.setenv("DATABASE_URL", "postgres://portal:" + "zeker77@x/y")
    monkeypatch.setenv("REDIS_URL", "redis://x")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY") as error:
        require_environment()
    assert "zeker77" not in str(error.value)
    monkeypatch.setenv("SECRET_KEY", "k")
    require_environment()
