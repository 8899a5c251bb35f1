"""Settings of the portal: everything that differs between installations comes from the environment.

Business figures (terms, weights, amounts) do not live here: they are rows with a validity period, or a
named constant in the app that they belong to.
"""

from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONCE, NONE, SELF

from config.acm_idm import STRONG, acm_idm_app
from config.database.session import TIMEOUTS, as_options
from config.database.silence import Watched
from config.schedule import CELERY_BEAT_SCHEDULE, CELERY_TASK_ROUTES  # noqa: F401  settings of Celery
from config.upkeep import upkeep

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# --- This installation -------------------------------------------------------------------------------------
# Empty only in commands that sign nothing; web and workers refuse to start without (config.environment).
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# To encrypt what stands encrypted in the database, and to find it again (audit.keys); the first of each writes.
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[])
FIELD_INDEX_KEYS = env.list("FIELD_INDEX_KEYS", default=[])
DEBUG = env.bool("DEBUG", default=False)
DEMO_MODE = env.bool("DEMO_MODE", default=False)
SECURE = env.bool("SECURE", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
VERSION = "0.1.0"

# --- Applications ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "config.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "django_filters",
    "django_htmx",
    "django_guid",
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "accounts.acm_idm",
    "allauth.mfa",
    "allauth.usersessions",
    "audit",
    "documents",
    "municipalities",
    "accounts",
    "notifications",
    "households",
    "housing",
    "spread",
    "matching",
    "facility",
    "vlot",
    "operations",
    "reporting",
]

MIDDLEWARE = [
    # The first three see every answer, also those that the others give: redirects, refusals, static files.
    "config.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_guid.middleware.guid_middleware",
    "operations.status.requests.Measured",
    "config.middleware.NotTooLate",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.FormMethodsOnly",
    "config.middleware.NotForEver",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SignInRequired",
    "accounts.middleware.Hat",
    "accounts.middleware.SessionLimits",
    "config.middleware.RateLimits",
    "config.middleware.Refusals",
    "accounts.middleware.SecondFactor",
    "accounts.middleware.HistoryContext",
    "reporting.middleware.RememberOpened",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "config.navigation.page_furniture",
            ],
            "builtins": ["config.templatetags.hat_token", "config.templatetags.kept_url"],
        },
    }
]
FORM_RENDERER = "config.forms.HouseRenderer"

# --- Database, cache, broker -------------------------------------------------------------------------------
# DATABASE_URL leads to a PgBouncer in transaction mode, with config/production/pgbouncer.ini (docs/operations.md).
PGBOUNCER = env.bool("PGBOUNCER", default=False)
DATABASES = {"default": env.db_url("DATABASE_URL", "postgres:///huisvestingstool", engine="config.database")}
# A web request may wait 3 s for a lock and run 10 s; workers and migrations run with their own STATEMENT_TIMEOUT.
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # a socket's folder comes as %2Fpath
DATABASES["default"]["OPTIONS"] = {
    # A machine that disappeared without a word is noticed in half a minute, and not called for longer than 3 s.
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    **DATABASES["default"].get("OPTIONS", {}),
    # Four threads of a process never need more than four. Who asks for a connection waits over a restart of the server,
    # and not longer than that: then it is a 503. A connection that could not be made is tried anew by the next who
    # needs it, not after the pauses of the pool, which double.
    "pool": {
        "connection_class": Watched,
        "min_size": 1,
        "max_size": 8,
        "timeout": 4,
        "reconnect_timeout": 2,
    }
    if env.bool("DATABASE_POOL", default=False)
    else False,
}
timeouts = {name: env.str(name.upper(), default=value) for name, value in TIMEOUTS.items()}
if PGBOUNCER:  # no session is ours for longer than a transaction
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
else:
    DATABASES["default"]["OPTIONS"]["options"] = as_options(timeouts)
