"""The financial report's sections on plans (pure): break-even, targets, capital, rules of money. F7 to F16."""

from __future__ import annotations

from dataclasses import replace

from reports import figures
from reports.facts import Facts
from reports.figures import money
from reports.figures.scopes import of_units
from reports.figures.ways import QUARTER, YEAR
from reports.formulas import breakeven, capital
from reports.formulas.breakeven import BreakEven, Contribution, FixedCosts
from reports.formulas.capital import Allocation, Request, Rule
from reports.goals import MonthGoal, coming, goal, ruling
from reports.metrics import known
from reports.perspectives import Seen
from reports.places import PLACES
from reports.telling import (
    IMPORT,
    OPERATORS,
    cells,
    cents,
    counted,
    desk,
    figure,
    findings,
    gap,
    heads,
    on_day,
    over,
    threshold,
)
from reports.tree import Block, Bullets, Paragraph, Row, Section, Table
from reports.values import Evidence, Measure, Range, Value, no_data, not_applicable
from reports.words import Figure, Named, Text, day, month, name, text

SLOTS = {1: "First", 2: "Second", 3: "Third"}
PROPOSALS = (
    ("reserve_months", "Free cash of at least three months of fixed costs before anything of the second tier is spent"),
    ("cash_after_deposits", "Cash never below what is held for guests and tenants"),
    ("channel_payback", "No spending on a channel without a measured payback of three months or less"),
)


def break_even(seen: Seen) -> Section:
    """F7 to F9: how many charters a month bear the fixed costs."""
    facts, title = seen.facts, "Break-even"
    told = findings(seen, "CFO-03", "CFO-07")
    c, fixed = money.contribution(facts), money.fixed_costs(facts)
    if facts.units and not facts.sailing.charters and fixed.core.mean.is_known:
        cost = _of_quarter(facts, "fixed_costs", fixed.core.mean)
        says = text(
            "Break-even counts charters, and no business here sails any. Its fixed costs are ", cost, " a month."
        )
        return Section("break-even", title, (Paragraph(says), *told))
    if not c.mean.is_known or not fixed.core.mean.is_known:
        return Section("break-even", title, (*_half_known(facts, c, fixed), *told))
    bare, whole = money.break_even(facts), breakeven.break_even(fixed.whole, c.mean)
    rows = (
        _case(facts, "Fixed costs alone", fixed.core, bare, "bare"),
        replace(_case(facts, "With debt service and owners’ pay", fixed.whole, whole, "whole"), label="payroll"),
    )
    head = heads("What charters bear", "*Fixed costs of a month", "*Charters, least", "*Mean", "*Most")
    table = Table("break-even", "Charters a month to break even", head, rows)
    debt = _of_quarter(facts, "debt_service_paid", fixed.debt, "Debt service of a month")
    pay = replace(_of_quarter(facts, "owner_pay", fixed.owner, "Owners’ pay of a month"), label="payroll")
    lines = (
        text("Beside fixed costs, debt service ", debt, " and owners’ pay ", pay, " a month."),
        text("If a charter leaves a tenth less, ", _at(facts, bare.dear, "dear"), " charters; a tenth more, ",
             _at(facts, bare.cheap, "cheap"), "."),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(_left_by_a_charter(facts, c)), table, Bullets(lines)]
    return Section("break-even", title, (*blocks, *_even_by_unit(facts), *told))


def _half_known(facts: Facts, c: Contribution, fixed: FixedCosts) -> tuple[Block, ...]:
    """What break-even waits for, fixed costs or else what a charter leaves, after the half that is known."""
    known_half: tuple[Block, ...] = ()
    if fixed.core.mean.is_known:
        cost = _of_quarter(facts, "fixed_costs", fixed.core.mean)
        known_half = (Paragraph(text("Fixed costs are ", cost, " a month.")),)
        domain, link, href = "bookings", "Record the charters that sailed", PLACES["bookings"].href
    else:
        domain, link, href = "ledger", "Import the ledger", IMPORT
        if c.mean.is_known:
            known_half = (Paragraph(_left_by_a_charter(facts, c)),)
    words = "Break-even waits for fixed costs and for what a completed charter leaves."
    names = ("fixed_costs", "contribution", "break_even_charters")
    return (*known_half, gap(domain, words, *names, facts=facts, link=link, href=href))


