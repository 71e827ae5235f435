"""What Linux offers so that no process outlives its parent."""

from __future__ import annotations

import ctypes
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(number: int) -> None:
    """Ask the kernel to send this process a signal when the thread that made it ends; elsewhere than Linux: nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
