"""The parent of the embedded server: runs it until nobody uses it, however its users ended.

Every user holds a shared lock on one file, which the kernel lets go when the process ends, killed or not. When the
keeper gets that lock for itself nobody is left. If the keeper is killed the server stops with it, cleanly.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from scc_site.embedded import postmaster
from scc_site.embedded.places import Places
from scc_site.embedded.signals import die_with_parent

LOOK_SECONDS = 0.5
LOG_BYTES = 10_000_000


def keep(places: Places, *, durable: bool) -> int:
    """Run the server; returns its exit code once it ended, by itself or because nobody needs it."""
    keeper = os.getpid()
    with _log(places) as log:
        server = subprocess.Popen(
            postmaster.arguments(places, durable=durable),
            **postmaster.as_service(places),
            stdout=log,
            stderr=log,
            preexec_fn=lambda: die_with_parent(signal.SIGINT, parent=keeper),  # noqa: PLW1509 - this process has one thread
        )
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
    users = os.open(places.users, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    while True:
        try:
            return server.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if _nobody_uses(users):
                server.send_signal(signal.SIGINT)


def _nobody_uses(users: int) -> bool:
    """Whether the lock that all users share can be had alone; it is then kept until the end."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _log(places: Places) -> IO[bytes]:
    """The server's log, begun anew once it has grown large."""
    if places.log.exists() and places.log.stat().st_size > LOG_BYTES:
        places.log.replace(places.log.with_suffix(".log.old"))
    return places.log.open("ab")


def main() -> int:
    """Keep the server of a home: HOME UID GID durable|fast."""
    home, uid, gid, kind = sys.argv[1:]
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return keep(Places(home=Path(home), uid=int(uid), gid=int(gid)), durable=kind == "durable")


if __name__ == "__main__":
    sys.exit(main())
