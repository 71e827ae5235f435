"""Settings of the seal on signed PDFs, merged into scc_site/settings.py; waivers.certificates reads what they name."""

from __future__ import annotations

from typing import Any

from scc_site.environment import Environment


def read(env: Environment) -> dict[str, Any]:
    """Every setting of the seal by its name."""
    return {"SEAL_CERTIFICATE": env.text("SEAL_CERTIFICATE"), "SEAL_PASSPHRASE": env.text("SEAL_PASSPHRASE")}