def _left_by_a_charter(facts: Facts, c: Contribution) -> Text:
    """What a charter leaves, of how many, and that it is declared where it is."""
    year = over(facts.period.trailing(YEAR))
    mean = figure("contribution", c.mean, period=year)
    if c.is_declared:
        return text("A charter leaves ", mean, " by what is declared: too few are in the books to measure it.")
    middle = figure("contribution", c.median, period=year, subject="median", title="Contribution of a sail, median")
    n = figure(
        "charters_measured",
        counted(c.n, Measure.COUNT, *c.mean.evidence, n=c.n),
        period=year,
        title="Charters measured",
    )
    price = figure("net_price", c.price, period=year, title="Mean net price of a charter", formula="F8")
    return text("A charter leaves ", mean, " in the mean of ", n, " charters, ", middle, " in the median, of a mean "
                "price of ", price, ".")  # fmt: skip


def _case(facts: Facts, words: str, fixed: Range, even: BreakEven, case: str) -> Row:
    cost = _of_quarter(facts, "fixed_costs", fixed.mean, "" if case == "bare" else "Fixed costs, all borne", case)
    return cells(words, cost, *_charters(facts, even, case))


def _charters(facts: Facts, even: BreakEven, case: str, unit: str = "") -> list[Figure]:
    """The least, mean and greatest number of charters; the mean of the bare case is the metric itself."""
    told = []
    for value, end in zip(even.range, ("low", "mean", "high"), strict=True):
        subject = "" if (case, end) == ("bare", "mean") else f"{case}:{end}" if case != "bare" else end
        told.append(figure("break_even_charters", value, period=over(facts.period.trailing(QUARTER)), unit=unit,
                           subject=subject))  # fmt: skip
    return told


def _even_by_unit(facts: Facts) -> list[Block]:
    if len(facts.units) < 2 or not facts.sailing.charters:  # noqa: PLR2004 - one unit is the whole
        return []
    year, three, rows = facts.period.trailing(YEAR), facts.period.trailing(QUARTER), []
    owns = {unit: of_units(facts, [unit]) for unit in facts.sailing.charters}
    known_first = sorted(owns, key=lambda unit: not money.contribution(owns[unit]).mean.is_known)
    for unit in known_first:
        own = owns[unit]
        each = figure("contribution", money.contribution(own).mean, period=over(year), unit=unit)
        cost = figure("fixed_costs", money.fixed(own), period=over(three), unit=unit)
        rows.append(cells(name(facts.name(unit)), each, cost, *_charters(facts, money.break_even(own), "bare", unit)))
    head = heads("Business", "*A charter leaves", "*Fixed costs of a month", "*Charters, least", "*Mean", "*Most")
    says = Paragraph(text("All together, charters bear the fixed costs of every business here; alone, their own."))
    return [says, Table("break-even-units", "By business that sails", head, tuple(rows))]


def targets(seen: Seen) -> Section:
    """F10 and F11 of the running month and the eleven after it."""
    facts, title = seen.facts, "Targets of revenue, month by month"
    told = findings(seen, "CFO-04", "CFO-05")
    goals = [goal(facts, each) for each in coming(facts)]
    if not any(each.units for each in goals):
        lacking = gap("targets", "No target of revenue is set for this month or the eleven after it.", "target_gap",
                      "charters_needed", facts=facts, link="Set the targets",
                      href=desk("target", add=True))  # fmt: skip
        return Section("targets", title, (lacking, *told))
    head = heads("Month", "*Target", "*Recognised", "*Booked", "*Gap", "*Charters needed")
    table = Table("targets", "Twelve months", head, tuple(_goal(month(each.month.start), each) for each in goals))
    says = text("A month counts the businesses that have a target in it, and their revenue alone. "
                "A gap below zero is more than was wanted.")  # fmt: skip
    return Section("targets", title, (Paragraph(says), table, *_goals_by_unit(facts, goals[0]), *_pace(facts), *told))


