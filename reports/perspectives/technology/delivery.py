"""How software gets out, and what to do first (pure): F64, what guards a deploy, the engineering actions."""

from __future__ import annotations

from reports import planned
from reports.facts import Facts
from reports.findings import Finding
from reports.formulas import deploys
from reports.formulas.tech import COMPONENTS, Component
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, row
from reports.perspectives.technology.stack import CHECKS, answer
from reports.rules.saying import adding, desk
from reports.tree import Block, Gap, Gaps, Paragraph, Row, Section, Table
from reports.values import Level, Measure, recorded
from reports.words import Figure, name, text

GUARDS = ("ci", "staging", "rollback")
FOUR = ("deploys_per_week", "change_failure", "restore_hours", "lead_time")
WORDS = {"deploys_per_week": "Deploys a week", "change_failure": "Deploys that failed",
         "restore_hours": "Hours until a failed one works", "lead_time": "Hours from commit to deploy"}  # fmt: skip


def process(seen: Seen) -> Section:
    """The four measures over three months, and what guards each component."""
    facts = seen.facts
    found = deploys.delivering(facts.tech)
    blocks: list[Block] = []
    if found.per_week.is_known:
        heads = columns("Over three months", "#Measured")
        rows = tuple(row(WORDS[each], cells.standing(facts, each)) for each in FOUR)
        blocks.append(Table("deploys", "How software gets out", heads, rows))
    else:
        words = text("No deploy of the last three months is recorded: write each down with its commit and outcome.")
        blocks.append(Gaps((Gap(COMPONENTS, "", words, adding("deploy"), tuple(WORDS.values())),)))
    blocks += _unrestored(found)
    blocks += _guards(facts)
    return Section("delivery", "How software gets out", (*blocks, *cells.found(seen, "cto", "CTO-05", "CTO-08")))


def _unrestored(found: deploys.Delivering) -> list[Block]:
    names = dict.fromkeys(one.component for one in found.unrestored)
    if not names:
        return []
    return [
        Paragraph(text("Failed, and nobody said that it works again: ", name(", ".join(names), desk("deploy")), "."))
    ]


def _guards(facts: Facts) -> list[Block]:
    rows = facts.tech.components
    if not rows:
        words = text("No component is recorded: write each down with its tests, staging and rollback.")
        return [Gaps((Gap(COMPONENTS, "", words, adding("techcomponent")),))]
    heads = columns("Component", *(CHECKS[check].capitalize() for check in GUARDS))
    return [Table("guards", "What guards a deploy", heads, tuple(_guarded(facts, each) for each in rows), most=0)]


def _guarded(facts: Facts, each: Component) -> Row:
    return row(cells.of_unit(facts, each.unit, name(each.name)), *(answer(each, check) for check in GUARDS))


def actions(seen: Seen) -> Section:
    """Engineering work by score, the most telling first."""
    facts = seen.facts
    own = [one for one in seen.of("cto") if one.area == "tech"]
    order = planned.ranked(own, facts=facts, cards={})
    rows = tuple(_action(facts, each.finding) for each in order)
    title = "Engineering, the most telling first"
    if not rows and not facts.tech.components and not facts.tech.findings:
        words = "No engineering work follows from nothing: write down components, holes and bills first."
        return Section("actions", title, (cells.missing("cto", COMPONENTS, words),))
    heads = columns("What to do", "Unit", "Severity", "#Hours", "#At stake a month")
    nothing = text("No rule of technology fired: what is not recorded, no rule can find.")
    return Section("actions", title, (
        Table("actions", "What to do first", heads, rows, nothing, most=8),
    ))  # fmt: skip


def _action(facts: Facts, one: Finding) -> Row:
    act = one.fired.action
    hours = recorded(act.hours, Measure.HOURS, coverage=Level.COMPLETE, n=1)
    stake: Figure | str = one.stake or ""
    return row(
        text(name(str(act.title), act.href)),
        name(facts.name(one.fired.unit)) if one.fired.unit else "all",
        one.fired.severity.value,
        Figure(
            "action_hours", "Hours of work", hours, one.fired.unit, subject=f"{one.rule}:{one.fired.subject}", places=0
        ),
        "" if one.fired.detail_label else stake,
        label=one.fired.label,
    )
