"""A page offers no link that its reader may not follow."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

import pytest

from config.access import PAGES, expected


def links_of(text: str, url: str) -> Iterator[str]:
    """The addresses of the portal's own pages that this page leads to."""
    for href in re.findall(r"""<a\b[^>]*\bhref="([^"]*)\"""", text):
        link = urljoin(url, unescape(href)).partition("#")[0]
        if link.startswith("/"):
            yield link


@pytest.mark.parametrize(("hat", "many"), [("reader", 100), ("officer", 10)])
def test_a_reader_is_led_to_nothing_that_is_closed_to_him(world, hat, many):
    client, asked, closed = world.client(hat), {}, {}
    for page in PAGES:
        if page.url == "style_guide" and hat == "officer":
            continue  # it shows the frame of somebody else's page as an example
        if page.method != "get" or expected(page, hat) != 200:
            continue
        url = world.url(page)
        response = client.get(url)
        if response.streaming or not response.headers["Content-Type"].startswith("text/html"):
            continue
        for link in links_of(response.content.decode(), url):
            if link not in asked:
                asked[link] = client.get(link).status_code
            if asked[link] >= 400:
                closed.setdefault(link, []).append(page.url)
    assert len(asked) > many, "the pages were not there, or their links were not found"
    assert closed == {}
