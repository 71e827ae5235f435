"""What is open in the security of what we run on (pure): counts and titles for all, places for those cleared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.facts import Facts
from reports.formulas import tech
from reports.formulas.tech import SECURITY, SEVERITIES, Component, Finding
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, row
from reports.perspectives.technology.stack import answer
from reports.rules.cto import LABEL, sla
from reports.rules.saying import FILES, desk
from reports.rules.saying import figure as told
from reports.tree import Block, Paragraph, Row, Section, Table
from reports.values import Evidence, Measure, Value, no_data, recorded
from reports.words import name, text

TITLE = "Holes"


def section(seen: Seen) -> Section:
    """Open by severity against their time, what was fixed, the titles; where they are is withheld from most."""
    facts = seen.facts
    doors = tuple(each for each in facts.tech.components if answer(each, "auth") != "nobody asked")
    if not facts.tech.findings and not tech.open_findings(facts.tech).is_known:
        words = "No security finding is recorded: write down what is known, or import a scanner’s report."
        lacks = cells.missing("cto", SECURITY, words)
        return Section("security", TITLE, (lacks, *_doors(facts, doors), *cells.found(seen, "cto", "CTO-07")))
    return Section(
        "security",
        TITLE,
        (
            _counts(facts),
            _fixed(facts),
            *_open(facts),
            *_accepted(facts),
            *_doors(facts, doors),
            *cells.found(seen, "cto", "CTO-01", "CTO-02", "CTO-07"),
            Paragraph(text("Findings come by hand or by ", name("file, as CSV or SARIF", FILES), ".")),
        ),
    )


def _counts(facts: Facts) -> Table:
    allowed = sla(facts)
    rows = [_severity(facts, each, allowed) for each in SEVERITIES]
    whole = row(
        "all", cells.standing(facts, "open_findings"), _days(facts, ""),
        told("late_findings", tech.late_findings(facts.tech, allowed), period=cells.day_of(facts), subject="limits"),
        "", is_total=True,
    )  # fmt: skip
    heads = columns("Severity", "#Open", "#Oldest", "#Past its time", "#Time to fix")
    return Table("holes", "Open, by severity", heads, (*rows, whole))


def _severity(facts: Facts, severity: str, allowed: dict[str, int]) -> Row:
    of: dict[str, Any] = {"period": cells.day_of(facts), "subject": severity}
    counted = tech.open_findings(facts.tech, severity)
    own = [each for each in facts.tech.findings if each.severity == severity]
    late = [each for each in own if tech.is_late(facts.tech, each, allowed)]
    value = no_data(Measure.COUNT, *counted.missing)
    if counted.is_known:
        keys = [Evidence(SECURITY, each.key) for each in (late or own)[:20]] or counted.evidence
        value = recorded(len(late), Measure.COUNT, coverage=counted.coverage, n=max(1, len(own)), evidence=keys,
                         missing=counted.missing)  # fmt: skip
    limit: cells.Cell = "none set"
    if severity in allowed:
        limit = cells.counted("finding_limit", "Time to fix", allowed[severity], subject=severity, measure=Measure.DAYS,
                              rows=[Evidence("limits", f"CTO-02:{severity}")])  # fmt: skip
    return row(severity, told("open_findings", counted, **of), _days(facts, severity),
               told("late_findings", value, **of), limit)  # fmt: skip


def _days(facts: Facts, severity: str) -> cells.Cell:
    value = tech.oldest_open(facts.tech, severity)
    return told("oldest_finding", value, period=cells.day_of(facts), subject=severity, title="Oldest open finding")


def _fixed(facts: Facts) -> Paragraph:
    """What was fixed within the month of the report, and how long fixes take."""
    period = facts.period
    done = [each for each in facts.tech.findings if each.fixed_on and period.start <= each.fixed_on < period.end]
    levels = tech.open_findings(facts.tech)
    keys = [Evidence(SECURITY, each.key) for each in (done or facts.tech.findings)[:20]]
    value: Value = recorded(len(done), Measure.COUNT, coverage=levels.coverage, n=len(facts.tech.findings),
                            evidence=keys, missing=levels.missing)  # fmt: skip
    fixed = told("findings_fixed", value, period=cells.months_of(facts), title="Findings fixed in the month")
    taken = cells.standing(facts, "mttr")
    mean = text("from finding to fix it takes ", taken, ".") if taken.value.is_known else text("no fix tells its time.")
    return Paragraph(text(fixed, " fixed within the month; ", mean))


def _open(facts: Facts) -> tuple[Block, ...]:
    rows = sorted(
        (each for each in facts.tech.findings if tech.is_open(facts.tech, each)),
        key=lambda each: (SEVERITIES.index(each.severity), each.found_on, each.title),
    )
    if not rows:
        return ()
    titles = Table(
        "open", "Open now", columns("Finding", "Severity", "#Open for", "State"),
        tuple(_title(facts, each) for each in rows),
    )  # fmt: skip
    places = Table(
        "open-places", "Where they are, and what shows them", columns("Finding", "Component", "Found by", "Shown by"),
        tuple(_place(facts, each) for each in rows), most=0, label=LABEL,
    )  # fmt: skip
    return titles, places


def _title(facts: Facts, each: Finding) -> Row:
    level = facts.tech.level(each.unit, SECURITY)
    age = recorded(each.age_on(facts.as_of), Measure.DAYS, coverage=level, n=1, evidence=[Evidence(SECURITY, each.key)])
    late = tech.is_late(facts.tech, each, sla(facts))
    state = "acceptance ran out" if each.status == tech.ACCEPTED else "past its time" if late else "within its time"
    return row(
        cells.of_unit(facts, each.unit, name(each.title)), each.severity,
        told("open_for", age, each.unit, cells.day_of(facts), subject=f"{each.title}:{each.key}", title="Open for"),
        state,
    )  # fmt: skip


def _place(facts: Facts, each: Finding) -> Row:
    return row(
        cells.of_unit(facts, each.unit, name(each.title, desk("securityfinding", each.title))),
        name(each.component), name(each.source or cells.UNKNOWN), name(each.proof or cells.UNKNOWN),
    )  # fmt: skip


def _accepted(facts: Facts) -> tuple[Block, ...]:
    kept = [each for each in facts.tech.findings if each.status_on(facts.as_of) == tech.ACCEPTED]
    if not kept:
        return ()
    rows = tuple(
        row(cells.of_unit(facts, each.unit, name(each.title)), each.severity, cells.on(each.accepted_until, "no day"))
        for each in sorted(kept, key=lambda each: (each.accepted_until is not None, str(each.accepted_until)))
    )
    return (Table("accepted", "Accepted for now", columns("Finding", "Severity", "Until"), rows),)


def _doors(facts: Facts, rows: Sequence[Component]) -> tuple[Block, ...]:
    """Who is asked at the door, and what stands before it: for those who hold the clearance."""
    if not rows:
        return ()
    heads = columns("Component", "Open to the internet", "Sign-in", "Firewall")
    return (
        Table("doors", "Doors", heads, tuple(
            row(cells.of_unit(facts, each.unit, name(each.name)), each.is_public, answer(each, "auth"),
                answer(each, "waf"))
            for each in rows
        ), most=0, label=LABEL),
    )  # fmt: skip
