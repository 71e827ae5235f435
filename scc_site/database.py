"""Where the data lives: DATABASE_URL, or the embedded PostgreSQL under the data directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from scc_site.embedded import places, postmaster, proof


def settings_from(url: str, *, data_dir: Path, problems: list[str]) -> dict[str, Any]:
    """Django's settings of the one database; a malformed URL is added to `problems`."""
    common = {
        "ENGINE": "scc_site.postgres",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10},
    }
    if not url:
        return common | _embedded(data_dir, problems)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        problems.append("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    return common | {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
    }


def _embedded(data_dir: Path, problems: list[str]) -> dict[str, Any]:
    """Settings of the embedded server, which is started when a connection is first needed."""
    try:
        where = places.of_data_dir(data_dir)
    except places.Unusable as fault:
        problems.append(str(fault))
        return {"NAME": proof.DATABASE}
    return {
        "NAME": proof.DATABASE,
        "USER": postmaster.ROLE,
        "HOST": str(where.socket),
        "PORT": str(places.PORT),
        "EMBEDDED": {"data_dir": data_dir, "places": where, "durable": True},
    }
