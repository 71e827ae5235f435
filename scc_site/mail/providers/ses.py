"""Amazon SES by its API v2, through django-ses: one client per round of the pump, one HTTP request per letter."""

from __future__ import annotations

import functools
import re
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.mail import EmailMessage
from django_ses import SESBackend

from scc_site.mail.messages import Letter, mime
from scc_site.mail.providers import Answer, Outcome, Quota, ses_answers

NOT_A_TAG = re.compile(r"[^A-Za-z0-9_-]")  # SES v2 API, MessageTag: at most 256 of these
LONGEST_TAG = 256
NOT_ASCII = "Amazon SES cannot write to an address with letters beyond ASCII before the @."
UNLIMITED = 10**9  # in place of SES's own -1


@functools.cache
def _descriptions() -> Any:
    """What botocore knows of Amazon's services, read once a process: each client would read for a tenth of a second."""
    core = botocore.session.get_session()
    boto3.Session(botocore_session=core)  # adds its own place to those that are looked through
    return core.get_component("data_loader")


class Parcel(EmailMessage):
    """A letter in the form in which django-ses asks for one: who is in its envelope, and its finished bytes."""

    def __init__(self, letter: Letter) -> None:
        self.letter, self.content = letter, mime(letter).as_bytes()
        super().__init__(from_email=settings.DEFAULT_FROM_ADDRESS, to=letter.recipients)

    def message(self, **_: Any) -> Any:
        """Itself: nothing is made anew."""
        return self

    def as_bytes(self, **_: Any) -> bytes:
        """What leaves, byte by byte."""
        return self.content


class Backend(SESBackend):
    """django-ses, told all from our settings and nothing by default."""

    def __init__(self, *, read_seconds: int | None = None) -> None:
        super().__init__(
            aws_access_key=settings.AWS_ACCESS_KEY_ID or None,
            aws_secret_key=settings.AWS_SECRET_ACCESS_KEY or None,
            aws_session_token=settings.AWS_SESSION_TOKEN or None,
            aws_region_name=settings.AWS_SES_REGION,
            aws_config=Config(
                connect_timeout=settings.MAIL_CONNECT_SECONDS,
                read_timeout=read_seconds or settings.MAIL_READ_SECONDS,
                # botocore's own default made three letters of one when a reply was dropped
                retries={"total_max_attempts": 1, "mode": "standard"},
            ),
            use_ses_v2=True,
        )
        self._endpoint_url = settings.AWS_SES_ENDPOINT_URL or None  # django-ses's default is us-east-1, whatever region
        self._throttle = None

    def create_session(self) -> boto3.Session:
        """A session with our keys alone, which reads nothing anew."""
        core = botocore.session.get_session()
        made = boto3.Session(self._access_key_id, self._access_key, self._session_token, botocore_session=core)
        core.register_component("data_loader", _descriptions())
        return made

    def close(self) -> None:
        """Let go of the connections too."""
        if self.connection:
            self.connection.close()
        super().close()

    def _get_v2_parameters(self, message: Parcel, source: str | None, email_feedback: str | None) -> dict[str, Any]:
        """The request: recipients in the envelope alone, tags by which SES's events find the letter.

        Without FromEmailAddress, which would replace our From header and so the house's name.
        """
        wish: dict[str, Any] = super()._get_v2_parameters(message, source, email_feedback)
        letter = message.letter
        del wish["FromEmailAddress"]
        wish["Destination"] = {"ToAddresses": [letter.to], "BccAddresses": list(letter.recipients[1:])}
        wish["EmailTags"] = [
            {"Name": "X-SCC-Outbox-Id", "Value": str(letter.outbox_id)},
            {"Name": "X-SCC-Kind", "Value": NOT_A_TAG.sub("_", letter.kind)[:LONGEST_TAG] or "_"},
        ]
        if settings.SES_CONFIGURATION_SET:
            wish["ConfigurationSetName"] = settings.SES_CONFIGURATION_SET
        return wish


class SesProvider:
    """Sends through the account and region that the settings name."""

    def __init__(self) -> None:
        """Connects with the first letter."""
        self.backend = Backend()

    def send(self, letter: Letter) -> Answer:
        """One SendEmail. The answer carries SES's own message id, by which its events speak."""
        parcel = Parcel(letter)
        if not all(address.isascii() for address in parcel.to):
            return Answer(Outcome.REFUSED, NOT_ASCII)
        try:
            self.backend.open()
            self.backend.send_messages([parcel])
        except (BotoCoreError, ClientError, KeyError) as fault:
            # django-ses wants a request id of every answer; one that names the message has taken it all the same
            if not parcel.extra_headers.get("message_id"):
                return ses_answers.of(fault, sender=settings.DEFAULT_FROM_ADDRESS)
        return Answer(Outcome.ACCEPTED, message_id=parcel.extra_headers["message_id"])

    def quota(self) -> Quota | None:
        """What the account allows, asked anew; None when it cannot be asked."""
        try:
            self.backend.open()
            account = self.backend.connection.get_account()
            allowed = account["SendQuota"]
        except (BotoCoreError, ClientError, KeyError):
            return None
        return Quota(
            per_second=_limit(allowed["MaxSendRate"]),
            per_day=int(_limit(allowed["Max24HourSend"])),
            sent_last_day=int(allowed["SentLast24Hours"]),
            sandbox=not account["ProductionAccessEnabled"],
        )

    def close(self) -> None:
        """Let go of the connections."""
        self.backend.close()


def _limit(number: float) -> float:
    """A limit of the account; -1 says that there is none."""
    return UNLIMITED if number < 0 else number