# A connection is tried before a request gets it: after a restart of PostgreSQL no request meets a dead one.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "config.cache.HouseCache",  # while Redis is away, each process keeps a small cache of its own
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "huisvestingstool",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
# Sessions live in the database: a broker that is away signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Why these values: reliability.md 1.2 measured that the defaults hang a request for ever on a frozen broker,
# and that a worker killed in the middle of a task loses it.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": env.int("BROKER_SOCKET_TIMEOUT", default=1),
    "socket_connect_timeout": 1,
    "max_retries": 0,  # without these two, kombu itself tries again for 4 to 6 s while a person waits for his page
    "interval_start": 0,
    "global_keyprefix": env.str("BROKER_KEY_PREFIX", default=""),
}
CELERY_TIMEZONE = "Europe/Brussels"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Supply ------------------------------------------------------------------------------------------------
# After the term a site is "te bevestigen" and its people get a mail; after the grace it does not count as *inzetbaar*.
FRESHNESS_TERM_DAYS = env.int("FRESHNESS_TERM_DAYS", default=30)
FRESHNESS_GRACE_DAYS = env.int("FRESHNESS_GRACE_DAYS", default=14)
FRESHNESS_REMINDER_DAYS = env.int("FRESHNESS_REMINDER_DAYS", default=7)  # between two mails to one person
FRESHNESS_LINK_DAYS = env.int("FRESHNESS_LINK_DAYS", default=14)  # that the link in the mail works
IMPORT_KEEP_DAYS = env.int("IMPORT_KEEP_DAYS", default=30)  # that a file and its rows stay, and can be undone
QUESTION_TERM_DAYS = env.int(
    "QUESTION_TERM_DAYS", default=7
)  # that a provider has to answer, unless the officer says

# --- Matching ----------------------------------------------------------------------------------------------
# Hours that a unit is held for an answer: needed by tomorrow, within a week, later.
PROPOSAL_URGENT_HOURS = env.int("PROPOSAL_URGENT_HOURS", default=12)
PROPOSAL_SOON_HOURS = env.int("PROPOSAL_SOON_HOURS", default=48)
PROPOSAL_LATER_HOURS = env.int("PROPOSAL_LATER_HOURS", default=120)

# --- People ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapter.OtherServiceAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {"signup": "accounts.signup.SignUpForm"}
FASTEST_SECONDS = 3  # in which a person fills in a form that is open to all (accounts.bots)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Huisvestingstool] "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
USERSESSIONS_TRACK_ACTIVITY = (
    False  # it would write on every page view; accounts.sessions does it once a minute
)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Vlaamse huisvestingstool"
MFA_FORMS = {
    "activate_totp": "accounts.second_factor.ActivateTOTP",
    "add_webauthn": "accounts.second_factor.AddWebAuthn",
}
# Who sees persons or money shows a second step (accounts.second_factor); a demo has nothing to protect.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEMO_MODE)
SOCIALACCOUNT_ONLY = False
# A form may not lead to another site (form-action), so the way to ACM/IDM is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # ACM/IDM says who it is; the address is only where mail goes

# Minutes that a session may be unused, and that it lasts: of who sees persons or money, and of companies.
SESSION_LIMITS_STRICT = (
    env.int("SESSION_IDLE_MINUTES", default=30),
    env.int("SESSION_MINUTES", default=10 * 60),
)
SESSION_LIMITS = (
    env.int("SESSION_IDLE_MINUTES_PROVIDERS", default=4 * 60),
    env.int("SESSION_MINUTES_PROVIDERS", default=24 * 60),
)
SESSION_WARNED_BEFORE = env.int("SESSION_WARNED_BEFORE", default=120)  # seconds; WCAG 2.2.1 asks at least 20
SESSIONS_AT_ONCE = env.int("SESSIONS_AT_ONCE", default=3)
SESSION_COOKIE_AGE = max(SESSION_LIMITS_STRICT[1], SESSION_LIMITS[1]) * 60
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
MESSAGE_COOKIE_NAME = "__Host-messages" if SECURE else "messages"  # ours: config.messages reads it
MESSAGE_STORAGE = "config.messages.MessageStorage"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# Rights of an organisation: each role is confirmed again after a term; who is not, stops working after the grace.
RIGHTS_TERM_DAYS = env.int("RIGHTS_TERM_DAYS", default=365)
RIGHTS_GRACE_DAYS = env.int("RIGHTS_GRACE_DAYS", default=30)
RIGHTS_REMINDER_DAYS = env.int("RIGHTS_REMINDER_DAYS", default=7)  # before roles stop, once more
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)  # that the link in the mail works

