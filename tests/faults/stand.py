"""A served house that sends through an Amazon SES of the tests' own, with SNS to bring it events, or without."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.faults.house import ROOT, House
from tests.faults.mails import PEOPLE
from tests.mail import sns
from tests.mail.ses_messages import Taken
from tests.mail.ses_postman import Postman
from tests.mail.ses_service import SesService, open_ses

QUICK = {  # minutes are seconds here
    "MAIL_LEASE_SECONDS": "5",
    "MAIL_GRACE_SECONDS": "4",
    "MAIL_LOGIN_GRACE_SECONDS": "2",
    "MAIL_CONNECT_SECONDS": "2",
    "MAIL_READ_SECONDS": "3",
    "MAIL_BACKOFF_SECONDS": "1",
    "MAIL_BREAKER_SECONDS": "1",
    "MAIL_DRAIN_SECONDS": "2",
    "MAIL_POLL_SECONDS": "0.2",
    "MAIL_MOST_ATTEMPTS": "50",
    "CANARY_SECONDS": "2",
    "CANARY_DEAD_SECONDS": "7",
}
OPEN = ("queued", "sending", "uncertain")
EVERYBODY = ["captain@example.com", *PEOPLE]


@dataclass
class Stand:
    """The house, what it sends through, and what came of it."""

    house: House
    ses: SesService
    posted: int = 0

    def post(self, count: int, *arguments: str) -> None:
        """So many letters into the outbox; arguments as of tests.faults.mails."""
        command = [sys.executable, "-m", "tests.faults.mails", str(count), *arguments]
        subprocess.run(command, cwd=ROOT, env=self.house.environment, check=True, timeout=300)
        self.posted += count

    def rows(self) -> list[dict[str, object]]:
        """Every letter, as `manage.py export mail` tells it."""
        told = self.house.manage("export", "mail")
        assert told.returncode == 0, told.stderr
        return [json.loads(line) for line in told.stdout.splitlines()]

    def open_rows(self) -> int:
        """Letters of which nobody knows yet what becomes of them."""
        return sum(row["state"] in OPEN for row in self.rows())

    def is_over(self) -> bool:
        """Whether every letter has come to its end; asks the house, which costs a process, only when it may be so."""
        time.sleep(0.5)
        return len(self.ses.ids()) >= self.posted and self.open_rows() == 0

    def taken(self) -> int:
        """Messages that the service has taken."""
        return len(self.ses.taken)

    def fullest_second(self) -> int:
        """The most messages that were taken within any second."""
        times = [taken.second for taken in self.ses.taken]
        return max(
            (
                sum(begin <= other < begin + 1 for other in times[place : place + 100])
                for place, begin in enumerate(times)
            ),
            default=0,
        )


@dataclass(frozen=True)
class Figures:
    """What the service's own record says beside the outbox."""

    mails: int
    lost: int
    double: int
    unmarked: int
    marked: int

    @classmethod
    def of(cls, stand: Stand) -> Figures:
        """Count: lost were never taken; double more than once; unmarked those of them that do not say so."""
        rows, ids = stand.rows(), stand.ses.ids()
        taken: Counter[str] = Counter({str(row["id"]): ids[str(row["id"])] for row in rows})
        double = {number for number, count in taken.items() if count > 1}
        marked = {str(row["id"]) for row in rows if row["possible_duplicate"]}
        return cls(
            mails=len(rows),
            lost=sum(count == 0 for count in taken.values()),
            double=len(double),
            unmarked=len(double - marked),
            marked=len(marked),
        )


@contextmanager
def stand(*, events: bool = False, pause: float = 0.0, rate: float = 10_000, **changes: str) -> Iterator[Stand]:
    """A house with its tables, not served yet; `pause` seconds pass before and after the service takes a message."""
    with ExitStack() as stack:
        ses = stack.enter_context(open_ses(rate=rate, per_day=10**6))
        ses.pause = pause
        house = House(**QUICK | _amazon(ses) | changes)
        stack.callback(house.tear_down)
        if events:
            booth = stack.enter_context(sns.open_booth())
            house.environment |= {"SNS_TEST_ORIGIN": booth.origin, "SNS_TOPIC_ARNS": sns.TOPIC}
        postman = Postman(f"{house.origin}/hooks/ses/", sns.signer) if events else None

        def told(taken: Taken) -> None:
            if postman:
                postman.tell_sent(taken)
            time.sleep(pause)

        ses.on_taken = told
        house.lay_out()
        yield Stand(house, ses)
        if postman:
            postman.close()


def _amazon(ses: SesService) -> dict[str, str]:
    """What a house must be told to send there."""
    return {
        "EMAIL_PROVIDER": "ses",
        "SES_FROM_ADDRESS": "dock@example.com",
        "AWS_SES_REGION": "us-west-2",
        "AWS_SES_ENDPOINT_URL": ses.url,
        "AWS_ACCESS_KEY_ID": "AKIAFAULTS",
        "AWS_SECRET_ACCESS_KEY": "faults-only",
        "SES_CONFIGURATION_SET": "letters",
        "MAIL_ALLOW": " ".join(EVERYBODY),
    }
