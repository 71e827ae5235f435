"""Grounds for one benchmark: a database of its own, gone with its folder when the benchmark ends."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.run import ENVIRONMENT


@contextmanager
def its_own() -> Iterator[Path]:
    """Set Django up on an empty folder, or on SCC_BENCH_DIR; the server is stopped before the folder goes."""
    with tempfile.TemporaryDirectory(prefix="scc-bench-") as folder:
        Path(folder).chmod(0o711)  # the database's user passes through
        os.environ.update(ENVIRONMENT, SCC_DATA_DIR=os.environ.get("SCC_BENCH_DIR", folder))
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections

        from scc_site.embedded import server

        try:
            yield Path(folder)
        finally:
            connections.close_all()
            server.leave(settings.DATABASES["default"]["EMBEDDED"]["places"])
