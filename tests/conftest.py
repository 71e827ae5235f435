"""Fixtures shared by all tests, and the end of the run's own database server."""

import shutil

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIServer
from django.db import connection, connections

from scc_site.embedded import postmaster, server
from tests import migrated


def pytest_configure(config: pytest.Config) -> None:
    """Make the empty directory of collected static files: without it whitenoise warns, and a warning is an error."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Copy the test database from the migrated one that an earlier run kept, where there is one."""
    with django_db_blocker.unblock():
        if (dump := migrated.kept_at()).exists():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated.as_template(dump)
            connection.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep the migrated database for the next run."""
    with django_db_blocker.unblock():
        if not (dump := migrated.kept_at()).exists():
            migrated.keep(dump)


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
