"""Carries the tests' SES events to a webhook, as SNS does: signed, later, and again when nobody took them."""

from __future__ import annotations

import json
import queue
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

from tests.mail import ses_messages
from tests.mail.ses_messages import Taken

# From an SES event to the body of SNS's request: a mapping (sent as JSON), text or bytes.
Signer = Callable[[Mapping[str, Any]], Mapping[str, Any] | str | bytes]
HEADERS = {"Content-Type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": "Notification"}
TRIES = 50
PAUSE = 0.2  # seconds between two tries


class Postman:
    """Posts what it is told to one webhook, in a thread of its own; 5xx and silence are tried again, 4xx are not."""

    def __init__(self, webhook: str, signer: Signer) -> None:
        self.webhook, self.signer = webhook, signer
        self.answers: list[int] = []
        self._bag: queue.Queue[Mapping[str, Any] | None] = queue.Queue()
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._walk, daemon=True) for _ in range(2)]
        for thread in self._threads:
            thread.start()

    def tell_sent(self, taken: Taken) -> None:
        """A Send event for a message."""
        self.tell(ses_messages.send(taken))

    def tell(self, event: Mapping[str, Any]) -> None:
        """Any event, soon."""
        self._bag.put(event)

    def settle(self, seconds: float = 10) -> bool:
        """Wait until all was delivered or given up; whether that came to pass."""
        end = time.monotonic() + seconds
        while self._bag.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.02)
        return not self._bag.unfinished_tasks

    def close(self) -> None:
        """Leave the rest undelivered."""
        self._ended.set()
        for _ in self._threads:
            self._bag.put(None)

    def _walk(self) -> None:
        """Event after event."""
        while (event := self._bag.get()) is not None and not self._ended.is_set():
            self._deliver(event)
            self._bag.task_done()

    def _deliver(self, event: Mapping[str, Any]) -> None:
        """One event, signed once, until it is taken or refused."""
        signed = self.signer(event)
        body = json.dumps(signed) if isinstance(signed, Mapping) else signed
        data = body.encode() if isinstance(body, str) else body
        for _ in range(TRIES):
            status = self._post(data)
            if 0 < status < 500 or self._ended.wait(PAUSE):
                self.answers.append(status)
                return

    def _post(self, data: bytes) -> int:
        """The webhook's status; 0 when nobody answered."""
        try:
            with urllib.request.urlopen(urllib.request.Request(self.webhook, data, HEADERS), timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except OSError:
            return 0
