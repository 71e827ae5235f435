"""Channels, contacts and campaigns at the desk: kept in words, refused in words, listed in few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Campaign, ChannelStat, Contact, ContactSuppression, FunnelStep, Keyword, Listing
from tests import factories
from tests.reports import books
from tests.reports.test_market_imports import EXAMPLES, KINDS
from tests.reports.test_market_inputs import rows
from tests.reports.test_record_desks import BOOKS, faults, text, typed
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
LISTS = (
    "channel", "listing", "channelstat", "funnelstep", "funnelcount", "keyword", "ranksnapshot", "reviewsnapshot",
    "localseocheck", "contact", "contactsuppression", "campaign",
)  # fmt: skip
CHOICES = {
    "contact/?out=consent": 2, "contact/?out=stopped": 1, "contact/?out=invalid": 1, "contact/?q=ito": 1,
    "contactsuppression/?now=stopped": 1, "contactsuppression/?now=lifted": 0, "listing/?status=live": 2,
    "channel/?q=sailo": 1,
}  # fmt: skip


@pytest.fixture
def office():
    """A desk with every example."""
    books.unit()
    for kind in KINDS:
        books.taken(kind, (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8"))
    return signed_in(factories.admin("Ada Quay"), "admin")


def test_a_listing_tells_how_it_is_seen_and_asks_for_the_source_of_an_estimate(office):
    path = f"{BOOKS}/listing/{Listing.objects.get(channel__slug='getmyboat').pk}/change/"

    before = typed(office, path, estimate_cents="400", rating="6")
    after = typed(office, path, estimate_cents="$400", estimate_source="the site’s own figures", rating="4.9",
                  booking_path_tested="no")  # fmt: skip

    assert (before.status_code, sorted(faults(before))) == (
        422, ["Say where the estimate comes from: it is printed beside it.", "Write 0 to 5 stars."]
    )  # fmt: skip
    assert (after.status_code, Listing.objects.get(channel__slug="getmyboat").estimate_cents) == (302, 40_000)
    assert "known checks passed, of 6 in all. Live: yes," in text(office.get(path))


def test_figures_of_a_month_are_kept_by_its_first_day_and_blanks_stay_unknown(office):
    row = ChannelStat.objects.get(channel__slug="direct")

    typed(office, f"{BOOKS}/channelstat/{row.pk}/change/", month="2026-09-17", clicks="")

    row.refresh_from_db()
    assert (f"{row.month}", row.clicks, row.spend_cents) == ("2026-09-01", None, None)


def test_another_spelling_of_an_address_is_the_same_contact(office):
    new = {"email_norm": "ＣＬＥＯ@Example.com", "consent_basis": "asked on the pier"}

    twice = typed(office, f"{BOOKS}/contact/add/", **new)
    none = typed(office, f"{BOOKS}/contact/add/", **(new | {"email_norm": "nowhere"}))
    path = f"{BOOKS}/contact/{Contact.objects.get(is_valid=False).pk}/change/"
    mended = typed(office, path, email_norm="Somebody@Example.com")

    assert (twice.status_code, faults(twice)) == (422, ["Contact with this Address already exists."])
    assert (none.status_code, len(faults(none)), mended.status_code) == (422, 1, 302)
    assert Contact.objects.get(email_norm="somebody@example.com").is_valid is True


def test_campaigns_to_an_address_are_stopped_and_lifted_with_a_reason(office):
    add, found = f"{BOOKS}/contactsuppression/add/?address=cleo@example.com", ContactSuppression.objects
    refused = typed(office, add, why=" ")
    made = typed(office, add, why="She wrote to us.")
    again = typed(office, add, why="She wrote to us.")
    stop = found.get(email_norm="cleo@example.com")
    path = f"{BOOKS}/contactsuppression/{stop.pk}/change/"
    contact = f"{BOOKS}/contact/{Contact.objects.get(email_norm='cleo@example.com').pk}/change/"
    said = text(office.get(contact))
    silent = office.post(path, {"why": ""})
    lifted = office.post(path, {"why": "She asked for them."})
    late = office.post(path, {"why": "Once more."})

    stop.refresh_from_db()
    assert [answer.status_code for answer in (refused, made, again, silent, lifted, late)] == [
        422, 302, 422, 422, 302, 403
    ]  # fmt: skip
    assert faults(again) == ["Campaigns to this address are stopped already."]
    assert "Ada Quay stopped every campaign on" in said
    assert (stop.lifted_why, stop.lifted_by.name) == ("She asked for them.", "Ada Quay")


def test_an_import_says_that_it_stopped_an_address(office):
    stop = ContactSuppression.objects.get()

    assert "An import stopped every campaign on" in text(office.get(f"{BOOKS}/contactsuppression/{stop.pk}/change/"))


def test_a_campaign_is_sent_in_parts_to_those_who_may_be_written_to(office):
    path = f"{BOOKS}/campaign/{Campaign.objects.get(name='Spring sails').pk}/change/"

    page = text(office.get(path))
    wrong = typed(office, path, claimed_low_cents="9", claimed_high_cents="5", **{"result-0-bounced": "500"})
    typed(office, path, **{"result-0-bounced": "20"})

    assert "1 of 5 listed. In parts of 1," in page
    assert "It may go: within the limits." in page
    assert (wrong.status_code, faults(wrong)) == (422, ["This is below the low claim."])
    assert "Only 400 were sent." in text(wrong)
    assert "It is stopped: hard bounces of 5.00 % stop the rest" in text(office.get(path))


def test_every_choice_of_the_lists_finds_its_rows(office):
    found = {choice: office.get(f"{BOOKS}/{choice}") for choice in CHOICES}

    assert {choice: answer.context["cl"].result_count for choice, answer in found.items()} == CHOICES


def test_lists_take_as_many_queries_for_one_row_as_for_three(office, django_assert_num_queries):
    rows(books.unit("queen-of-san-diego"), 1)
    counts = {}
    for table in LISTS:
        with CaptureQueriesContext(connection) as queries:
            office.get(f"{BOOKS}/{table}/")
        counts[table] = len(queries)
    rows(books.unit("jada"), 2)
    rows(books.unit("quickdumpnow"), 3)

    for table in LISTS:
        with django_assert_num_queries(counts[table], info=table):
            office.get(f"{BOOKS}/{table}/")


def test_every_record_opens(office):
    rows(books.unit("queen-of-san-diego"), 1)
    pages = {
        model._meta.model_name: model.objects.first().pk
        for model in (Campaign, ChannelStat, Contact, FunnelStep, Keyword, Listing)
    }

    found = {name: office.get(f"{BOOKS}/{name}/{pk}/change/").status_code for name, pk in pages.items()}

    assert found == dict.fromkeys(pages, 200)
