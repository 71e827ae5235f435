"""Providers: how a letter leaves the house. Each makes one request per call and says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from scc_site.addresses import comparable
from scc_site.mail.messages import Letter
from scc_site.mail.providers.server import Server
from scc_site.models import MailAttempt

Outcome = MailAttempt.Outcome


@dataclass(frozen=True)
class Answer:
    """What one request came to.

    accepted: theirs now · refused: never, for this letter · throttled: later, it says · unreached: surely not
    accepted, none of it to blame on the letter · uncertain: bytes went out and nobody can tell.
    `halts`: the next letter would fare the same, so this round should end. `slows`: it was thrown back for the pace
    of all letters, not for its own sake: every pump should rest.
    """

    outcome: MailAttempt.Outcome
    detail: str = ""
    message_id: str = ""
    halts: bool = False
    slows: bool = False


@dataclass(frozen=True)
class Quota:
    """What the service allows this account: recipients per second and per rolling 24 hours, and those used up.

    `sandbox`: only verified addresses are taken.
    """

    per_second: float
    per_day: int
    sent_last_day: int
    sandbox: bool


class Provider(Protocol):
    """One open way out, for one round of the pump."""

    def send(self, letter: Letter) -> Answer:
        """Make one request; never raises for what the network does. Raises messages.Unfit before any byte."""

    def quota(self) -> Quota | None:
        """What the service allows, asked anew; None where it sets no limit or cannot be asked now."""

    def close(self) -> None:
        """Let go of connections; never raises."""


REGISTRY = {
    "file": "scc_site.mail.providers.file.FileProvider",
    "smtp": "scc_site.mail.providers.smtp.SmtpProvider",
    "ses": "scc_site.mail.providers.ses.SesProvider",
    "anymail": "scc_site.mail.providers.anymail.AnymailProvider",
}


def chosen() -> Provider:
    """The provider that EMAIL_PROVIDER names."""
    provider: Provider = import_string(REGISTRY[settings.EMAIL_PROVIDER])()
    return provider


def may_be_mailed(address: str) -> bool:
    """Whether a letter may leave to an address: with DEBUG and a provider that reaches people, MAIL_ALLOW decides.

    Without MAIL_ALLOW nobody is mailed then, unless the server stands on this machine: a developer's sink.
    """
    if not settings.DEBUG or settings.EMAIL_PROVIDER == "file":
        return True
    if not settings.MAIL_ALLOW:
        return settings.EMAIL_PROVIDER == "smtp" and Server.of(settings.SMTP_URL).stands_here
    return comparable(address) in {comparable(allowed) for allowed in settings.MAIL_ALLOW}
