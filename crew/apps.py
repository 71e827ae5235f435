"""App configuration."""

from django.apps import AppConfig


class CrewConfig(AppConfig):
    """See the package's modules."""

    name = "crew"
    verbose_name = "Crew"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the crew its voice on every sail, and make its letters known."""
        from crew import letter_kinds  # noqa: PLC0415 - models are loaded only now
        from crew.contribution import CrewContribution  # noqa: PLC0415 - as above
        from events import contributions  # noqa: PLC0415 - as above
        from scc_site.mail import kinds  # noqa: PLC0415 - as above

        contributions.register(CrewContribution())
        kinds.families(*letter_kinds.FAMILIES)
        kinds.register(*letter_kinds.KINDS)
