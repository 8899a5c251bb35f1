"""What our code may not do at all, so that whole kinds of attack have no place to begin."""

import ast
import re

import pytest
from django import forms

from config.local.security import licence_problems, secret_problems, secrets_in
from tests.house.sources import ROOT, app_sources, called_name, calls, python_files, read
from tests.house.test_modules import imports

SOURCES = [source for source in app_sources() if not source.path.startswith("config/local/")]

# Who may speak with another server, and with which: never an address that somebody typed.
SPEAKS = {
    "accounts/acm_idm/signing_out.py": "only the errors of asking ACM/IDM, by allauth",
    "accounts/acm_idm/views.py": "only the errors of asking ACM/IDM, by allauth",
    "accounts/adapter.py": "only the errors of asking ACM/IDM, by allauth, and of the mail server",
    "config/cache.py": "the Redis of the settings",
    "config/database/silence.py": "the PostgreSQL of the settings",
    "documents/scanner.py": "the virus scanner of the settings",
    "facility/actions/mails.py": "only the name of an error of the mail server",
    "operations/status/broker.py": "the Redis of the settings",
    "notifications/actions.py": "only the name of an error of the mail server",
    "operations/setup/servers.py": "the Redis of the settings; of ACM/IDM only the errors, allauth asks",
    "operations/setup/trials.py": "only the errors of the mail server",
    "vlot/mailbox.py": "the mailbox of the settings",
}
NETWORK = re.compile(
    r"(aiohttp|ftplib|http\.client|httpx|imaplib|paramiko|poplib|redis|requests|smtplib|socket|"
    r"telnetlib|urllib\.request|urllib3|xmlrpc)(\.|$)"
)
ERRORS_ONLY = {"redis.exceptions", "redis.exceptions.RedisError"}
# Writes XML or names its types; reading is for defusedxml.
XML_TYPES = {
    "xml.sax.saxutils", "xml.sax.saxutils.escape",
    "xml.etree.ElementTree", "xml.etree.ElementTree.Element", "xml.etree.ElementTree.ParseError",
}  # fmt: skip
# Who writes csv by himself, and why no spreadsheet calculates it.
OWN_CSV = {
    "documents/tables.py": "the one that defuses",
    "households/lists.py": "text that goes back into the field that it was pasted in",
    "matching/planning/files.py": "numbers and codes, for the command line",
    "municipalities/data/make_fixtures.py": "our own reference data, made by hand",
    "spread/open_data.py": "numbers and names of municipalities, as RFC 4180 for machines",
}


def test_only_named_modules_speak_with_another_server():
    """No address that a user gives is ever asked (SSRF): whoever could ask stands in this list."""
    found = {
        source.path
        for source in SOURCES
        if any(NETWORK.match(name) and name not in ERRORS_ONLY for name in imports(source))
    }
    assert found == set(SPEAKS)


def test_a_server_over_tls_shows_a_certificate_that_is_checked():
    """imaplib and others take every certificate when they are given no context."""
    over_tls = [
        call
        for source in SOURCES
        for call in calls(source.tree)
        if called_name(call)
        in {"IMAP4_SSL", "SMTP_SSL", "HTTPSConnection", "FTP_TLS", "POP3_SSL", "starttls"}
    ]
    assert len(over_tls) == 1
    for call in over_tls:
        assert any(word.arg in ("ssl_context", "context") for word in call.keywords), ast.unparse(call)
    for source in SOURCES:
        assert "_create_unverified_context" not in source.text, source.path
        assert "CERT_NONE" not in source.text, source.path


def test_xml_of_others_is_read_by_defusedxml_alone():
    for source in SOURCES:
        wrong = {name for name in imports(source) if re.match(r"(lxml|xml)(\.|$)", name)} - XML_TYPES
        assert wrong == set(), source.path
    for source in SOURCES:
        asked = {ast.unparse(call.func) for call in calls(source.tree)}
        assert not {name for name in asked if name.startswith(("ElementTree.", "ET."))} or any(
            name.startswith("defusedxml") for name in imports(source)
        ), source.path


def test_rows_leave_through_the_module_that_defuses_them():
    writers = {s.path for s in SOURCES for call in calls(s.tree) if ast.unparse(call.func) == "csv.writer"}
    assert writers == set(OWN_CSV)