def _pace(facts: Facts) -> list[Block]:
    """F12, where charters are sailed."""
    pace = figures.figure(facts, "pace")
    return [Paragraph(text("Booked a month ahead, against last year: ", pace, "."))] if facts.sailing.charters else []


def _goal(head: Named, found: MonthGoal, unit: str = "") -> Row:
    parts = (
        ("target", found.target, "Target of revenue"), ("recognised", found.recognised, "Recognised so far"),
        ("booked", found.booked, "Booked for the rest of the month"), ("target_gap", found.gap, ""),
        ("charters_needed", found.charters, ""),
    )  # fmt: skip
    period = over(found.month)
    return cells(head, *(figure(slug, value, period=period, unit=unit, title=title) for slug, value, title in parts))


def _goals_by_unit(facts: Facts, running: MonthGoal) -> list[Block]:
    if len(facts.units) < 2 or not running.units:  # noqa: PLR2004 - one unit is the whole
        return []
    rows = [_goal(name(facts.name(unit)), goal(of_units(facts, [unit]), running.month), unit) for unit in running.units]
    head = heads("Business", "*Target", "*Recognised", "*Booked", "*Gap", "*Charters needed")
    return [Table("targets-units", "This month by business", head, tuple(rows))]


def capital_asked(seen: Seen) -> Section:
    """F13 to F15: what is free to spend, tier by tier, and what was asked for."""
    facts, title = seen.facts, "Capital"
    tiers, requests = facts.wanted.tiers, facts.wanted.requests
    if not tiers and not requests:
        lacking = gap("money_rules", "No tier of capital is set, and nothing is asked for.", "deployable_capital",
                      "payback", facts=facts, link="Set the first tier",
                      href=desk("capitaltier", add=True))  # fmt: skip
        return Section("capital", title, (lacking,))
    spare = money.deployable(facts)
    broken = " A rule of money does not hold at present: see the rules before anything is given."
    says = text("Free to spend beyond the reserve: ", _today(facts, "deployable_capital", spare), ".",
                broken if seen.by("CFO-06") else "")  # fmt: skip
    measured = {tier.gate: figures.measure(facts, tier.gate) for tier in tiers if tier.gate}
    found = capital.waterfall(spare, tiers, requests, measured)
    head = heads("Tier", "Gate", "Open", "*Asked", "*Given", "Why not more")
    table = Table("tiers", "Tiers, the first to be filled first", head, tuple(_tier(facts, row) for row in found))
    asked = heads("Asked for", "Business", "*Costs", "*Brings a month", "*Paid back in", "Tier")
    names = {tier.rank: tier.name for tier in tiers}
    rows = tuple(_request(facts, row, names) for row in requests)
    wanted = Table("requests", "What is asked for", asked, rows, text("Nothing is asked for."))
    return Section("capital", title, (Paragraph(says), table, wanted))


def _tier(facts: Facts, row: Allocation) -> Row:
    tier, gate = row.tier, text("none")
    key = Evidence("capital_tiers", f"{tier.rank}")
    requests = (Evidence("capital_requests", f"{each.unit}:{each.title}") for each in facts.wanted.requests
                if each.tier == tier.rank)  # fmt: skip
    if tier.gate and tier.gate_amount is not None:
        metric = known()[tier.gate]
        side = "at least " if tier.better_up else "at most "
        wanted = threshold(f"tier:{tier.rank}", tier.gate_amount, metric.measure, row=key)
        gate = text(name(metric.title), ", ", side, wanted)
    opened = {True: "open", False: "shut", None: "not known"}[row.is_open]
    kept = row.given if row.given.is_known else not_applicable(Measure.CENTS, "nothing")
    given = figure("tier_given", kept, period=on_day(facts.as_of), subject=tier.name, title="Given to a tier")
    asked = figure("tier_asked", cents(row.asked_cents, *requests, key), period=on_day(facts.as_of), subject=tier.name,
                   title="Asked of a tier")  # fmt: skip
    why = row.why if row.is_open or not tier.gate else f"{known()[tier.gate].title}: {_GATES[row.is_open]}"
    return cells(name(tier.name), gate, opened, asked, given, name(why) if why else text("all is given"))


