"""App configuration."""

from django.apps import AppConfig


class CrewConfig(AppConfig):
    """See the package's modules."""

    name = "crew"
    verbose_name = "Crew"
    default_auto_field = "django.db.models.BigAutoField"
