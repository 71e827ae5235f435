"""The canary: a job that does nothing but travel, so that a queue that looks alive must prove it.

The cluster of django-q2 can stand still without a sign when one of its processes is killed. The supervisor sends the
canary on its way each CANARY_SECONDS and replaces the cluster when none of them comes through for CANARY_DEAD_SECONDS.
Through means: queued, pushed, worked and acknowledged, past each process of the cluster; only then does it sing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django_q.signals import post_execute

from scc_site import clock, heartbeats, jobs

FILE_VARIABLE = "SCC_CANARY_FILE"
NAME = "canary"


def send() -> None:
    """Put a canary into the queue."""
    jobs.enqueue(f"{__name__}.fly")


def fly() -> None:
    """The job itself."""


def sing(sender: object, task: dict[str, Any], **kwargs: object) -> None:
    """Leave a sign of life once the job is acknowledged.

    A row that every host sees, and a touched file for the supervisor of this very cluster.
    """
    if task["func"] == f"{__name__}.fly" and task["success"]:
        heartbeats.beat(name=NAME, at=clock.now())
        if path := os.environ.get(FILE_VARIABLE):
            Path(path).touch()


def listen() -> None:
    """Have this process, and those it forks, tell when a canary came through."""
    post_execute.connect(sing, dispatch_uid="scc.canary")
