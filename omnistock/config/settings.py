"""Django's settings, from the environment that `omnistock.launch` has checked (see docs/operate/)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from omnistock.kernel.addresses import networks_of

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("OMNISTOCK_DATA", ".omnistock"))
DEBUG = os.environ.get("OMNISTOCK_DEBUG") == "1"
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
IS_SECURE = BASE_URL.startswith("https://")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = sorted({urlsplit(BASE_URL).hostname or "127.0.0.1", "127.0.0.1", "localhost"})
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "omnistock.config.urls"
WSGI_APPLICATION = "omnistock.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

# Blocking threads of the web server equal the pool's largest size: a thread never waits for a connection.
WEB_THREADS = int(os.environ.get("WEB_THREADS", "8"))


# `tenancy.statements` prepares what it sends, unless a pooler in transaction mode stands between: then the direct URL is
# another one, and no statement may outlive its transaction.
IS_POOLED = os.environ.get("DATABASE_DIRECT_URL", "") not in ("", os.environ.get("DATABASE_URL"))
PREPARE_THRESHOLD = None if IS_POOLED else 0
# docs/decisions/0007. Every join of ours repeats the organization, which makes trying all orders of seven tables take
# longer than the query; and a prepared statement is planned once. Queries of the ORM are still planned for their values.
# What is read in the order of a key is read from memory, or from a disk without a head to move (decision 0017).
SESSION_OPTIONS = "-c search_path=omnistock -c join_collapse_limit=4 -c work_mem=16MB -c random_page_cost=1.1" + (
    "" if IS_POOLED else " -c plan_cache_mode=force_generic_plan"
)


def _database(url: str) -> dict[str, object]:
    """A PostgreSQL URL as Django wants it. A socket folder may stand in `?host=`."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = unquote(query.pop("host", "")) or parts.hostname or ""
    return {
        "ENGINE": "omnistock.tenancy.backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": SESSION_OPTIONS,
            "prepare_threshold": PREPARE_THRESHOLD,
            **{name: unquote(value) for name, value in query.items()},
        },
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///omnistock"))}
if os.environ.get("OMNISTOCK_POOL", "1") == "1":
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": WEB_THREADS, "timeout": 30}  # type: ignore[index]

# The operator's console reads by a role of its own (promise P8). Without its URL there is no console in this process.
if console_url := os.environ.get("DATABASE_CONSOLE_URL"):
    DATABASES["console"] = _database(console_url)

INSTALLED_APPS = [
    "omnistock.interfaces.web",  # before allauth: its account pages are drawn by our templates
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "anymail",
    "procrastinate.contrib.django",
    "omnistock.tenancy",
    "omnistock.domain.security",
    "omnistock.domain.plans",
    "omnistock.domain.audit",
    "omnistock.domain.consent",
    "omnistock.domain.files",
    "omnistock.domain.drafts",
    "omnistock.domain.saved_views",
    "omnistock.domain.identity",
    "omnistock.domain.notifications",
    "omnistock.domain.search",
    "omnistock.domain.catalog",
    "omnistock.domain.warehouses",
    "omnistock.domain.parties",
    "omnistock.domain.numbering",
    "omnistock.domain.ledger",
    "omnistock.domain.stocktaking",
    "omnistock.domain.purchasing",
    "omnistock.domain.sales",
    "omnistock.domain.billing",
    "omnistock.domain.fulfilment",
    "omnistock.domain.replenishment",
    "omnistock.domain.recalls",
    "omnistock.domain.attachments",
    "omnistock.domain.reporting",
    "omnistock.domain.support",
    "omnistock.domain.rights",
    "omnistock.domain.incidents",
    "omnistock.domain.exchange",
    "omnistock.domain.webhooks",
    "omnistock.domain.departure",
    "omnistock.domain.privacy",
    "omnistock.domain.agreements",
    "omnistock.domain.practice",
    "omnistock.interfaces.api",
    "omnistock.interfaces.cli",
    "omnistock.interfaces.jobs",
]

