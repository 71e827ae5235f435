"""The reports of marketing and technology: empty, on the demo house, for readers without clearance."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports import findings, perspectives
from reports.findings import Severity
from reports.formulas.market import List, SeoCheck
from reports.frame import Making, compose
from reports.inputs import cloud as cloud_read
from reports.inputs import market as market_read
from reports.inputs import tech as tech_read
from reports.models import (
    BusinessUnit,
    Campaign,
    Channel,
    CloudCost,
    ComponentCheck,
    Contact,
    Listing,
    SecurityFinding,
)
from reports.perspectives import Seen
from reports.report import seen_with
from reports.tree import Gap, Table, figures_of
from tests.reports.housefacts import AS_OF, empty_facts, with_changes
from tests.reports.markets import campaign, listing

SLUGS = ("cmo", "cto")
SECTIONS = {
    "cmo": ["visibility", "economics", "sites", "letters", "search", "funnel", "milestones"],
    "cto": ["stack", "security", "cloud", "experience", "delivery", "actions"],
}
QUEEN, DUMP, CENTAUR = "queen-of-san-diego", "quickdumpnow", "dangerouscentaur"


def seen(facts):
    return Seen(facts, tuple(findings.found(facts)))


def sections(slug, facts):
    return perspectives.of(slug).sections(seen(facts))


def within(part, kind):
    """Everything of a kind in a tree, at any depth."""
    if isinstance(part, kind):
        yield part
    if isinstance(part, tuple):
        for each in part:
            yield from within(each, kind)
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            yield from within(getattr(part, name), kind)


@pytest.fixture(scope="module")
def demo(demo_facts):
    """The sections of both reports on the demo house, and all that was found there."""
    whole = seen(demo_facts)
    return {slug: perspectives.of(slug).sections(whole) for slug in SLUGS} | {"found": whole.findings}


def table(found, key):
    """The rows of a table, as text."""
    whole = next(each for each in within(found, Table) if each.key == key)
    return [[str(cell) for cell in row.cells] for row in whole.rows]


def prose(found, key):
    """All words of a section."""
    return words_of(next(each for each in found if each.key == key))


def marketing(**market):
    """The marketing report of a house with nothing but this market."""
    return sections("cmo", empty_facts(market=market))


def words_of(part):
    if hasattr(part, "parts"):
        return [str(part)]
    if isinstance(part, tuple):
        return [words for each in part for words in words_of(each)]
    if hasattr(part, "__dataclass_fields__"):
        return [words for name in part.__dataclass_fields__ for words in words_of(getattr(part, name))]
    return []


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_house_has_every_section_and_no_figure_in_any(slug):
    found = sections(slug, empty_facts())

    assert [section.key for section in found] == SECTIONS[slug]
    assert [figure.key for figure in figures_of(found) if figure.value.is_known] == []
    assert [section.key for section in found if not list(within(section, Gap))] == []
    assert {gap.href[:15] for gap in within(found, Gap)} == {"/admin/reports/"}


@pytest.mark.parametrize("slug", SLUGS)
def test_headlines_of_an_empty_house_say_that_nothing_is_recorded(slug):
    found = perspectives.of(slug).headlines(seen(empty_facts()))

    assert {figure.text for figure in found} == {"not recorded"}
    assert len(found) == 5


@pytest.mark.parametrize("slug", SLUGS)
def test_a_key_stands_for_one_figure_and_every_row_fills_its_columns(slug, demo, demo_facts):
    found = demo[slug]
    tables = list(within(found, Table))
    told = {}
    for figure in figures_of((*found, perspectives.of(slug).headlines(Seen(demo_facts, demo["found"])))):
        told.setdefault(figure.key, set()).add(figure.text)

    assert {key: texts for key, texts in told.items() if len(texts) > 1} == {}
    assert [each.key for each in tables if any(len(row.cells) != len(each.columns) for row in each.rows)] == []
    assert len({each.key for each in tables}) == len(tables)


@pytest.mark.parametrize("slug", SLUGS)
def test_known_figures_lead_to_few_rows_each(slug, demo):
    found = figures_of(demo[slug])

    assert [figure.key for figure in found if len(figure.value.evidence) > 100] == []


NAMED = {
    "no booking site is live": f"CMO-01:{QUEEN}:booking sites",
    "keys in the source": f"CTO-01:{QUEEN}:Stripe keys hard-coded in the source",
    "an env file that anybody reads": f"CTO-01:{CENTAUR}:Plaintext env file readable by the web server",
    "endpoints of the boat that ask nobody": f"CTO-07:{QUEEN}:unauthenticated endpoints",
    "endpoints of the haulers that ask nobody": f"CTO-07:{DUMP}:unauthenticated endpoints",
    "no firewall": f"CTO-02:{QUEEN}:No web application firewall",
    "a letter that is said to bring too much": f"CMO-05:{QUEEN}:claim:Winter evenings",
    "readers who never agreed": "CMO-06::contacts:consent",
    "a dearer service": f"CTO-06:{CENTAUR}:cloud:Amazon Elastic Compute Cloud",
}


def without(check):
    return ComponentCheck.objects.filter(check_name=check, result="no")


REMOVED = {
    "no booking site is live": lambda: Listing.objects.filter(unit__slug=QUEEN, channel__slug="sailo").update(
        status="live"
    ),
    "keys in the source": lambda: SecurityFinding.objects.filter(title__startswith="Stripe").delete(),
    "an env file that anybody reads": lambda: SecurityFinding.objects.filter(title__startswith="Plaintext").delete(),
    "endpoints of the boat that ask nobody": lambda: without("auth").filter(component__unit__slug=QUEEN).delete(),
    "endpoints of the haulers that ask nobody": lambda: without("auth").filter(component__unit__slug=DUMP).delete(),
    "no firewall": lambda: SecurityFinding.objects.filter(category="waf").delete(),
    "a letter that is said to bring too much": lambda: Campaign.objects.update(
        claimed_low_cents=None, claimed_high_cents=None
    ),
    "readers who never agreed": lambda: Contact.objects.filter(consent_basis="").delete(),
    "a dearer service": lambda: CloudCost.objects.filter(month=date(2026, 9, 1)).delete(),
}  # fmt: skip


def again(house):
    """The facts once more, as far as these reports’ records go."""
    asked = {"units": list(BusinessUnit.objects.order_by("slug")), "as_of": house.as_of}
    changed = {"market": market_read, "tech": tech_read, "cloud": cloud_read}
    return with_changes(house.facts, **{name: module.read(**asked) for name, module in changed.items()})


@pytest.mark.parametrize("called", NAMED)
def test_what_the_owner_named_is_found_and_goes_with_its_record(called, demo_house, db):
    rule = findings.known()[NAMED[called].split(":", 1)[0]]

    before = [one.key for one in rule.fire(demo_house.facts)]
    REMOVED[called]()
    after = [one.key for one in rule.fire(again(demo_house))]

    assert [key for key in before if key not in after] == [NAMED[called]]


def test_a_second_site_without_its_calendar_is_found_before_anything_else(demo_house, db):
    sites = Channel.objects.filter(slug__in=("sailo", "getmyboat"))
    Listing.objects.filter(unit__slug=QUEEN, channel__in=sites).update(status="live", sync="none")
    found = [one.fired for one in findings.known()["CMO-02"].fire(again(demo_house))]

    assert [(one.unit, one.severity) for one in found] == [(QUEEN, Severity.CRITICAL)]


def test_the_cloud_costs_what_the_owner_says(demo):
    said = [words for words in prose(demo["cto"], "cloud") if words.startswith(("Over three", "Could be"))]

    assert [words.split(". ")[0] for words in said] == [
        "Over three months: $50 to $84 a month, $68 on average",
        "Could be saved a month: $25, 36.6 % of the mean month",
    ]
    assert [row[-1] for row in table(demo["cto"], "cloud-months")] == ["$50", "$71", "$84"]


def test_unknown_is_not_no_on_the_stack(demo):
    rows = {row[0].split(" (")[0]: row for row in table(demo["cto"], f"stack-{QUEEN}")}

    assert rows["Booking site"][2:5] == [
        "backup, analytics", "tests, staging, tried restore, monitoring",
        "rollback, availability calendar, booking path",
    ]  # fmt: skip


def test_a_reader_without_clearance_sees_what_is_open_and_not_where(demo, demo_facts):
    made = compose("cto", facts=demo_facts, findings=demo["found"], making=Making(
        "7d1f6c0a", datetime(2026, 11, 20, 21, tzinfo=UTC), "America/Los_Angeles"
    ))  # fmt: skip
    told = " ".join(words_of(seen_with(made, ()).sections) + words_of(seen_with(made, ()).findings))
    cleared = " ".join(words_of(made.sections) + words_of(made.findings))
    secrets = ("settings.js", "/var/www/.env", "GET /api/bookings")

    assert [secret for secret in secrets if secret in told] == []
    assert [secret for secret in secrets if secret not in cleared] == []
    assert told.count("Stripe keys hard-coded in the source") > 1


def test_the_owner_s_order_of_sites_stands_beside_the_computed_one(demo):
    rows = table(demo["cmo"], f"order-{QUEEN}")

    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("Sailo", "1", "1"), ("GetMyBoat", "2", "2"), ("GetYourGuide", "3", "4"), ("Viator", "4", "3"),
    ]  # fmt: skip
    assert [row[8] for row in rows[:2]] == ["nothing", "calendar sync of Sailo, GetMyBoat"]


def test_a_difference_between_the_orders_is_explained_in_figures():
    sites = (
        listing(declared_rank=1, estimate_cents=20_000, estimate_source="a guess", effort_hours=Decimal(10)),
        listing("GetMyBoat", declared_rank=2, estimate_cents=60_000, estimate_source="a guess",
                effort_hours=Decimal(10)),
        listing("Viator", declared_rank=3, steps=2, open_steps=("insurance",)),
    )  # fmt: skip
    found = marketing(listings=sites)

    assert [row[0] for row in table(found, "order-jada")] == ["GetMyBoat", "Sailo", "Viator"]
    assert prose(found, "sites")[0] == (
        "None is live. The owner’s order: Sailo → GetMyBoat → Viator. Computed: GetMyBoat → Sailo → Viator."
    )
    assert [words for words in prose(found, "sites") if "hour of work" in words and "$" in words] == [
        "An hour of work on GetMyBoat brings $60 a month, on Sailo $20."
    ]


def test_a_letter_is_modelled_from_its_readers_in_three_scenarios(demo):
    rows = {row[0]: row[1:] for row in table(demo["cmo"], "letter-1-model")}

    assert rows["Delivered"] == ["2,470", "2,548", "2,584"]
    assert rows["Clicks"] == ["37.1", "63.7", "77.5"]
    assert [row[1:] for row in table(demo["cmo"], "tranches")] == [
        ["130", "130"], ["390", "520"], ["780", "1,300"], ["1,300", "2,600"],
    ]  # fmt: skip
    assert [row[1] for row in table(demo["cmo"], "letter-1-claims")] == ["$10,000", "$50,000"]
    assert {row[5] for row in table(demo["cmo"], "letter-1-claims")} == {
        "beyond the benchmark’s high, which is not yours"
    }


SENT = {"sent": 1_000, "delivered": 980, "bounced": 20, "complained": 0, "clicked": 20, "booked": 1}


def test_what_came_is_held_against_its_model_and_without_one_says_so():
    def came(**columns):
        done = campaign("Spring", SENT | {"revenue_cents": 150_000}, **columns)
        return table(marketing(campaigns=(done,)), "after")

    assert came(modelled_cents=200_000) == [
        ["Spring · JADA", "1,000", "$2,000", "$1,500", "−$500", "−25.0 %", "may follow"]
    ]
    assert came() == [
        ["Spring · JADA", "1,000", "not recorded", "$1,500", "not recorded", "not recorded", "may follow"]
    ]


def test_a_list_without_a_campaign_is_modelled_and_asks_for_one():
    found = marketing(contacts=List(listed=500, contactable=400))
    said = prose(found, "letters")

    assert [words for words in said if words.startswith("No campaign")] == [
        "No campaign is planned. Plan one, with what it is said to bring, to have it held against this."
    ]
    assert [row[1] for row in table(found, "tranches")] == ["20", "60", "120", "200"]


def test_local_search_shows_the_worst_first():
    checks = tuple(SeoCheck("jada", name, answer, AS_OF) for name, answer in (
        ("hours", "yes"), ("photographs", "unknown"), ("name everywhere the same", "no")
    ))  # fmt: skip
    rows = table(marketing(checks=checks), "local")

    assert [row[1] for row in rows] == ["no", "unknown", "yes"]


def test_milestones_of_marketing_stand_by_their_day(demo):
    rows = table(demo["cmo"], "milestones")

    assert [(row[0], row[3], row[5], row[6]) for row in rows] == [
        ("Live listings", "at least 2", "thirty days", "not yet"),
        ("Bookings made in a month", "at least 20", "sixty days", "met"),
        ("Contacts that may be written to", "at least 2,700", "ninety days", "not yet"),
    ]


def test_engineering_work_stands_by_score(demo):
    rows = table(demo["cto"], "actions")

    assert [row[2] for row in rows[:3]] == ["critical"] * 3
    assert rows[0][3] == "4 hours"
