"""Sending a report: once to each, as stored, to who may read it now, copied to the archive, again where lost."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from reports import approving, archive, changes, cuts, fitness, following, granting, sending
from reports.models import ReportDelivery, ReportGrant, ReportRun, ReportVariant
from reports.sending import NotApproved
from scc_site.mail import preferences, pump
from scc_site.models import Alarm, OutgoingMail, User
from scc_site.refusals import Unseen
from tests import factories
from tests.reports import runs

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
THREE = ["ann@example.org", "bob@example.org", "cid@example.org"]


@pytest.fixture(autouse=True)
def operators(settings):
    settings.REPORT_RECIPIENTS, settings.REPORT_BCC = list(THREE), ""
    return settings


def executive(name="Ella", **fields):
    return factories.person(name, is_crew=False, is_executive=True, email=f"{name.lower()}@example.com", **fields)


def approved(**fields):
    return approving.approve(run=runs.built(**fields), by=None, at=AT)


def sent(run=None, **options):
    return sending.send(run=run or approved(), by=None, at=AT, **options)


def addresses():
    return list(ReportDelivery.objects.order_by("address").values_list("address", flat=True))


def message(taken):
    return email.message_from_bytes(taken.raw, policy=email.policy.default)


def whole_text(taken):
    return "\n".join(part.get_content() for part in message(taken).walk() if part.get_content_maintype() == "text")


def test_each_recipient_gets_a_period_once_whatever_is_repeated_or_rebuilt():
    run = approved()

    first, again, rebuilt = sent(run), sent(run), sent(approved())

    assert [(done.queued, done.had) for done in (first, again, rebuilt)] == [(3, 0), (0, 3), (0, 3)]
    assert str(rebuilt) == "nothing to send: everybody has this period’s report already."
    assert OutgoingMail.objects.filter(kind="report").count() == 3
    assert addresses() == THREE


def test_nothing_is_sent_that_nobody_approved_or_that_was_cancelled():
    draft = runs.built()
    gone = approving.cancel(run=runs.built(), by=None, at=AT)

    for run in (draft, gone):
        with pytest.raises(NotApproved):
            sent(run)

    assert not ReportDelivery.objects.exists()


def test_who_may_not_approve_or_send_does_not_learn_of_the_run():
    run, ella = approved(), executive()
    granting.give(person=ella, slug="ceo", acts=["approve"], giver=None, at=AT)

    approving.approve(run=run, by=ella, at=AT)

    with pytest.raises(Unseen):
        sending.send(run=run, by=ella, at=AT)
    with pytest.raises(Unseen):
        approving.approve(run=run, by=executive("Fay"), at=AT)


def test_rights_are_asked_when_it_is_sent_and_who_is_refused_is_told_to_the_office(operators):
    operators.REPORT_RECIPIENTS = []
    factories.admin("Olga")
    people = {name: executive(name) for name in ("Ella", "Fay", "Gus", "Hal", "Ida")}
    for person in people.values():
        granting.give(person=person, slug="ceo", giver=None, at=AT)
    ReportGrant.objects.filter(person=people["Hal"]).update(expires_on=date(2026, 11, 20))
    User.objects.filter(pk=people["Fay"].pk).update(is_active=False)
    User.objects.filter(pk=people["Gus"].pk).update(is_executive=False, is_crew=True)
    preferences.switch(person=people["Ida"], families=["report_ceo"], off=True, by=people["Ida"], way="page", at=AT)

    run = approved()
    done = sent(run)

    assert done.queued == 1
    assert done.refused == {
        "fay@example.com": "may not sign in any more",
        "gus@example.com": "is neither executive nor admin any more",
        "hal@example.com": "holds a grant that expired",
        "ida@example.com": "has switched this report off",
    }
    assert sorted(Alarm.objects.filter(kind="report_refused").values_list("words", flat=True))[0].endswith(
        "was not sent to fay@example.com, who may not sign in any more."
    )
    assert Alarm.objects.filter(kind="report_refused").count() == 3


def test_who_may_read_it_later_gets_it_then(operators):
    operators.REPORT_RECIPIENTS = []
    ella = executive(is_active=False)
    granting.give(person=ella, slug="ceo", giver=None, at=AT)
    run = approved()
    refused = sent(run)
    User.objects.update(is_active=True)

    later = sent(run)

    assert (refused.queued, later.queued) == (0, 1)
    assert ReportDelivery.objects.get().refused == ""


def test_what_is_withheld_from_a_reader_is_in_no_part_of_their_mail():
    ella = executive()
    granting.give(person=ella, slug="ceo", giver=None, at=AT)
    outside = ReportGrant.objects.create(
        address="board@example.org", slug="ceo", expires_on=date(2026, 12, 1), given_at=AT,
        approved_at=AT, approved_by=factories.admin(),
    )  # fmt: skip

    sent()

    rows = {row.address: row for row in ReportDelivery.objects.all()}
    cleared, redacted, summary = rows[THREE[0]], rows["ella@example.com"], rows[outside.address]
    assert [runs.SECRET in row.text + row.html for row in (cleared, redacted, summary)] == [True, False, False]
    assert ["Stakes are not signed" in row.text for row in (cleared, redacted, summary)] == [True, False, False]
    assert ["Nothing burns" in row.text for row in (cleared, redacted, summary)] == [True, True, False]
    assert not any(runs.DETAIL in row.text + row.html for row in rows.values())
    assert (redacted.clearance, redacted.is_whole, summary.is_whole) == ([], True, False)


def test_the_archive_is_copied_where_it_may_see_what_the_reader_sees_and_else_gets_its_own(operators):
    operators.REPORT_BCC = "cid@example.org"
    ella = executive()
    granting.give(person=ella, slug="ceo", giver=None, at=AT)
    sent()
    is_reader = dict(ReportDelivery.objects.values_list("address", "archive"))
    ReportGrant.objects.create(
        address="vault@example.org", slug="ceo", expires_on=date(2026, 12, 1), given_at=AT, is_mailed=False,
        is_whole=True, approved_at=AT, approved_by=factories.admin(),
    )  # fmt: skip
    operators.REPORT_BCC = "vault@example.org"

    sent(approved(slug="cfo"))
    narrow = approved(slug="ceo", as_of=date(2026, 12, 1))
    sent(narrow)

    assert is_reader == {
        "ann@example.org": "cid@example.org", "bob@example.org": "cid@example.org", "cid@example.org": "",
        "ella@example.com": "cid@example.org",
    }  # fmt: skip
    rows = {row.address: row for row in narrow.deliveries.all()}
    assert (rows[THREE[0]].archive, rows["ella@example.com"].archive) == ("", "vault@example.org")
    assert (
        rows[THREE[0]].archive_said
        == "The archive may not see ownership and equity: it gets a copy of its own, without."
    )
    assert (rows["vault@example.org"].is_archive, runs.SECRET in rows["vault@example.org"].html) == (True, False)


def test_a_separate_copy_is_one_message_a_run_and_no_reader_is_copied(operators):
    operators.REPORT_BCC, operators.REPORT_BCC_MODE = "vault@example.org", archive.SEPARATE
    run = approved()

    sent(run)
    sent(run)

    assert [(row.address, row.is_archive, row.mail.bcc) for row in run.deliveries.told()] == [
        *((address, False, []) for address in THREE),
        ("vault@example.org", True, []),
    ]


def test_the_corrected_report_goes_to_all_who_had_it_and_says_so():
    run = approved()
    sent(run)
    made = approved(corrects=run)

    done, again = sent(made, corrected=True), sent(made, corrected=True)

    assert (done.queued, again.queued, again.had) == (3, 0, 3)
    assert {row.subject[:11] for row in made.deliveries.all()} == {"Corrected: "}
    assert {row.correction for row in made.deliveries.all()} == {1}
    with pytest.raises(sending.NothingToCorrect):
        sent(run, corrected=True)


@pytest.mark.parametrize(
    ("states", "state"),
    [
        (("sent", "sent", "delivered"), "sent"),
        (("sent", "queued", "failed"), "sending"),
        (("sent", "bounced", "sent"), "partly_sent"),
        (("failed", "suppressed", "expired"), "failed"),
    ],
)
def test_a_run_says_what_became_of_its_letters(states, state):
    run = approved()
    sent(run)
    for row, word in zip(run.deliveries.told(), states, strict=True):
        OutgoingMail.objects.filter(pk=row.mail_id).update(state=word)

    following.settle(at=AT)
    following.settle(at=AT)

    assert ReportRun.objects.get(pk=run.pk).state == state


def test_what_failed_is_sent_again_to_those_alone_with_the_very_same_bytes():
    run = approved()
    sent(run)
    lost = run.deliveries.get(address=THREE[1])
    OutgoingMail.objects.exclude(pk=lost.mail_id).update(state="sent")
    OutgoingMail.objects.filter(pk=lost.mail_id).update(state="failed", finished_at=AT)

    done = following.resend(run=run, by=None, at=AT)

    again = ReportDelivery.objects.get(pk=lost.pk)
    assert (done.queued, again.tries, again.sha256, again.mail.state) == (1, 2, lost.sha256, "queued")
    with pytest.raises(following.NothingFailed):
        following.resend(run=run, by=None, at=AT)


def test_stored_bytes_are_never_rewritten_and_an_altered_letter_does_not_leave():
    sent()
    row = ReportDelivery.objects.first()

    with pytest.raises(Exception, match="never rewritten"):
        ReportDelivery.objects.filter(pk=row.pk).update(html="else")


def test_a_run_that_waits_longer_than_a_day_is_told_once_and_never_sent():
    run = approving.hold(run=runs.built())

    waiting = [approving.remind(at=runs.BUILT_AT + timedelta(hours=hours)) for hours in (23, 25, 49)]

    assert waiting == [0, 1, 1]
    assert list(Alarm.objects.values_list("kind", "key")) == [("report_waits", str(run.pk))]
    assert not ReportDelivery.objects.exists()


@pytest.mark.parametrize(
    ("policy", "least", "before", "refused"),
    [
        ("always", "1", False, ""),
        ("manual", "0", True, "Its schedule wants a person to approve it."),
        ("calm", "0.5", False, "1 critical since the run before: The pipeline is empty"),
        ("calm", "0.5", True, ""),
        ("calm", "0.9", True, "Less than 90% of what it lives of is recorded."),
    ],
)
def test_a_run_is_approved_by_itself_only_as_its_policy_says(policy, least, before, refused):
    earlier = runs.built(as_of=date(2026, 10, 21)) if before else None

    said = approving.objection(run=runs.built(before=earlier), policy=approving.Policy(policy), least=Decimal(least))

    assert said == refused


def test_in_a_trial_each_reader_keeps_their_lot_and_few_take_turns():
    ReportVariant.objects.create(slug="ceo", letter="B", in_trial=True, order=["burn"], subject="{worst} in {month}")
    months = [approved(as_of=date(2026, month, 21)) for month in (8, 9, 10, 11)]

    for run in months:
        sent(run)

    assert ["".join(row.variant for row in run.deliveries.told()) for run in months] == ["AAA", "BBB", "BBB", "AAA"]
    assert months[1].deliveries.first().subject.startswith("The pipeline is empty in August 2026 (run ")


@pytest.mark.django_db(transaction=True)
def test_letters_leave_as_they_are_kept_with_the_archive_in_the_envelope_alone(amazon, operators):
    operators.REPORT_BCC = "vault@example.org"
    run = approved()
    sent(run)

    pump.run(time=lambda: AT + timedelta(seconds=1))
    following.settle(at=AT)

    kept = {str(row.mail_id): row for row in run.deliveries.all()}
    assert [taken.recipients for taken in amazon.taken] == [(one, "vault@example.org") for one in THREE]
    for taken in amazon.taken:
        row, mail = kept[taken.outbox_id], message(taken)
        assert (mail["Subject"], mail["To"], mail["Bcc"]) == (row.subject, row.address, None)
        assert mail["List-ID"] == "Report Chief executive <report-ceo.letters.crew.example.com>"
        assert mail["List-Unsubscribe"].startswith("<https://crew.example.com/mail/preferences/")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert [part["Content-Transfer-Encoding"] for part in mail.iter_parts()] == ["quoted-printable"] * 2
        assert mail.get_body(("html",)).get_content().splitlines() == row.html.splitlines()
        assert f"https://crew.example.com/r/{row.link}/run/" in row.html
        assert (taken.tags["X-SCC-Kind"], mail["X-SCC-Kind"]) == ("report", "report")
    assert ReportRun.objects.get(pk=run.pk).state == "sent"


def test_all_that_is_wrong_is_told_before_the_first_message(amazon, operators):
    operators.REPORT_BCC = "vault@example.org"
    amazon.destinations = [{"Name": "all", "Enabled": True, "MatchingEventTypes": ["OPEN", "SEND"]}]
    amazon.per_day = 5
    run = approved()

    with pytest.raises(fitness.NotFit) as told:
        sent(run)

    assert "The configuration set letters tracks OPEN" in told.value.sentence
    assert "room for 5 more recipients; this report wants 6" in told.value.sentence
    assert (amazon.sends, ReportDelivery.objects.count()) == (0, 0)


def test_the_command_tells_what_keeps_reports_from_leaving(amazon, operators, capsys):
    amazon.sending = False

    with pytest.raises(SystemExit) as ended:
        call_command("check_reports_env")

    assert ended.value.code == 1
    assert "No letter leaves: Amazon has paused sending" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("period", "was_over"),
    [("2026-10", True), ("2026-08/2026-10", True), ("2026-11", False), ("2026-11-21", False), ("", False)],
)
def test_only_figures_of_months_that_were_over_are_told_anew(period, was_over):
    assert changes._was_over(period, date(2026, 11, 21)) == was_over


def test_a_report_whose_title_holds_a_number_has_a_subject():
    run = runs.built(slug="rental")
    report = runs.report(run, title="3028 51st St")

    assert cuts.subject_of(report, cuts.Wording()) == (
        f"3028 51st St: October 2026, whole portfolio (run {str(run.pk)[:6]})"
    )


def test_a_reader_outside_switches_the_report_off_by_the_link_in_its_foot(client):
    sent()
    row = ReportDelivery.objects.first()
    page = row.text.split("Fewer letters:\n")[1].split("\n")[0].removeprefix("https://crew.example.com")

    shown = client.get(page).content.decode()
    client.post(page, {"List-Unsubscribe": "One-Click"})
    again = sent(approved(as_of=date(2026, 12, 21)))

    assert "Report: Chief executive" in shown
    assert (again.queued, again.refused) == (2, {row.address: "has switched this report off"})
