"""What Amazon's bills look like as files (pure): Cost Explorer's CSV, and cost and usage reports, old and 2.0.

Cost Explorer, grouped by service, writes a column a service (`EC2-Instances($)` … `Total costs($)`) with a row
`Service total` and then a row a day or a month; its table on the screen has months across and a column
`Service total`. A cost and usage report has a line an item: `lineItem/UnblendedCost` in the old one,
`line_item_unblended_cost` in 2.0, where tags are one column `resource_tags`. Sources: AWS Cost Management User Guide,
"Downloading the cost data CSV file"; AWS Data Exports User Guide, data dictionaries of CUR and CUR 2.0.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, NamedTuple

from reports.importing import packed
from reports.importing.reading import NotReadable
from reports.importing.shapes import Layout
from reports.periods import month_of, month_start
from reports.values import rounded

CENTS = 100
TOTAL = re.compile(r"total costs?\s*(?:\(\$\))?\Z", re.IGNORECASE)
CREDITS, TAXES = {"credit", "refund"}, {"tax"}
TAGS = ("business_unit", "businessunit", "unit", "project")  # the first that a line has says whose it is
ITEM = "line_item_line_item_type"
COST, CODE, NAME = "line_item_unblended_cost", "line_item_product_code", "product_product_name"
STARTS, BILLED, ACCOUNT = "line_item_usage_start_date", "bill_billing_period_start_date", "line_item_usage_account_id"
MOST_COLUMNS = 2000
Texts = tuple[int, Mapping[str, str]]


class Place(NamedTuple):
    """What is added up: a service in one month, by account and by the tag that says whose it is."""

    month: date
    account: str
    service: str
    tag: str


@dataclass
class Bill:
    """Dollars by place, exactly: usage and fees, what credits and refunds took off, and tax."""

    amounts: dict[Place, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    credits: dict[Place, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    taxes: dict[Place, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    lines: dict[Place, int] = field(default_factory=dict)
    through: dict[date, date] = field(default_factory=dict)

    def add(self, place: Place, cost: Decimal, item: str, line: int) -> None:
        """Count a cost by what it is for."""
        if not cost:
            return
        self.lines.setdefault(place, line)
        if item in CREDITS or (not item and cost < 0):
            self.credits[place] -= cost
        elif item in TAXES:
            self.taxes[place] += cost
        else:
            self.amounts[place] += cost

    def used(self, day: date) -> None:
        """Note that a day is counted."""
        month = month_start(day)
        self.through[month] = max(day, self.through.get(month, day))

    def texts(self) -> Iterator[Texts]:
        """The rows of the kind, by the line each was first met on."""
        parts = [whole_cents(sums) for sums in (self.amounts, self.credits, self.taxes)]
        for place, line in sorted(self.lines.items(), key=lambda found: found[1]):
            amount, credit, tax = (f"{Decimal(sums.get(place, 0)) / CENTS:.2f}" for sums in parts)
            through = self.through.get(place.month)
            is_whole = through is None or through == month_of(place.month).last_day
            yield line, {
                "provider": "aws", "account": place.account, "service": place.service, "tag": place.tag,
                "month": place.month.isoformat(), "amount": amount, "credit": credit, "tax": tax,
                "through": "" if is_whole or through is None else through.isoformat(),
            }  # fmt: skip


def whole_cents(dollars: Mapping[Place, Decimal]) -> dict[Place, int]:
    """Cents that add up, month by month, to the month's rounded sum: the largest remainders get the rest."""
    found: dict[Place, int] = {}
    for month in {place.month for place in dollars}:
        exact = {place: sum_ * CENTS for place, sum_ in dollars.items() if place.month == month}
        floors = {place: int(sum_ // 1) for place, sum_ in exact.items()}
        floors = {place: floor - (exact[place] < floor) for place, floor in floors.items()}
        rest = int(rounded(sum(exact.values()))) - sum(floors.values())
        for place in sorted(exact, key=lambda place: (floors[place] - exact[place], place))[:rest]:
            floors[place] += 1
        found |= floors
    return found


def cost_explorer_knows(head: bytes) -> bool:
    """Whether the file begins as Cost Explorer's do: columns of dollars over a row of totals, or months across."""
    first, second = [*packed.first_rows(head, 2), [], []][:2]
    if any(cell.strip().lower() == "service total" for cell in first[1:]):
        return True
    says_total = bool(second) and second[0].strip().lower().endswith(" total")
    return any(cell.strip().endswith("($)") for cell in first[1:]) and (says_total or first[0].lower() == "service")


def cost_explorer(source: BinaryIO) -> Iterator[Texts]:
    """Costs by service and month; daily ones are added up."""
    with packed.text(source) as lines:
        rows = list(packed.parsed(lines, MOST_COLUMNS))
    line, head = rows[0]
    if head[0].strip().lower() != "service":
        words = f"Its costs are grouped by “{head[0].strip()}”. Group them by service and download the file again."
        raise NotReadable(words, line)
    across = [_day(cell) for cell in head]
    bill = Bill()
    found = _months_across(rows[1:], across) if any(across) else _months_down(rows[1:], head)
    points = list(found)
    is_daily = any(day.day != 1 for day, *_ in points)
    for day, service, cost, line in points:
        item = "tax" if service.lower() == "tax" else ""
        bill.add(Place(month_start(day), "", service, ""), cost, item, line)
        if is_daily:
            bill.used(day)
    yield from bill.texts()


Point = tuple[date, str, Decimal, int]


def _months_down(rows: Iterable[tuple[int, list[str]]], head: list[str]) -> Iterator[Point]:
    services = [cell.strip().removesuffix("($)").strip() for cell in head]
    for line, cells in rows:
        if cells[0].strip().lower() == "service total":
            continue
        day = _day(cells[0])
        if day is None:
            raise NotReadable(f"“{cells[0].strip()[:40]}” is no day: Cost Explorer writes one like 2026-10-01.", line)
        for service, title, cell in zip(services[1:], head[1:], cells[1:], strict=False):
            if not TOTAL.match(title.strip()):
                yield day, service, _dollars(cell, line), line


def _months_across(rows: Iterable[tuple[int, list[str]]], days: list[date | None]) -> Iterator[Point]:
    for line, cells in rows:
        service = cells[0].strip().removesuffix("($)").strip()
        if TOTAL.match(service):
            continue
        for day, cell in zip(days, cells, strict=False):
            if day is not None:
                yield day, service, _dollars(cell, line), line


def usage_report_knows(head: bytes) -> bool:
    """Whether the file is a cost and usage report, plain or packed."""
    rows = packed.first_rows(head, 1)
    return bool(rows) and {COST, ITEM} <= {_snake(cell) for cell in rows[0]}


def usage_report(source: BinaryIO) -> Iterator[Texts]:
    """Costs by service, month, account and tag: what was billed without blending, line after line added up."""
    bill = Bill()
    with packed.text(source) as lines:
        rows = packed.parsed(lines, MOST_COLUMNS)
        places = {_snake(cell): place for place, cell in enumerate(next(rows)[1])}
        tagged = _tag_columns(places)
        for line, cells in rows:
            row = {name: cells[place] for name, place in places.items() if place < len(cells)}
            _count(bill, row, tagged, line)
    yield from bill.texts()


def _count(bill: Bill, row: Mapping[str, str], tagged: list[str], line: int) -> None:
    if row.get("line_item_currency_code", "USD") not in {"USD", ""}:
        raise NotReadable(f"Costs are in {row['line_item_currency_code'][:8]}; only US dollars are read.", line)
    starts = _day(row.get(STARTS, "")) or _day(row.get(BILLED, ""))
    billed = _day(row.get(BILLED, "")) or starts
    if starts is None or billed is None:
        raise NotReadable("The line has no day: neither of its usage nor of its bill.", line)
    item = row[ITEM].strip().lower()
    service = row.get(NAME, "").strip() or _of_map(row.get("product", ""), ("product_name",)) or row.get(CODE, "")
    tag = next((row[name] for name in tagged if row.get(name)), "") or _of_map(row.get("resource_tags", ""), TAGS)
    place = Place(month_start(billed), row.get(ACCOUNT, "").strip(), service.strip() or "other", tag.strip())
    bill.add(place, _dollars(row[COST], line), item, line)
    if item == "usage" and month_start(starts) == place.month:
        bill.used(starts)


def _tag_columns(places: Iterable[str]) -> list[str]:
    """The columns of tags that say whose a line is, the best first."""
    return [name for tag in TAGS for name in places if name in {f"resource_tags_user_{tag}", f"resource_tags_{tag}"}]


def _of_map(written: str, names: Iterable[str]) -> str:
    """A value of a column that holds names and values as JSON."""
    try:
        found = json.loads(written) if written.startswith("{") else {}
    except (ValueError, RecursionError):
        return ""
    plain = {_snake(str(name)).removeprefix("user_"): str(value) for name, value in found.items()}
    return next((plain[name] for name in names if plain.get(name)), "")


def _snake(head: str) -> str:
    """`lineItem/UnblendedCost` and `resourceTags/user:Unit` as 2.0 writes them."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", head.strip())
    return re.sub(r"\W+", "_", apart).strip("_").lower()


def _day(written: str) -> date | None:
    """`2026-10-01`, with or without an hour, or `October 2026`."""
    text = written.strip()
    for shape, most in (("%Y-%m-%d", 10), ("%B %Y", 20), ("%b %Y", 20)):
        try:
            return datetime.strptime(text[:most], shape).date()  # noqa: DTZ007 - days of a bill have no zone
        except ValueError:
            continue
    return None


def _dollars(written: str, line: int) -> Decimal:
    """An amount as Amazon writes it, `1.7765e-06` too; empty is nothing."""
    bare = written.strip().replace("$", "").replace(",", "")
    try:
        found = Decimal(bare or 0)
        if not found.is_finite() or found.adjusted() > 12:  # noqa: PLR2004 - more than anyone is billed
            raise InvalidOperation
    except InvalidOperation:
        raise NotReadable(f"“{written.strip()[:40]}” is no amount.", line) from None
    return found


LAYOUTS = (
    Layout("a cost and usage report of AWS", usage_report_knows, usage_report),
    Layout("AWS Cost Explorer", cost_explorer_knows, cost_explorer),
)
