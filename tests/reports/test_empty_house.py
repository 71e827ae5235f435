"""A house without any record gets eight honest reports: what is missing, where to enter it, and no figure made up."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reports import building, reading
from reports.building import Order
from reports.perspectives import SLUGS
from reports.tree import Gaps

AT = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)


def built(slug):
    return building.build(order=Order(slug, None, date(2026, 11, 20), "test:1"), builder=None, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_database_gives_an_honest_report(slug):
    report = reading.report_of(built(slug))

    keys = [section.key for section in report.sections]
    assert keys[:2] == ["changes", "summary"]
    assert keys[-3:] == ["agenda", "gaps", "method"]
    assert {one.rule.split("-")[0] for one in report.findings} <= {"DATA", "CEO", "ACC"}
    assert {one.rule for one in report.findings} <= {"DATA-01", "CEO-07", "ACC-08"}
    business = [figure.key for figure in report.figures if figure.value.is_known and not is_of_the_frame(figure)]
    assert business == []
    (gaps,) = report.sections[-2].blocks
    assert isinstance(gaps, Gaps)
    assert all(gap.href.startswith("/admin/") for gap in gaps.items)


def is_of_the_frame(figure):
    """Scores, hours and counts of what is missing: of the report, not of the business."""
    return figure.formula == "3.9" or figure.counted is not None or figure.metric in {"kpis_missing", "coverage"}
