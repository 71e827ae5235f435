"""A report by hand with every kind of block and every field of it, and variants: empty, too large, ill-meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from reports.findings import Action, Certainty, Finding, Fired, Severity
from reports.periods import Period
from reports.report import Header, Report
from reports.tree import (
    Agenda,
    Block,
    Bullets,
    Chart,
    Column,
    FindingList,
    Gap,
    Gaps,
    Headlines,
    Paragraph,
    Row,
    Section,
    Shape,
    Table,
    Task,
    Week,
    Withheld,
)
from reports.values import (
    Evidence,
    Level,
    Measure,
    Number,
    Value,
    no_data,
    not_applicable,
    recorded,
    undefined,
)
from reports.words import NOTHING, Figure, Text, day, month, name, number_of, text

RUN = "7d1f6c0a-2b34-4c55-9a01-0c9de7f5ab12"
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
ORIGIN = "https://scc.example.com"
MONTHS = [date(2025 + (9 + place) // 12, (9 + place) % 12 + 1, 1) for place in range(1, 14)][:12]


def known(amount: Number, measure: Measure = Measure.CENTS, n: int = 3, **more: object) -> Value:
    """A value with rows behind it."""
    rows = (Evidence("ledger", "2026-10"),)
    return recorded(amount, measure, coverage=more.pop("coverage", Level.COMPLETE), n=n, evidence=rows, **more)


def figure(metric: str, value: Value | int, title: str = "", **more: object) -> Figure:
    """A figure of October; plain cents for short."""
    told = known(value) if isinstance(value, int) else value
    return Figure(metric, title or metric.replace("_", " ").capitalize(), told, **({"period": "2026-10"} | more))


def count(metric: str, amount: int, title: str = "", **more: object) -> Figure:
    """A count of October."""
    return figure(metric, known(amount, Measure.COUNT, n=max(amount, 1)), title, **more)


FREE = figure("free_cash", 1_450_000, "Free cash", formula="F5")
RUNWAY = figure("runway", known(Decimal("3.625"), Measure.MONTHS, 412), "Runway", formula="F9")
BURN = figure("burn", known(798_000, n=412, coverage=Level.PARTIAL, missing=("bank of QuickDumpNow",)), "Burn a month")
PAY = figure("owner_pay", no_data(Measure.CENTS, "owner’s pay"), "Owner’s pay", label="payroll")
BREAK_EVEN = figure("break_even", undefined(Measure.COUNT, "no number of charters breaks even"), "Break-even charters")
OPEN = Figure(
    "open_critical", "Open and critical", known(1, Measure.COUNT, 1), period="2026-11-14",
    counted=("CFO-01::runway",),
)  # fmt: skip


def finding(
    rule: str,
    title: Text,
    *,
    unit: str = "",
    subject: str = "thing",
    severity: Severity = Severity.HIGH,
    detail: Text = NOTHING,
    action: Action | None = None,
    **more: object,
) -> Finding:
    """What a rule found."""
    do = action or Action(text("Look into it"), 2)
    return Finding(rule, 1, "finance", ("cfo", "ceo"), Fired(unit, subject, severity, title, do, detail, **more))


FINDINGS = (
    finding(
        "CFO-01",
        text("Runway is ", RUNWAY, ", below what the house asks for"),
        subject="runway",
        severity=Severity.CRITICAL,
        detail=text("Free cash of ", FREE, " pays for a burn of ", BURN, " that long."),
        action=Action(text("Cut or earn ", figure("gap_a_month", 210_000, "Gap a month")), 8, date(2026, 11, 30)),
        at_stake=known(798_000),
        certainty=Certainty.PARTIAL,
    ),
    finding(
        "DC-01",
        text("Client ", name("Harbor & Sons <Ltd>"), " has no billing plan"),
        unit="dangerouscentaur",
        subject="client:harbor",
        detail=text(
            figure("unbilled_hours", known(Decimal("41.5"), Measure.HOURS), "Unbilled hours", subject="Harbor"),
            " were worked since ", month(date(2026, 8, 1)), " and never billed.",
        ),
        action=Action(text("Write a plan for ", name("Harbor & Sons <Ltd>")), 2, href="/admin/reports/client/add/"),
        at_stake=known(214_000),
    ),
    finding(
        "CTO-01",
        text("A secret key stands in the code of ", name("quickdumpnow.com")),
        unit="quickdumpnow",
        subject="secret:stripe",
        severity=Severity.CRITICAL,
        detail=text("Found in ", name("SECRETFILE.env, line 12"), "."),
        action=Action(text("Revoke the key, then take it out"), 1, date(2026, 11, 10)),
        detail_label="security",
    ),
    finding(
        "CEO-03",
        text("The stakes in ", name("JADA"), " add up to ", figure("stakes", known(Decimal("0.9"), Measure.SHARE),
             "Stakes", unit="jada")),
        unit="jada",
        subject="stakes",
        severity=Severity.MEDIUM,
        action=Action(text("Record the SECRETSTAKE stake"), 1),
        label="equity",
        certainty=Certainty.ESTIMATE,
    ),
    *(
        finding(
            "CMO-01",
            text("No listing of ", name(unit), " is live"),
            unit=unit,
            subject="listings",
            severity=Severity.LOW if unit == "queen-of-san-diego" else Severity.HIGH,
            action=Action(text("Put ", name(unit), " on one marketplace"), 4),
        )
        for unit in ("jada", "queen-of-san-diego", "expert-yacht-delivery")
    ),
)  # fmt: skip
KEYS = tuple(one.key for one in FINDINGS)


def summary() -> Section:
    """Headlines and the worst."""
    return Section("summary", "Summary", (
        Paragraph(text("Free cash is ", FREE, " once what guests paid ahead is set aside: ", RUNWAY, " at the burn of ",
                       month(date(2026, 10, 1)), ".")),
        Headlines((FREE, RUNWAY, BURN, PAY, BREAK_EVEN)),
        FindingList(KEYS, most=5),
    ))  # fmt: skip


def burn_chart() -> Chart:
    """Twelve months, one of them unknown, with a target."""
    amounts = [5200, 6100, 4300, 7800, None, 9900, 11200, 10400, 8700, 6900, 7300, 7980]
    rows = tuple(
        Row((
            text(month(start)),
            text(figure("burn_of_month", no_data(Measure.CENTS, "ledger") if dollars is None else dollars * 100,
                        "Burn", period=f"{start:%Y-%m}")),
            text(figure("earned_of_month", (dollars or 8000) * 90 - 40_000, "Earned", period=f"{start:%Y-%m}")),
        ))
        for start, dollars in zip(MONTHS, amounts, strict=True)
    )  # fmt: skip
    table = Table("burn", "Burn and what was earned", (Column("Month"), Column("Burn", True), Column("Earned", True)),
                  rows, most=6)  # fmt: skip
    return Chart(table, Shape.LINE, (1, 2), text("Burn rose since ", month(date(2026, 7, 1)), " and is ", BURN, "."),
                 figure("burn_target", 750_000, "Burn that was meant"))  # fmt: skip


def cost_chart() -> Chart:
    """A bar a service, one below zero."""
    rows = tuple(
        Row((text(name(service)), text(figure("cloud_cost", value, "Cloud cost", subject=service)), text(name(owner))))
        for service, value, owner in (
            ("EC2", 4210, "Ana"), ("RDS (db.t4g)", 2675, "Ana"), ("Refund of S3", -312, "Ben"),
            ("CloudFront", no_data(Measure.CENTS, "cloud costs"), "Ben"), ("Route 53", known(0), "Ben"),
        )
    )  # fmt: skip
    return Chart(
        Table("cloud", "Cloud cost by service", (Column("Service"), Column("Cost", True), Column("Owner")), rows),
        Shape.BARS, (1,), text("Servers cost the most."),
    )  # fmt: skip


def equity_chart() -> Chart:
    """Stacked; only for those cleared, and one row of it for those who may see tenants’ data too."""
    rows = tuple(
        Row((text(name(unit)), text(figure("asset_debt", debt, "Debt", unit=unit)),
             text(figure("asset_equity", equity, "Equity", unit=unit, label="equity"))),
            is_total=unit == "all", label="tenants" if unit == "rental-3028-51st" else "")
        for unit, debt, equity in (
            ("jada", 8_000_000, 13_765_400), ("rental-3028-51st", 31_000_000, 12_345_678),
            ("all", 39_000_000, 26_111_078),
        )
    )  # fmt: skip
    return Chart(
        Table("equity", "Owed and owned", (Column("Unit"), Column("Debt", True), Column("Equity", True)), rows),
        Shape.STACK, (1, 2), text("Most of it is owed."),
    )  # fmt: skip


def targets() -> Table:
    """Many columns, a total, a negative."""
    months = (11, 12)
    columns = ("Month", "Target", "Recognised", "Booked", "Gap", "Charters needed", "Share")
    rows = [
        Row((
            text(month(date(2026, number, 1))),
            text(figure("target", 1_200_000, "Target", period=f"2026-{number}")),
            text(figure("recognised", 520_000, "Recognised", period=f"2026-{number}")),
            text(figure("booked", known(340_000, is_stale=True), "Booked", period=f"2026-{number}")),
            text(figure("gap", -340_000 - number, "Gap", period=f"2026-{number}")),
            text(count("charters_needed", 3, "Charters needed", period=f"2026-{number}")),
            text(figure("target_share", known(Decimal("0.7167"), Measure.SHARE), "Share", period=f"2026-{number}")),
        ))
        for number in months
    ]  # fmt: skip
    none = not_applicable(Measure.SHARE, "no whole year")
    sums = ("target", "recognised", "booked", "gap", "charters")
    added = [text(figure(f"{each}_sum", 2_400_000, f"{each} in all")) for each in sums]
    total = Row((text("Both"), *added, text(figure("share_sum", none, "Share"))), True)
    heads = tuple(Column(title, place > 0) for place, title in enumerate(columns))
    return Table("targets", "Targets", heads, (*rows, total))


def long_table(rows: int = 30, most: int | None = 12) -> Table:
    """More rows than a mail shows."""
    return Table(
        "vendors", "Expenses by vendor", (Column("Vendor"), Column("Spent", True), Column("Kind")),
        tuple(
            Row((text(name(f"Vendor {number:02}")),
                 text(figure("vendor_spent", 100_000 - number * 731, "Spent", subject=f"Vendor {number:02}")),
                 text(name("recurring" if number % 3 else "once"))))
            for number in range(1, rows + 1)
        ),
        most=most,
    )  # fmt: skip


def task(one: Finding, score: str, hours: int) -> Task:
    """An item of the agenda."""
    told = figure("score", known(Decimal(score), Measure.NUMBER), "Score", subject=one.key)
    weight = figure("weight", known(8, Measure.NUMBER), "Weight of severity", subject=one.key, places=0)
    return Task(
        one.key, one.fired.unit, one.fired.action.title, told,
        figure("hours", known(hours, Measure.HOURS), "Hours", subject=one.key, places=0),
        text("severity ", weight, " by the root of the hours"), one.fired.action.due, one.fired.action.href,
    )  # fmt: skip


def agenda() -> Section:
    """Two weeks, one of them empty, and what did not fit."""
    capacity = figure("capacity", known(10, Measure.HOURS), "Hours a week", places=0)
    first = Week(
        text("Week of ", day(date(2026, 11, 16))),
        (task(FINDINGS[2], "20.00", 1), task(FINDINGS[0], "8.43", 8)),
        figure("planned", known(9, Measure.HOURS), "Planned", subject="week 1", places=0), capacity,
    )  # fmt: skip
    empty = figure("planned", known(0, Measure.HOURS), "Planned", subject="week 2", places=0)
    weeks = (first, Week(text("Week of ", day(date(2026, 11, 23))), (), empty, capacity))
    return Section("agenda", "Agenda of 30 days", (Agenda(weeks, (task(FINDINGS[1], "3.10", 2),)),))


def gaps() -> Section:
    """What is not recorded."""
    bank = Gap("bank", "quickdumpnow", text("The bank of ", name("QuickDumpNow"), " is not recorded."),
               "/admin/reports/bankimport/add/", ("Burn a month", "Runway"))  # fmt: skip
    return Section("gaps", "What is not recorded", (Gaps((bank,)), Gaps(())))


def own_sections() -> tuple[Section, ...]:
    """Every block, nested too."""
    return (
        Section("money", "Money", (Paragraph(text("What the house lives of.")), burn_chart(), targets()), sections=(
            Section("by_vendor", "By vendor", (long_table(),)),
            Section("empty", "Nothing yet", (Table("none", "Loans", (Column("Loan"), Column("Owed", True)), (),
                    text("No loan is recorded. ", name("Record one", "/admin/reports/loan/add/"), ".")),)),
        )),
        Section("tech", "Technology", (cost_chart(), FindingList(KEYS[2:3]))),
        Section("owned", "Owned and owed", (
            equity_chart(),
            Paragraph(text("Owner’s draw: ", figure("draw", 123_450, "Owner’s draw", label="equity"), "."), "equity"),
        )),
        Section("secret", "Stakes", (Paragraph(text("SECRETPARTNER holds ", figure("stake_share",
                known(Decimal("0.333"), Measure.SHARE), "Stake"), ".")),), "equity"),
        Section("problems", "Problems", (
            OPEN_SAID, FindingList(KEYS, most=4, by_unit=True), FindingList((), empty=text("No other problem.")),
            Withheld("payroll"),
        )),
    )  # fmt: skip


OPEN_SAID = Paragraph(text("Open and critical: ", OPEN, "."))
CHANGES = Section("changes", "Since the last run", (
    Bullets((
        text("New: ", name("DC-01"), ", ", name("Harbor & Sons <Ltd>"), "."),
        text("Restated: burn of ", month(date(2026, 9, 1)), " was ",
             figure("burn", 791_000, "Burn", period="2026-09", subject="was"), ", now ",
             figure("burn", 814_000, "Burn", period="2026-09"), "."),
    )),
))  # fmt: skip
METHOD = Section("method", "Method", (
    Paragraph(text("Runway is free cash by the mean burn of whole months (", number_of("F9"), ").")),
))  # fmt: skip
HEADER = Header(
    slug="cfo",
    title="Finance",
    says="Free cash, burn, runway, break-even, targets and capital.",
    scope="",
    scope_name="All units",
    units=("JADA", "Queen of San Diego", "QuickDumpNow", "DangerousCentaur", "3028 51st St"),
    slugs=("jada", "queen-of-san-diego", "quickdumpnow", "dangerouscentaur", "rental-3028-51st"),
    period=OCTOBER,
    as_of=date(2026, 11, 14),
    zone="America/Los_Angeles",
    built_at=datetime(2026, 11, 16, 15, 0, tzinfo=UTC),
    run=RUN,
    coverage=figure("coverage", known(Decimal("0.64"), Measure.SHARE, 36, coverage=Level.PARTIAL), "Recorded"),
)


def report_of(sections: Iterable[Section], findings: tuple[Finding, ...] = FINDINGS) -> Report:
    """A report of these."""
    return Report(HEADER, tuple(sections), findings)


def sample_report() -> Report:
    """Every kind of block, every field."""
    return report_of((CHANGES, summary(), *own_sections(), agenda(), gaps(), METHOD))


def empty_report() -> Report:
    """Of a house without records: every section says what is missing."""
    missing = Paragraph(text("Not recorded. ", name("Begin with the vessels", "/admin/reports/asset/add/"), "."))
    blocks: tuple[Block, ...] = (Headlines((PAY,)), FindingList(()), missing)
    nobody = replace(HEADER, coverage=replace(HEADER.coverage, value=no_data(Measure.SHARE)))
    return Report(nobody, (Section("summary", "Summary", blocks), gaps()), ())


def great_report() -> Report:
    """More of everything than any mail can hold."""
    words = text(*("All that may be said is said at length and nobody cut it short. " for _ in range(12)))
    many = tuple(
        finding(
            "CEO-02", text("Problem ", name(f"№ {number:03}"), ": ", words), subject=f"thing {number}", detail=words
        )
        for number in range(300)
    )
    keys = tuple(one.key for one in many)
    sections = [
        Section(f"part{number}", f"Part {number}", (
            Paragraph(words), replace(long_table(200, None), key=f"table{number}"), FindingList(keys, 60),
        ))
        for number in range(12)
    ]  # fmt: skip
    head = Section("summary", "Summary", (Headlines((FREE, RUNWAY, BURN, PAY, BREAK_EVEN)), FindingList(keys, 12)))
    return report_of((CHANGES, head, *sections, agenda(), gaps(), METHOD), (*many, *FINDINGS))
