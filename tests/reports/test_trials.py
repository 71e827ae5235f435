"""Two ways of writing a report: what may be said of counts."""

import pytest

from reports import outcomes
from reports.formulas.trial import Arm, exact, verdict
from reports.models import ActionItem, ConfirmedView, ReportDelivery
from scc_site.models import OutgoingMail
from tests import factories
from tests.reports import runs
from tests.reports.test_sending import AT, approved, sent


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Arm(0, 0), Arm(0, 0), 1.0),
        (Arm(10, 1), Arm(12, 5), 0.1619),  # by scipy.stats.fisher_exact
        (Arm(4, 4), Arm(4, 0), 0.0286),
        (Arm(100, 50), Arm(100, 50), 1.0),
    ],
)
def test_the_exact_probability(one, other, expected):
    assert round(exact(one, other), 4) == expected
    assert round(exact(other, one), 4) == expected


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (Arm(99, 99), Arm(500, 0), "no winner: fewer than 100 readers each way"),
        (Arm(100, 50), Arm(100, 52), "no winner: the difference may be chance (p = 0.89)"),
        (Arm(100, 30), Arm(100, 60), "B is read more often (p = 0.000)"),
        (Arm(200, 120), Arm(100, 30), "A is read more often (p = 0.000)"),
    ],
)
def test_there_is_no_winner_below_a_hundred_readers_each_way(a, b, said):
    assert verdict(a, b) == said


@pytest.mark.django_db
def test_a_comparison_counts_who_read_and_what_was_done_within_a_week(settings):
    settings.REPORT_RECIPIENTS, settings.REPORT_BCC = ["ann@example.org", "bob@example.org"], ""
    run = approved()
    sent(run)
    OutgoingMail.objects.update(state="delivered", sent_at=AT, finished_at=AT)
    first = ReportDelivery.objects.first()
    ConfirmedView.objects.create(run=run, person=first.reader, first_at=AT, last_at=AT)
    for key, days in (("CEO-01::CEO-01", 6), ("CEO-03::CEO-03", 8), ("XYZ", 1)):
        ActionItem.objects.create(
            key=key, title=key, status="completed", created_at=AT, completed_at=AT + outcomes.SOON / 7 * days,
            completed_by=factories.admin(),
        )  # fmt: skip

    found = outcomes.of("ceo")

    assert (found.a, found.b) == (Arm(2, 1), Arm(0, 0))
    assert (found.done_a, found.n_a, found.done_b, found.n_b) == (1, 1, 0, 0)
    assert str(found).startswith("A: 1 of 2 read it; B: 0 of 0; no winner")
    assert runs.findings()[0].key == "CEO-01::CEO-01"
