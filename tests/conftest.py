"""Fixtures shared by all tests, and the end of the run's own database server."""

import shutil

import pytest
from django.conf import settings
from django.db import connections

from scc_site.embedded import postmaster, server


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the embedded server and remove its files, once all workers are gone."""
    embedded = settings.DATABASES["default"].get("EMBEDDED")
    if hasattr(config, "workerinput") or not embedded or not embedded["places"].home.exists():
        return
    connections.close_all()
    server.leave(embedded["places"])
    postmaster.stop(embedded["places"])
    if embedded["data_dir"].name.startswith("scc-tests-"):
        shutil.rmtree(embedded["data_dir"])
