"""The canary: a task that does nothing but travel, so that a queue that looks alive must prove it.

The cluster of django-q2 can stand still without a sign when one of its processes is killed. The supervisor sends the
canary on its way each CANARY_SECONDS and replaces the cluster when none of them comes through for CANARY_DEAD_SECONDS.
"""

from __future__ import annotations

import os
from pathlib import Path

from scc_site import clock, heartbeats

FILE_VARIABLE = "SCC_CANARY_FILE"
NAME = "canary"


def sing() -> None:
    """Leave a sign of life: a row that every host sees, and a touched file for the supervisor of this very cluster."""
    heartbeats.beat(name=NAME, at=clock.now())
    if path := os.environ.get(FILE_VARIABLE):
        Path(path).touch()
