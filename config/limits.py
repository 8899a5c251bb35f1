"""How often one may ask: every limit of the portal, as data, and the counting.

Limits of signing in are allauth's own (`ACCOUNT_RATE_LIMITS`), per address and per e-mail address; those here come on
top, per network. Whoever is signed in is counted by his account: a whole town hall may sit behind one address.
"""

import ipaddress
import logging
from fnmatch import fnmatchcase
from time import time
from typing import Literal, NamedTuple

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from operations.status.counters import LIMITS as LIMITS_REACHED

logger = logging.getLogger(__name__)

MINUTE = 60
# Seconds that a request may wait for its turn; after that it is refused (config.middleware.NotTooLate).
LONGEST_WAIT = 8
# Longer nobody waits (the proxy gives up after 35 s): then the clock of the proxy is wrong, and no ground to refuse.
CLOCK_IS_WRONG = 60
# Seconds that one page may ask the database in all (config.middleware.NotForEver): with one question more of ten
# seconds (statement_timeout) that is over before the proxy gives up.
LONGEST_ASKING = 15
Per = Literal["account", "address", "network"]


class Limit(NamedTuple):
    """At most `number` requests in `seconds` to the pages with these URL names together, per account or per address.

    `method` and `asks` narrow it: only posts; only requests with one of these words in the address. A limit per
    account does not count visitors, one per address or network counts everybody.
    """

    name: str
    pages: tuple[str, ...]
    number: int
    seconds: int
    per: Per
    method: Literal["", "GET", "POST"] = ""
    asks: tuple[str, ...] = ()
    with_files: bool = False


SIGN_IN = ("account_login", "account_request_login_code", "openid_connect_*", "admin:login")
CODES = ("account_confirm_login_code", "account_email_verification_sent", "mfa_*authenticate*")
FILES = ("*_document", "*_photo", "*_file", "*_evidence", "*_pdf", "*_paper", "*_download")
EXPORTS = ("*_export", "*:report_sheet")
HOUSEHOLDS = ("*:household_*", "*:person_*", "*:stay_*", "*:read_log*")
# What a list is searched with; turning a page is not searching.
SEARCHES = ("zoek", "gemeente", "postcode", "q")

LIMITS = (
    Limit("signing in", SIGN_IN, 200, 10 * MINUTE, "network", "POST"),
    Limit("codes", CODES, 300, 10 * MINUTE, "network", "POST"),
    Limit("codes of one account", (*CODES, "account_reauthenticate"), 20, 10 * MINUTE, "account", "POST"),
    Limit("registering", ("account_signup",), 20, 60 * MINUTE, "network", "POST"),
    Limit(
        "public forms",
        ("housing:freshness_link", "housing:filter_stop", "accessibility"),
        60,
        10 * MINUTE,
        "network",
        "POST",
    ),
    Limit("public search", ("accounts:private_host",), 60, MINUTE, "network", "GET", asks=SEARCHES),
    Limit("reports of browsers", ("csp_report",), 30, MINUTE, "network", "POST"),
    Limit("open data", ("open_data*",), 60, MINUTE, "address"),
    Limit("searching", ("*",), 300, 5 * MINUTE, "account", "GET", asks=SEARCHES),
    Limit("households", HOUSEHOLDS, 400, 10 * MINUTE, "account"),
    Limit("downloads", FILES, 600, 5 * MINUTE, "account", "GET"),
    Limit("exports", EXPORTS, 30, 10 * MINUTE, "account"),
    Limit("figures as files", ("spread:*", "admin:*"), 60, 10 * MINUTE, "account", asks=("vorm",)),
    Limit("several at once", ("*_bulk", "*_bulk_undo"), 60, 10 * MINUTE, "account", "POST"),
    Limit("uploads", ("*",), 120, 10 * MINUTE, "account", "POST", with_files=True),
)


def reached(request: HttpRequest, url_name: str) -> Limit | None:
    """The limit that this request goes over, or None; None means that it was counted."""
    for limit in LIMITS:
        if not covers(limit, request, url_name):
            continue
        if (who := counted_as(limit.per, request)) and not _count(limit, who):
            logger.warning("limit reached: %s (%s)", limit.name, url_name)
            LIMITS_REACHED.labels(limit=limit.name).inc()
            return limit
    return None


def covers(limit: Limit, request: HttpRequest, url_name: str) -> bool:
    """Whether the limit is about this kind of request."""
    return (
        (not limit.method or limit.method == ("GET" if request.method == "HEAD" else request.method))
        and any(fnmatchcase(url_name, page) for page in limit.pages)
        and (not limit.asks or any(word in request.GET for word in limit.asks))
        and (not limit.with_files or request.content_type == "multipart/form-data")
    )


def counted_as(per: Per, request: HttpRequest) -> str:
    """Whose count it is: an account, or an address; empty for a visitor under a limit per account.

    A network is what one subscriber usually has: /24 of IPv4, /64 of IPv6. Behind our own proxies the address is the
    one that they saw (`TRUSTED_PROXY_COUNT`); what a browser claims is not believed.
    """
    if per == "account":
        return str(request.user.pk) if request.user.is_authenticated else ""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    bits = 64 if address.version == 6 else 24 if per == "network" else 32
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


def _count(limit: Limit, who: str) -> bool:
    """Counts one more when there is room. A sliding window: what the window before held, counts for the part of it that
    is not over yet. Addresses do not stand in the cache as such."""
    window, passed = divmod(time(), limit.seconds)
    mark = salted_hmac("config.limits", f"{limit.name} {who}").hexdigest()[:24]
    before, now = (f"limit:{mark}:{int(window) - 1}", f"limit:{mark}:{int(window)}")
    counts = cache.get_many([before, now])
    still = counts.get(before, 0) * (1 - passed / limit.seconds)
    if still + counts.get(now, 0) >= limit.number:
        return False
    cache.add(now, 0, timeout=2 * limit.seconds)
    try:
        return bool(still + cache.incr(now) - 1 < limit.number)
    except ValueError:  # the counter went with a cache that was cleared in between
        return True
