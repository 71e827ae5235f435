"""CMO-01 to CMO-08: where guests find the units, what is spent, claimed and said, each fired by records alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from reports import findings
from reports.findings import Certainty, Severity
from reports.formulas.market import List, Month, Reviews, StepFact
from reports.formulas.targets import Sold
from tests.reports.housefacts import AS_OF, empty_facts
from tests.reports.markets import campaign, listing

PLACES = [("jada", domain) for domain in ("channels", "channel_stats", "funnel", "contacts", "bookings", "campaigns")]
MONTHS = (date(2026, 9, 1), date(2026, 10, 1))
DAYS = [AS_OF - timedelta(days=number) for number in range(7)]
PLANNED = {"planned_on": AS_OF + timedelta(days=17), "is_past": False}
LISTED = List(listed=3_676, duplicates=100, without_consent=900, stopped=76, contactable=2_600)
CLAIMED = campaign("Winter", claimed_low_cents=1_000_000, claimed_high_cents=5_000_000, **PLANNED)


def fired(rule, complete=PLACES, sold=(), limits=None, **market):
    facts = empty_facts(complete=complete, market=market, sailing={"sold": tuple(sold)}, limits=limits or {})
    return [one.fired for one in findings.known()[rule].fire(facts)]


def told(rule, complete=PLACES, sold=(), limits=None, **market):
    """What a rule says of a market: unit, subject and severity of each finding."""
    found = fired(rule, complete, sold, limits, **market)
    return [(one.unit, one.subject, one.severity) for one in found]


def live(name="Sailo", **columns):
    return listing(name, status="live", **columns)


def months(bookings, spend=9_000, **figures):
    """JADA's last two months on search ads."""
    rest = {"impressions": None, "clicks": None, "inquiries": None, "gross_cents": None, "commission_cents": None}
    return tuple(
        Month(unit="jada", channel="search-ads", month=month, bookings=bookings, spend_cents=spend, **(rest | figures))
        for month in MONTHS
    )


def october(commission, gross=100_000):
    rest = {"impressions": None, "clicks": None, "inquiries": None, "bookings": None, "spend_cents": None}
    return (Month("jada", "sailo", MONTHS[1], **rest, gross_cents=gross, commission_cents=commission),)


def booking(price_cents=150_000):
    sailed = date(2026, 10, 3)
    return Sold("jada", "s1", sailed, "b1", price_cents, sailed, None, 0, None, is_done=True, is_off=False)


def funnel(*counts, days=DAYS):
    steps = tuple(StepFact("jada", key, f"step {key}", key) for key in range(1, len(counts) + 1))
    return {"steps": steps, "counts": {step.key: [(day, n) for day in days] for step, n in zip(steps, counts)}}  # noqa: B905 - made alike


def reviews(*stars, unanswered=None, since=None):
    """Ratings a month apart, the last of the day; the last look may know of a review without an answer."""
    rows = [
        Reviews("jada", "sailo", AS_OF - timedelta(days=30 * (len(stars) - place)), Decimal(each), 40 + place)
        for place, each in enumerate(stars, start=1)
    ]
    return (*rows[:-1], rows[-1]._replace(unanswered=unanswered, oldest_unanswered_on=since))


NO_SITE = [("jada", "booking sites", Severity.HIGH)]
TWICE = [("jada", "double booking", Severity.CRITICAL)]
NOTHING_BOOKED = [("jada", "spending:search-ads", Severity.HIGH)]
OFF_TERMS = [("jada", "commission:sailo", Severity.MEDIUM)]
CLAIM = [("jada", "claim:Winter", Severity.MEDIUM)]
UNASKED = [("", "contacts:consent", Severity.HIGH)]
FALLEN = [("jada", "rating:sailo", Severity.MEDIUM)]
WAITING = [("jada", "review:sailo", Severity.MEDIUM)]

