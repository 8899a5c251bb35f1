"""The web behind the proxy as in production, and a crowd in front of it."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from accounts.models import Kind
from config.local.processes import Children
from config.local.production import Production, nginx
from tests import factories
from tests.faults.load.crowd import Crowd
from tests.faults.rig.web import Web, signed_in

needs_nginx = pytest.mark.skipif(nginx() is None, reason="no nginx on this machine")
# To ask gunicorn itself as the proxy does.
AS_THE_PROXY = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https"}


@pytest.fixture
def crowd(folder) -> Iterator[Crowd]:
    people = Crowd(folder)
    yield people
    people.stop()


@pytest.fixture
def proxy(folder, web) -> Iterator[Production]:
    """nginx with our template before `web`; `url` and `certificate` say where."""
    with Children(folder / "log") as children:
        production = Production(folder / "proxy", children, {})
        production.start_proxy(web.port)
        yield production


@pytest.fixture
def start_web(start_web) -> Callable[..., Web]:
    """Without limits on how often one may ask: a crowd that asks from one address without thinking meets them."""
    return partial(start_web, RATE_LIMITING="false")


@pytest.fixture
def people(web, clerk) -> list[tuple[str, str]]:
    """Eight of them: four officers, two companies that send offers, two visitors."""
    company = factories.hat(Kind.COMPANY)
    return [
        *[("local_authority", cookie(web, clerk)) for _ in range(4)],
        *[("company", cookie(web, company)) for _ in range(2)],
        *[("", "")] * 2,
    ]


def cookie(web: Web, hat) -> str:
    return "; ".join(f"{name}={value}" for name, value in signed_in(web, hat).cookies.items())
