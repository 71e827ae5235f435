"""Join and leave the embedded server: whoever needs it first starts it, whoever leaves last stops it."""

from __future__ import annotations

import atexit
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scc_site.embedded import postmaster, proof
from scc_site.embedded.places import Places, Unusable

PATIENCE_SECONDS = 180.0  # crash recovery replays the write-ahead log before anybody is let in
CODE = Path(__file__).resolve().parent.parent.parent
_holds: dict[tuple[Path, int], int] = {}
_keepers: list[subprocess.Popen[bytes]] = []  # kept to be reaped


def joined(places: Places) -> bool:
    """Whether this process already holds its share of the server."""
    return (places.home, os.getpid()) in _holds


def join(places: Places, *, durable: bool = True, patience: float = PATIENCE_SECONDS) -> None:
    """Make sure that the server answers, and that it stays while this process lives.

    Starts it when it does not run, waits for it while it recovers from a crash, at most `patience` seconds.
    Safe to call again at any time; raises Unusable when the server cannot be had.
    """
    deadline = time.monotonic() + patience
    places.prepare()
    with _turn(places, deadline):
        _hold(places)
        if not proof.answers(places):
            _start(places, durable=durable, deadline=deadline)


def leave(places: Places) -> None:
    """Give up this process's share; stops the server, and waits for that, when nobody else has one."""
    lock = _holds.pop((places.home, os.getpid()), None)
    if lock is None:
        return
    with _turn(places, time.monotonic() + PATIENCE_SECONDS):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # others go on; the last of them stops it
        else:
            postmaster.stop(places)
        os.close(lock)


def _start(places: Places, *, durable: bool, deadline: float) -> None:
    """Start the server, unless one of ours is already on its way up, and wait until it answers."""
    postmaster.make_data(places)
    keeper: subprocess.Popen[bytes] | None = None
    while time.monotonic() < deadline:
        if postmaster.pid_alive(places) is None and (keeper is None or keeper.poll() is not None):
            # A start may fail while children of a killed server still hold its memory: they end within seconds.
            if keeper is not None:
                time.sleep(0.5)
            postmaster.clear_stale(places)
            keeper = _spawn_keeper(places, durable=durable)
        time.sleep(0.03)
        if proof.answers(places):
            return
    raise Unusable(f"The embedded database did not come up. Its log, {places.log}, ends:\n{_last_lines(places.log)}")


def _spawn_keeper(places: Places, *, durable: bool) -> subprocess.Popen[bytes]:
    """Start the server's parent in a session of its own: Ctrl-C in our terminal is not for it."""
    kind = "durable" if durable else "fast"
    command = [
        sys.executable,
        "-m",
        "scc_site.embedded.keeper",
        str(places.home),
        str(places.uid),
        str(places.gid),
        kind,
    ]
    _keepers[:] = [keeper for keeper in _keepers if keeper.poll() is None]
    with places.log.open("ab") as log:
        keeper = subprocess.Popen(
            command,
            cwd=places.home,
            env={"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _keepers.append(keeper)
    return keeper


def _hold(places: Places) -> None:
    """Take this process's share; a forked child takes its own beside the one it inherited."""
    if joined(places):
        return
    lock = os.open(places.users, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    _holds[places.home, os.getpid()] = lock
    atexit.register(leave, places)


@contextmanager
def _turn(places: Places, deadline: float) -> Iterator[None]:
    """Be the only process that starts or stops the server; raises Unusable when the turn does not come in time."""
    lock = os.open(places.turn, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Unusable(
                        "The embedded database is being started by another command, which does not end."
                    ) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(lock)


def _last_lines(log: Path) -> str:
    """The end of the server's log."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    except OSError:
        return "(no log)"
