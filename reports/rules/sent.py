"""Reports that did not arrive: OPS-01 and OPS-02. Source: design of the books, 3.6."""

from __future__ import annotations

from collections.abc import Iterator

from reports.facts import Facts
from reports.findings import Action, Fired, Limits, Severity, rule
from reports.words import day, name, text

RUNS = "/reports/"
SETTINGS = "/admin/scc_site/outgoingmail/"


@rule("OPS-01", title="A report did not reach somebody", area="tech", roles=("cto",))
def not_delivered(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """OPS-01: of the latest report of a scope, somebody’s letter came back, failed, or was not permitted."""
    for place in sorted({(row.unit, row.slug) for row in facts.sent.unsent}):
        rows = [row for row in facts.sent.unsent if (row.unit, row.slug) == place]
        who = ", ".join(dict.fromkeys(row.address for row in rows))
        yield Fired(
            place[0],
            place[1],
            Severity.MEDIUM,
            text("The report ", name(place[1]), " did not reach ", name(who)),
            Action(text("Mend the address or the grant, and send ", name(place[1]), " again"), hours=1, href=RUNS),
            text("Made on ", day(rows[-1].on), ": ", name("; ".join(f"{row.address} {row.why}" for row in rows)), "."),
            tuple(row.evidence for row in rows),
        )


@rule("OPS-02", title="The archive’s copies come back", area="tech", roles=("cto",))
def archive_bounces(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """OPS-02: the address that keeps a copy of every report refuses mail."""
    if facts.sent.archive and facts.sent.archive_on:
        yield Fired(
            "",
            "archive",
            Severity.HIGH,
            text("The archive ", name(facts.sent.archive), " refuses the copies of reports"),
            Action(text("Mend the archive’s mailbox, or name another in the settings"), hours=1, href=SETTINGS),
            text("The last one came back on ", day(facts.sent.archive_on), "."),
        )
