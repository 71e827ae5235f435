"""What the house says of itself: records missing or old, hand-offs, reports that did not arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from reports import findings
from reports.formulas.handoffs import Handoffs, Paper, Point
from reports.formulas.sent import Sent, Unsent
from reports.inputs import sent
from reports.models import ReportDelivery
from tests import factories
from tests.reports import bridge, sample_report
from tests.reports.housefacts import AS_OF, JADA, UNITS, empty_facts, every_domain


def fired(rule, facts):
    return [(one.fired.subject, one.fired.unit, one.fired.severity.value) for one in findings.known()[rule].fire(facts)]


def test_a_domain_that_is_not_complete_is_one_finding_that_names_its_units():
    facts = empty_facts(complete=[place for place in every_domain() if place != ("jada", "bank")])
    (one,) = findings.known()["DATA-01"].fire(facts)
    assert (one.fired.subject, str(one.fired.detail)) == ("bank", "Not recorded: JADA. ")
    assert str(one.fired.title) == "Records of bank statements are not complete for October 2026"


def test_records_that_many_figures_wait_for_are_high_and_the_house_may_set_how_many():
    facts = empty_facts(units=(JADA,))
    severities = {subject: severity for subject, _, severity in fired("DATA-01", facts)}
    assert (severities["ledger"], severities["bank"]) == ("high", "medium")
    strict = replace(facts, limits={("DATA-01", "blocked"): Decimal(1)})
    assert {severity for _, _, severity in fired("DATA-01", strict)} == {"high"}


def test_a_unit_is_not_asked_for_what_its_kind_does_not_have():
    facts = empty_facts(units=(JADA,))
    subjects = {subject for subject, _, _ in fired("DATA-01", facts)}
    assert not subjects & {"leases", "rent", "clients", "deliveries"}


def test_a_house_without_units_asks_for_the_first_and_a_whole_one_for_nothing():
    assert fired("DATA-01", empty_facts(units=())) == [("units", "", "high")]
    assert fired("DATA-01", empty_facts(complete=every_domain())) == []


@pytest.mark.parametrize(("days", "expected"), [(45, []), (46, [("bank", "jada", "medium")])])
def test_a_last_record_older_than_its_domain_stays_fresh_is_told(days, expected):
    facts = empty_facts(last_on={("jada", "bank"): AS_OF - timedelta(days=days)})
    assert fired("DATA-02", facts) == expected


def test_a_domain_without_any_record_is_not_called_old():
    assert fired("DATA-02", empty_facts(last_on={})) == []


def paper(project, written_on):
    return Paper(project, "jada", project, f"{project}/notes.md", written_on)


def point(kind, since, project="site"):
    return Point(f"{kind}:{since}", "jada", project, kind, "Waits for DNS", f"{project}/notes.md:4", since)


def test_only_the_latest_hand_off_of_a_project_is_judged_by_its_age():
    old, new = AS_OF - timedelta(days=31), AS_OF - timedelta(days=30)
    papers = (paper("site", old), paper("site", new), paper("shop", old))
    assert fired("HND-01", empty_facts(handoffs=Handoffs(papers))) == [("shop", "jada", "medium")]


@pytest.mark.parametrize(("days", "count"), [(14, 0), (15, 1)])
def test_a_blocker_open_too_long_is_one_finding_of_its_project(days, count):
    since = AS_OF - timedelta(days=days)
    points = (point("blocker", since), point("blocker", since + timedelta(days=1)))
    assert len(fired("HND-02", empty_facts(handoffs=Handoffs(points=points)))) == count


def test_a_secret_in_a_document_is_critical_and_its_place_is_for_those_cleared():
    (one,) = findings.known()["HND-03"].fire(empty_facts(handoffs=Handoffs(points=(point("secret", AS_OF),))))
    assert (one.fired.severity.value, one.fired.detail_label) == ("critical", "security")
    assert "notes.md" in str(one.fired.detail)
    assert "notes.md" not in str(one.fired.title)


def test_a_report_that_did_not_reach_somebody_is_one_finding_with_its_rows():
    rows = tuple(Unsent(str(n), "", "ceo", f"r{n}@example.com", "bounced", date(2026, 11, 9)) for n in (1, 2))
    (one,) = findings.known()["OPS-01"].fire(empty_facts(sent=Sent(rows)))
    assert str(one.fired.title) == "The report ceo did not reach r1@example.com, r2@example.com"
    assert [row.key for row in one.fired.evidence] == ["1", "2"]


def test_an_archive_whose_copies_come_back_is_told_and_a_silent_one_is_not():
    assert fired("OPS-02", empty_facts()) == []
    back = Sent(archive="archive@example.com", archive_on=date(2026, 11, 2))
    assert fired("OPS-02", empty_facts(sent=back)) == [("archive", "", "high")]


def test_every_rule_of_the_design_is_known_with_words_and_reports():
    numbers = {
        "DATA": 2, "CEO": 9, "CFO": 7, "ACC": 13, "CMO": 8, "CTO": 8, "DC": 4, "RP": 5, "EYD": 4, "HND": 3, "OPS": 2
    }  # fmt: skip
    wanted = {f"{family}-{number:02}" for family, most in numbers.items() for number in range(1, most + 1)}
    assert set(findings.known()) == wanted
    assert all(each.title and each.roles and each.area for each in findings.known().values())


def test_no_rule_fires_on_an_empty_house_but_those_that_speak_of_missing_records():
    assert {one.rule for one in findings.found(empty_facts(units=UNITS))} <= {"DATA-01", "CEO-07", "ACC-08"}


@pytest.mark.django_db
def test_deliveries_that_were_refused_are_read_until_the_report_is_sent_anew():
    at = datetime(2026, 11, 10, 20, 0, tzinfo=UTC)
    run = bridge.run(sample_report.sample_report(), at=at)
    eve = factories.person("Eve", is_crew=False, is_executive=True)
    row = {"run": run, "slug": run.slug, "period": run.period, "reader": eve, "address": eve.email, "refused": "left"}
    ReportDelivery.objects.create(**row, issue="2026-10", made_at=at)

    asked = {"units": [], "as_of": AS_OF, "is_whole": True}
    assert [one.why for one in sent.read(**asked).unsent] == ["left"]
    assert sent.read(units=[], as_of=AS_OF, is_whole=False).unsent == ()
    assert sent.read(units=[], as_of=date(2026, 11, 9), is_whole=True).unsent == ()
    ReportDelivery.objects.create(**row | {"refused": "still left"}, issue="2026-11", made_at=at + timedelta(days=1))
    assert [one.why for one in sent.read(**asked).unsent] == ["still left"]
