"""Any mail service that anymail speaks to: one HTTP request per letter, its answer judged as that of Amazon SES is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from email.headerregistry import Address
from typing import Any

from anymail.backends.base import AnymailBaseBackend
from anymail.exceptions import AnymailError, AnymailUnsupportedFeature
from anymail.message import AnymailMessage
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from requests import RequestException, Session

from scc_site.mail.messages import Letter, deliverable, display_name
from scc_site.mail.providers import Answer, Outcome, Quota, anymail_answers

# What ANYMAIL_API_KEY stands for where the service calls its key otherwise.
KEY_NAMES = {"POSTMARK": "server_token", "MAILERSEND": "api_token", "MAILTRAP": "api_token", "SCALEWAY": "secret_key"}
NOT_FOR_LETTERS = {"base", "base_requests", "console", "test"}
REJECTED = {"invalid", "rejected", "failed"}
# What a service may not know, given up in this order: first all, then without tags, without metadata, without either.
MARKINGS = (("metadata", "tags"), ("metadata",), ("tags",), ())


def backend_class(name: str) -> type[AnymailBaseBackend]:
    """The backend of a short name or dotted path; raises ImproperlyConfigured."""
    path = name if "." in name else f"anymail.backends.{name.lower()}.EmailBackend"
    module = path.rpartition(".")[0].rpartition(".")[2]
    if module == "amazon_ses":
        raise ImproperlyConfigured(
            "ANYMAIL_BACKEND=amazon_ses may send a letter five times: set EMAIL_PROVIDER=ses instead."
        )
    if path.startswith("anymail.") and module in NOT_FOR_LETTERS:
        raise ImproperlyConfigured(f"ANYMAIL_BACKEND={name} sends no letters: name a mail service, such as postmark.")
    try:
        found = import_string(path)
    except ImportError as fault:
        raise ImproperlyConfigured(f"ANYMAIL_BACKEND={name} cannot be loaded: {fault}.") from fault
    if not (isinstance(found, type) and issubclass(found, AnymailBaseBackend)):
        raise ImproperlyConfigured(f"ANYMAIL_BACKEND={name} is no backend of anymail's.")
    return found


def backend() -> AnymailBaseBackend:
    """The backend that the settings name, unopened; raises ImproperlyConfigured, also for a key that is missing."""
    kind = backend_class(settings.ANYMAIL_BACKEND)
    service = str(kind.esp_name).upper().replace(" ", "_")
    own = KEY_NAMES.get(service, "api_key")
    known = settings.ANYMAIL
    given = {}
    if "API_KEY" in known and f"{service}_{own.upper()}" not in known:
        given[own] = known["API_KEY"]
    return kind(
        timeout=(settings.MAIL_CONNECT_SECONDS, settings.MAIL_READ_SECONDS),
        ignore_unsupported_features=False,  # it would leave out a copy in silence
        ignore_recipient_status=False,
        debug_api_requests=False,  # it would print letters
        **given,
    )


def parcel(letter: Letter, markings: tuple[str, ...]) -> AnymailMessage:
    """A letter as anymail asks for it, a new one each time. Raises messages.Unfit."""
    marks: dict[str, Any] = {
        "metadata": {"X-SCC-Outbox-Id": str(letter.outbox_id), "X-SCC-Kind": letter.kind},
        "tags": [letter.kind],
    }
    message = AnymailMessage(
        subject=letter.subject,
        body=letter.text,
        from_email=_mailbox(settings.HOUSE_NAME, settings.DEFAULT_FROM_ADDRESS),
        to=[_mailbox(letter.to_name, letter.to)],
        bcc=list(letter.recipients[1:]),
        headers={
            "Message-ID": letter.message_id,
            "Auto-Submitted": "auto-generated",
            "X-SCC-Outbox-Id": str(letter.outbox_id),
            "X-SCC-Kind": letter.kind,
            **letter.headers,
        },
        **{name: marks[name] for name in markings},
    )
    message.attach_alternative(letter.html, "text/html")
    if letter.calendar:  # most services take no third alternative
        message.attach("invite.ics", letter.calendar.text, f"text/calendar; method={letter.calendar.method}")
    for each in letter.attachments:
        message.attach(each.name, each.content, each.media_type)
    return message


class AnymailProvider:
    """Sends through the service that ANYMAIL_BACKEND names."""

    def __init__(self) -> None:
        """Reads the settings; raises ImproperlyConfigured."""
        self.backend = backend()

    def send(self, letter: Letter) -> Answer:
        """One request. What the service cannot carry is left out: tags and metadata, never a reader or a header."""
        fault: AnymailError | None = None
        for message in self._parcels(letter):
            try:
                self._open()
                self.backend.send_messages([message])
                return _taken(message, letter)
            except AnymailUnsupportedFeature as lacking:  # told before any byte
                fault = lacking
            except (AnymailError, RequestException, OSError, ValueError) as refused:
                return anymail_answers.of(refused, sender=settings.DEFAULT_FROM_ADDRESS)
        return Answer(Outcome.REFUSED, f"The mail service cannot carry the letter: {fault}")

    def _parcels(self, letter: Letter) -> Iterator[AnymailMessage]:
        """The letter with all its markings, then with fewer."""
        return (parcel(letter, markings) for markings in MARKINGS)

    def _open(self) -> None:
        """One session for the round; a redirect would be a second request, so none is followed."""
        if self.backend.open() and isinstance(session := getattr(self.backend, "session", None), Session):
            session.max_redirects = 0

    def quota(self) -> Quota | None:
        """None: the services have no common way to ask."""
        return None

    def close(self) -> None:
        """Let go of connections."""
        with suppress(RequestException):
            self.backend.close()


def _taken(message: AnymailMessage, letter: Letter) -> Answer:
    """What the service said of the reader; a copy that it did not take is no reason to send again."""
    status = message.anymail_status
    reader = status.recipients.get(letter.to)
    if reader and reader.status in REJECTED:
        return Answer(Outcome.REFUSED, f"The mail service took the letter but not its reader: {reader.status}.")
    ids = status.message_id
    known = reader.message_id if reader and reader.message_id else ids if isinstance(ids, str) else ""
    return Answer(Outcome.ACCEPTED, message_id=known)


def _mailbox(name: str, address: str) -> str:
    """A name and one address, quoted as the RFCs ask; raises messages.Unfit."""
    local, _, domain = deliverable(address).rpartition("@")
    return str(Address(display_name=display_name(name), username=local, domain=domain))
