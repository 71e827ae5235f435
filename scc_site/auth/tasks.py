"""What sign-in does by itself; safe to run twice, late or never for a while."""

from __future__ import annotations

from datetime import datetime

from scc_site.auth import purging


def purge(*, at: datetime) -> None:
    """Forget what need not be remembered."""
    purging.purge(at=at)
