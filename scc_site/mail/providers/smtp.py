"""SMTP: one connection per round of the pump, one mail transaction per letter, each reply judged by its phase."""

from __future__ import annotations

import re
import smtplib
import ssl
from urllib.parse import urlsplit

from django.conf import settings

from scc_site.mail.messages import Letter, mime
from scc_site.mail.providers import Answer, Outcome, Quota
from scc_site.mail.providers.server import Server

OK, START_DATA, CLOSING, PERMANENT = 250, 354, 421, 500
LINE_DOT = re.compile(rb"(?m)^\.")  # RFC 5321 4.5.2: a line that begins with a dot gets another


class _Turned(Exception):
    """A phase that did not go on; carries the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.detail)
        self.answer = answer


class SmtpProvider:
    """Sends through the server that SMTP_URL names."""

    def __init__(self) -> None:
        """Connects with the first letter."""
        self.server = Server.of(settings.SMTP_URL)
        self.connection: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> Answer:
        """One mail transaction. Until the server asked for the body nothing can have been accepted."""
        content = mime(letter).as_bytes()
        try:
            connection = self._ready(letter)
            self._address(connection, letter)
        except _Turned as turned:
            return turned.answer
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            return Answer(Outcome.UNREACHED, _words(fault), halts=True)
        return self._body(connection, content, letter)

    def quota(self) -> Quota | None:
        """None: nobody counts."""
        return None

    def close(self) -> None:
        """Say good-bye where the server still listens."""
        connection, self.connection = self.connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()

    def greet(self) -> None:
        """Connect, secure, sign in and leave again; raises OSError or SMTPException."""
        self.connection = self._connect()
        self.close()

    def _ready(self, letter: Letter) -> smtplib.SMTP:
        """A connection that has taken our sender; one that went stale between two letters is opened anew."""
        if self.connection is not None:
            try:
                return self._begin(self.connection, letter)
            except (OSError, smtplib.SMTPException, _Turned):
                self.close()
        self.connection = self._connect()
        return self._begin(self.connection, letter)

    def _connect(self) -> smtplib.SMTP:
        """Open, secure, sign in. Raises OSError or SMTPException; a wrong password is not the letter's fault."""
        connection = self._open()
        try:
            if connection.sock is not None:
                connection.sock.settimeout(settings.MAIL_READ_SECONDS)
            if self.server.security == "starttls":
                connection.starttls(context=ssl.create_default_context())
            connection.ehlo_or_helo_if_needed()
            if self.server.user:
                connection.login(self.server.user, self.server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open(self) -> smtplib.SMTP:
        """The bare connection. smtplib's own contexts check no certificate, so ours are handed in."""
        name = urlsplit(settings.SITE_ORIGIN).hostname
        host, port, patience = self.server.host, self.server.port, settings.MAIL_CONNECT_SECONDS
        if self.server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=patience, context=context)
        return smtplib.SMTP(host, port, local_hostname=name, timeout=patience)

    def _begin(self, connection: smtplib.SMTP, letter: Letter) -> smtplib.SMTP:
        """MAIL FROM. A server that does not take our sender takes nobody's letter: never the letter's fault."""
        wants_utf8 = not letter.to.isascii()
        if wants_utf8 and not connection.has_extn("smtputf8"):
            raise _Turned(Answer(Outcome.REFUSED, "the mail server cannot write to this address (no SMTPUTF8)"))
        code, reply = connection.mail(settings.DEFAULT_FROM_ADDRESS, ["SMTPUTF8"] if wants_utf8 else [])
        if code != OK:
            self.close()
            outcome = Outcome.UNREACHED if code >= PERMANENT else Outcome.THROTTLED
            raise _Turned(Answer(outcome, f"sender: {_reply(code, reply)}", halts=True))
        return connection

    def _address(self, connection: smtplib.SMTP, letter: Letter) -> None:
        """RCPT TO and DATA, up to the go-ahead; a copy that is refused does not keep the letter back."""
        code, reply = connection.rcpt(letter.to)
        if code // 10 == OK // 10:
            for copy in letter.recipients[1:]:
                if copy.isascii() or not letter.to.isascii():  # else this transaction is none of SMTPUTF8
                    connection.rcpt(copy)
            code, reply = connection.docmd("DATA")
        if code == START_DATA:
            return
        if code == CLOSING or not _reset(connection):
            self.close()
        outcome = Outcome.REFUSED if code >= PERMANENT else Outcome.THROTTLED
        raise _Turned(Answer(outcome, _reply(code, reply), halts=code == CLOSING))

    def _body(self, connection: smtplib.SMTP, content: bytes, letter: Letter) -> Answer:
        """The letter itself. From here on silence means that nobody can tell."""
        stuffed = LINE_DOT.sub(b"..", content)
        try:
            connection.send(stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, reply = connection.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            connection.close()
            self.connection = None
            return Answer(Outcome.UNCERTAIN, _words(fault))
        if code // 10 == OK // 10:
            return Answer(Outcome.ACCEPTED, _reply(code, reply), message_id=letter.message_id)
        return Answer(Outcome.REFUSED if code >= PERMANENT else Outcome.THROTTLED, _reply(code, reply))


def _reset(connection: smtplib.SMTP) -> bool:
    """Forget the refused transaction; whether the connection is fit for the next."""
    try:
        return connection.rset()[0] == OK
    except (OSError, smtplib.SMTPException):
        return False


def _reply(code: int, reply: bytes) -> str:
    """A server's reply, for the office."""
    return f"{code} {reply.decode('utf-8', 'replace')}"[:500]


def _words(fault: Exception) -> str:
    """What went wrong, for the office; never what was sent."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return f"sign-in to the mail server was refused ({fault.smtp_code})"
    return f"{type(fault).__name__}: {fault}"[:500]
