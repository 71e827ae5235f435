"""What is measured (pure): every metric by slug, the formula that computes it, its measure, and whose it is.

Definitions ship with the product; values and targets never do. Each module of `reports.formulas` names its own in
`METRICS`; `known()` collects them. A metric that a file names is looked up by slug or by another name of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from reports.values import Measure, Number

CENTS = 100
PERCENT = 100
MOST = Decimal(10) ** 13  # what the column of an amount holds
UP, DOWN = "up", "down"
ALL_KINDS: tuple[str, ...] = ()
CHARTER = ("charter",)


@dataclass(frozen=True)
class Metric:
    """One metric. `formula` is its id (“F5”); `domains` are those of coverage that it needs; `roles` the reports.

    `kinds` are the kinds of unit that it applies to, empty for all; `direction` is the better way: up or down.
    `also` are other names that a file may give it.
    """

    slug: str
    title: str
    formula: str
    measure: Measure
    domains: tuple[str, ...]
    roles: tuple[str, ...]
    kinds: tuple[str, ...] = ALL_KINDS
    direction: str = UP
    also: tuple[str, ...] = ()


class Unmeasured(Exception):
    """What was written is no amount of the metric; the sentence says what to write."""


# Metrics of other domains that targets, rules and milestones may already name; a formulas module's own wins.
COMMON = (
    Metric("mrr", "Contracted monthly revenue", "F70", Measure.CENTS, ("clients",), ("ceo", "clients"), ("agency",)),
    Metric("occupancy", "Occupancy", "F81", Measure.SHARE, ("leases",), ("ceo", "rental"), ("property",)),
    Metric("noi", "Net operating income", "F83", Measure.CENTS, ("rent", "property_costs"), ("rental",), ("property",)),
    Metric("collection_rate", "Rent collected", "F90", Measure.SHARE, ("rent",), ("rental",), ("property",)),
    Metric("live_listings", "Live listings", "F44", Measure.COUNT, ("channels",), ("ceo", "cmo"), CHARTER,
           also=("ota_listings", "listings")),
    Metric("contactable", "Contacts that may be written to", "F50", Measure.COUNT, ("contacts",), ("cmo",)),
    Metric("cloud_cost", "Cloud cost of a month", "F62", Measure.CENTS, ("cloud_costs",), ("cto",), direction=DOWN,
           also=("aws", "aws_cost")),
    Metric("open_findings", "Open security findings", "F61", Measure.COUNT, ("security",), ("ceo", "cto"),
           direction=DOWN, also=("security_findings",)),
    Metric("deliveries", "Deliveries completed", "F95", Measure.COUNT, ("deliveries",), ("delivery",), ("delivery",)),
    Metric("leads", "Inquiries", "F40", Measure.COUNT, ("channel_stats",), ("cmo",), also=("inquiries",)),
)  # fmt: skip


@cache
def known() -> dict[str, Metric]:
    """Every metric by slug, in the order of the slugs."""
    found = {metric.slug: metric for metric in (*COMMON, *defined())}
    return dict(sorted(found.items()))


@cache
def defined() -> tuple[Metric, ...]:
    """The metrics that modules of formulas define, module by module."""
    from reports import formulas  # noqa: PLC0415 - formulas define metrics; here they are collected

    modules = pkgutil.iter_modules(formulas.__path__, "reports.formulas.")
    return tuple(
        metric for module in modules for metric in getattr(importlib.import_module(module.name), "METRICS", ())
    )


@cache
def names() -> dict[str, str]:
    """The slug behind every name: slugs themselves win over other names."""
    others = {name: metric.slug for metric in known().values() for name in metric.also}
    return others | {slug: slug for slug in known()}


def find(written: str) -> Metric | None:
    """The metric of a name in any case, with blanks or dashes for underscores; none for an unknown one."""
    slug = names().get("_".join(written.lower().replace("-", " ").split()))
    return known()[slug] if slug else None


def slugs(metrics: Iterable[Metric] | None = None) -> str:
    """The slugs in a sentence."""
    return ", ".join(metric.slug for metric in (known().values() if metrics is None else metrics))


def amount(metric: Metric, written: str) -> Number:
    """What a text says in the metric's measure: cents of `$7,000`, a share of `40%` or `0.4`, a count of `6`.

    Raises Unmeasured for what is no amount of it, for a share without its sign above 1, for parts of a cent.
    """
    bare = written.strip().replace(",", "").replace("$", "").replace(" ", "")
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    try:
        found = Decimal(bare.removesuffix("%"))
        if not found.is_finite() or abs(found) >= MOST:
            raise InvalidOperation
    except InvalidOperation:
        raise Unmeasured(f"is no amount: write one like {_example(metric.measure)}") from None
    return _in_measure(metric, found, is_percent=bare.endswith("%"))


def written(metric: Metric, found: Number) -> str:
    """An amount as people write it, and as `amount` reads it back: `$7,000`, `$7,000.50`, `40%`, `6`."""
    exact = Decimal(found)
    if metric.measure == Measure.CENTS:
        sign, places = "-" if exact < 0 else "", 0 if exact % CENTS == 0 else 2
        return f"{sign}${abs(exact) / CENTS:,.{places}f}"
    text = f"{exact * PERCENT if metric.measure == Measure.SHARE else exact:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if metric.measure == Measure.SHARE else text


def _in_measure(metric: Metric, found: Decimal, *, is_percent: bool) -> Number:
    if metric.measure == Measure.SHARE:
        if not is_percent and abs(found) > 1:
            raise Unmeasured("is a share: write it with its sign, like 40%, or as a part of 1, like 0.4")
        return found / PERCENT if is_percent else found
    if is_percent:
        raise Unmeasured(f"is no share: write {metric.slug} like {_example(metric.measure)}")
    if metric.measure != Measure.CENTS:
        return found
    if found * CENTS != int(found * CENTS):
        raise Unmeasured("has parts of a cent")
    return int(found * CENTS)


def _example(measure: Measure) -> str:
    return {Measure.CENTS: "7000 or $7,000.50", Measure.SHARE: "40%", Measure.COUNT: "6"}.get(measure, "3.5")
