"""What a reader has no clearance for is gone from the tree; what is stored is what is read."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reports import codec, cuts, planned
from reports.findings import Action, Finding, Fired, Severity
from reports.periods import Period
from reports.report import Header, Report, seen_with, subject
from reports.tree import (
    Agenda,
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
)
from reports.values import Evidence, Level, Measure, State, recorded
from reports.words import Figure, Text, day, name, number_of, text

SECRET = 987_654_321


def figure(metric, amount=100, label="", **others):
    found = recorded(amount, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=[Evidence("ledger", "jada:4000")])
    return Figure(metric, metric.title(), found, period="2026-10", label=label, **others)


def finding(rule, label="", detail_label="", severity=Severity.HIGH):
    fired = Fired(
        "jada",
        f"subject of {rule}",
        severity,
        text(f"{rule[:3]} is wrong at ", name("JADA 35 ft"), ": ", figure("told", 100, subject=rule)),
        Action(text("Mend ", name(rule)), hours=4, due=date(2026, 12, 1), href="/admin/"),
        text("It is ", figure("detail", SECRET if label or detail_label else 1, subject=rule)),
        (Evidence("ledger", "jada:1000"),),
        recorded(500, Measure.CENTS, coverage=Level.COMPLETE, n=1),
        label=label,
        detail_label=detail_label,
    )
    return Finding(rule, 1, "finance", ("cfo",), fired)


def count(keys):
    value = recorded(len(keys), Measure.COUNT, coverage=Level.COMPLETE, n=len(keys))
    return Figure("open_findings", "Open", value, counted=tuple(keys))


def report():
    found = (finding("CEO-03", label="equity"), finding("CTO-01", detail_label="security"), finding("CFO-01"))
    keys = tuple(one.key for one in found)
    columns = (Column("What"), Column("Worth", True))
    rows = (
        Row((text(name("Open")), text(figure("open")))),
        Row((text(name("Hidden 7")), text(figure("stake", SECRET))), label="equity"),
    )
    hidden = Table("pay", "Pay", columns, (Row((text(name("Ana")), text(figure("pay", SECRET)))),), label="payroll")
    drawn = Table("worth", "Worth", columns, (Row((text(name("JADA")), text(figure("equity", SECRET, "equity")))),))
    tasks = tuple(
        Task(key, "jada", one.fired.action.title, figure("score", subject=key), figure("hours", subject=key),
             text("parts ", figure("part", subject=key)))
        for key, one in zip(keys, found, strict=True)
    )  # fmt: skip
    week = Week(text(day(date(2026, 11, 15))), tasks, figure("planned"), figure("capacity"))
    gap = Gap("bank", "jada", text(name("Bank")), "/admin/", ("Free cash",))
    sections = (
        Section("summary", "Summary", (Headlines((figure("cash"), count(keys))), FindingList(keys))),
        Section("money", "Money", (
            Paragraph(text("Stakes are ", figure("stakes", SECRET, "equity"), ".")),
            Bullets((text("By rule ", number_of("CFO-01")),)),
            Table("assets", "Assets", columns, rows),
            hidden,
            Chart(drawn, Shape.BARS, (1,), text("JADA is worth ", figure("equity", SECRET, "equity"))),
        )),
        Section("tenants", "Tenants", (Paragraph(text("Rent is ", figure("rent", SECRET))),), label="tenants"),
        Section("agenda", "Agenda", (Agenda((week,), tasks[:1]),)),
        Section("gaps", "Gaps", (Gaps((gap,)),)),
    )  # fmt: skip
    header = Header(
        "cfo", "Finance", "What is there?", "", "whole portfolio", ("JADA",),
        Period(date(2026, 10, 1), date(2026, 11, 1)), date(2026, 11, 14), "America/Los_Angeles",
        datetime(2026, 11, 14, 8, tzinfo=UTC), "ab12cd34", figure("coverage"),
    )  # fmt: skip
    return Report(header, sections, found)


def test_a_tree_is_read_back_as_it_was_stored():
    whole = report()
    told = codec.packed(whole)
    assert codec.unpacked(told) == whole
    assert codec.fingerprint(codec.packed(codec.unpacked(told))) == codec.fingerprint(told)


def test_words_that_two_enums_share_stay_each_its_own():
    assert [type(one) for one in codec.unpacked(codec.packed((State.PARTIAL, Level.PARTIAL)))] == [State, Level]


def test_a_tree_is_written_as_its_fingerprint_reads_it():
    assert codec.sha256(codec.written(report())) == codec.fingerprint(codec.packed(report()))


def test_what_no_tree_holds_cannot_be_stored():
    with pytest.raises(TypeError, match="no tree holds a set"):
        codec.packed(replace(report(), sections={1}))


def test_with_every_clearance_nothing_is_withheld():
    whole = report()
    assert seen_with(whole, {"equity", "payroll", "security", "tenants"}) == whole


def test_without_clearance_nothing_of_it_is_left_anywhere():
    told = str(codec.packed(seen_with(report(), ())))
    assert str(SECRET) not in told
    for trace in ("CEO-03", "Hidden 7", "Ana"):
        assert trace not in told


def test_a_figure_with_a_label_is_withheld_where_it_stands_open():
    kept = {one.key: one for one in seen_with(report(), ()).figures}
    assert kept["stakes//2026-10"].value.state == State.WITHHELD
    assert kept["stakes//2026-10"].value.evidence == ()


def test_a_chart_with_something_withheld_is_its_table_alone():
    money = seen_with(report(), ()).sections[1]
    assert [type(block).__name__ for block in money.blocks] == ["Paragraph", "Bullets", "Table", "Withheld", "Table"]


def test_counts_of_findings_count_those_that_the_reader_sees():
    kept = seen_with(report(), {"security"})
    counted = next(one for one in kept.figures if one.metric == "open_findings")
    assert counted.value.amount == 2
    listed = kept.sections[0].blocks[1]
    assert len(listed.keys) == 2
    assert listed.hides


def test_the_detail_of_a_finding_goes_and_its_title_stays():
    secret = seen_with(report(), {"equity"}).finding("CTO-01:jada:subject of CTO-01")
    assert str(secret.fired.title) == "CTO is wrong at JADA 35 ft: $1"
    assert str(secret.fired.detail) == "withheld"
    assert (secret.fired.evidence, secret.fired.at_stake) == ((), None)


def test_the_agenda_loses_the_tasks_of_hidden_findings_and_the_hours_they_take():
    (agenda,) = seen_with(report(), ()).sections[3].blocks
    assert [task.finding for task in agenda.weeks[0].tasks] == [
        "CTO-01:jada:subject of CTO-01",
        "CFO-01:jada:subject of CFO-01",
    ]
    assert agenda.weeks[0].planned.value.state == State.WITHHELD
    assert agenda.rest == ()


def test_plain_words_hold_no_digit():
    with pytest.raises(ValueError, match="holds a digit"):
        Text(("about 3 months",))


def test_the_subject_names_the_run_and_variant_b_begins_with_the_worst():
    whole = report()
    assert str(subject(whole)) == "Finance: October 2026, whole portfolio (run ab12cd)"
    other = replace(whole, header=replace(whole.header, variant="B", is_corrected=True))
    assert str(subject(other)).startswith("CEO is wrong at JADA 35 ft: $1 · Corrected: Finance")


def test_a_mail_to_who_has_no_office_leads_to_cards_and_never_into_the_office():
    whole = report()
    shut = cuts.without_office(whole)
    assert "/admin/" not in str(codec.packed(shut))
    assert [one.fired.action.href for one in shut.findings] == [planned.link(one.key) for one in whole.findings]
    assert [figure.key for figure in shut.figures] == [figure.key for figure in whole.figures]
    assert [str(one.fired.title) for one in shut.findings] == [str(one.fired.title) for one in whole.findings]
