"""Every answer carries every header: pages, refusals, mistakes, files, static files, the back office."""

import runpy

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.test import Client
from django.urls import path, reverse

from config import limits
from config.messages import HostCookieStorage
from config.settings import MIDDLEWARE
from config.urls import handler400, handler429, handler500, urlpatterns
from documents.models import Document
from documents.serve import attachment

__all__ = ["handler400", "handler429", "handler500", "urlpatterns"]  # this module is its own list of pages

ALWAYS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORM = "application/x-www-form-urlencoded"
# Of the settings as they are in production.
OF_PRODUCTION = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "MESSAGE_COOKIE_")


def broken(request):
    raise RuntimeError("geheim 8507")


def away(request):
    raise OperationalError("geheim 8507")


def download(request):
    return attachment(Document.objects.get())


urlpatterns = [*urlpatterns, path("stuk/", broken), path("weg/", away), path("papier/", download)]


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    """The portal as in production, behind https."""
    monkeypatch.setenv("SECURE", "true")
    made = runpy.run_path(str(django_settings.BASE_DIR / "config" / "settings.py"))
    for name, value in made.items():
        if name.startswith(OF_PRODUCTION):
            setattr(settings, name, value)
    monkeypatch.setattr(HostCookieStorage, "cookie_name", made["MESSAGE_COOKIE_NAME"])
    settings.ROOT_URLCONF = __name__
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def official(production, abb):
    client = Client(raise_request_exception=False)
    client.force_login(abb.user, backend="django.contrib.auth.backends.ModelBackend")
    client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    return client


@pytest.fixture
def paper(abb):
    document = Document(
        name="plan.pdf", content_type="application/pdf", size=4, sha256="0" * 64, uploaded_by=abb.user
    )
    document.file.save("plan.pdf", ContentFile(b"%PDF"))
    return document


def test_every_kind_of_answer_has_every_header(official, paper, monkeypatch, settings):
    stranger = Client(raise_request_exception=False)
    stranger.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    answers = {
        200: [official.get("/"), stranger.get("/"), official.get("/papier/"), official.get("/beheer/"),
              official.get("/static/css/base.css"), official.get("/livez")],
        204: [stranger.post(reverse("csp_report"), "{}", content_type="application/csp-report")],
        301: [Client().get("/aanbieden/"), Client().get("/livez/")],
        302: [stranger.get("/locaties/")],
        400: [stranger.get("/", headers={"host": "elders.example"}),
              stranger.post("/account/login/", data=b"x" * 6_000_000, content_type=FORM)],
        403: [official.get(reverse("matching:proposal_list")),
              Client(enforce_csrf_checks=True).post("/account/login/", headers={"x-forwarded-proto": "https"})],
        404: [official.get("/bestaat-niet/")],
        405: [official.put("/"), official.get(reverse("csp_report"))],
        413: [stranger.post("/account/login/", headers={"content-length": str(26 * 1024 * 1024)})],
        422: [stranger.get(reverse("accounts:private_host"), {"postcode": "0000"})],
        500: [official.get("/stuk/")],
        503: [official.get("/weg/")],
    }  # fmt: skip
    monkeypatch.setattr(limits, "LIMITS", [limits.Limit("none", ("home",), 0, 60, "network")])
    settings.RATE_LIMITING = True
    answers[429] = [stranger.get("/"), official.get("/")]

    for status, found in answers.items():
        for number, response in enumerate(found):
            where = f"{status}, {number}: {response.request['PATH_INFO']}"
            assert response.status_code == status, where
            told = {name: response.headers.get(name) for name in ALWAYS}
            if status == 301:  # http: a browser would not believe it here
                told["Strict-Transport-Security"] = ALWAYS["Strict-Transport-Security"]
            assert told == ALWAYS, where
            assert "geolocation=()" in response.headers["Permissions-Policy"], where
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, where
            assert "unsafe" not in policy, where
            assert "Server" not in response.headers, where
            assert b"8507" not in b"".join(response), where


def test_the_policy_names_only_ourselves(official):
    policy = official.get("/").headers["Content-Security-Policy"]
    told = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert told["default-src"] == told["base-uri"] == told["frame-ancestors"] == "'none'"
    assert told["script-src"].startswith("'self'")
    assert {told[f"{kind}-src"] for kind in ("style", "img", "font", "connect")} == {"'self'"}
    assert told["report-uri"] == reverse("csp_report")


def test_a_page_of_somebody_who_is_signed_in_is_kept_by_no_cache(official):
    assert "no-store" in official.get("/locaties/").headers["Cache-Control"]


def test_a_file_is_saved_and_not_run(official, paper):
    response = official.get("/papier/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_cookies_belong_to_this_server_alone(production, settings, gent):
    client = Client()
    client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    client.get("/account/login/")
    client.post("/account/login/", {"login": "an@proef.example"})
    assert set(client.cookies) == {"__Host-csrftoken", "__Host-sessionid", "__Host-messages"}
    for cookie in client.cookies.values():
        assert cookie.key.startswith("__Host-"), cookie
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (
            True,
            True,
            "/",
            "",
        )
        assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("address", ["/stuk/", "/weg/", "/bestaat-niet/"])
def test_a_mistake_tells_a_stranger_nothing_of_the_inside(official, address):
    text = official.get(address).content.decode()
    for inside in ("Traceback", "RuntimeError", "OperationalError", "urlconf", "Django", "geheim"):
        assert inside not in text


def test_headers_are_set_outside_everything_that_answers():
    assert MIDDLEWARE[:3] == [
        "config.middleware.SecurityHeaders",
        "csp.middleware.CSPMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]


def test_the_proxy_sets_the_same_on_what_it_serves_itself():
    """Static files and the page for when the portal is away never reach the portal."""
    text = (django_settings.BASE_DIR / "config" / "production" / "nginx.conf.template").read_text()
    own = [
        part.partition("}")[0]
        for part in text.split("location ")
        if part.startswith(("/static/", "= /onder", "= /te-druk", "= /te-groot"))
    ]
    assert len(own) == 4
    for part in own:
        for name, value in ALWAYS.items():
            assert f'add_header {name} "{value}" always;' in part, name
        assert "add_header Content-Security-Policy \"default-src 'none'" in part
    assert f"client_max_body_size {django_settings.LARGEST_BODY_MEGABYTES}m;" in text
    assert "server_tokens off;" in text


# --- What browsers report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "logged"),
    [
        (
            '{"csp-report": {"effective-directive": "script-src", "blocked-uri": "https://x.example/an?naam=an",'
            ' "document-uri": "https://portaal.example/huishoudens/7/"}}',
            ["csp: script-src stopped x.example"],
        ),
        ('{"csp-report": {"violated-directive": "style\\n2026 ERROR", "blocked-uri": "inline"}}',
         ["csp: style2026 ERROR stopped inline"]),
        ('{"csp-report": []}', []),
        ("[" * 9000, []),
        ("geen json", []),
        ("\xff", []),
    ],
)  # fmt: skip
def test_a_report_is_one_line_without_who_or_what_was_looked_at(db, sent, logged, caplog):
    response = Client().post(reverse("csp_report"), sent, content_type="application/csp-report")
    assert response.status_code == 204
    assert [
        record.getMessage() for record in caplog.records if record.name == "config.browser_reports"
    ] == logged


def test_a_report_is_small(db):
    response = Client().post(reverse("csp_report"), "x" * 20_000, content_type="application/csp-report")
    assert response.status_code == 413
