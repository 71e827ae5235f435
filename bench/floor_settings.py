"""Settings of the floor: stock Django on the same database."""

from scc_site.settings import DATABASES, SECRET_KEY, TIME_ZONE  # noqa: F401 - read by Django

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
AUTH_USER_MODEL = "scc_site.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "bench.floor"
INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # the records stay at their own door, which the floor has not
    "django.contrib.messages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "django_q",
    "scc_site.apps.SiteConfig",
    "events.apps.EventsConfig",
    "crew.apps.CrewConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
Q_CLUSTER = {"name": "floor", "orm": "default", "timeout": 60, "retry": 300}
CSRF_COOKIE_NAME = "csrf"