@pytest.mark.parametrize(
    "name", ["eval", "exec", "__import__", "mark_safe", "system", "popen", "RawSQL", "SafeString"]
)
def test_nothing_that_was_typed_becomes_code(name):
    # Icons and templates of ours, texts through markdown-it without HTML, and inputs of which every part was escaped.
    drawn = {
        "config/fields.py",
        "config/help/text.py",
        "config/templatetags/drawn.py",
        "config/templatetags/icons.py",
        "config/widgets.py",
        "vlot/guidance/rendering.py",
    }
    allowed = {"mark_safe": drawn}.get(name, set())
    assert {s.path for s in SOURCES for call in calls(s.tree) if called_name(call) == name} - allowed == set()


# The solver of plans writes to the screen in C; its lines are flushed before the next begins.
STARTS = {
    "ctypes": {"matching/planning/exact.py"},
    # pg_dump and its neighbours, and a command of the portal on a database that was brought back
    "subprocess": {"config/management/commands/scrub.py", "operations/backup/programs.py"},
}


@pytest.mark.parametrize("module", ["pickle", "marshal", "shelve", "subprocess", "yaml", "ctypes"])
def test_nothing_unpacks_objects_or_starts_programs(module):
    found = {s.path for s in SOURCES if any(re.match(rf"{module}(\.|$)", name) for name in imports(s))}
    assert found == STARTS.get(module, set())


def test_one_address_alone_takes_posts_without_a_token():
    found = {s.path for s in SOURCES if "django.views.decorators.csrf.csrf_exempt" in imports(s)}
    assert found == {"config/browser_reports.py"}


def test_no_template_prints_text_as_html():
    """`safe` and `autoescape off` would; the one place draws the code to scan that allauth made."""
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape off|\|\s*safeseq\b", path.read_text())
    }
    assert found == {"templates/mfa/totp/activate_form.html"}


class ShownForm(forms.Form):
    text = forms.CharField(
        label="<b>naam</b>", help_text="Bijvoorbeeld: <a href=//boos.example>klik</a>", initial="<i>"
    )


def test_a_form_escapes_its_labels_hints_and_values():
    """Examples out of somebody's spreadsheet stand in a hint."""
    text = str(ShownForm())
    assert "<a " not in text
    assert "<b>" not in text
    assert "<i>" not in text
    assert "&lt;a href" in text


# What may become HTML in a script: a part of a page that our own server drew, and a label of our own that was there.
DRAWN = {"draft-windows.js": "part.innerHTML = html", "forms.js": "button.innerHTML"}


def test_scripts_of_pages_build_no_html_out_of_text():
    build = re.compile(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write")
    for path in (ROOT / "static" / "js").rglob("*.js"):
        lines = [line for line in path.read_text().splitlines() if build.search(line)]
        allowed = DRAWN.get(path.name, "nothing")
        assert [line for line in lines if allowed not in line] == [], path.name


def test_negative_control_a_module_that_opens_addresses_is_noticed():
    assert any(NETWORK.match(name) for name in imports(read(ROOT / "config" / "local" / "demonstration.py")))
    assert next(python_files("config"))


# --- What ./run check looks for -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "PRIVATE KEY-----",
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1" * 18,
        "postgres://portal:" + "geheim7@database/huis",
        "SECRET_KEY = " + '"k3f9a0d81b2c4e5f"',
        "'password': " + "'Zomer2026Gent'",
    ],
)
def test_a_secret_in_the_repository_is_noticed_and_not_repeated(line):
    found = list(secrets_in("config/x.py", f"een\n{line}\ntwee"))
    assert len(found) == 1
    assert found[0].startswith("config/x.py:2: ")
    assert line[12:] not in found[0]


@pytest.mark.parametrize(
    "line",
    [
        "postgres://portal:${APP_PASSWORD}@database/huis",
        'SECRET_KEY = env.str("SECRET_KEY", default="")',
        "SECRET_KEY=",
    ],
)
def test_where_a_secret_comes_from_is_no_secret(line):
    assert list(secrets_in("config/x.py", line)) == []


def test_nothing_in_the_repository_looks_like_a_secret_and_every_licence_is_allowed():
    assert secret_problems() == []
    assert licence_problems() == []
