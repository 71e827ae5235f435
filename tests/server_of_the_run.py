"""The end of a run's own database server and of its files."""

import shutil

from django.conf import settings
from django.db import connections

from scc_site.embedded import postmaster, server


def end() -> None:
    """Stop the embedded server and remove the run's files."""
    connections.close_all()
    if embedded := settings.DATABASES["default"].get("EMBEDDED"):
        server.leave(embedded["places"])
        postmaster.stop(embedded["places"])
    if settings.SCC_DATA_DIR.name.startswith("scc-tests-"):
        shutil.rmtree(settings.SCC_DATA_DIR, ignore_errors=True)
