"""The migrated database, kept between runs in .pytest_cache: rendering every migration takes ten seconds of a core.

It is kept under the fingerprint of all migrations and pinned packages, so that a changed one is run anew.
`python -m tests.migrated` keeps it before a run, beside the checks that leave a core idle.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
from pathlib import Path

from django.db import connection

from scc_site import backups
from scc_site.embedded import binaries
from tests.databases import entered, made

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".pytest_cache" / "migrated"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def kept_at() -> Path:
    """Where the dump of this tree's migrated database lies, or would."""
    fingerprint = hashlib.sha256()
    for file in [ROOT / "uv.lock", *sorted(ROOT.glob("*/migrations/*.py"))]:
        fingerprint.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return FOLDER / f"{fingerprint.hexdigest()}.dump"


def kept() -> Path:
    """The dump of this tree's migrated database: who asks first makes it, others wait for that."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    dump = kept_at()
    with (FOLDER / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not dump.exists():
            _keep(dump)
    return dump


def as_template() -> str:
    """A database made of the dump, for this worker's test database to be copied from; its name."""
    name, dump = f"migrated_{WORKER}", kept()
    made(name)
    _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(dump))
    return name


def _keep(dump: Path) -> None:
    """Migrate a database of its own and dump it; dumps of other trees are let go."""
    from django.core.management import call_command

    name, beside = f"migrating_{WORKER}", dump.with_suffix(f".{os.getpid()}")
    made(name)
    with entered(name):
        call_command("migrate", verbosity=0)
        connection.close()
        what = f"--dbname={name}"
        _run("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges", what, f"--file={beside}")
    for old in FOLDER.glob("*.dump"):
        old.unlink(missing_ok=True)
    beside.replace(dump)


def _run(program: str, *arguments: str) -> None:
    """Run one of Postgres's own programs on the tests' server."""
    subprocess.run([binaries.client(program), *arguments], env=backups._environment(), check=True)


def main() -> None:
    """Keep the dump for the run that follows, and leave nothing else behind."""
    import django

    from tests import server_of_the_run

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    try:
        kept()
    finally:
        server_of_the_run.end()


if __name__ == "__main__":
    main()
