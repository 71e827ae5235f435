"""An SES of the tests' own: the v2 API over HTTP, with the limits and the faults of the real one.

In one process: `with open_ses() as ses: settings.AWS_SES_ENDPOINT_URL = ses.url`. For other processes:
`python -m tests.mail.ses_service PORT [--rate 14] [--journal FILE] [--chance FAULT=0.01 …] [--seed 7]
[--webhook URL --signer tests.mail.sns:signer]`; it prints its address when it listens, writes one line of JSON per
message taken into the journal, and answers GET /_taken, GET /_counts and POST /_script (a JSON list of faults).
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from email.utils import parseaddr
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.mail import ses_faults, ses_messages
from tests.mail.ses_doors import Doors
from tests.mail.ses_messages import Taken
from tests.mail.ses_postman import Postman, Signer

WINDOW = 1.0  # seconds


class SesService:
    """Keeps what it took. `rate` is in envelope recipients per sliding second, `per_day` in recipients altogether.

    `script` faults meet the next sends in their order, then `chances` (fault: probability, by a seeded dice).
    `identities` are the verified senders; `on_taken` is called with each message as soon as it is taken.
    """

    def __init__(
        self,
        *,
        rate: float = 14,
        per_day: int = 50_000,
        seed: int = 7,
        chances: Mapping[str, float] | None = None,
        journal: Path | None = None,
        on_taken: Callable[[Taken], None] | None = None,
    ) -> None:
        self.rate, self.per_day, self.window = rate, per_day, WINDOW
        self.taken: list[Taken] = []
        self.sent_last_day = 0  # recipients so far: no test lasts a day
        self.sends = 0  # HTTP requests to SendEmail, whatever came of them
        self.met: Counter[str] = Counter()  # what they met: ok or the fault
        self.sandbox, self.sending = False, True
        self.identities = {"example.com": True}  # name: verified
        self.unsigned: set[str] = set()  # identities without DKIM
        self.destinations: list[dict[str, Any]] = []  # where the configuration set reports
        self.standing = "HEALTHY"
        self.configuration_sets: dict[str, bool] | None = None  # name: open for sending; None: any name is known
        self.numbers_requests = True  # as the real service does, and not every other door
        self.account_fault = ""  # met by every question about the account
        self.pause = 0.0  # seconds before every answer
        self.on_taken = on_taken
        self.waiting: deque[str] = deque()
        self.ended = threading.Event()  # lets go of whoever hangs
        self._chances = {ses_faults.checked(fault): chance for fault, chance in (chances or {}).items()}
        self._dice = random.Random(seed)
        self._recent: deque[tuple[float, int]] = deque()
        self._lock = threading.Lock()
        self._journal = journal.open("a", encoding="utf-8") if journal else None
        self.url = ""

    def script(self, *faults: str) -> None:
        """The next so many sends meet these, the later ones chance alone."""
        self.waiting = deque(ses_faults.checked(fault) for fault in faults)

    def next_fault(self) -> str:
        """Count a send; what it shall meet."""
        with self._lock:
            self.sends += 1
            fault = self.waiting.popleft() if self.waiting else self._by_chance()
            self.met[fault] += 1
        return fault

    def _by_chance(self) -> str:
        """A fault or none, by the dice."""
        throw = self._dice.random()
        for fault, chance in self._chances.items():
            if throw < chance:
                return fault
            throw -= chance
        return ses_faults.OK

    def take(self, wish: Mapping[str, Any], raw: bytes) -> Taken | str:
        """Take a message, or say which limit is in the way."""
        to = tuple(address for addresses in wish.get("Destination", {}).values() for address in addresses)
        with self._lock:
            instant = time.monotonic()
            if limit := self._limit(instant, len(to)):
                self.met[ses_faults.OK] -= 1
                self.met[limit] += 1
                return limit
            self._recent.append((instant, len(to)))
            self.sent_last_day += len(to)
            taken = Taken(
                message_id=f"0101019{len(self.taken):09x}-{self._dice.getrandbits(64):016x}-000000",
                at=ses_messages.now(),
                second=instant,
                sender=wish.get("FromEmailAddress") or sender_of(raw),
                recipients=to,
                tags={tag["Name"]: tag["Value"] for tag in wish.get("EmailTags", [])},
                configuration_set=wish.get("ConfigurationSetName", ""),
                raw=raw,
            )
            self.taken.append(taken)
            if self._journal:
                self._journal.write(taken.line() + "\n")
                self._journal.flush()
        if self.on_taken:
            self.on_taken(taken)
        return taken

    def _limit(self, instant: float, cost: int) -> str:
        """Which limit a message of so many recipients would break now."""
        while self._recent and instant - self._recent[0][0] >= self.window:
            self._recent.popleft()
        if sum(past for _, past in self._recent) + cost > self.rate:
            return "throttled"
        return "quota" if self.sent_last_day + cost > self.per_day else ""

    def ids(self) -> Counter[str]:
        """How often each row's letter was taken."""
        return Counter(taken.outbox_id for taken in list(self.taken))

    def close(self) -> None:
        """Let everybody go."""
        self.ended.set()
        if self._journal:
            self._journal.close()


def sender_of(raw: bytes) -> str:
    """The address in From."""
    lines = raw.split(b"\r\n\r\n")[0].decode("ascii", "replace").splitlines()
    return parseaddr(next((line[5:] for line in lines if line.lower().startswith("from:")), ""))[1]


class Server(ThreadingHTTPServer):
    """A thread for each connection; the tests' end waits for none of them."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in mid-request is no news here."""


@contextmanager
def open_ses(port: int = 0, *, webhook: str = "", signer: Signer | None = None, **options: Any):
    """An SES on a port of this machine until the block ends; with a signer it tells the webhook of each message."""
    postman = Postman(webhook, signer) if signer else None
    ses = SesService(**({"on_taken": postman.tell_sent} if postman else {}) | options)
    server = Server(("127.0.0.1", port), Doors.to(ses))
    ses.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield ses
    finally:
        ses.close()
        server.shutdown()
        server.server_close()
        if postman:
            postman.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    wanted = _arguments(arguments)
    signer = _named(wanted.signer) if wanted.signer else None
    chances = {fault: float(chance) for fault, _, chance in (pair.partition("=") for pair in wanted.chance)}
    options = {"rate": wanted.rate, "seed": wanted.seed, "chances": chances, "journal": wanted.journal}
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with open_ses(wanted.port, webhook=wanted.webhook, signer=signer, **options) as ses:
        sys.stdout.write(f"{ses.url}\n")
        sys.stdout.flush()
        ended.wait()


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--rate", type=float, default=14)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--chance", action="append", default=[], metavar="FAULT=PROBABILITY")
    parser.add_argument("--webhook", default="")
    parser.add_argument("--signer", default="", metavar="MODULE:NAME")
    return parser.parse_args(arguments)


def _named(path: str) -> Signer:
    """The function that `module:name` names."""
    module, _, name = path.partition(":")
    signer: Signer = getattr(importlib.import_module(module), name)
    return signer


def remote(url: str, path: str, body: Any = None) -> Any:
    """Ask a service in another process: /_taken, /_counts, or /_script with a list of faults."""
    from urllib.request import Request, urlopen

    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(f"{url}{path}", data=data), timeout=10) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
