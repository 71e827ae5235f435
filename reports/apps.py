"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See the package's modules."""

    name = "reports"
    verbose_name = "Books"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the system checks and the bridge's letters known."""
        from reports import checks, letter_kinds, letters  # noqa: F401, PLC0415 - models are loaded only now
        from scc_site.mail import kinds, stored  # noqa: PLC0415 - as above

        kinds.families(*letter_kinds.FAMILIES)
        kinds.register(*letter_kinds.KINDS)
        stored.register(letter_kinds.LETTER, letters.kept)
