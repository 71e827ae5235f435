"""The one proof that the server runs: it takes a connection."""

from __future__ import annotations

from pathlib import Path

import psycopg

from scc_site.embedded.places import PORT, Places
from scc_site.embedded.postmaster import ROLE

DATABASE = "scc"


def answers(places: Places) -> bool:
    """Whether the server takes a connection and is ours; its database exists after that.

    Asked over the socket in a directory that only the server's user can write to.
    """
    where = f"host='{_quoted(places.socket)}' port={PORT} user={ROLE} dbname=postgres connect_timeout=5"
    try:
        with psycopg.connect(where, autocommit=True) as connection:
            row = connection.execute("SELECT current_setting('data_directory')").fetchone()
            if row is None or Path(row[0]) != places.data:
                return False
            _make_database(connection)
    except psycopg.OperationalError:
        return False
    return True


def _make_database(connection: psycopg.Connection) -> None:
    """Create the house's database once."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
        connection.execute(f"CREATE DATABASE {DATABASE}")


def _quoted(path: Path) -> str:
    """A path inside single quotes of a connection string."""
    return str(path).replace("\\", "\\\\").replace("'", "\\'")
