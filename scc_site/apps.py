"""The keel and the roof of the house, as one Django app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    """People, sign-in, mail and jobs."""

    name = "scc_site"
    verbose_name = "People and sign-in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from scc_site import checks  # noqa: F401, PLC0415 - registers itself; models exist only now


class OfficeConfig(AdminConfig):
    """Django's admin, with the house's own site object."""

    default_site = "scc_site.office.OfficeSite"
