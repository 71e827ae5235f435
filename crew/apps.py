"""App configuration."""

from django.apps import AppConfig


class CrewConfig(AppConfig):
    """See the package's modules."""

    name = "crew"
    verbose_name = "Crew"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the crew its voice on every sail."""
        from crew.contribution import CrewContribution  # noqa: PLC0415 - models are loaded only now
        from events import contributions  # noqa: PLC0415 - as above

        contributions.register(CrewContribution())
