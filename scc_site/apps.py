"""The keel and the roof of the house, as one Django app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

OFFICE = frozenset({"admin"})


class SiteConfig(AppConfig):
    """People, sign-in, mail and jobs."""

    name = "scc_site"
    verbose_name = "People and sign-in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks, and the letters that the keel itself writes."""
        from scc_site import checks  # noqa: F401, PLC0415 - registers itself; models exist only now
        from scc_site.mail import kinds  # noqa: PLC0415 - as above

        kinds.register(
            kinds.Kind(
                "sign_in", "Sign-in", "Sent because somebody, most likely you, asked to sign in with this address."
            ),
            kinds.Kind(
                "alert", "Alarms", "Sent because you are of the office, and the house needs a hand.", "", OFFICE
            ),
        )


class OfficeConfig(AdminConfig):
    """Django's admin, with the house's own site object."""

    default_site = "scc_site.office.OfficeSite"
