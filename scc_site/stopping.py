"""Whether this worker was asked to end: for jobs that would otherwise go on for a while.

One byte of memory, shared by a process and all it forks later; a process killed at the wrong moment cannot lock it.
"""

from __future__ import annotations

import mmap

_asked = mmap.mmap(-1, 1)


def ask() -> None:
    """From now on `asked()` is true, here and in every process forked from here."""
    _asked[0] = 1


def asked() -> bool:
    """Whether somebody asked."""
    return _asked[0] == 1
