"""Where the embedded server keeps its files, and as whom it runs."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_BYTES = 107  # sun_path of Linux holds 108 with its closing NUL
SYSTEM_BASES = (Path("/var/lib/scc"), Path("/var/tmp/scc-root"))  # noqa: S108 - owner and mode are checked before use
SERVICE_USERS = ("postgres", "nobody")


class Unusable(Exception):
    """The embedded server cannot be used; the message says why, and what to do."""


@dataclass(frozen=True)
class Places:
    """The files of one embedded server, and the user it runs as."""

    home: Path
    uid: int
    gid: int

    @property
    def data(self) -> Path:
        """Postgres's own data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def turn(self) -> Path:
        """The lock of whoever starts or stops the server."""
        return self.home / "turn.lock"

    @property
    def users(self) -> Path:
        """The lock that every process shares while it uses the server."""
        return self.home / "users.lock"

    @property
    def socket(self) -> Path:
        """The directory of the unix socket: in the home, or a short one where the path would be too long."""
        inside = self.home / "socket"
        if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
            return inside
        return Path("/tmp") / f"scc-{self.uid}-{_short(self.home)}"  # noqa: S108 - owner and mode are checked

    def prepare(self) -> None:
        """Make the directories that are missing; raises Unusable when one belongs to somebody else."""
        try:
            make_directory(self.home, mode=0o711 if os.geteuid() == 0 else 0o700)
            _make_private(self.socket, self)
        except OSError as fault:
            raise Unusable(f"The embedded database cannot use {self.home}: {fault}.") from fault
        if not reachable(self.home, self.uid, self.gid):
            raise Unusable(f"{self.home} cannot be reached by {pwd.getpwuid(self.uid).pw_name}, who runs Postgres.")


def of_data_dir(data_dir: Path) -> Places:
    """The places under a data directory; changes nothing.

    As root the server runs as an unprivileged user. Where that user cannot reach the data directory (a clone in
    a closed home), the files lie under /var/lib/scc, and `postgres` in the data directory becomes a link to them.
    """
    home = data_dir / "postgres"
    if home.exists():
        home = home.resolve()
    uid, gid = _runs_as(home / "data")
    if not home.exists() and not reachable(data_dir, uid, gid):
        home = system_base() / _short(data_dir)
    return Places(home=home, uid=uid, gid=gid)


def link(data_dir: Path, places: Places) -> None:
    """Leave a link in the data directory when the files had to lie elsewhere."""
    seen = data_dir / "postgres"
    if places.home.parent == data_dir or seen.exists():
        return
    make_directory(data_dir, mode=0o755)
    seen.unlink(missing_ok=True)
    seen.symlink_to(places.home)


def system_base() -> Path:
    """A directory of root's that every user may pass through."""
    for base in SYSTEM_BASES:
        if base.is_dir() or os.access(base.parent, os.W_OK):
            return base
    raise Unusable("No directory for the embedded database can be reached by an unprivileged user: set DATABASE_URL.")


def reachable(path: Path, uid: int, gid: int) -> bool:
    """Whether a user may pass through every directory down to a path, as far as it exists."""
    if uid == os.geteuid():
        return True
    found = path.resolve()
    for step in (*reversed(found.parents), found):
        if not step.exists():
            return True
        if not step.stat().st_mode & _passing_bit(step.stat(), uid, gid):
            return False
    return True


def _passing_bit(seen: os.stat_result, uid: int, gid: int) -> int:
    """The permission bit that decides whether a user may pass through a directory."""
    if seen.st_uid == uid:
        return stat.S_IXUSR
    return stat.S_IXGRP if seen.st_gid == gid else stat.S_IXOTH


def make_directory(path: Path, *, mode: int) -> None:
    """Make a directory and its missing parents with this mode whatever the umask; refuses one others can change."""
    missing = [step for step in (path, *path.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        step.chmod(mode)
    seen = path.stat()
    if seen.st_uid != os.geteuid() and os.geteuid() != 0:
        raise Unusable(f"{path} belongs to another user.")
    if seen.st_mode & stat.S_IWOTH:
        raise Unusable(f"{path} can be changed by every user.")


def _make_private(path: Path, places: Places) -> None:
    """Make a directory for the service user alone, or prove that it is one."""
    if not path.exists() and not path.is_symlink():
        # made aside and renamed: two starters at once must never see it half made
        made = Path(tempfile.mkdtemp(prefix="scc-", dir=path.parent))
        os.chown(made, places.uid, places.gid)
        made.rename(path)
    seen = path.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != places.uid or seen.st_mode & 0o077:
        raise Unusable(f"{path} is not a private directory of the database's user: remove it.")


def _runs_as(data: Path) -> tuple[int, int]:
    """The user and group of the server: ourselves; as root, the owner of the data or an unprivileged user."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in SERVICE_USERS:
        if name in known:
            return known[name].pw_uid, known[name].pw_gid
    raise Unusable("Postgres refuses to run as root, and neither `postgres` nor `nobody` exists: set DATABASE_URL.")


def _short(path: Path) -> str:
    """A short name for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
