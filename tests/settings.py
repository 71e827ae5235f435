"""Settings of the test run: production's own, with keys of the tests' and everything else from the environment."""

import os
import tempfile

os.environ.update(
    {
        "DEBUG": "0",
        "SITE_ORIGIN": "https://crew.example.com",
        "ALLOWED_HOSTS": "crew.example.com testserver localhost 127.0.0.1",
        "SECRET_KEY": "tests-only-" + "s" * 50,
        "JWT_KEYS": "new:tests-only-jwt-key-number-two-0123456789,old:tests-only-jwt-key-number-one-0123456789",
        "RECORD_KEYS": "r1:tests-only-record-key-0123456789-0123456789",
        "EMAIL_PROVIDER": "smtp",
        "SMTP_URL": "smtp://127.0.0.1:1",
        "MAIL_PER_SECOND": "1000",
        "MAIL_POLL_SECONDS": "0",
        "SES_FROM_ADDRESS": "dock@example.com",
        "ALLOW_EMBEDDED_DATABASE": "1",
        "TIME_ZONE": "America/Los_Angeles",
    }
)
# One server per run: the workers of xdist inherit the variable and join it.
os.environ.setdefault("SCC_DATA_DIR", os.path.join(tempfile.gettempdir(), f"scc-tests-{os.getuid()}-{os.getpid()}"))

from scc_site.settings import *  # noqa: F403 - all of them

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405 - comes with the star
DATABASES["default"].get("EMBEDDED", {})["durable"] = False  # noqa: F405 - comes with the star
STATIC_ROOT = SCC_DATA_DIR / "staticfiles"  # noqa: F405 -- empty: the finders serve, nothing is collected before tests
WHITENOISE_USE_FINDERS = True
TEMPLATES = [TEMPLATES[0] | {"DIRS": [BASE_DIR / "templates", BASE_DIR / "tests" / "templates"]}]  # noqa: F405 - comes with the star
DATABASES["default"]["OPTIONS"] |= {"options": "-c scc.truncate=allowed"}  # noqa: F405 -- Django's own flush
INSTALLED_APPS = [*INSTALLED_APPS, "tests.emptying"]  # noqa: F405 - comes with the star
MIDDLEWARE = [
    "tests.static_files.FoundOnce" if each == "whitenoise.middleware.WhiteNoiseMiddleware" else each
    for each in MIDDLEWARE  # noqa: F405 - comes with the star
]
