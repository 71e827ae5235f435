"""The hinge: what a person may do on a sail, answered for everybody below."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from scc_site.models import User


class CrewBackend(BaseBackend):
    """Rights that come from holding a seat."""

    def has_perm(self, user_obj: User, perm: str, obj: object = None) -> bool:  # type: ignore[override]
        """Whether a seat on the sail grants the right."""
        return False
