"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See the package's modules."""

    name = "reports"
    verbose_name = "Books"
    default_auto_field = "django.db.models.BigAutoField"
