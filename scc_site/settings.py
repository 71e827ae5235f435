"""Settings of Ship Captain Crew, all from the environment; `.env.example` names every one."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import pghistory
from csp.constants import NONE, SELF

from scc_site import database, limit_settings, mail_settings, seal_settings
from scc_site.environment import Environment, load_env_file

BASE_DIR = Path(__file__).resolve().parent.parent
load_env_file(BASE_DIR / ".env")
env = Environment()

# --- Who we are -------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
SCC_DATA_DIR = Path(env.text("SCC_DATA_DIR", str(BASE_DIR / "var"))).absolute()
SITE_ORIGIN = env.text("SITE_ORIGIN", "http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
_origin = urlsplit(SITE_ORIGIN)
env.refuse(
    _origin.scheme in {"http", "https"} and bool(_origin.hostname) and not _origin.path,
    "SITE_ORIGIN must be an origin such as https://crew.example.com: every link in every mail starts with it.",
)
env.refuse(DEBUG or _origin.scheme == "https", "SITE_ORIGIN must be https in production.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [_origin.hostname or "localhost"]
if DEBUG:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, most=8)

# --- Keys --------------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
JWT_KEYS = env.keys("JWT_KEYS", alias="JWT_SECRET")
RECORD_KEYS = env.keys("RECORD_KEYS")
SAMPLE_KEYS = {"change-me", "put-a-random-key-of-50-characters-or-more-here-please"}
env.refuse(len(SECRET_KEY) >= 50, "SECRET_KEY must be set, with 50 characters or more.")
env.refuse(bool(JWT_KEYS), "JWT_KEYS must be set, as kid:key pairs (or JWT_SECRET for one key).")
env.refuse(bool(RECORD_KEYS), "RECORD_KEYS must be set, as kid:key pairs.")
for _name, _keys in (("JWT_KEYS", JWT_KEYS), ("RECORD_KEYS", RECORD_KEYS)):
    for _kid, _key in _keys.items():
        env.refuse(len(_key.encode()) >= 32, f"{_name}: the key {_kid!r} is shorter than 32 bytes.")
        env.refuse(_key != SECRET_KEY, f"{_name}: the key {_kid!r} equals SECRET_KEY.")
        env.refuse(_key not in SAMPLE_KEYS, f"{_name}: the key {_kid!r} is the sample's.")
env.refuse(SECRET_KEY not in SAMPLE_KEYS, "SECRET_KEY is the sample's.")

SEAL_CERTIFICATE: str
SEAL_PASSPHRASE: str
globals().update(seal_settings.read(env))

# --- Place and time ----------------------------------------------------------------------------------
TIME_ZONE = env.text("TIME_ZONE", "America/Los_Angeles")
if TIME_ZONE not in available_timezones():
    env.problems.append(f"TIME_ZONE={TIME_ZONE!r} is not a zone of the tz database.")
    TIME_ZONE = "America/Los_Angeles"
HOUSE_ZONE = ZoneInfo(TIME_ZONE)
LATITUDE = env.decimal("LATITUDE", 32.7157, least=-90, most=90)
LONGITUDE = env.decimal("LONGITUDE", -117.1611, least=-180, most=180)
HOUSE_NAME = env.text("HOUSE_NAME", "Queen of San Diego")
HOUSE_PHONE = env.text("HOUSE_PHONE")
HOUSE_ADDRESS = env.text("HOUSE_ADDRESS")
SHORE_CONTACT = env.text("SHORE_CONTACT")
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en-us"

# --- Database ----------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL")
ALLOW_EMBEDDED_DATABASE = env.flag("ALLOW_EMBEDDED_DATABASE")
env.refuse(
    bool(DATABASE_URL) or DEBUG or ALLOW_EMBEDDED_DATABASE,
    "DATABASE_URL must be set in production (or ALLOW_EMBEDDED_DATABASE=1 to accept the embedded server).",
)
DATABASES = {"default": database.settings_from(DATABASE_URL, data_dir=SCC_DATA_DIR, problems=env.problems)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Mail --------------------------------------------------------------------------------------------
EMAIL_PROVIDER: str
SMTP_URL: str
SES_FROM_ADDRESS: str
DEFAULT_FROM_ADDRESS: str
REPLY_TO: str
MAIL_ALLOW: list[str]
MAIL_PER_SECOND: float
MAIL_LEASE_SECONDS: int
MAIL_GRACE_SECONDS: int
MAIL_LOGIN_GRACE_SECONDS: int
MAIL_CONNECT_SECONDS: int
MAIL_READ_SECONDS: int
MAIL_DRAIN_SECONDS: int
MAIL_BACKOFF_SECONDS: int
MAIL_BREAKER_SECONDS: int
MAIL_POLL_SECONDS: float
MAIL_MOST_ATTEMPTS: int
MAIL_COPY_DAYS: int
MAIL_LIFE_HOURS: int
MAIL_CHECK_SECONDS: int
AWS_SES_REGION: str
AWS_SES_ENDPOINT_URL: str
AWS_ACCESS_KEY_ID: str
AWS_SECRET_ACCESS_KEY: str
AWS_SESSION_TOKEN: str
SES_CONFIGURATION_SET: str
SNS_TOPIC_ARNS: list[str]
SNS_TEST_ORIGIN: str
MAIL_SOFT_BOUNCES: int
MAIL_SOFT_BOUNCE_DAYS: int
ANYMAIL_BACKEND: str
ANYMAIL: dict[str, Any]
REPORT_RECIPIENTS: list[str]
REPORT_BCC: str
REPORT_BCC_MODE: str
HANDOFF_DIR = env.text("HANDOFF_DIR")
globals().update(mail_settings.read(env, debug=DEBUG))  # each name above, see there
SETTINGS_WARNINGS = env.warnings

# --- Limits of sign-in (see scc_site/auth/limits.py) -------------------------------------------------
LIMITS = limit_settings.read(env)

# --- Worker ------------------------------------------------------------------------------------------
CANARY_SECONDS = env.number("CANARY_SECONDS", 30, least=1)  # with what follows: mail leaves again within 4 minutes
CANARY_DEAD_SECONDS = env.number("CANARY_DEAD_SECONDS", 120, least=2)
env.refuse(CANARY_DEAD_SECONDS >= 2 * CANARY_SECONDS, "CANARY_DEAD_SECONDS must be twice CANARY_SECONDS or more.")
Q_CLUSTER = {
    "name": "scc",
    "orm": "default",
    "workers": 2,
    "timeout": 60,
    "queue_limit": 2,
    "bulk": 1,
    "retry": 300,
    "max_attempts": 5,
    "ack_failures": False,
    "catch_up": False,
    "recycle": 100,
    "save_limit": -1,
    "poll": 0.2,
    "label": "Jobs",
}

# --- Django ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "scc_site.apps.OfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_q",
    "csp",
    "pgtrigger",
    "pghistory",
    "scc_site.apps.SiteConfig",
    "events.apps.EventsConfig",
    "crew.apps.CrewConfig",
    "waivers.apps.WaiversConfig",
    "reports.apps.ReportsConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "scc_site.probes.ProbeMiddleware",
    "scc_site.middleware.HardeningMiddleware",  # within the two above: its answers carry their headers
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "scc_site.auth.middleware.SessionMiddleware",
    "scc_site.auth.middleware.SignInRequiredMiddleware",  # before CSRF: an old form leads to sign-in
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "scc_site.middleware.HistoryMiddleware",
    "scc_site.middleware.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# A history is read by its row or its sail, never by the people, boats and requests it names: no index for those.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True, related_name="events")
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(db_index=False)
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # nothing changes on GET
AUTH_USER_MODEL = "scc_site.User"
AUTHENTICATION_BACKENDS = ["scc_site.auth.backend.AdminBackend", "crew.permissions.CrewBackend"]
LOGIN_URL = "auth:magic_link"
LOGIN_REDIRECT_URL = "home"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
ROOT_URLCONF = "scc_site.urls"
WSGI_APPLICATION = "scc_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scc_site.context.house",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")
STATIC_URL = "/static/"
STATIC_ROOT = SCC_DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = False

# --- Security ----------------------------------------------------------------------------------------
SECURE = _origin.scheme == "https"
SESSION_COOKIE = "__Host-scc" if SECURE else "scc"
FLOW_COOKIE = "__Host-scc-flow" if SECURE else "scc-flow"
WAY_COOKIE = "__Host-scc-way" if SECURE else "scc-way"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "scc_site.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN] if SITE_ORIGIN else []
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; a health probe speaks http
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = LIMITS["BODY_KILOBYTES"] * 4096  # HardeningMiddleware lets less through, by page
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
SILENCED_SYSTEM_CHECKS = [
    "admin.E410",  # the admin wants Django's session middleware; ours carries a signed token and a row
    "security.W008",  # the redirect to https is the proxy's
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "scc_site.logs.MaskedFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": []},  # to the root: Django's own console handler would not mask tokens
        "django.request": {"level": "ERROR"},
        "django-q": {"level": "WARNING"},
    },
}

env.done()
