"""What Linux offers so that no process outlives its parent."""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(number: int, *, parent: int) -> None:
    """Have the kernel send this process a signal when its parent ends; at once when that has ended already.

    `parent` is its pid, taken before the fork. Elsewhere than on Linux nothing is promised.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def forks_die_with_us(number: int) -> None:
    """The same for every process that this one, and its children, will fork."""
    parent = os.getpid()

    def remember() -> None:
        nonlocal parent
        parent = os.getpid()

    os.register_at_fork(before=remember, after_in_child=lambda: die_with_parent(number, parent=parent))
