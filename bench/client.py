"""A small HTTP/1.1 client for load: one kept-alive socket a thread, requests made beforehand, so that it costs little."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

HTTP_FAULT = 400


@dataclass
class Measured:
    """What one round came to. Latencies are seconds; `bytes` is the size of the last body."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    bytes: int = 0
    fault: bytes = b""

    @property
    def per_second(self) -> float:
        """Requests answered per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: int) -> float:
        """Milliseconds within which `share` percent of the requests were answered."""
        return statistics.quantiles(self.latencies, n=100, method="inclusive")[share - 1] * 1000


def get(path: str, headers: dict[str, str]) -> bytes:
    """The bytes of one GET."""
    return _request("GET", path, headers, b"")


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes of one form POST."""
    form = headers | {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return _request("POST", path, form, body)


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Wire:
    """One connection; reconnects when the server closes it, as it may after any answer."""

    def __init__(self, port: int) -> None:
        """Connects at the first request."""
        self.port = port
        self.file = None
        self.fault = b""

    def ask(self, request: bytes) -> tuple[int, int]:
        """Send one request; the status and the size of the body."""
        if self.file is None:
            self._connect()
        self.socket.sendall(request)
        status = int(self.file.readline().split(b" ", 2)[1])
        size, close = 0, False
        while (line := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                size = int(value)
            elif name.lower() == b"connection":
                close = value.strip().lower() == b"close"
        body = self.file.read(size) if size else b""
        if status >= HTTP_FAULT:
            self.fault = body
        if close:
            self.file.close()
            self.socket.close()
            self.file = None
        return status, size

    def _connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")


def drive(port: int, requests: Iterator[bytes], *, clients: int, seconds: float = 1e9) -> Measured:
    """Send requests from `clients` sockets at once until they run out or the time does."""
    measured, lock, began = Measured(), threading.Lock(), time.perf_counter()
    ends = began + seconds

    def run() -> None:
        wire = Wire(port)
        while time.perf_counter() < ends:
            with lock:
                request = next(requests, None)
            if request is None:
                return
            start = time.perf_counter()
            status, size = wire.ask(request)
            took = time.perf_counter() - start
            with lock:
                measured.latencies.append(took)
                measured.statuses[status] += 1
                measured.bytes = max(measured.bytes, size)
                measured.fault = wire.fault or measured.fault

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    measured.seconds = time.perf_counter() - began
    return measured
