"""What runs by itself, as data: name, dotted path, when, why.

Chores run at every tick. Schedules come at set times: each is a row that the office may change or switch off, and
begins as it is written here. A row names its job by the entry's name: only what stands here is ever run.
"""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from reports import plans
from scc_site.occurrences import rules
from scc_site.occurrences.rules import Rule


class Chore(NamedTuple):
    """One thing done at every tick: the function at `path`, called as `function(at=instant)`."""

    name: str
    path: str
    why: str


class Shipped(NamedTuple):
    """One thing done at set times: the function at `path`, called as `function(at=instant)`.

    One that names an argument `slot` is told the instant that its occurrence was due, one that names `schedule` the
    name of its row. It runs in one transaction with
    the end of its occurrence, may be run again after a crash, and does no mail or HTTP of its own. `zone`: empty for
    the house's. `catch_up` after a stop: `all`, `latest`, or `recent` (not older than `catch_up_minutes`). A
    `repeatable` one may run at any time and as often as one likes: a tick given by hand runs it in any case.
    """

    name: str
    path: str
    rule: Rule
    why: str
    zone: str = ""
    catch_up: str = "latest"
    catch_up_minutes: int | None = None
    repeatable: bool = False


MAIL = Chore("mail", "scc_site.mail.shifts.wake", "Letters leave; what a dead pump left behind is put right.")
CHORES: tuple[Chore, ...] = (
    MAIL,  # first: whatever happens to the others
    Chore("alarms", "scc_site.mail.alerts.gather", "What went wrong within a quiet hour is told together."),
    Chore("boarding", "events.tasks.board", "Guests come aboard at the hour they were given, whoever taps or not."),
    Chore("seals", "waivers.sealing.catch_up", "A signed waiver whose PDF was not made yet gets one."),
    Chore("guest_holds", "waivers.tasks.release_holds", "A hold that ran out must not keep a place from others."),
    Chore("offers", "crew.tasks.expire_offers", "An offer nobody answered must not keep a seat from others."),
)
# What the schedules wrote leaves at once.
AFTERWARDS: tuple[Chore, ...] = (
    Chore("reports", "reports.scheduled.work", "Reports that have come due are built, approved and sent as planned."),
    MAIL,
    Chore("report_letters", "reports.following.settle", "A run says what became of its letters."),
    Chore("report_reminders", "reports.approving.remind", "A report that waits for approval is not forgotten."),
)

SCHEDULES: tuple[Shipped, ...] = (
    Shipped(
        "office_brief",
        "crew.brief.send",
        rules.daily(time(7, 0)),
        "The office begins its day with what waits for it.",
        catch_up="recent",
        catch_up_minutes=240,
    ),
    Shipped(
        "ptb_nudge",
        "crew.nudges.sending.nudge",
        rules.every(minutes=5),
        "People are reminded of their sails and tasks in time.",
        repeatable=True,
    ),
    Shipped(
        "guest_reminders",
        "waivers.tasks.remind",
        rules.every(minutes=5),
        "Guests are reminded of the signature that is missing.",
        repeatable=True,
    ),
    Shipped(
        "postings",
        "reports.postings.posting.post",
        rules.daily(time(2, 0)),
        "The books say by morning what the dock said by night: deposits, sails, cancellations, payouts.",
        repeatable=True,
    ),
    Shipped(
        "sign_in_purge",
        "scc_site.auth.tasks.purge",
        rules.daily(time(3, 10)),
        "Old codes, sessions and counters need not be remembered.",
    ),
    Shipped(
        "answered_forms_purge",
        "scc_site.idempotency.forget",
        rules.daily(time(3, 20)),
        "Answers kept against double taps are dropped.",
    ),
    Shipped(
        "letter_copies_purge",
        "scc_site.mail.copies.drop_old",
        rules.daily(time(3, 25)),
        "Words of old letters need not be kept for ever.",
    ),
    Shipped(
        "waiver_retention",
        "waivers.retention.run",
        rules.daily(time(3, 40)),
        "Waivers whose time is over are erased, but for those that a legal hold keeps; their hashes stay.",
        repeatable=True,
    ),
    Shipped(
        "occurrences_purge",
        "scc_site.occurrences.keeping.prune",
        rules.daily(time(3, 30)),
        "Past occurrences are dropped: after 30 days, or 400 where they have a clock time.",
    ),
    *(Shipped(plan.name, "reports.scheduled.ask", plan.rule, plan.why, zone=plans.ZONE) for plan in plans.PLANS),
)


def shipped(name: str) -> Shipped | None:
    """The entry of a name; none where the house knows no such job any more."""
    return next((entry for entry in SCHEDULES if entry.name == name), None)
