"""Suppressed addresses in the office: seen where the person is edited, lifted with a reason and by somebody."""

import re
from html import unescape

import pytest

from scc_site import clock
from scc_site.mail import suppression
from scc_site.models import MailEvent, Suppression
from scc_site.refusals import Mistyped, Refusal, Unseen
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import later, post
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
Cause = Suppression.Cause
LIST = "/admin/scc_site/suppression/"
STANDS_IN = "Nothing is sent to it, no sign-in letter either, until somebody lifts that with a reason."


@pytest.fixture
def olga():
    return factories.admin("Olga")


@pytest.fixture
def desk(olga):
    """A browser in the office."""
    return signed_in(olga, "admin")


def stop(address, cause=Cause.BOUNCE, reason="the mailbox does not exist", since=NOW, letter=None):
    return suppression.suppress(address=address, cause=cause, reason=reason, since=since, letter=letter)


def words(answer):
    """What a page says."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def person_page(desk, person):
    return desk.get(f"/admin/scc_site/user/{person.pk}/change/")


def test_a_person_whose_letters_arrive_has_nothing_to_lift(desk):
    ana = factories.person("Ana")

    page = person_page(desk, ana)

    assert "Letters are sent to this address." in words(page)
    assert f"{LIST}add/?address={ana.email.replace('@', '%40')}" in page.content.decode()


def test_what_came_back_for_now_is_counted_on_the_persons_page(desk):
    ana = factories.person("Ana")
    MailEvent.objects.create(
        source="ses", notice="n-1", kind="soft_bounce", recipient=ana.email, happened_at=clock.now(), received_at=NOW
    )

    assert "Letters are sent to this address. 1 of them came back for now since" in words(person_page(desk, ana))


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (
            Cause.BOUNCE,
            "Letters to this address have come back since Mon 1 Jun 2026 10:00: no such mailbox.",
        ),
        (Cause.COMPLAINT, "On Mon 1 Jun 2026 10:00 its reader told the mail service that our letters are unwanted."),
    ],
)
def test_a_person_whose_letters_come_back_says_so_in_words(desk, cause, sentence):
    ana = factories.person("Ana", email="Ana@Example.com")
    row = stop(ana.email_canonical, cause, reason="no such mailbox")

    page = person_page(desk, ana)

    assert f"{sentence} {STANDS_IN}" in words(page)
    assert f"{LIST}{row.pk}/change/" in page.content.decode()
    assert "letters to ana@example.com stopped: no such mailbox" in words(page)


def test_a_suppression_is_lifted_on_a_page_of_its_own_with_a_reason(desk, olga):
    ana, mail = factories.person("Ana"), post()
    row = stop(ana.email_canonical, letter=mail)
    page = desk.get(f"{LIST}{row.pk}/change/")

    answer = desk.post(f"{LIST}{row.pk}/change/", {"why": " She  has a new mailbox. "}, follow=True)

    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_why) == (olga, "She has a new mailbox.")
    assert f"/admin/scc_site/outgoingmail/{mail.pk}/change/" in page.content.decode()
    assert f"Letters to {ana.email} are sent again, from the next one on." in words(answer)
    assert f"letters to {ana.email} again: She has a new mailbox." in words(person_page(desk, ana))
    assert suppression.among([ana.email_canonical]) == frozenset()


@pytest.mark.parametrize("why", ["", "   ", "\u200b", "x" * 301])
def test_without_a_reason_nothing_is_lifted(desk, why):
    row = stop("ana@example.com")

    answer = desk.post(f"{LIST}{row.pk}/change/", {"why": why})

    row.refresh_from_db()
    assert (answer.status_code, row.lifted_at) == (422, None)


def test_a_lifted_one_is_history(desk, olga):
    row = stop("ana@example.com")
    suppression.lift(suppression_id=row.pk, why="Well again.", by=olga, at=later(hours=1))

    page = desk.get(f"{LIST}{row.pk}/change/")
    again = desk.post(f"{LIST}{row.pk}/change/", {"why": "Once more."})

    assert "Olga lifted that on Mon 1 Jun 2026 11:00: Well again." in words(page)
    assert "Write to it again" not in words(page)
    assert (again.status_code, Suppression.objects.get().lifted_why) == (403, "Well again.")


def test_an_address_is_stopped_by_hand_and_for_a_reason(desk, olga):
    prefilled = desk.get(f"{LIST}add/?address=ana%40example.com")

    answer = desk.post(f"{LIST}add/", {"address": "ANA@Example.com", "why": "She asked us to."}, follow=True)

    row = Suppression.objects.get()
    assert 'value="ana@example.com"' in prefilled.content.decode()
    assert (row.address, row.cause, row.reason, row.by) == ("ana@example.com", "hand", "She asked us to.", olga)
    assert "Letters to ana@example.com are stopped." in words(answer)
    assert "Olga stopped letters to this address" in words(desk.get(f"{LIST}{row.pk}/change/"))


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"address": "nobody", "why": "x"}, "@-sign"),
        ({"address": "ben@example.com", "why": ""}, "This field is required."),
        ({"address": "", "why": "x"}, "This field is required."),
        ({"address": "ana@EXAMPLE.com", "why": "x"}, "This address is written to no more already."),
        ({"address": "a\0b@example.com", "why": "x"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_stopped_is_refused_at_its_field(desk, form, fault):
    stop("ana@example.com")

    answer = desk.post(f"{LIST}add/", form)

    assert answer.status_code == 422
    assert fault in words(answer)
    assert Suppression.objects.count() == 1


def test_the_list_tells_those_that_stand_from_those_that_were_lifted(desk, olga):
    lifted = stop("old@example.com")
    suppression.lift(suppression_id=lifted.pk, why="Well again.", by=olga, at=later(hours=1))
    stop("new@example.com")

    pages = [words(desk.get(LIST + query)) for query in ("", "?now=stopped", "?now=lifted", "?q=new")]

    found = [["old@example.com" in page, "new@example.com" in page] for page in pages]
    assert found == [[True, True], [False, True], [True, False], [False, True]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(desk, olga, count, django_assert_num_queries):
    for number in range(count):
        suppression.suppress_by_hand(address=f"p{number}@example.com", why="Asked.", by=olga, at=NOW)
    desk.get(LIST)

    with django_assert_num_queries(3):
        desk.get(LIST)


def test_only_the_office_in_admin_scope_sees_and_lifts():
    row = stop("ana@example.com")
    paths = [LIST, f"{LIST}add/", f"{LIST}{row.pk}/change/", "/admin/scc_site/mailevent/"]
    browsers = [signed_in(factories.person()), signed_in(factories.admin())]

    answers = [[browser.post(path, {"why": "x"}).status_code for path in paths] for browser in browsers]

    assert answers == [[404] * 4, [303] * 4]
    assert Suppression.objects.standing().count() == 1


def test_events_are_shown_with_their_letter_and_without_what_opens_a_door(desk):
    mail = post()
    fields = {"source": "ses", "happened_at": NOW, "received_at": NOW}
    known = MailEvent.objects.create(**fields, notice="n-1", kind="bounce", recipient=mail.to, mail=mail)
    offer = MailEvent.objects.create(
        **fields, notice="n-2", kind="subscription", detail={"topic": "arn", "sealed": "r1:secret"}
    )

    pages = [
        desk.get(f"/admin/scc_site/mailevent/{path}") for path in ("", f"{known.pk}/change/", f"{offer.pk}/change/")
    ]

    assert f"/admin/scc_site/outgoingmail/{mail.pk}/change/" in pages[0].content.decode()
    assert "no more" in words(pages[1])
    assert "topic: arn" in words(pages[2])
    assert "none of ours" in words(pages[2])
    assert not any("r1:secret" in words(page) for page in pages)
    assert [desk.get("/admin/scc_site/mailevent/add/").status_code, desk.post(f"{LIST}1/delete/").status_code] == [
        403
    ] * 2


def test_the_verbs_refuse_what_they_cannot_do(olga):
    row = stop("ana@example.com")

    with pytest.raises(Unseen):
        suppression.lift(suppression_id=row.pk + 1, why="x", by=olga, at=NOW)
    for why in ("", "x" * 301):
        with pytest.raises(Mistyped):
            suppression.lift(suppression_id=row.pk, why=why, by=olga, at=NOW)
    suppression.lift(suppression_id=row.pk, why="x", by=olga, at=NOW)
    with pytest.raises(suppression.LiftedAlready):
        suppression.lift(suppression_id=row.pk, why="x", by=olga, at=NOW)
    with pytest.raises(Mistyped) as fault:
        suppression.suppress_by_hand(address="x", why="", by=olga, at=NOW)

    assert fault.value.faults.keys() == {"address", "why"}
    assert issubclass(suppression.SuppressedAlready, Refusal)
