"""A real SMTP server for tests, with the faults that real ones have."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections import Counter
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


class PostOffice:
    """Keeps what it took; `faults` maps a phase (mail, rcpt, data, accept) to what happens there, once or always.

    A fault is a reply to give, or `hang` (say nothing), or `drop` (close the line).
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[EmailMessage] = []
        self.mailboxes: list[str] = []
        self.faults: dict[str, list[str]] = {}
        self.connections = 0
        self.pause = 0.0

    def fail(self, phase: str, *faults: str) -> None:
        """The next so many letters meet these faults at a phase; the later ones none."""
        self.faults[phase] = list(faults)

    async def meet(self, phase: str, server: SMTP) -> str:
        """The reply at a phase, after its fault."""
        waiting = self.faults.get(phase)
        fault = waiting.pop(0) if waiting else ""
        if fault == "hang":
            await asyncio.sleep(30)
        if fault == "drop":
            server.transport.abort()
        return fault

    def ids(self) -> Counter[str]:
        """How often each row's letter was taken."""
        return Counter(message["X-SCC-Outbox-Id"] for message in self.taken)

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, replies):  # noqa: N802 - aiosmtpd looks for this name
        session.host_name = hostname
        self.connections += 1
        return replies

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd looks for this name
        if fault := await self.meet("mail", server):
            return fault
        envelope.mail_from = address
        return OK

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd looks for this name
        if fault := await self.meet("rcpt", server):
            return fault
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd looks for this name
        if fault := await self.meet("data", server):
            return fault
        if self.pause:
            await asyncio.sleep(self.pause)
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.mailboxes += envelope.rcpt_tos
        if fault := await self.meet("accepted", server):
            return fault
        return "250 OK: queued"


@contextmanager
def open_post_office(port: int, **options: Any):
    """A post office on a port of this machine, until the block ends; `options` are aiosmtpd's."""
    office = PostOffice(port)
    controller = Controller(office, hostname="127.0.0.1", port=port, **{"enable_SMTPUTF8": True} | options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
