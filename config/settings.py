"""Settings of the portal: everything that differs between installations comes from the environment.

Business figures (terms, weights, amounts) do not live here: they are rows with a validity period, or a
named constant in the app that they belong to.
"""

from pathlib import Path
from urllib.parse import unquote

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# --- This installation -------------------------------------------------------------------------------------
# Empty only in commands that sign nothing; web and workers refuse to start without (config.environment).
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
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
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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
    "reporting",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.SecurityHeaders",
    "config.middleware.FormMethodsOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SignInRequired",
    "accounts.middleware.Hat",
    "accounts.middleware.HistoryContext",
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
        },
    }
]
FORM_RENDERER = "config.forms.HouseRenderer"

# --- Database, cache, broker -------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///huisvestingstool")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
# A web request may wait 3 s for a lock and run 10 s; workers and migrations run with their own STATEMENT_TIMEOUT.
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # a socket's folder comes as %2Fpath
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": " ".join(
        [
            *(
                f"-c {name}={env.str(name.upper(), default=value)}"
                for name, value in {
                    "statement_timeout": "10s",
                    "lock_timeout": "3s",
                    "idle_in_transaction_session_timeout": "30s",
                }.items()
            ),
            # django-pgtrigger asks for this in every trigger. Not set, it catches an error for each row, and each costs
            # more than the one before (audit/migrations/0002_history_without_context.py says why).
            "-c pgtrigger.ignore={}",
        ]
    ),
    "pool": {"min_size": 1, "max_size": 8, "timeout": 10}
    if env.bool("DATABASE_POOL", default=False)
    else False,
}

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
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
# A plan takes a processor for minutes: it has a queue and a worker of its own, and no mail waits behind it.
CELERY_TASK_ROUTES = {"matching.tasks.make_plans": {"queue": "plans"}}
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
CELERY_BEAT_SCHEDULE = {
    "fetch-mail-of-vlot": {"task": "vlot.tasks.fetch_mail", "schedule": 120},
    "deliver-notifications": {"task": "notifications.tasks.deliver_notifications", "schedule": 30},
    "seal-days": {"task": "audit.tasks.seal_days", "schedule": crontab(minute="20")},
    "flag-unusual-looks": {
        "task": "households.tasks.flag_unusual_looks",
        "schedule": crontab(hour="4", minute="40"),
    },
    # Monday to Wednesday: what is not done in a night goes on in the next.
    "forget-what-is-due": {
        "task": "households.protection.tasks.forget_what_is_due",
        "schedule": crontab(hour="1-5", minute="*/2", day_of_week="mon-wed"),
    },
    "remind-of-notice": {
        "task": "facility.tasks.remind_of_notice",
        "schedule": crontab(hour="7", minute="50"),
    },
    "send-supplier-mails": {"task": "facility.tasks.send_supplier_mails", "schedule": 30},
    "recompute-changed-municipalities": {"task": "spread.tasks.recompute_changed", "schedule": 5},
    "recompute-all-municipalities": {
        "task": "spread.tasks.recompute_all",
        "schedule": crontab(hour="2", minute="30"),
    },
    "raise-signals": {"task": "spread.tasks.raise_signals", "schedule": crontab(hour="4", minute="0")},
    "publish-open-data": {
        "task": "spread.tasks.publish_week",
        "schedule": crontab(hour="6-22", minute="0", day_of_week="mon"),
    },
    "ask-to-confirm-sites": {
        "task": "housing.tasks.ask_to_confirm",
        "schedule": crontab(hour="7", minute="30"),
    },
    "work-on-imports": {"task": "housing.tasks.work_on_imports", "schedule": 10},
    "freeze-states": {"task": "housing.tasks.freeze_states", "schedule": crontab(minute="*/5")},
    "forget-imports": {"task": "housing.tasks.forget_imports", "schedule": crontab(hour="3", minute="10")},
    "remind-of-questions": {
        "task": "housing.tasks.remind_of_questions",
        "schedule": crontab(hour="7", minute="40"),
    },
    "remind-of-defects": {
        "task": "housing.tasks.remind_of_defects",
        "schedule": crontab(hour="7", minute="45"),
    },
    "forget-visit-drafts": {
        "task": "housing.tasks.forget_visit_drafts",
        "schedule": crontab(hour="3", minute="20"),
    },
    "remind-of-proposals": {"task": "matching.tasks.remind_of_proposals", "schedule": crontab(minute="*/10")},
    "take-up-lines": {"task": "matching.tasks.take_up_lines", "schedule": 30},
    "make-plans": {"task": "matching.tasks.make_plans", "schedule": 30},
    "publish-month-of-vlot": {
        "task": "vlot.oversight.tasks.publish_month",
        "schedule": crontab(hour="5", minute="20"),
    },
    "send-guidance-digest": {
        "task": "vlot.guidance.tasks.send_digest",
        "schedule": crontab(hour="8-18", minute="15", day_of_month="1"),
    },
    "expire-proposals": {"task": "matching.tasks.expire_proposals", "schedule": crontab(minute="*/5")},
}

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
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Huisvestingstool] "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
USERSESSIONS_TRACK_ACTIVITY = False  # it would write on every page view
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
SOCIALACCOUNT_ONLY = False
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# --- Transport and browser ---------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
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
    }
}

# --- Language and time: one language of service, written literally -----------------------------------------
LANGUAGE_CODE = "nl-be"
USE_I18N = True
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

# --- Files -------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATICFILES_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
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
    )
]  # fmt: skip
# Whom people ask about their data, on the pages about privacy.
PRIVACY_CONTACT = env.str("PRIVACY_CONTACT", default="privacy@huisvestingstool.example")

# The mailbox of VLOT, read every two minutes when both are filled in (vlot.mailbox).
VLOT_MAILBOX_URL = env.str("VLOT_MAILBOX_URL", default="")
VLOT_MAILBOX_USER = env.str("VLOT_MAILBOX_USER", default="")
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Vlaamse huisvestingstool <noreply@huisvestingstool.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Logging: one line per event, without personal data ----------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
