"""The web server's access log, with nothing in it that opens a door."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

from gunicorn.glogging import Logger

from scc_site.logs import MaskedFormatter

SECRET_PATHS = re.compile(
    r"^/(auth/link|guest|waiver|calendar|party|mail/preferences|r)/[^/]+",
    re.IGNORECASE,
)
FORMAT = "%(h)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"


def masked(path: str) -> str:
    """A path without the token in it, and on one line."""
    return (
        SECRET_PATHS.sub(r"/\1/…", re.sub(r"/{2,}", "/", path))
        .encode("unicode_escape", "replace")
        .decode()
        .replace("\\u2026", "…")
    )


class AccessLog(Logger):
    """Gunicorn's logger: tokens masked, no query, no referrer; everything on stderr."""

    def setup(self, cfg: Any) -> None:
        """Send the access log where the messages go: standard output is for answers of commands."""
        super().setup(cfg)
        for handler in self.error_log.handlers:  # it quotes request lines that it cannot read
            handler.setFormatter(MaskedFormatter(self.error_fmt, self.datefmt))
        self.access_log.handlers = []
        self._set_handler(self.access_log, "-", logging.Formatter("%(asctime)s ACCESS %(message)s"), sys.stderr)

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """What a line may be made of."""
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: atoms[name] for name in ("h", "m", "s", "B", "M")} | {"U": masked(str(atoms["U"]))}
