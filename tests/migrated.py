"""The migrated database, kept between runs in .pytest_cache: rendering every migration takes half a minute of a core.

It is kept under the fingerprint of all migrations and pinned packages, so that a changed one is run anew.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from scc_site import backups
from scc_site.embedded import binaries

FOLDER = Path(settings.BASE_DIR) / ".pytest_cache" / "migrated"


def kept_at() -> Path:
    """Where the dump of this tree's migrated database lies, or would."""
    root = Path(settings.BASE_DIR)
    fingerprint = hashlib.sha256()
    for file in [root / "uv.lock", *sorted(root.glob("*/migrations/*.py"))]:
        fingerprint.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return FOLDER / f"{fingerprint.hexdigest()}.dump"


def as_template(dump: Path) -> str:
    """A database made of the dump, for this worker's test database to be copied from; its name."""
    name = f"migrated_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(dump))
    return name


def keep(dump: Path) -> None:
    """Dump the test database just migrated; dumps of other trees are let go."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    beside = dump.with_suffix(f".{os.getpid()}")
    run("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--file={beside}")
    for old in FOLDER.glob("*.dump"):
        old.unlink(missing_ok=True)
    beside.replace(dump)


def run(program: str, *arguments: str) -> None:
    """Run one of Postgres's own programs on the tests' server."""
    subprocess.run([binaries.client(program), *arguments], env=backups._environment(), check=True)
