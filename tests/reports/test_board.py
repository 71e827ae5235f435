"""The board: one card a problem, moved with a history, told from outside with a key."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports import granting
from reports.board import keys, learning, moving, reading
from reports.board.moving import Changed, Plan
from reports.board.reading import Asked
from reports.findings import Action, Finding, Fired, Severity
from reports.grants import Given, Grants
from reports.models import ActionEvent, ActionItem, ReportRun
from reports.periods import Period
from reports.report import Header, Report
from reports.values import Level, Measure, recorded
from reports.words import Figure, name, text
from tests import factories
from tests.reports import books
from tests.reports.housefacts import empty_facts
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 14, 20, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
AS_OF = date(2026, 11, 14)
EVERYBODY = Grants((Given(clearance=frozenset({"equity"})),))


def finding(rule="CFO-01", unit="", *, severity=Severity.HIGH, label="", outcome="", roles=("cfo",)):
    act = Action(text("Mend ", name(rule)), hours=2, due=date(2026, 12, 1), href="/admin/", outcome=outcome)
    return Finding(rule, 1, "finance", roles, Fired(unit, "thing", severity, text("Wrong"), act, label=label))


def run(number, slug="ceo", unit=None, as_of=AS_OF):
    return ReportRun.objects.create(
        slug=slug, unit=unit, period=date(2026, 10, 1), as_of=as_of, trigger=f"test:{number}", state="draft",
        sha256="0" * 64, built_at=AT + timedelta(minutes=number),
    )  # fmt: skip


def learned(number, *findings, slug="ceo", unit=None, as_of=AS_OF, measured=None):
    """A run of the report that found these, and what the board made of it."""
    made = run(number, slug, unit, as_of)
    coverage = Figure("coverage", "Recorded", recorded(1, Measure.SHARE, coverage=Level.COMPLETE, n=1))
    head = Header(slug, "Chief executive", "", unit.slug if unit else "", "whole portfolio", (),
                  Period(date(2026, 10, 1), date(2026, 11, 1)), as_of, "UTC", AT, str(made.pk), coverage)  # fmt: skip
    report = Report(head, (), findings)
    learning.learn(run=made, report=report, facts=empty_facts(), measured=measured or {}, at=made.built_at)
    return made


def card(key="CFO-01::thing"):
    return ActionItem.objects.get(key=key)


def told(item):
    return list(item.story.values_list("what", flat=True))


def test_one_problem_has_one_card_however_many_runs_find_it():
    for number in range(3):
        learned(number, finding())

    assert ActionItem.objects.filter(kind="finding").count() == 1
    assert (card().occurrences, card().status, told(card())) == (3, "pending", ["found"])
    assert card().first_run != card().last_run


def test_each_run_has_a_card_of_its_own():
    made = learned(1)
    own = card(f"run:{made.pk}")
    assert (own.kind, own.title, own.href) == ("run", "Chief executive, October 2026, whole portfolio",
                                               f"/reports/runs/{made.pk}/")  # fmt: skip


def test_learning_the_same_run_twice_hangs_no_second_card():
    learned(1, finding())
    made = ReportRun.objects.get()
    learning._own_card(made, Report(_head(made), (), ()), AT)
    assert ActionItem.objects.count() == 2


def _head(made):
    coverage = Figure("coverage", "Recorded", recorded(1, Measure.SHARE, coverage=Level.COMPLETE, n=1))
    return Header("ceo", "Chief executive", "", "", "whole portfolio", (), Period(date(2026, 10, 1), date(2026, 11, 1)),
                  AS_OF, "UTC", AT, str(made.pk), coverage)  # fmt: skip


def test_a_finding_that_is_gone_waits_for_a_word_and_stands_again_when_it_fires():
    learned(1, finding())
    learned(2)
    assert card().resolved_at is not None
    assert card().status == "pending"
    learned(3, finding())
    assert card().resolved_at is None
    assert told(card()) == ["found", "resolved by data", "found again"]


def test_a_completed_card_that_fires_again_is_reopened_and_marked():
    boss = factories.admin()
    learned(1, finding())
    moving.move(item_id=card().pk, to="completed", seen="pending", by=boss, at=LATER)
    learned(90, finding())
    assert (card().status, card().is_regressed, card().completed_at, card().completed_by) == (
        "pending",
        True,
        None,
        None,
    )
    assert told(card()) == ["found", "moved", "regressed"]


def test_a_run_over_one_unit_speaks_of_that_unit_alone():
    jada, queen = books.unit(), books.unit("queen-of-san-diego")
    learned(1, finding(unit="jada"), finding("CFO-02", unit="queen-of-san-diego"), finding("CFO-03"))
    learned(2, unit=jada)
    standing = set(ActionItem.objects.standing().values_list("rule", flat=True))
    assert standing == {"CFO-02", "CFO-03"}
    assert card("CFO-02:queen-of-san-diego:thing").unit == queen


def test_a_run_of_one_report_says_nothing_of_what_others_found():
    learned(1, finding(), finding("CMO-01", roles=("cmo",)))
    learned(2, slug="cfo")
    assert card().resolved_at is not None
    assert card("CMO-01::thing").resolved_at is None


def test_a_run_that_looks_further_back_changes_nothing():
    learned(1, finding())
    learned(2, as_of=date(2026, 9, 30))
    assert card().resolved_at is None
    assert card().occurrences == 1


def test_the_outcome_is_measured_from_the_first_run_to_the_last():
    one = finding(outcome="free_cash")
    for number, cents in enumerate((100_000, 250_000)):
        value = recorded(cents, Measure.CENTS, coverage=Level.COMPLETE, n=1)
        learned(number, one, measured={"free_cash": value})
    assert (card().first_amount, card().last_amount, card().outcome_measure) == (100_000, 250_000, "cents")


def test_a_move_is_told_once_and_a_move_from_elsewhere_is_refused():
    boss = factories.admin()
    learned(1, finding())
    for _ in range(2):
        moving.move(item_id=card().pk, to="in_review", seen="pending", by=boss, at=LATER)
    with pytest.raises(Changed, match="in review by now"):
        moving.move(item_id=card().pk, to="completed", seen="pending", by=boss, at=LATER)
    assert told(card()) == ["found", "moved"]


def test_a_plan_tells_what_changed_and_nothing_else():
    boss = factories.admin("Olga")
    learned(1, finding())
    plan = Plan(owner=boss, due=date(2026, 11, 20), hours=8, note="")
    for _ in range(2):
        moving.plan(item_id=card().pk, plan=plan, by=boss, at=LATER)
    said = list(card().story.filter(what="planned").values_list("said", flat=True))
    assert said == ["with: Olga; by: 2026-11-20; hours: 8"]
    assert (card().effort, card().day) == (8, date(2026, 11, 20))


def test_what_people_set_stays_when_the_rule_fires_again():
    boss = factories.admin()
    learned(1, finding())
    moving.plan(item_id=card().pk, plan=Plan(owner=boss, hours=16), by=boss, at=LATER)
    learned(2, finding(severity=Severity.CRITICAL))
    assert (card().owner, card().hours, card().severity) == (boss, 16, "critical")
    assert learning.cards()["CFO-01::thing"].hours == 16


def test_what_happened_to_a_card_is_never_rewritten():
    learned(1, finding())
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        ActionEvent.objects.update(what="nothing")


def test_a_reader_sees_cards_of_their_reports_units_and_clearance():
    books.unit()
    learned(
        1, finding(unit="jada"), finding("CEO-03", label="equity", roles=("ceo",)), finding("CMO-01", roles=("cmo",))
    )

    def seen(*given):
        rows = reading.visible(Grants(given)).filter(kind="finding")
        return set(rows.values_list("rule", flat=True))

    assert seen(Given(clearance=frozenset({"equity"}))) == {"CFO-01", "CEO-03", "CMO-01"}
    assert seen(Given()) == {"CFO-01", "CMO-01"}
    assert seen(Given(slug="cfo")) == {"CFO-01"}
    assert seen(Given(slug="cmo", unit="jada")) == set()
    assert seen(Given(unit="jada")) == {"CFO-01"}
    assert seen() == set()


def test_columns_are_read_in_two_queries_whatever_hangs_there(django_assert_num_queries):
    books.unit()
    learned(1, *(finding(f"CFO-{place:02}") for place in range(1, 9)))
    with django_assert_num_queries(2):
        found = reading.columns(EVERYBODY, Asked(role="cfo", severity="high"))
    assert {status: len(cards) for status, cards in found.items()} == {
        "pending": 8, "in_review": 0, "completed": 0, "deferred": 0
    }  # fmt: skip


def test_of_the_runs_of_one_report_the_latest_alone_waits_on_the_board():
    learned(1)
    last = learned(2)
    found = reading.columns(EVERYBODY, Asked())
    assert [item.key for item in found["pending"]] == [f"run:{last.pk}"]


# --- the door for outside systems


def post(body, secret="", content_type="application/json"):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return Client().post("/reports/board/cards/", data, content_type=content_type, headers=headers)


@pytest.fixture
def secret():
    return keys.issue(name="monitor", by=factories.admin(), at=AT)[1]


def test_a_card_from_outside_is_hung_once_for_its_key(secret):
    body = {"key": "uptime:site", "title": "Site is down", "severity": "critical", "role": "cto"}
    answers = [post(body, secret) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    item = card("uptime:site")
    assert (item.kind, item.status, item.occurrences, item.roles) == ("outside", "pending", 2, ["ceo", "cto"])
    assert answers[1].json() == {"key": "uptime:site", "status": "pending", "url": f"/reports/board/{item.pk}/"}


def test_the_key_of_a_finding_tells_that_findings_card_again_and_keeps_its_words(secret):
    learned(1, finding())
    assert post({"key": "CFO-01::thing", "title": "Something else"}, secret).status_code == 200
    assert (card().title, card().occurrences) == ("Mend CFO-01", 2)


def test_outside_may_complete_and_is_marked_when_it_comes_again(secret):
    body = {"key": "uptime:site", "title": "Site is down"}
    post(body, secret)
    post({**body, "status": "completed"}, secret)
    assert card("uptime:site").completed_by.is_admin
    post(body, secret)
    assert (card("uptime:site").status, card("uptime:site").is_regressed) == ("pending", True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"title": "No key"}, 422),
        ({"key": "k", "title": "t", "severity": "horrible", "unit": "nowhere", "due": "soon", "hours": 3}, 422),
        ({"key": "run:1", "title": "t"}, 422),
        ({"key": ["k"], "title": "t"}, 422),
        ("[1]", 422),
        ("{", 422),
        ("[" * 100_000, 413),
        (b"\xff\xfe", 422),
        ({"key": "k\x00", "title": "t"}, 422),
    ],
)
def test_what_cannot_be_hung_is_answered_with_every_fault(secret, body, status):
    answer = post(body, secret)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert not ActionItem.objects.exists()


def test_every_fault_is_named_by_field(secret):
    answer = post({"key": "k", "severity": "horrible", "unit": "nowhere", "hours": 3}, secret)
    assert sorted(answer.json()["faults"]) == ["hours", "severity", "title", "unit"]


def test_without_a_key_or_with_an_ended_one_nothing_is_told():
    boss = factories.admin()
    token, secret = keys.issue(name="monitor", by=boss, at=AT)
    body = {"key": "k", "title": "t"}
    assert post(body).status_code == 401
    assert post(body, "wrong").status_code == 401
    assert post(body, secret, "text/plain").status_code == 415
    keys.end(token=token, by=boss, at=LATER)
    assert post(body, secret).status_code == 401
    with pytest.raises(keys.Over):
        keys.end(token=token, by=boss, at=LATER)


# --- the pages


@pytest.fixture
def ella():
    person = factories.person("Ella", is_crew=False, is_executive=True)
    granting.give(person=person, slug="", clearance=[], giver=None, at=AT)
    return person


def test_an_executive_moves_a_card_by_its_button_and_comes_back_to_the_board(ella):
    learned(1, finding())
    client = signed_in(ella)
    page = client.get("/reports/board/")
    assert page.status_code == 200
    answer = client.post(
        f"/reports/board/{card().pk}/move/?role=cfo", {"status": "in_review", "seen": "pending", "key": "a"}
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/reports/board/?role=cfo#card-{card().pk}")
    assert card().status == "in_review"


def test_a_card_is_found_by_its_key_from_the_report(ella):
    learned(1, finding())
    client = signed_in(ella)
    answer = client.get("/reports/board/", {"card": "CFO-01::thing"})
    assert (answer.status_code, answer["Location"]) == (303, f"/reports/board/{card().pk}/")
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/reports/board/", {"card": "CEO-99::nothing"}).status_code == 404


def test_a_card_that_they_may_not_see_is_not_there(ella):
    learned(1, finding("CEO-03", label="equity", roles=("ceo",)))
    number = card("CEO-03::thing").pk
    client = signed_in(ella)
    assert "CEO-03" not in client.get("/reports/board/").content.decode()
    assert client.get(f"/reports/board/{number}/").status_code == 404
    assert client.post(f"/reports/board/{number}/move/", {"status": "completed"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [("?role=cook", 422), ("?unit=nowhere", 422), ("?severity=9", 422), ("999999999999/", 404), ("?role=cfo", 200)],
)
def test_addresses_of_the_board_that_name_nothing(ella, path, status):
    assert signed_in(ella).get(f"/reports/board/{path}").status_code == status


def test_a_move_to_nowhere_and_a_plan_of_nonsense_are_answered_with_their_faults(ella):
    learned(1, finding())
    client = signed_in(ella)
    assert client.post(f"/reports/board/{card().pk}/move/", {"status": "gone"}).status_code == 422
    answer = client.post(f"/reports/board/{card().pk}/plan/", {"due": "soon", "hours": "3", "note": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert (
        client.post(f"/reports/board/{card().pk}/move/", {"status": "completed", "seen": "in_review"}).status_code
        == 409
    )


def test_the_page_asks_a_fixed_number_of_queries(ella):
    client = signed_in(ella)
    learned(1, finding())
    client.get("/reports/board/")
    counts = []
    for number in (2, 3):
        learned(number, *(finding(f"CFO-{place:02}") for place in range(number * 6)))
        with CaptureQueriesContext(connection) as asked:
            client.get("/reports/board/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
