"""Questions to Amazon SES, and what it means when one is not answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError
from django.conf import settings

from scc_site.mail.fitness.findings import Finding, Grade
from scc_site.mail.providers.ses import Backend
from scc_site.mail.providers.ses_answers import UNKNOWN_KEYS

MOST_SECONDS = 10  # for one answer: the pump waits for it
BROKEN = 500


class Unanswered(Exception):
    """A question that was not answered; carries what to tell."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@contextmanager
def account() -> Iterator[Any]:
    """A client of the account that the settings name, until the block ends; asks nothing yet."""
    backend = Backend(read_seconds=min(settings.MAIL_READ_SECONDS, MOST_SECONDS))
    backend.open()
    try:
        yield backend.connection
    finally:
        backend.close()


def ask(client: Any, question: str, **about: str) -> dict[str, Any] | None:
    """One answer of the API v2, by the name of its action; None when SES knows no such thing. Raises Unanswered."""
    name = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in question).strip("_")
    try:
        answer: dict[str, Any] = getattr(client, name)(**about)
    except ClientError as fault:
        code = str(fault.response["Error"]["Code"]).removesuffix("Exception")
        if code == "NotFound":
            return None
        raise Unanswered(_refused(question, code, fault)) from fault
    except BotoCoreError as fault:
        raise Unanswered(_unreached(fault)) from fault
    return answer


def _refused(question: str, code: str, fault: ClientError) -> Finding:
    """An error that came as an answer."""
    status = fault.response["ResponseMetadata"]["HTTPStatusCode"]
    if code in UNKNOWN_KEYS:
        told = f"Amazon does not accept the credentials ({code})."
        return Finding(Grade.STOPS, told, "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and this machine's clock.")
    if code == "AccessDenied":
        told = f"The credentials may not ask Amazon SES about itself ({question})."
        return Finding(Grade.WARNS, told, f"Allow their user ses:{question}.")
    if status >= BROKEN:
        return Finding(Grade.AWAY, f"Amazon SES has a fault of its own and did not answer {question} ({code}).")
    return Finding(Grade.NOTES, f"Amazon SES did not answer {question} ({code}): what it would tell is not known.")


def _unreached(fault: BotoCoreError) -> Finding:
    """No answer at all."""
    if isinstance(fault, (NoCredentialsError, PartialCredentialsError)):
        told = "There are no credentials for Amazon SES."
        return Finding(
            Grade.STOPS, told, "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role."
        )
    return Finding(Grade.AWAY, f"Amazon SES could not be asked: {type(fault).__name__}.", "Letters wait and are tried.")
