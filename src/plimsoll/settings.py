"""The one settings file: the same for the demonstration, the tests and production.

What differs between machines comes from the environment, and it is little:

- `SECRET_KEY` signs sessions. The demonstration makes one, kept in its data directory for its user alone.
- `DATABASE_URL` names a PostgreSQL server; without it the private one is used (plimsoll.database).
- `PLIMSOLL_ADDRESS`, such as https://plimsoll.example.org, is where people reach it. Setting it means production.
- `PLIMSOLL_MAIL`, such as smtp://user:password@mail.example.org:587, sends production's mail.
- `PLIMSOLL_AUDIT_KEY` seals the audit log, 64 hexadecimal digits; `PLIMSOLL_BACKUP_KEY` seals backups, as many.
- `PLIMSOLL_DATA` is where files are kept; `PLIMSOLL_RULES` is the organisation's own rules (docs/rulebook.md).
- `PLIMSOLL_RULES_NEXT` is the organisation's rules to come, which a manager may try at /rules/rehearse/.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from plimsoll import database
from plimsoll.database.places import data_directory
from plimsoll.govuk.security import DIRECTIVES
from plimsoll.secret_key import audit_key, kept_secret_key

PACKAGE = Path(__file__).resolve().parent
DATA = data_directory()

# --- who serves whom ---------------------------------------------------------------------------------------------

ADDRESS = urlsplit(os.environ.get("PLIMSOLL_ADDRESS", ""))
IS_PRODUCTION = bool(ADDRESS.netloc)
IS_HTTPS = ADDRESS.scheme == "https"
# Only `plimsoll demo` sets it: invented people may then be signed in as by a button.
DEMONSTRATION = not IS_PRODUCTION and os.environ.get("PLIMSOLL_DEMONSTRATION") == "1"
if IS_PRODUCTION and not IS_HTTPS:
    message = "PLIMSOLL_ADDRESS must begin with https://: records about people do not travel in the clear"
    raise ImproperlyConfigured(message)
if IS_PRODUCTION and not os.environ.get("SECRET_KEY"):
    message = "SECRET_KEY is missing from the environment: production does not make its own"
    raise ImproperlyConfigured(message)

# Django's page for errors shows records and settings to whoever meets the error, so there is no way to turn it on.
DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret_key(DATA)
# Seals the audit log. It is never in the database, and a copy belongs where the backups are not.
if IS_PRODUCTION and not os.environ.get("PLIMSOLL_AUDIT_KEY"):
    message = "PLIMSOLL_AUDIT_KEY is missing from the environment: make one with `openssl rand -hex 32` and keep a copy"
    raise ImproperlyConfigured(message)
AUDIT_KEY = audit_key(os.environ.get("PLIMSOLL_AUDIT_KEY") or kept_secret_key(DATA, "audit-key"))
ALLOWED_HOSTS = [ADDRESS.hostname] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{ADDRESS.scheme}://{ADDRESS.netloc}"] if IS_PRODUCTION else []
ROOT_URLCONF = "plimsoll.urls"
WSGI_APPLICATION = "plimsoll.wsgi.application"

# --- what it is made of ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "plimsoll.govuk",
    "plimsoll.people",
    "plimsoll.cases",
    "plimsoll.notes",
    "plimsoll.families",
    "plimsoll.tasks",
    "plimsoll.load",
    "plimsoll.plans",
    "plimsoll.handover",
    "plimsoll.rebalancing",
    "plimsoll.documents",
    "plimsoll.consents",
    "plimsoll.printing",
    "plimsoll.referrals",
    "plimsoll.assessments",
    "plimsoll.changes",
    "plimsoll.objections",
    "plimsoll.outcomes",
    "plimsoll.safeguarding",
    "plimsoll.frontdoor",
    "plimsoll.work",
    "plimsoll.team",
    "plimsoll.imports",
    "plimsoll.sight",
    "plimsoll.trust",
    "plimsoll.walls",
    "plimsoll.demo",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "pgtrigger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "plimsoll.headers.PageHeaders",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "plimsoll.people.middleware.ViewerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as axes asks
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
if find_spec("plimsoll.govuk.forms"):
    FORM_RENDERER = "plimsoll.govuk.forms.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the database ------------------------------------------------------------------------------------------------

# Each action opens its own transaction (docs/architecture.md), so requests do not.
# `plimsoll demo` starts its web server with PLIMSOLL_SERVING=1: as a role that owns nothing (plimsoll.walls).
IS_SERVING = os.environ.get("PLIMSOLL_SERVING") == "1"
DATABASES = {"default": {**database.connection(is_serving=IS_SERVING).as_django(), "ATOMIC_REQUESTS": False}}
# A granian worker has four threads, each with one connection at most; one is kept warm.
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}

# --- language and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Welsh is listed once it is translated: until then it would be Welsh to a screen reader and English to the eye.
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["plimsoll.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- signing in --------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first, so that a locked-out attempt never reaches a password
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "plimsoll.signin.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "plimsoll.signin.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by a manager, for addresses of the organisation
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # to read what an older installation wrote
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- sessions and cookies ----------------------------------------------------------------------------------------

SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: one long shift
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
# The prefix binds a cookie to this very host; browsers accept it over https only.
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = IS_HTTPS
# In the session: a message may name a person, and Django's other store is a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what a browser may do with a page ---------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# No other site learns where somebody came from. Not "no-referrer": under it browsers send `Origin: null` with our own
# forms, which the check against forged requests rightly refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the organisation's other services are not ours to decide about
# The proxy in front of it must set this header itself on every request: see the administrator's guide.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None

# --- files -------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "documents"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- mail ---------------------------------------------------------------------------------------------------------

# The demonstration's mail goes to nobody: each message is a file that can be read in var/outbox.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if IS_PRODUCTION else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "outbox"
MAIL_SERVER = urlsplit(os.environ.get("PLIMSOLL_MAIL", "smtp://localhost:25"))
EMAIL_HOST = MAIL_SERVER.hostname
EMAIL_PORT = MAIL_SERVER.port or 587
EMAIL_HOST_USER = unquote(MAIL_SERVER.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL_SERVER.password or "")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER)  # a password never travels in the clear
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = f"Plimsoll <no-reply@{ADDRESS.hostname or 'localhost'}>"

# --- what is written down about requests -------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "plimsoll.logs.QuietFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own set-up mails the request, body and all, to administrators: this replaces it.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "plimsoll": {"level": "INFO"},
        # It logs the address that somebody tried to sign in with.
        "axes": {"level": "CRITICAL"},
    },
}
