"""Fixtures shared by all tests, and the end of the run's own database server."""

from threading import Thread

import hypothesis
import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIServer
from django.db import connection

from tests import migrated, server_of_the_run

STARTED = pytest.StashKey[Thread | None]()
# A busy machine is no fault of what is tested.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Make the empty directory of collected static files: without it whitenoise warns, and a warning is an error.

    Where workers follow, their server is started by the one process that outlives them.
    """
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        config.stash[STARTED] = server_of_the_run.begin()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Copy the test database from the migrated one that is kept between runs."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.as_template()
        connection.close()


WSGIServer.request_queue_size = 256  # a crowd of sockets at once must find the test server, not its backlog


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run's server once all workers are gone."""
    if not hasattr(config, "workerinput"):
        server_of_the_run.end(config.stash.get(STARTED, None))
