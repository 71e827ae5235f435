"""Rights that come with the admin scope."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from scc_site.models import User


class AdminBackend(BaseBackend):
    """An admin in an admin-scoped session may do everything."""

    def has_perm(self, user_obj: User, perm: str, obj: object = None) -> bool:  # type: ignore[override]
        """Whether admin rights stand now."""
        return user_obj.acts_as_admin
