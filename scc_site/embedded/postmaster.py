"""The server process itself: is it alive, make its data, start it, stop it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from scc_site.embedded import binaries
from scc_site.embedded.places import PORT, SOCKET_NAME, Places, Unusable

ROLE = "postgres"
MAJOR = "18"
NOBODY_PID = 4_194_305  # one more than Linux ever gives to a process
STOP_SECONDS = 60


def pid_alive(places: Places) -> int | None:
    """The pid of this data directory's running server; None also where its pid now belongs to another program."""
    try:
        pid = int((places.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if _command_of(pid).find(f"\0-D\0{places.data}\0") > 0 else None


def make_data(places: Places) -> None:
    """Make the data directory, whole or not at all; raises Unusable when it cannot be made or is of another version."""
    marker = places.data / "PG_VERSION"
    if marker.exists():
        if (found := marker.read_text().strip()) != MAJOR:
            raise Unusable(f"{places.data} was made by PostgreSQL {found}; this is {MAJOR}: dump and restore it.")
        return
    making = places.home / "making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    os.chown(making, places.uid, places.gid)
    command = [str(binaries.server_directory(places) / "initdb"), "-D", str(making), "-U", ROLE, "--auth=trust"]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions", "--no-sync"]
    made = subprocess.run(command, **as_service(places), capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise Unusable(f"initdb failed: {made.stderr.strip()[-500:]}")
    (making / "pg_hba.conf").write_text(
        "# Whoever can open the socket is let in; its directory is private.\nlocal all all trust\n"
    )
    making.rename(places.data)


def arguments(places: Places, *, durable: bool) -> list[str]:
    """The server's command line: a unix socket and no TCP, the memory of a small house."""
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": '"' + str(places.socket).replace('"', '""') + '"',
        "unix_socket_permissions": "0700",
        "shared_buffers": "128MB",
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "warning",
        "lc_messages": "C",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    program = str(binaries.server_directory(places) / "postgres")
    return [
        program,
        "-D",
        str(places.data),
        *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
    ]


def as_service(places: Places) -> dict[str, Any]:
    """How to start a program as the server's user, with nothing of our secrets in its environment."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    how: dict[str, Any] = {"cwd": places.home, "env": environment, "umask": 0o077, "stdin": subprocess.DEVNULL}
    if os.geteuid() != places.uid:
        how |= {"user": places.uid, "group": places.gid, "extra_groups": []}
    return how


def clear_stale(places: Places) -> None:
    """Let the server start although its pid file names a process that is not it (a recycled pid).

    Postgres would believe in that process. The file keeps its other lines: by them Postgres finds out whether
    children of the dead server still live, and waits for them.
    """
    (places.socket / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
    file = places.data / "postmaster.pid"
    if file.exists():
        _, _, rest = file.read_text().partition("\n")
        file.write_text(f"{NOBODY_PID}\n{rest}")


def stop(places: Places) -> None:
    """Stop the server cleanly: connections are ended, everything is written."""
    pid = pid_alive(places)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while pid_alive(places) == pid:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGQUIT)
            return
        time.sleep(0.02)


def _command_of(pid: int) -> str:
    """The command line of a process, NUL-separated and NUL-closed; empty when there is none, or it is a zombie."""
    file = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        try:
            return file.read_text(errors="replace")
        except OSError:
            return ""
    listed = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)  # noqa: S607 - ps is everywhere
    return listed.stdout.strip().replace(" ", "\0") + "\0"
