"""The run's own database server: begun beside the workers, ended after them."""

import shutil
from threading import Thread

from django.conf import settings
from django.db import connections

from scc_site.embedded import places, postmaster, server

PATIENCE_SECONDS = 20


def begin() -> Thread | None:
    """Start the embedded server while workers collect; by whom it was started, it is waited for in the end."""
    if not (embedded := settings.DATABASES["default"].get("EMBEDDED")):
        return None
    places.link(embedded["data_dir"], embedded["places"])
    started = Thread(target=server.join, args=(embedded["places"],), kwargs={"durable": embedded["durable"]})
    started.start()
    return started


def end(started: Thread | None = None) -> None:
    """Stop the embedded server and remove the run's files."""
    if started:
        started.join()
    connections.close_all()
    if embedded := settings.DATABASES["default"].get("EMBEDDED"):
        server.leave(embedded["places"])
        postmaster.stop(embedded["places"])
        for keeper in server._keepers:
            keeper.wait(PATIENCE_SECONDS)
    if settings.SCC_DATA_DIR.name.startswith("scc-tests-"):
        shutil.rmtree(settings.SCC_DATA_DIR, ignore_errors=True)