MIDDLEWARE = [
    "omnistock.interfaces.web.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "omnistock.interfaces.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "omnistock.interfaces.web.middleware.Compressed",
    "omnistock.interfaces.web.uploads.BoundedBodies",
    "django.middleware.common.CommonMiddleware",
    "omnistock.interfaces.web.middleware.ApiDoor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "omnistock.interfaces.web.middleware.PersonLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "omnistock.interfaces.web.limits.RateLimits",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # django-cotton puts its loader before it
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "omnistock.interfaces.web.context.shell",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "omnistock.interfaces.web.templatetags.kept",
                "omnistock.interfaces.web.templatetags.screen",
            ],
        },
    }
]
COTTON_DIR = "cotton"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- people (promise P1, P10) -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenancy.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["omnistock.domain.identity.passwords.Bcrypt12"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "omnistock.domain.identity.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "omnistock.domain.identity.passwords.CommonPassword"},
    {
        "NAME": "omnistock.domain.identity.passwords.NotOneself",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
SESSION_ENGINE = "omnistock.interfaces.web.session_store"  # they end after SESSION_COOKIE_AGE in any case
SESSION_IDLE_SECONDS = 3 * 24 * 3600  # and sooner where nothing is done in them: a weekend does not end one
SESSION_COOKIE_NAME = "authjs.session-token"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "omnistock.interfaces.web.errors.csrf_failed"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/app/"
ACCOUNT_ADAPTER = "omnistock.interfaces.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
SIGN_UP = os.environ.get("SIGN_UP") or "open"
ACCOUNT_SIGNUP_FORM_CLASS = "omnistock.interfaces.web.accounts.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_SESSION_REMEMBER = True
# The adapter sends no mail there: it does the work of one, so that the answer takes as long (promise P1).
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {"signup": "omnistock.interfaces.web.sign_up.SignupForm"}
# Behind our own limits (kernel/limits.py), which answer 429 before anything is hashed; these count what failed.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/5m/ip,10/5m/key", "reset_password": "20/h/ip,5/h/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
PASSWORD_RESET_TIMEOUT = 4 * 3600  # once, and no longer than it takes a slow mail to be read
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_SECURE else "http"
MFA_ADAPTER = "omnistock.interfaces.web.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "omnistock.interfaces.web.factors.CodeForm",
    "reauthenticate": "omnistock.interfaces.web.factors.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_ISSUER = "OmniStock"
MFA_TOTP_TOLERANCE = 1  # clocks differ; no code is taken twice all the same
# A browser lets passkeys be used over HTTPS, and on one's own machine as http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE

# Rate limits are shared between processes: they stand in the database.
# What is kept here is short-lived; a low limit would let a flood of new counters push out those of password guessing.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
        "KEY_FUNCTION": "omnistock.tenancy.limits.cache_key",
    }
}

# --- rate limits: the rules are in kernel/limits.py, an operator's own numbers come from here ----------------------------
RATE_LIMITS = os.environ.get("RATE_LIMITS", "")

# --- where the heads of the audit chains are written down, outside the database -------------------------------------------
ANCHORS = Path(os.environ.get("ANCHOR_DIRECTORY") or DATA / "anchors")

# --- private networks that webhooks may point to; none unless the operator says so ---------------------------------------
WEBHOOK_NETWORKS = networks_of(os.environ.get("WEBHOOK_NETWORKS", ""))

# --- who asks (promise P3) --------------------------------------------------------------------------------------------
TRUSTED_PROXIES = networks_of(os.environ.get("TRUSTED_PROXIES", ""))

# --- who runs this, and what is switched on (promises P4, P5, P11, P16 to P19) ------------------------------------------
OPERATOR = {
    name: os.environ.get(name, "")
    for name in (
        "OPERATOR_NAME",
        "OPERATOR_ADDRESS",
        "PRIVACY_EMAIL",
        "SECURITY_EMAIL",
        "GRIEVANCE_EMAIL",
        "GRIEVANCE_OFFICER_NAME",
        "DPO_EMAIL",
        "CONTACT_EMAIL",
        "CONTACT_PHONE",
        "WHATSAPP_NUMBER",
        "DATA_REGION",
    )
}
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
POSTHOG_KEY = os.environ.get("POSTHOG_KEY", "")
POSTHOG_HOST = os.environ.get("POSTHOG_HOST", "https://eu.i.posthog.com").rstrip("/")

# --- mail (promise P6) ------------------------------------------------------------------------------------------------
RESEND_API_KEY = os.environ.get("RESEND_API_KEY", "")
RESEND_WEBHOOK_SECRET = os.environ.get("RESEND_WEBHOOK_SECRET", "")
# Both take letters of our own gateway alone: what a library would mail by itself is refused.
EMAIL_BACKEND = "omnistock.domain.notifications.backend." + ("Resend" if RESEND_API_KEY else "Nowhere")
EMAIL_TIMEOUT = 15
ANYMAIL = {
    "RESEND_API_KEY": RESEND_API_KEY,
    "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    "RESEND_API_URL": os.environ.get("RESEND_API_URL", "https://api.resend.com/"),
}
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "OmniStock <no-reply@localhost.localdomain>")

# --- words, files, limits ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी")]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else draws with our files
# What a page asks for carries the digest of its content (the tag `asset`), so it need not be asked for again.
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "omnistock.interfaces.web.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The log says what broke and where, never with what: no path, no query, no body, no text of an error (promise P3).
# A developer's own machine prints all of it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "omnistock.kernel.log_lines.PlainLines"},
        "whole": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "whole" if DEBUG else "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would print the same once more in debug, and mail it to administrators that there are not.
        "django": {"handlers": []},
        "django.server": {"handlers": [], "propagate": False},
        # Where no provider sends mails, a person who runs the product reads them on the console.
        "omnistock.mail": {"level": "INFO"},
    },
}