# ACM/IDM, the access management of the Flemish government: without an issuer there is no such button.
ACM_IDM_ISSUER = env.str("ACM_IDM_ISSUER", default="")
ACM_IDM = acm_idm_app(
    ACM_IDM_ISSUER,
    env.str("ACM_IDM_CLIENT_ID", default=""),
    env.str("ACM_IDM_CLIENT_SECRET", default=""),
    name=env.str("ACM_IDM_NAME", default="ACM/IDM"),
    application=env.str("ACM_IDM_APPLICATION", default="huisvestingstool"),
    accepted=env.list("ACM_IDM_ACR", default=STRONG),
    end_session_url=env.str("ACM_IDM_END_SESSION_URL", default=""),
)
SOCIALACCOUNT_PROVIDERS = {"acm_idm": {"APPS": [ACM_IDM] if ACM_IDM_ISSUER else []}}

# --- How often ---------------------------------------------------------------------------------------------
# The limits themselves stand in config.limits; off only where machines ask everything (tests, a scan).
RATE_LIMITING = env.bool("RATE_LIMITING", default=True)
# Proxies of ours in front of the portal; each adds the address that it saw to X-Forwarded-For. 0: nobody is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 64
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "signup": "20/m/ip",
    "confirm_email": "1/10s/key",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
}

# --- Transport and browser ---------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$", r"^toestand\.json$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "report-uri": ["/csp-melding/"],
    }
}

# --- Language and time: one language of service, written literally -----------------------------------------
LANGUAGE_CODE = "nl-be"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]  # the few words that Django's own Dutch does not have yet
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

# --- Files -------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))()
STORAGES = {
    "default": {"BACKEND": "documents.storage.DurableStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATICFILES_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# What one account may add in a day; a municipality that brings in its sites with photos stays well below it.
UPLOAD_QUOTA_MEGABYTES = env.int("UPLOAD_QUOTA_MEGABYTES", default=1000)
UPLOAD_QUOTA_FILES = env.int("UPLOAD_QUOTA_FILES", default=500)
# The socket of clamd: /run/clamav/clamd.sock, or host:3310. With it, a file is fetched only after a scan.
CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", default="")
LARGEST_BODY_MEGABYTES = 25  # of a whole form with its files; the proxy says the same
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Mail --------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
# What other parts than VLOT have to read for its search (documents.shelves).
GUIDANCE_SHELVES = ["facility.shelf.to_read"]

# What each app keeps of people, lowest first (audit.processing).
PERSONAL_DATA = [
    f"{app}.personal"
    for app in (
        "audit", "documents", "accounts", "notifications", "households", "housing", "matching", "facility", "vlot",
        "reporting",
    )
]  # fmt: skip
# Whom people ask about their data, on the pages about privacy.
ACCESSIBILITY_CONTACT = env.str("ACCESSIBILITY_CONTACT", default="toegankelijkheid@huisvestingstool.example")
PRIVACY_CONTACT = env.str("PRIVACY_CONTACT", default="privacy@huisvestingstool.example")

# The mailbox of VLOT, read every two minutes when both are filled in (vlot.mailbox).
VLOT_MAILBOX_URL = env.str("VLOT_MAILBOX_URL", default="")
VLOT_MAILBOX_USER = env.str("VLOT_MAILBOX_USER", default="")
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Vlaamse huisvestingstool <noreply@huisvestingstool.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Running it: copies, log, watching ----------------------------------------------------------------------
vars().update(upkeep(env))
