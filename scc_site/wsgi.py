"""The WSGI entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from scc_site.postgres.base import take_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scc_site.settings")
application = get_wsgi_application()
take_role("web")
