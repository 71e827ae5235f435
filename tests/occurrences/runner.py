"""A tick in a process of its own, on the database of a test: `python -m tests.occurrences.runner JOB AT`."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def started(job: str, at: datetime, sign: str = "") -> subprocess.Popen[bytes]:
    """Start one; the file `sign` is made by a job that waits to be killed."""
    where = connection.settings_dict
    host = quote(str(where["HOST"]), safe="")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "scc_site.settings",
        "DATABASE_URL": f"postgresql://{where['USER']}@{host}:{where['PORT']}/{where['NAME']}",
        "SIGN": sign,
    }
    command = [sys.executable, "-m", "tests.occurrences.runner", job, at.isoformat()]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE)


def main(job: str, at: str) -> int:
    """Tick with that one job on the plan, every five minutes."""
    import django

    django.setup()
    from scc_site import schedules, tick
    from scc_site.occurrences import rules
    from tests.occurrences.jobs import shipped

    schedules.SCHEDULES = (shipped(job, rules.every(5)),)
    schedules.CHORES = schedules.AFTERWARDS = ()
    return len(tick.tick(at=datetime.fromisoformat(at), wait=True))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
