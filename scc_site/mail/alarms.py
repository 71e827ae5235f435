"""What each kind of alarm means and what to do about it, as data: the words of the letters to the office (pure)."""

from __future__ import annotations

from typing import NamedTuple


class AlarmKind(NamedTuple):
    """One kind of trouble: `heading` for one, `headings` with `{count}` for several; `path` is a page of the office."""

    heading: str
    headings: str
    meaning: str
    remedy: str
    path: str
    button: str


BLOCKED = "Nothing more is sent to such an address: the person hears of no offer, no move and no cancellation."
HOME = "/admin/"
LETTERS = "/admin/scc_site/outgoingmail/"
GENERAL = AlarmKind(
    heading="Something needs a look",
    headings="{count} things need a look",
    meaning="The house noticed that it does not work as it should.",
    remedy="Open the office: its first page says how the machinery stands.",
    path=HOME,
    button="Open the office",
)
KINDS: dict[str, AlarmKind] = {
    "bounced": AlarmKind(
        heading="A letter came back",
        headings="{count} letters came back",
        meaning=f"The mailbox is gone, or its address was mistyped. {BLOCKED}",
        remedy="Ask the person for an address that works and put it in where the person is edited; or lift the block "
        "there, with the reason.",
        path=f"{LETTERS}?state=bounced",
        button="See what came back",
    ),
    "complaint": AlarmKind(
        heading="A letter was marked as spam",
        headings="{count} letters were marked as spam",
        meaning="The mail service counts complaints; with more than one in a thousand it shuts the house out. "
        + BLOCKED,
        remedy="Talk to the person: perhaps it was a slip, perhaps the letters are too many. Lift the block only when "
        "they ask for it.",
        path=f"{LETTERS}?state=complained",
        button="See which letters",
    ),
    "soft_bounced": AlarmKind(
        heading="Letters to somebody keep coming back",
        headings="Letters to {count} people keep coming back",
        meaning="A mailbox is full, or its mail server refuses us for now. The house still writes to it, but the "
        "person reads none of it.",
        remedy="Ask the person for an address that works and put it in where the person is edited.",
        path="/admin/scc_site/mailevent/?kind__exact=soft_bounce",
        button="See what came back",
    ),
    "events_ended": AlarmKind(
        heading="The mail service has stopped reporting",
        headings="The mail service has stopped reporting, {count} times",
        meaning="Without its reports the house does not hear which letters came back, and a letter in doubt may leave "
        "twice.",
        remedy="If nobody meant to end it: subscribe the topic to /hooks/ses/ again, in the console of Amazon SNS.",
        path="/admin/scc_site/mailevent/?kind__exact=unsubscribed",
        button="See the last reports",
    ),
    "not_posted": AlarmKind(
        heading="Something at the dock is not in the books",
        headings="{count} things at the dock are not in the books",
        meaning="What bookings hold and earn is posted to the ledger by itself, and some of it has nowhere to go. The "
        "rest is posted.",
        remedy="Add the account, or say which unit the vessel belongs to; then it is posted with the next run, or now, "
        "on the page of postings.",
        path="/admin/reports/dockposting/",
        button="See what waits",
    ),
    "report_refused": AlarmKind(
        heading="A report was not sent to somebody",
        headings="Reports were not sent to {count} people",
        meaning="Whoever may read a report is asked anew each time it is sent. This reader may not any more: they "
        "cannot sign in, lost their role, or their grant is over.",
        remedy="If they should read it: give or approve the grant anew, then send what is missing from the run’s page.",
        path="/admin/reports/reportgrant/",
        button="See the grants",
    ),
    "report_waits": AlarmKind(
        heading="A report waits for approval",
        headings="{count} reports wait for approval",
        meaning="It was built and is not sent by itself. Nothing is sent until somebody approves it.",
        remedy="Look at it, then approve or cancel it.",
        path="/admin/reports/reportrun/?state__exact=needs_review",
        button="See the runs",
    ),
    "report_failed": AlarmKind(
        heading="A report could not be built or sent",
        headings="{count} reports could not be built or sent",
        meaning="Nobody got it. What stood in the way is named.",
        remedy="Put that right, then build or send it again.",
        path="/admin/reports/reportrun/",
        button="See the runs",
    ),
    "silent_scheduler": AlarmKind(
        heading="The house’s clockwork stood still",
        headings="The house’s clockwork stood still {count} times",
        meaning="Meanwhile nothing happened by itself: no reminders, no letters, no offers running out. What was "
        "missed is caught up as each schedule says.",
        remedy="Look whether it runs again now. When it stops a second time, somebody must look at the server.",
        path=HOME,
        button="See how it runs",
    ),
    "clock_jump": AlarmKind(
        heading="The server’s clock jumped",
        headings="The server’s clock jumped {count} times",
        meaning="A clock that jumps ahead and a server that was off look alike. Schedules go on from now, each as it "
        "says; none runs twice.",
        remedy="Compare the time that the office shows with a watch. When it is wrong, the server’s time service must "
        "be mended at once.",
        path=HOME,
        button="See the schedules",
    ),
    "mail_away": AlarmKind(
        heading="The mail service was away",
        headings="The mail service was away {count} times",
        meaning="Letters wait in the outbox and none is lost, but nobody gets any: sign-in codes neither.",
        remedy="This letter left, so the service takes letters again. See whether old ones still wait; when it happens "
        "often, ask the mail service why.",
        path=f"{LETTERS}?state=queued",
        button="See what waits",
    ),
    "mail_quota": AlarmKind(
        heading="The day’s letters are nearly used up",
        headings="The day’s letters were nearly used up {count} times",
        meaning="The mail service allows only so many letters in 24 hours. Those that are left are kept for sign-in "
        "codes; the others wait, and leave as the service allows.",
        remedy="Ask the mail service for a higher limit when this is not a single busy day.",
        path=f"{LETTERS}?state=queued",
        button="See what waits",
    ),
    "occurrence_failed": AlarmKind(
        heading="A schedule failed",
        headings="{count} runs of schedules failed",
        meaning="What it does was not done for that time. The next run is tried as planned.",
        remedy="See what it says; when it fails again, somebody must look at the server’s log.",
        path=HOME,
        button="See the schedules",
    ),
}


def kind_of(kind: str) -> AlarmKind:
    """The words for a kind; general ones for a kind that nobody described."""
    return KINDS.get(kind, GENERAL)
