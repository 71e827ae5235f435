"""The connection: starts the embedded server when one is first needed, and sets the time-outs of our role."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from scc_site.embedded import server
from scc_site.embedded.places import Places, Unusable, link

ROLE_VARIABLE = "SCC_DATABASE_ROLE"
# Milliseconds of statement_timeout, lock_timeout, idle_in_transaction_session_timeout.
TIMEOUTS = {
    "web": (15_000, 5_000, 15_000),
    "worker": (60_000, 10_000, 60_000),
    "supervisor": (5_000, 2_000, 5_000),
    "migrate": (0, 3_000, 0),
}
PATIENCE_SECONDS = {
    "web": 5.0,
    "worker": 30.0,
    "supervisor": 5.0,
}  # a request does not wait for a crash recovery: it answers 5xx


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, and two things more."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; with the embedded server, make sure that it runs."""
        embedded = self.settings_dict.get("EMBEDDED")
        if not embedded:
            return super().get_new_connection(conn_params)
        places: Places = embedded["places"]
        if not server.joined(places):
            self._join(embedded)
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            self._join(embedded)
            return super().get_new_connection(conn_params)

    def init_connection_state(self) -> None:
        """Set the time-outs of our role, in one statement."""
        super().init_connection_state()
        limits = TIMEOUTS.get(os.environ.get(ROLE_VARIABLE, ""))
        if limits:
            with self.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false),"
                    " set_config('idle_in_transaction_session_timeout', %s, false)",
                    [str(limit) for limit in limits],
                )

    def _join(self, embedded: dict[str, Any]) -> None:
        """Join the embedded server, or say why not in Django's own word."""
        patience = PATIENCE_SECONDS.get(os.environ.get(ROLE_VARIABLE, ""), server.PATIENCE_SECONDS)
        try:
            link(Path(embedded["data_dir"]), embedded["places"])
            server.join(embedded["places"], durable=embedded["durable"], patience=patience)
        except Unusable as fault:
            raise OperationalError(str(fault)) from fault


def take_role(role: str) -> None:
    """Say what this process, and every child of it, is: web, worker, supervisor or migrate."""
    os.environ[ROLE_VARIABLE] = role
