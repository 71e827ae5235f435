"""The HTTP side of the tests' SES: SendEmail, GetAccount, GetEmailIdentity and GetConfigurationSet of its v2 API."""

from __future__ import annotations

import base64
import json
import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote

from tests.mail.ses_faults import ACCEPTING, OK, REFUSALS, Refusal
from tests.mail.ses_messages import Taken

if TYPE_CHECKING:
    from tests.mail.ses_service import SesService

SEND = "/v2/email/outbound-emails"
LONGEST_HANG = 120  # seconds


class Doors(BaseHTTPRequestHandler):
    """One connection, kept open between requests as the real service does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    ses: ClassVar[SesService]

    @classmethod
    def to(cls, ses: SesService) -> type[Doors]:
        """The doors to one service."""
        return type("DoorsToOne", (cls,), {"ses": ses})

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        if self.path == "/_script":
            self.ses.script(*json.loads(self._body()))
            return self._answer(200, {})
        if self.path != SEND:
            return self._refuse(Refusal(404, "NotFoundException", "No such operation."))
        return self._send(self.ses.next_fault())

    def do_GET(self) -> None:
        if self.path == "/_taken":
            return self._answer(200, [json.loads(taken.line()) for taken in list(self.ses.taken)])
        if self.path == "/_counts":
            return self._answer(200, {"sends": self.ses.sends, "met": dict(self.ses.met)})
        if self.ses.account_fault:
            return self._meet(self.ses.account_fault)
        return self._tell(*self.path.removeprefix("/v2/email/").split("/", 1))

    def _tell(self, what: str, name: str = "") -> None:
        """About the account, an identity or a configuration set."""
        name = unquote(name)
        if what == "account":
            return self._answer(200, self._account())
        if what == "identities" and name in self.ses.identities:
            return self._answer(200, self._identity(name))
        if what == "configuration-sets":
            return self._configuration_set(*name.split("/"))
        return self._refuse(Refusal(404, "NotFoundException", f"{name} does not exist."))

    def _identity(self, name: str) -> dict[str, Any]:
        """GetEmailIdentity; of one that is None nothing is told."""
        verified = self.ses.identities[name]
        if verified is None:
            return {}
        return {
            "VerifiedForSendingStatus": verified,
            "VerificationStatus": "SUCCESS" if verified else "PENDING",
            "DkimAttributes": {"Status": "NOT_STARTED" if name in self.ses.unsigned else "SUCCESS"},
        }

    def _configuration_set(self, name: str, more: str = "") -> None:
        """GetConfigurationSet, GetConfigurationSetEventDestinations."""
        known = self.ses.configuration_sets
        if known is not None and name not in known:
            return self._refuse(Refusal(404, "NotFoundException", f"Configuration set <{name}> does not exist."))
        if more:
            return self._answer(200, {"EventDestinations": self.ses.destinations})
        sending = known is None or known[name]
        return self._answer(200, {"ConfigurationSetName": name, "SendingOptions": {"SendingEnabled": sending}})

    def _account(self) -> dict[str, Any]:
        """GetAccount."""
        ses = self.ses
        quota = {"Max24HourSend": ses.per_day, "MaxSendRate": ses.rate, "SentLast24Hours": ses.sent_last_day}
        return {
            "SendQuota": {name: float(value) for name, value in quota.items()},
            "ProductionAccessEnabled": not ses.sandbox,
            "SendingEnabled": ses.sending,
            "EnforcementStatus": ses.standing,
        }

    def _send(self, fault: str) -> None:
        """SendEmail."""
        if fault == "drop":
            return self._hang_up()
        body = self._body()
        if self.ses.pause:
            time.sleep(self.ses.pause)
        if "Authorization" not in self.headers:
            return self._refuse(Refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token"))
        wish = json.loads(body)
        raw = base64.b64decode(wish["Content"]["Raw"]["Data"])
        if fault != OK and fault not in ACCEPTING:
            return self._meet(fault, wish)
        taken = self.ses.take(wish, raw)
        if not isinstance(taken, Taken):
            return self._meet(taken, wish)
        if fault == OK:
            return self._answer(200, {"MessageId": taken.message_id})
        return self._meet(fault, wish)

    def _meet(self, fault: str, wish: dict[str, Any] | None = None) -> None:
        """Answer, or not, as the fault is."""
        if fault in {"hang", "hang_after"}:
            self.ses.ended.wait(LONGEST_HANG)
        if fault == "error_after":
            return self._refuse(REFUSALS["error_before"])
        if fault == "garbled":
            return self._write(200, b"<html>", "text/html")
        if fault in REFUSALS:
            return self._refuse(REFUSALS[fault], wish)
        return self._hang_up()

    def _refuse(self, refusal: Refusal, wish: dict[str, Any] | None = None) -> None:
        """An error as the service words it."""
        reader = (wish or {}).get("Destination", {}).get("ToAddresses", [""])[0]
        words = refusal.words.format(sender="dock@example.com", reader=reader)
        self._answer(refusal.status, {"message": words}, refusal.type)

    def _answer(self, status: int, what: Any, error: str = "") -> None:
        """JSON."""
        self._write(status, json.dumps(what).encode(), "application/json", error)

    def _write(self, status: int, body: bytes, kind: str, error: str = "") -> None:
        """One answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if self.ses.numbers_requests:
            self.send_header("x-amzn-RequestId", f"request-{self.ses.sends}")
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        """All of the request."""
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _hang_up(self) -> None:
        """Close the line without a word."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
