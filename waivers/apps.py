"""App configuration."""

from django.apps import AppConfig


class WaiversConfig(AppConfig):
    """See the package's modules."""

    name = "waivers"
    verbose_name = "Guests and waivers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the guests their voice on every sail, and make their letters known."""
        from events import contributions  # noqa: PLC0415 - models are loaded only now
        from scc_site.mail import attachments, kinds  # noqa: PLC0415 - as above
        from waivers import checks, copies, letter_kinds, seal_checks, sealing  # noqa: F401, PLC0415 - as above
        from waivers.contribution import WaiversContribution  # noqa: PLC0415 - as above

        contributions.register(WaiversContribution())
        kinds.families(*letter_kinds.FAMILIES)
        kinds.register(*letter_kinds.KINDS)
        attachments.register(copies.LOADER, sealing.attached)