_GATES = {False: "does not reach the gate", None: "not recorded"}


def _request(facts: Facts, row: Request, names: dict[int, str]) -> Row:
    key = Evidence("capital_requests", f"{row.unit}:{row.title}")
    benefit = no_data(Measure.CENTS, f"monthly benefit of {row.title}")
    if row.monthly_benefit_cents is not None:
        benefit = cents(row.monthly_benefit_cents, key)
    asked = (
        ("request_cost", cents(row.cost_cents, key), "Cost of what is asked for", ""),
        ("request_benefit", benefit, "What it brings a month", ""), ("payback", capital.payback(row), "", "F15"),
    )  # fmt: skip
    told = [
        figure(slug, value, period=on_day(facts.as_of), unit=row.unit, subject=row.title, title=title, formula=formula)
        for slug, value, title, formula in asked
    ]
    tier = names.get(row.tier, "") if row.tier is not None else ""
    return cells(name(row.title, desk("capitalrequest")), name(facts.name(row.unit)), *told, name(tier or "none yet"))


def rules(seen: Seen) -> Section:
    """F16: three slots of each business that uses one, and the proposals that wait to be adopted."""
    facts, title = seen.facts, "Rules of money"
    units = [unit.slug for unit in facts.units if any(rule.unit == unit.slug for rule in facts.wanted.rules)]
    blocks: list[Block] = []
    if not units:
        blocks.append(gap("money_rules", "No rule of money is written down.", facts=facts, link="Adopt a rule",
                          href=desk("financialrule", add=True)))  # fmt: skip
    for unit in units:
        own = {rule.slot: rule for rule in facts.wanted.rules if rule.unit == unit}
        rows = tuple(_slot(facts, unit, place, own.get(place)) for place in SLOTS)
        head = heads("Slot", "Rule", "*Now", "Verdict", "What follows")
        blocks.append(Table(f"rules-{unit}", f"Three rules of {facts.name(unit)}", head, rows))
    return Section("rules", title, (*blocks, *_proposals(facts), *findings(seen, "CFO-06")))


def _slot(facts: Facts, unit: str, place: int, rule: Rule | None) -> Row:
    found = ruling(facts, place, rule)
    if rule is None:
        return cells(SLOTS[place], "empty", "", "not adopted", "")
    metric = known()[rule.metric]
    wanted = threshold(
        f"rule:{place}", rule.threshold, metric.measure, unit, row=Evidence("money_rules", f"{unit}:{place}")
    )
    now: Figure | str = ""
    if found.value:
        now = figure(rule.metric, found.value, period=on_day(facts.as_of), unit=unit, subject=f"rule:{rule.window}")
    since = text(", adopted ", day(rule.adopted_on)) if rule.adopted_on else ""
    words = text(name(metric.title), ": ", OPERATORS[rule.operator], " ", wanted, since)
    verdict = text(found.verdict.value, ", in part") if found.words == "in part" else text(found.verdict.value)
    return cells(SLOTS[place], words, now, verdict, name(rule.consequence) if rule.consequence else "nothing said")


def _proposals(facts: Facts) -> list[Block]:
    """What the house may adopt: no proposal binds anybody."""
    taken = {rule.metric for rule in facts.wanted.rules if rule.adopted_on and rule.adopted_on <= facts.as_of}
    items = tuple(text(words, ".") for metric, words in PROPOSALS if metric not in taken)
    if not items:
        return []
    where = name("adopt one", desk("financialrule", add=True))
    return [Paragraph(text("Proposed, and not in force until somebody does ", where, ":")), Bullets(items)]


def _of_quarter(facts: Facts, metric: str, value: Value, title: str = "", case: str = "") -> Figure:
    three = over(facts.period.trailing(QUARTER))
    return figure(metric, value, period=three, title=title, subject="" if case == "bare" else case)


def _at(facts: Facts, value: Value, end: str) -> Figure:
    return _of_quarter(facts, "break_even_charters", value, f"Charters to break even, {end} case", end)


def _today(facts: Facts, metric: str, value: Value) -> Figure:
    return figure(metric, value, period=on_day(facts.as_of))
