"""A mail's own links, who read a run, and the page of its approval and mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from reports import approving, granting, hits, proof, sending
from reports.models import ConfirmedView, LinkHit, ReportDelivery, ReportRun
from scc_site.models import OutgoingMail
from tests import factories
from tests.reports import runs
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def operators(settings):
    settings.REPORT_RECIPIENTS, settings.REPORT_BCC = ["ann@example.org"], ""


@pytest.fixture
def delivery():
    run = approving.approve(run=runs.built(), by=None, at=AT)
    sending.send(run=run, by=None, at=AT)
    OutgoingMail.objects.update(state="delivered", sent_at=AT, finished_at=AT)
    return ReportDelivery.objects.get()


def followed(delivery, action="run", after=60.0, agent=FIREFOX, is_head=False):
    at = AT + timedelta(seconds=after)
    return hits.follow(link=delivery.link, action=action, agent=agent, is_head=is_head, at=at)


def test_each_link_leads_to_its_page(delivery):
    run = delivery.run.get_absolute_url()

    assert [followed(delivery, action) for action in ("run", "board", "s-burn", "v-3", "f-2", "c-1")] == [
        run, "/reports/board/", f"{run}#s-burn", f"{run}figures/3/", f"{run}findings/2/",
        "/reports/board/?card=CEO-01%3A%3ACEO-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({}, ""),
        ({"is_head": True}, "asked for the head alone"),
        ({"after": 1.9}, "at once after it arrived"),
        ({"after": 2.1}, ""),
        ({"agent": "Mozilla/5.0 (compatible; Proofpoint URL Defense)"}, "a known scanner"),
        ({"agent": ""}, "names no program"),
    ],
)
def test_a_machine_is_told_from_a_person(delivery, options, why):
    followed(delivery, **options)

    hit = LinkHit.objects.get()
    assert (hit.is_machine, hit.why) == (bool(why), why)


def test_whoever_asks_for_every_link_within_seconds_is_a_machine(delivery):
    ReportDelivery.objects.update(marks=3)

    for number, action in enumerate(("run", "f-1", "f-2")):
        followed(delivery, action, after=60 + number)
    followed(delivery, "run", after=100)

    assert list(LinkHit.objects.values_list("is_machine", flat=True)) == [True, True, True, False]


def test_a_link_signs_nobody_in_and_an_unknown_one_is_dead(delivery):
    stranger = Client()

    found = stranger.get(f"/r/{delivery.link}/run/", headers={"User-Agent": FIREFOX})
    dead = [
        stranger.get(f"/r/{link}/{act}/").status_code for link, act in (("x" * 22, "run"), (delivery.link, "delete"))
    ]

    assert (found.status_code, found.headers["Location"]) == (302, delivery.run.get_absolute_url())
    assert (found.headers["Cache-Control"], dict(found.cookies)) == ("private, no-store", {})
    assert stranger.get(found.headers["Location"]).status_code == 303
    assert stranger.post(f"/r/{delivery.link}/run/").status_code == 405
    assert dead == [410, 410]
    assert not ConfirmedView.objects.exists()


def test_only_a_page_opened_by_who_is_signed_in_counts_as_read(delivery):
    ann = factories.person("Ann", is_crew=False, is_executive=True)
    ReportDelivery.objects.filter(pk=delivery.pk)
    granting.give(person=ann, slug="ceo", giver=None, at=AT)
    client, page = signed_in(ann), delivery.run.get_absolute_url()

    client.head(page)
    before = ConfirmedView.objects.count()
    client.get(page)
    client.get(page)

    assert (before, [(view.run_id, view.person_id) for view in ConfirmedView.objects.all()]) == (
        0, [(delivery.run_id, ann.pk)]
    )  # fmt: skip


def test_the_proof_says_of_each_reader_what_is_known(delivery):
    followed(delivery)
    followed(delivery, is_head=True)
    ConfirmedView.objects.create(run=delivery.run, person=delivery.reader, first_at=AT, last_at=AT)

    one = proof.lines(delivery.run)[0]

    assert (one.words, one.tone, one.read_at, one.clicks, one.machines) == ("delivered", "ok", AT, 1, 1)


def test_a_run_is_previewed_approved_sent_and_cancelled_by_buttons():
    run = runs.built()
    olga = signed_in(factories.admin("Olga"), "admin")
    page = f"{run.get_absolute_url()}delivery/"

    before = olga.get(page).content.decode()
    preview = olga.get(f"{run.get_absolute_url()}preview/").content.decode()
    frame = olga.get(f"{run.get_absolute_url()}preview/html/").content.decode()
    early = olga.post(page, {"act": "send"})
    done = [olga.post(page, {"act": act}).status_code for act in ("approve", "send", "send")]
    after = olga.get(page).content.decode()
    row = ReportDelivery.objects.get()
    letter = olga.get(f"{page}{row.pk}/").content.decode()

    assert "Who would get it" in before
    assert "ann@example.org" in before
    assert ("Chief executive: October 2026" in preview, "The pipeline is empty" in frame) == (True, True)
    assert (early.status_code, done) == (409, [303, 303, 303])
    assert "waits to leave" in after
    assert row.sha256 in letter
    assert olga.post(page, {"act": "cancel"}).status_code == 303
    assert (ReportRun.objects.get().approver.name, OutgoingMail.objects.get().state) == ("Olga", "cancelled")


def test_who_may_not_see_a_readers_mail_is_not_shown_it(delivery):
    gus = factories.person("Gus", is_crew=False, is_executive=True)
    granting.give(person=gus, slug="ceo", acts=["approve"], giver=None, at=AT)
    client, page = signed_in(gus), f"{delivery.run.get_absolute_url()}delivery/"

    listed = client.get(page).content.decode()

    assert f"{page}{delivery.pk}/" not in listed
    assert client.get(f"{page}{delivery.pk}/").status_code == 404
    assert client.get(f"{page}{delivery.pk}/html/").status_code == 404
    assert runs.SECRET not in client.get(f"{delivery.run.get_absolute_url()}preview/html/").content.decode()


def test_runs_are_approved_sent_and_cancelled_from_their_list():
    olga = signed_in(factories.admin("Olga"), "admin")
    run, other = runs.built(), runs.built(slug="cfo")
    desk = "/admin/reports/reportrun/"

    def done(act, *chosen):
        sent = {"action": act, "_selected_action": [str(one.pk) for one in chosen]}
        return olga.post(desk, sent, follow=act != "preview")

    early = done("send", run).content.decode()
    done("approve", run)
    sent = done("send", run).content.decode()
    done("cancel", other)

    assert "This run is draft: approve it first." in early
    assert "1 letter queued." in sent
    assert done("preview", run).headers["Location"] == f"{run.get_absolute_url()}preview/"
    assert sorted(ReportRun.objects.values_list("slug", "state")) == [("ceo", "sending"), ("cfo", "cancelled")]
