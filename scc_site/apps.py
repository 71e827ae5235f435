"""The keel and the roof of the house, as one Django app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """People, sign-in, mail and jobs."""

    name = "scc_site"
    verbose_name = "People and sign-in"
    default_auto_field = "django.db.models.BigAutoField"
