"""Fixtures shared by all tests, and the end of the run's own database server."""

import shutil

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIServer
from django.db import connections

from scc_site.embedded import postmaster, server


def pytest_configure(config: pytest.Config) -> None:
    """Make the empty directory of collected static files: without it whitenoise warns, and a warning is an error."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


WSGIServer.request_queue_size = 256  # a crowd of sockets at once must find the test server, not its backlog


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the embedded server and remove the run's files, once all workers are gone."""
    if hasattr(config, "workerinput"):
        return
    connections.close_all()
    if embedded := settings.DATABASES["default"].get("EMBEDDED"):
        server.leave(embedded["places"])
        postmaster.stop(embedded["places"])
    if settings.SCC_DATA_DIR.name.startswith("scc-tests-"):
        shutil.rmtree(settings.SCC_DATA_DIR, ignore_errors=True)
