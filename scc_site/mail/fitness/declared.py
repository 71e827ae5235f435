"""What the settings alone tell about mail: no network, no database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from scc_site.mail.fitness.findings import Finding, Grade
from scc_site.mail.providers.server import LOOPBACK, Server


def choice() -> tuple[str, ...]:
    """The settings on which the answers of a mail service hang."""
    return (
        settings.EMAIL_PROVIDER,
        settings.DEFAULT_FROM_ADDRESS,
        settings.SMTP_URL,
        settings.ANYMAIL_BACKEND,
        settings.AWS_SES_REGION,
        settings.AWS_SES_ENDPOINT_URL,
        settings.AWS_ACCESS_KEY_ID,
        settings.SES_CONFIGURATION_SET,
        *settings.SNS_TOPIC_ARNS,
    )


def findings() -> list[Finding]:
    """Faults and oddities of the settings that the start let in."""
    found = [Finding(Grade.WARNS, warning) for warning in settings.SETTINGS_WARNINGS]
    if settings.EMAIL_PROVIDER == "smtp":
        found += _refused(lambda: Server.of(settings.SMTP_URL))
    if settings.EMAIL_PROVIDER == "anymail":  # loaded here: most houses have no use for it
        found += _refused(import_string("scc_site.mail.providers.anymail.backend"))
    if settings.EMAIL_PROVIDER == "ses" and settings.SES_CONFIGURATION_SET:
        found += _topics()
    return found


def habits() -> list[Finding]:
    """What is usual on a developer's machine and nowhere else."""
    if settings.EMAIL_PROVIDER == "file":
        return [Finding(Grade.NOTES, "Letters are written to files and reach nobody (EMAIL_PROVIDER=file).")]
    found = []
    if not settings.SITE_ORIGIN.startswith("https://"):
        told = f"Links in letters begin with {settings.SITE_ORIGIN}."
        found.append(Finding(Grade.WARNS, told, "Set SITE_ORIGIN to an https address that readers can reach."))
    if settings.DEBUG and not settings.MAIL_ALLOW:
        told = "With DEBUG only the addresses in MAIL_ALLOW are mailed, and it names none."
        found.append(Finding(Grade.WARNS, told, "Name your own addresses in MAIL_ALLOW."))
    if settings.EMAIL_PROVIDER == "ses" and settings.AWS_SES_ENDPOINT_URL:
        found.append(_other_door(settings.AWS_SES_ENDPOINT_URL))
    return found


def _other_door(url: str) -> Finding:
    """Letters that do not go to Amazon."""
    told = f"Letters go to {url}, not to Amazon (AWS_SES_ENDPOINT_URL)."
    if urlsplit(url).scheme == "https" or urlsplit(url).hostname in LOOPBACK:
        return Finding(Grade.NOTES, told)
    return Finding(Grade.WARNS, told, "They travel there unencrypted: use https, or unset it.")


def _refused(read: Callable[[], Any]) -> list[Finding]:
    """The words of a reader of settings that refuses them."""
    try:
        read()
    except ImproperlyConfigured as fault:
        return [Finding(Grade.STOPS, f"EMAIL_PROVIDER={settings.EMAIL_PROVIDER} cannot be used: {fault}")]
    return []


def _topics() -> list[Finding]:
    """A configuration set whose events nobody would hear."""
    region = settings.AWS_SES_REGION
    if not settings.SNS_TOPIC_ARNS:
        told = "SES_CONFIGURATION_SET is set, SNS_TOPIC_ARNS is not: what Amazon reports of letters is not heard."
        return [Finding(Grade.WARNS, told, "Name in SNS_TOPIC_ARNS the topics to which the configuration set reports.")]
    return [
        Finding(Grade.WARNS, f"The topic {topic} is not in {region}, where letters are sent: it hears of none.")
        for topic in settings.SNS_TOPIC_ARNS
        if topic.split(":")[3] != region
    ]
