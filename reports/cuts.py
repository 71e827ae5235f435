"""A report cut for one mail (pure): what its reader may see, in the order and length of its variant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from reports import planned
from reports.report import Report, subject, worst_first
from reports.tree import FindingList, Section
from reports.words import Figure, Text

SUMMARY = ("summary",)
SHORT = ("changes", "summary", "agenda")
ASIDE = Text(("The detail stands in the app alone.",))
NEVER_MAILED = frozenset({"security"})  # details of findings
LONGEST_SUBJECT = 190
OFFICE = "/admin/"


@dataclass(frozen=True)
class Wording:
    """How a variant is written: its subject with its blanks, sections that come first, whether the others come."""

    subject: str = ""
    order: tuple[str, ...] = ()
    is_short: bool = False


def cut(report: Report, *, is_whole: bool, wording: Wording = Wording()) -> Report:
    """The report as a mail prints it: of findings about security title and severity alone, for whomever."""
    kept = SUMMARY if not is_whole else SHORT if wording.is_short else ()
    sections = [one for one in report.sections if not kept or one.key in kept]
    places = {key: place for place, key in enumerate(wording.order)}
    ordered = tuple(sorted(sections, key=lambda one: places.get(one.key, len(places))))
    findings = tuple(one for one in report.findings if not kept or one.key in _named(ordered))
    bare = tuple(
        replace(one, fired=replace(one.fired, detail=ASIDE, evidence=()))
        if one.fired.detail_label in NEVER_MAILED
        else one
        for one in findings
    )
    return Report(report.header, ordered, bare)


def in_variant(report: Report, letter: str) -> Report:
    """The report under a variant's letter: what was built once is written in either way."""
    return replace(report, header=replace(report.header, variant=letter))


def without_office(report: Report) -> Report:
    """The report for who has no way into the office: what is done there leads to the card that says so."""
    findings = tuple(
        replace(one, fired=replace(one.fired, action=replace(one.fired.action, href=planned.link(one.key))))
        if one.fired.action.href.startswith(OFFICE)
        else one
        for one in report.findings
    )
    return Report(report.header, _shut(report.sections), _shut(findings))


def _shut(part: Any) -> Any:
    """The same part, without its links into the office."""
    if isinstance(part, tuple):
        return type(part)(*map(_shut, part)) if hasattr(part, "_fields") else tuple(map(_shut, part))
    if not is_dataclass(part) or isinstance(part, Figure | type):
        return part
    changed = {one.name: _shut(getattr(part, one.name)) for one in fields(part)}
    if str(changed.get("href", "")).startswith(OFFICE):
        changed["href"] = ""
    return replace(part, **changed)


def _named(sections: Sequence[Section]) -> frozenset[str]:
    """The findings that some sections list."""
    lists = (block for one in sections for block in one.blocks if isinstance(block, FindingList))
    tasks = (
        task.finding
        for one in sections
        for block in one.blocks
        for week in getattr(block, "weeks", ())
        for task in week.tasks
    )
    return frozenset(key for block in lists for key in block.keys) | frozenset(tasks)


def subject_of(report: Report, wording: Wording) -> str:
    """The line of a mail, by its variant; the run's number stays in it: no two are alike."""
    usual = str(subject(report))
    if not wording.subject:
        return usual
    head, worst = report.header, next(worst_first(report.findings), None)
    filled = wording.subject
    for blank, words in {
        "{title}": head.title,
        "{month}": f"{head.period.start:%B %Y}",
        "{scope}": head.scope_name,
        "{worst}": str(worst.fired.title) if worst else "nothing found",
    }.items():
        filled = filled.replace(blank, words)
    corrected = "Corrected: " if head.is_corrected else ""
    return f"{corrected}{filled} (run {head.run[:6]})"
