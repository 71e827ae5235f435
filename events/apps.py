"""App configuration."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """See the package's modules."""

    name = "events"
    verbose_name = "Sails"
    default_auto_field = "django.db.models.BigAutoField"
