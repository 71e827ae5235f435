"""A whole house in processes of its own: served, asked for letters, killed in parts."""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scc_site.embedded import binaries, places, postmaster, proof, server
from tests import migrated

ROOT = Path(__file__).parent.parent.parent
PATIENCE_SECONDS = 60.0
GONE = -1
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "scc_site.settings",
    "DEBUG": "1",
    "SECRET_KEY": "faults-only-" * 5,
    "JWT_KEYS": "a:" + "j" * 40,
    "RECORD_KEYS": "a:" + "r" * 40,
    "EMAIL_PROVIDER": "file",
    "DATABASE_URL": "",
    "SES_FROM_ADDRESS": "",
    "SMTP_URL": "",
    "CANARY_SECONDS": "1",
    "CANARY_DEAD_SECONDS": "4",
    "LIMIT_MAIL_PER_ADDRESS_MINUTE": "1000",
    "LIMIT_MAIL_PER_ADDRESS_HOUR": "1000",
    "LIMIT_MAIL_PER_ADDRESS_DAY": "1000",
    "LIMIT_REQUESTS_PER_IP_HOUR": "1000",
}


def until(holds: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something holds; fails with words when it does not come true."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain until {what}"
        time.sleep(0.1)


class House:
    """One data directory, one port, and the commands run on them."""

    def __init__(self, **changes: str) -> None:
        """`changes` are settings of its environment beside the usual ones."""
        self.folder = Path(tempfile.mkdtemp(prefix="scc-tests-house-"))
        self.folder.chmod(0o711)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | SETTINGS | {"SCC_DATA_DIR": str(self.folder), "SITE_ORIGIN": self.origin}
        self.environment |= changes
        self.log = self.folder / "serve.log"
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.family: dict[int, int] = {}

    @property
    def places(self) -> places.Places:
        return places.of_data_dir(self.folder)

    def lay_out(self) -> None:
        """Make the tables: out of the dump that the run keeps, where there is one; else by `migrate`."""
        if not (dump := migrated.kept_at()).exists():
            done = self.manage("migrate", "-v", "0")
            assert done.returncode == 0, done.stderr
            return
        places.link(self.folder, self.places)
        server.join(self.places, durable=False)
        try:
            where = [f"--host={self.places.socket}", f"--port={places.PORT}", f"--username={postmaster.ROLE}"]
            command = [
                binaries.client("pg_restore"),
                *where,
                "--exit-on-error",
                f"--dbname={proof.DATABASE}",
                str(dump),
            ]
            subprocess.run(command, check=True, env={"LC_ALL": "C.UTF-8"})
        finally:
            server.leave(self.places)

    def manage(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        command = [sys.executable, "manage.py", *arguments]
        environment = self.environment | changes
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    @contextmanager
    def served(self, *arguments: str, ready: str = "/readyz") -> Iterator[subprocess.Popen[bytes]]:
        """Serve while the block runs, then stop as an operator does."""
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port), *arguments]
        with self.log.open("wb") as log:
            self.supervisor = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.family = {self.supervisor.pid: _born(self.supervisor.pid)}
        try:
            if ready:
                until(lambda: self.answer(ready) == 200, f"{ready} is well")
            self._meet_the_family()
            yield self.supervisor
        finally:
            self.supervisor.terminate()
            self.supervisor.wait(60)

    def answer(self, path: str) -> int:
        """The status of a page; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.origin + path, timeout=10) as found:
                return found.status
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    def is_ready(self) -> bool:
        return self.answer("/readyz") == 200

    def ask_for_a_letter(self, address: str) -> None:
        """Send the sign-in form, as a browser does."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        page = browser.open(f"{self.origin}/auth/magic-link/", timeout=10).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = urllib.parse.urlencode({"email": address, "csrfmiddlewaretoken": token}).encode()
        browser.open(urllib.request.Request(f"{self.origin}/auth/magic-link/", form), timeout=10)

    def letters(self) -> int:
        """How many sign-in letters have left."""
        return len(list((self.folder / "mail").glob("*-sign_in.eml")))

    def processes(self, name: str) -> list[int]:
        """Pids of the supervisor's descendants whose title matches, oldest first."""
        self._meet_the_family()
        return sorted(pid for pid, start in self.family.items() if _born(pid) == start and re.search(name, _title(pid)))

    def _meet_the_family(self) -> None:
        """Remember every descendant of the supervisor that lives now: an orphan is still known later."""
        parents = {int(folder.name): _parent(int(folder.name)) for folder in Path("/proc").glob("[0-9]*")}
        known = {pid for pid, start in self.family.items() if _born(pid) == start}
        for _ in range(4):  # supervisor, cluster, sentinel, workers
            known |= {pid for pid, parent in parents.items() if parent in known}
        born = {pid: _born(pid) for pid in known}
        self.family |= {pid: start for pid, start in born.items() if start != GONE}

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Kill the first process that matches; its pid."""
        pid = self.processes(name)[0]
        os.kill(pid, number)
        return pid

    def said(self) -> str:
        """What the supervisor and its children have said."""
        return self.log.read_text(errors="replace")

    def tear_down(self) -> None:
        postmaster.stop(self.places)
        shutil.rmtree(self.folder, ignore_errors=True)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name; empty for a process that is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
    return [] if fields[0] == "Z" else fields


def _parent(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _born(pid: int) -> int:
    """When a process began, in ticks since boot: a pid alone may be somebody else's by now."""
    fields = _stat(pid)
    return int(fields[19]) if fields else GONE


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
