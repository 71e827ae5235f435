"""One child process of the supervisor, with its whole process group."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from scc_site.embedded.signals import die_with_parent

DEATHS = 3
DEATHS_WITHIN_SECONDS = 60.0


@dataclass
class Child:
    """A program that is kept running in a process group of its own."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))

    def start(self) -> None:
        """Start it; it ends when the supervisor does, however that ends."""
        supervisor = os.getpid()
        self.process = subprocess.Popen(
            self.command,
            cwd=settings.BASE_DIR,
            env=os.environ | dict(self.environment),
            pass_fds=self.pass_fds,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent=supervisor),  # noqa: PLW1509 - the supervisor has one thread
        )

    @property
    def exit_code(self) -> int | None:
        """What it ended with; None while it runs."""
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        """Ask the program itself to end; it knows how to end its own children."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End the whole group, now; also what a dead program left behind."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def note_death(self) -> bool:
        """Remember a death; says whether it died too often within a minute."""
        now = time.monotonic()
        self.deaths.append(now)
        return len(self.deaths) == DEATHS and now - self.deaths[0] < DEATHS_WITHIN_SECONDS
