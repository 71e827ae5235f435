"""Whether the house may write at all: what the pump asks before the first letter of a round."""

from __future__ import annotations

from datetime import datetime


def problems(*, at: datetime) -> list[str]:
    """Every reason why no letter should leave now, in whole sentences; none when all is well."""
    return []
