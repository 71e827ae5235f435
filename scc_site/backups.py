"""Back up and restore the house: one file holds all, and says by itself whether it is whole.

The file is pg_dump's custom format with a line behind it: the SHA-256 of all before. A cut or changed file is refused
before anything is touched. A restore is one transaction: it happens whole, or not at all.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import IO

from django.db import connection

from scc_site.embedded import binaries

MARK = b"\nSCC-BACKUP-SHA256 "
TRAILER_BYTES = len(MARK) + 64 + 1
PIECE_BYTES = 1 << 20
LOCK_WAIT = "10s"

BEFORE = f"""
BEGIN;
SET LOCAL lock_timeout = '{LOCK_WAIT}';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
"""
# Letters that waited then may have left since: nothing leaves before a person has looked (`release_mail`).
# Queued jobs are the clock's own and come again with the next tick.
AFTER = """
UPDATE public.scc_site_outgoingmail
   SET possible_duplicate = possible_duplicate OR state <> 'queued', state = 'frozen', lease_until = NULL
 WHERE state IN ('queued', 'sending', 'uncertain');
DELETE FROM public.django_q_ormq;
COMMIT;
"""


class BackupRefused(Exception):
    """The backup or the restore was not done; nothing was changed. The message says why."""


def make(file: Path) -> int:
    """Write a backup of the whole database, readable by its owner alone; its size in bytes.

    An existing file is replaced only by a whole one. Raises BackupRefused.
    """
    beside = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as part:
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", stdout=part)
        with beside.open("rb+") as part:
            digest = _digest(part, beside.stat().st_size)
            part.seek(0, os.SEEK_END)
            part.write(MARK + digest.encode() + b"\n")
            part.flush()
            os.fsync(part.fileno())
        verify(beside)
        beside.replace(file)
    except OSError as fault:
        raise BackupRefused(f"{file} cannot be written: {fault.strerror}.") from None
    finally:
        beside.unlink(missing_ok=True)
    return file.stat().st_size


def verify(file: Path) -> None:
    """Prove that a file is a whole backup of ours; raises BackupRefused."""
    try:
        with file.open("rb") as backup:
            size = os.fstat(backup.fileno()).st_size - TRAILER_BYTES
            backup.seek(max(size, 0))
            trailer = backup.read()
            whole = size > 0 and trailer.startswith(MARK) and trailer[len(MARK) : -1].decode("ascii", "replace")
            backup.seek(0)
            if not whole or _digest(backup, size) != whole:
                raise BackupRefused(f"{file} is not a whole backup: it was cut, changed, or made by something else.")
    except OSError as fault:
        raise BackupRefused(f"{file} cannot be read: {fault.strerror}.") from None
    _run("pg_restore", "--list", str(file), stdout=subprocess.DEVNULL)


def restore(file: Path, *, replace: bool) -> None:
    """Bring back a backup, instead of what is there now when told to replace it.

    Letters that waited are frozen until released. Raises BackupRefused, and then nothing has changed.
    """
    verify(file)
    if not replace and (tables := connection.introspection.table_names()):
        raise BackupRefused(f"The database holds {len(tables)} tables: restore with --replace to give them up.")
    connection.close()
    psql = subprocess.Popen(
        [binaries.client("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"],
        env=_environment(),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert psql.stdin  # noqa: S101 - for the type checker: it was asked for
    try:
        psql.stdin.write(BEFORE.encode())
        psql.stdin.flush()
        _run("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(file), stdout=psql.stdin)
        psql.stdin.write(AFTER.encode())  # without its COMMIT psql leaves, and the server forgets everything
    except BrokenPipeError:
        pass  # psql stopped at an error, and has said which
    finally:
        _, said = psql.communicate()
    if psql.returncode != 0:
        raise BackupRefused(f"The restore failed, nothing was changed: {said.decode(errors='replace').strip()[-500:]}")


def _run(program: str, *arguments: str, stdout: IO[bytes] | int) -> None:
    """Run one of Postgres's programs on our database; raises BackupRefused with what it said."""
    command = [binaries.client(program), *arguments]
    done = subprocess.run(command, env=_environment(), stdout=stdout, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise BackupRefused(f"{program} failed: {done.stderr.decode(errors='replace').strip()[-500:]}")


def _environment() -> dict[str, str]:
    """How Postgres's programs find our database, with the password in nobody's process list."""
    connection.ensure_connection()
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    where = connection.get_connection_params()
    found = {variable: str(where[name]) for name, variable in names.items() if where.get(name)}
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"} | found


def _digest(file: IO[bytes], size: int) -> str:
    """The SHA-256 of the first so many bytes."""
    seen = hashlib.sha256()
    file.seek(0)
    while size > 0 and (piece := file.read(min(PIECE_BYTES, size))):
        seen.update(piece)
        size -= len(piece)
    return seen.hexdigest()
