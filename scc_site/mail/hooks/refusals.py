"""Why a message at a hook is not taken. Whoever sent it is a machine, so the answer is a status and one sentence."""

from __future__ import annotations


class NotTaken(Exception):
    """The message had no effect; `status` is the answer. SNS tries again after 5xx and 429, never after another 4xx."""

    status = 400


class Unreadable(NotTaken):
    """What came is no message."""


class Untrusted(NotTaken):
    """Not from whom it says, not for us, or not of this hour."""

    status = 403


class Elsewhere(NotTaken):
    """There is no such door."""

    status = 404


class Repeated(NotTaken):
    """The same message came before, and had its effect then."""

    status = 409


class TooLarge(NotTaken):
    """Longer than anything that SNS sends."""

    status = 413


class Away(NotTaken):
    """It cannot be judged just now: the certificate is out of reach. The same message may be good in a minute."""

    status = 503
