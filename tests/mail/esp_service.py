"""A mail service of the tests' own: Postmark's and Mailgun's sending APIs over HTTP, with faults."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

POSTMARK, MAILGUN = "/email", "/v3/house.example/messages"


class EspService:
    """Keeps what it took; `script` holds what the next requests meet: a status with its body, or a word.

    Words: hang, drop (both without taking), accept_and_drop, redirect, garbled.
    """

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.requests = 0
        self.script: list[str | tuple[int, dict[str, Any]]] = []
        self.answer: dict[str, Any] = {}  # laid over the usual answer
        self.ended = threading.Event()
        self.url = ""


class Door(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    service: ClassVar[EspService]

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.service.requests += 1
        self._answer(200, {})

    def do_POST(self) -> None:
        self.service.requests += 1
        fault = self.service.script.pop(0) if self.service.script else ""
        wish = self._wish(self.rfile.read(int(self.headers["Content-Length"])))
        if isinstance(fault, tuple):
            return self._answer(*fault)
        if fault == "redirect":
            return self._answer(307, {}, self.service.url + self.path)
        if fault in {"", "accept_and_drop", "garbled"}:
            self.service.taken.append(wish)
        if fault == "garbled":
            return self._write(200, b"<html>")
        if fault:
            return self._silent(fault)
        return self._answer(200, self._taken(wish) | self.service.answer)

    def _wish(self, body: bytes) -> dict[str, Any]:
        """The letter asked for: JSON, or the fields of a form."""
        if self.headers["Content-Type"].startswith("application/json"):
            return json.loads(body) | {"headers": dict(self.headers)}
        return {name: values[-1] for name, values in parse_qs(body.decode()).items()}

    def _taken(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The answer to a letter taken."""
        number = len(self.service.taken)
        if self.path == MAILGUN:
            return {"id": f"<mailgun-{number}@house.example>", "message": "Queued. Thank you."}
        to = {name: wish.get(name, "") for name in ("To", "Cc", "Bcc")}
        return to | {"MessageID": f"postmark-{number}", "ErrorCode": 0, "Message": "OK"}

    def _silent(self, fault: str) -> None:
        """No answer."""
        if fault == "hang":
            self.service.ended.wait(60)
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _answer(self, status: int, what: dict[str, Any], elsewhere: str = "") -> None:
        """JSON."""
        self._write(status, json.dumps(what).encode(), elsewhere)

    def _write(self, status: int, body: bytes, elsewhere: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if elsewhere:
            self.send_header("Location", elsewhere)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def open_esp():
    """A service on a free port of this machine, until the block ends."""
    service = EspService()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("DoorToOne", (Door,), {"service": service}))
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.ended.set()
        server.shutdown()
        server.server_close()