CASES = {
    "no site is live": ("CMO-01", {"listings": (listing(), listing("Viator", status="draft"))}, NO_SITE),
    "none is listed, and that is known": ("CMO-01", {}, NO_SITE),
    "one site is live": ("CMO-01", {"listings": (live(), listing("Viator"))}, []),
    "a service that lists on no booking site": (
        "CMO-01", {"listings": (live(), live("Own site", unit="quickdumpnow", kind="direct"))}, []
    ),
    "two sites sell her, one not told": (
        "CMO-02", {"listings": (live(sync="ical"), live("GetMyBoat", sync="none"))}, TWICE
    ),
    "two sites sell her, nobody looked at one": (
        "CMO-02", {"listings": (live(sync="ical"), live("GetMyBoat"))}, TWICE
    ),
    "two sites sell her, both told": ("CMO-02", {"listings": (live(sync="ical"), live("Viator", sync="api"))}, []),
    "a site that is a draft sells nothing": (
        "CMO-02", {"listings": (live(sync="ical"), listing("Viator", status="draft", sync="none"))}, []
    ),
    "two sites sell two boats": (
        "CMO-02", {"listings": (live(vessel="jada", sync="none"), live("Viator", vessel="marisol", sync="none"))}, []
    ),
    "the own site and a booking site sell her": (
        "CMO-02", {"listings": (live("Website", kind="direct", sync="ical"), live(sync="none"))}, TWICE
    ),
    "a mention in a search sells nothing": (
        "CMO-02", {"listings": (live("Maps", kind="search"), live(sync="none"))}, []
    ),
    "money spent, nothing booked": ("CMO-03", {"months": months(0)}, NOTHING_BOOKED),
    "money spent, something booked": ("CMO-03", {"months": months(1)}, []),
    "nothing spent, nothing booked": ("CMO-03", {"months": months(0, spend=0)}, []),
    "money spent, bookings not recorded": ("CMO-03", {"months": months(None)}, []),
    "a channel keeps more than agreed": (
        "CMO-04", {"listings": (live(commission=Decimal("0.15")),), "months": october(17_000)}, OFF_TERMS
    ),
    "a channel keeps less than agreed": (
        "CMO-04", {"listings": (live(commission=Decimal("0.15")),), "months": october(13_000)}, OFF_TERMS
    ),
    "a point more is within the terms": (
        "CMO-04", {"listings": (live(commission=Decimal("0.15")),), "months": october(16_000)}, []
    ),
    "terms not recorded": ("CMO-04", {"listings": (live(),), "months": october(17_000)}, []),
    "nothing booked on the channel": (
        "CMO-04", {"listings": (live(commission=Decimal("0.15")),), "months": october(0, gross=0)}, []
    ),
    "nobody without consent": ("CMO-06", {"contacts": List(listed=9, contactable=9), "campaigns": (CLAIMED,)}, []),
    "some without consent, a campaign ahead": ("CMO-06", {"contacts": LISTED, "campaigns": (CLAIMED,)}, UNASKED),
    "some without consent, no campaign": ("CMO-06", {"contacts": LISTED, "campaigns": (campaign(),)}, []),
    "a text reviewed half a year ago": (
        "CMO-07", {"listings": (live(copy_reviewed_on=AS_OF - timedelta(days=181)),)},
        [("jada", "text:sailo", Severity.MEDIUM)],
    ),
    "a text reviewed in time": ("CMO-07", {"listings": (live(copy_reviewed_on=AS_OF - timedelta(days=180)),)}, []),
    "a text nobody reviewed": ("CMO-07", {"listings": (live(),)}, []),
    "nobody counted for a week": ("CMO-07", funnel(0, 0), [("jada", "analytics", Severity.HIGH)]),
    "somebody counted": ("CMO-07", funnel(3, 0), []),
    "stars fell": ("CMO-08", {"reviews": reviews("4.8", "4.5")}, FALLEN),
    "stars fell a little": ("CMO-08", {"reviews": reviews("4.8", "4.6")}, []),
    "stars fell little by little": ("CMO-08", {"reviews": reviews("4.8", "4.7", "4.5")}, FALLEN),
    "one look has nothing to fall from": ("CMO-08", {"reviews": reviews("2.0")}, []),
    "a review waits": ("CMO-08", {"reviews": reviews("4.8", unanswered=1, since=AS_OF - timedelta(days=8))}, WAITING),
    "a review waits since a week": ("CMO-08", {"reviews": reviews("4.8", since=AS_OF - timedelta(days=7))}, []),
    "all reviews are answered": ("CMO-08", {"reviews": reviews("4.8", unanswered=0, since=date(2026, 1, 1))}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_rule_of_marketing_fires_from_records_alone(case):
    rule, market, expected = CASES[case]

    assert told(rule, **market) == expected


@pytest.mark.parametrize("number", range(1, 9))
def test_no_records_fire_no_rule_of_marketing(number):
    assert told(f"CMO-0{number}", complete=()) == []


CLAIMS = {
    "10 and 50 thousand of 3,676 rows": ({"campaigns": (CLAIMED,), "contacts": LISTED}, [booking()], CLAIM),
    "a claim that readers may reach": (
        {"campaigns": (campaign("Winter", claimed_low_cents=200_000, **PLANNED),), "contacts": LISTED}, [booking()], []
    ),
    "no claim": ({"campaigns": (campaign("Winter", **PLANNED),), "contacts": LISTED}, [booking()], []),
    "a campaign that is over": (
        {"campaigns": (campaign("Winter", claimed_low_cents=1_000_000),), "contacts": LISTED}, [booking()], []
    ),
    "no booking tells a price": ({"campaigns": (CLAIMED,), "contacts": LISTED}, [], []),
}  # fmt: skip


@pytest.mark.parametrize("case", CLAIMS)
def test_a_claim_is_held_against_what_readers_do(case):
    market, sold, expected = CLAIMS[case]

    assert told("CMO-05", sold=sold, **market) == expected


def test_a_claim_names_the_conversion_that_it_needs():
    found = fired("CMO-05", sold=[booking()], campaigns=(CLAIMED,), contacts=LISTED)[0]

    assert str(found.detail) == (
        "$10,000 needs 0.26 % of the letters delivered to book, 10.5 % of the clicks. "
        "$50,000 needs 1.31 % of the letters delivered to book, 52.3 % of the clicks. "
        "Of clicks, the benchmark’s high, which is not yours, is 3.0 %."
    )
    assert (found.certainty, found.action.due) == (Certainty.ESTIMATE, PLANNED["planned_on"])


def test_own_campaigns_are_the_measure_of_a_claim_once_there_are_two():
    done = [campaign(name, {"sent": 100, "bounced": 2, "clicked": 10, "booked": 6}) for name in ("Spring", "Summer")]
    market = {"campaigns": (*done, CLAIMED), "contacts": List(listed=90, contactable=90)}
    found = fired("CMO-05", sold=[booking()], **market)

    assert [str(one.detail).split(". ")[-1] for one in found] == ["Of clicks, the best own campaign reached 60.0 %."]


def test_money_at_stake_is_told_by_the_month():
    spent = fired("CMO-03", months=months(0))[0].at_stake
    kept = fired("CMO-04", listings=(live(commission=Decimal("0.15")),), months=october(17_000))[0].at_stake
    missed = fired("CMO-01", listings=(listing(estimate_cents=42_000, estimate_source="the owner"),))[0].at_stake

    assert [spent.number, kept.number, missed.number] == [9_000, 2_000, 42_000]


def test_a_threshold_of_the_house_takes_the_place_of_the_shipped_one():
    market = {"listings": (live(copy_reviewed_on=AS_OF - timedelta(days=100)),)}

    assert told("CMO-07", **market) == []
    assert told("CMO-07", limits={("CMO-07", "days"): Decimal(90)}, **market) == [
        ("jada", "text:sailo", Severity.MEDIUM)
    ]


def test_a_sync_that_nobody_looked_at_is_said_to_be_unknown():
    known, unknown = (
        fired("CMO-02", listings=(live(sync="ical"), live("GetMyBoat", sync=sync)))[0] for sync in ("none", "")
    )

    assert [known.certainty, unknown.certainty] == [Certainty.COMPLETE, Certainty.PARTIAL]
    assert str(unknown.detail).startswith("Sold on Sailo and GetMyBoat; no calendar sync recorded on GetMyBoat.")
