"""The desk of waiver texts: written, compared, published and withdrawn by the office."""

from datetime import timedelta

import pytest

from scc_site import clock
from tests import factories
from tests.signing_in import signed_in
from tests.waivers import aboard
from waivers import texts, wording_diff
from waivers.models import Guest, WaiverText
from waivers.texts import Variant
from waivers.wording_diff import Piece

DESK = "/admin/waivers/waivertext/"


@pytest.fixture
def office(db):
    return signed_in(factories.admin("Olga Field"), "admin")


def form_of(office, path):
    return office.get(path).context["adminform"].form


def test_the_next_version_begins_with_the_words_of_the_last_and_is_a_draft(office):
    aboard.text(body="Old words.", valid_months=6)

    form = form_of(office, f"{DESK}add/?variant=out_and_back")
    sent = {name: form.initial[name] for name in ("variant", "title", "title_es", "body_es", "valid_months")}
    answer = office.post(f"{DESK}add/", sent | {"body": "New words."})

    draft = WaiverText.objects.get(version=2)
    assert (form.initial["body"], answer.status_code) == ("Old words.", 302)
    assert (draft.body, draft.valid_months, draft.published_at) == ("New words.", 6, None)
    assert office.get(f"{DESK}add/?variant=out_and_back")["Location"] == f"{DESK}{draft.pk}/change/"


def test_faults_are_answered_422_with_what_was_typed(office):
    answer = office.post(f"{DESK}add/", {"variant": "out_and_back", "title": "", "body": "Mine", "valid_months": "0"})

    form = answer.context["adminform"].form
    assert (answer.status_code, sorted(form.errors), form["body"].value()) == (422, ["title", "valid_months"], "Mine")
    assert not WaiverText.objects.exists()


def test_a_draft_is_published_from_a_page_with_every_warning_and_change(office):
    aboard.text(body="One.\n\nTwo old.")
    draft = aboard.text(is_published=False, body="One.\n\nTwo new.")

    page = office.get(f"{DESK}{draft.pk}/publish/")
    answer = office.post(f"{DESK}{draft.pk}/publish/", {"seen": page.context["form"]["seen"].value()})

    assert "No paper route" in page.text
    assert page.context["halves"][0]["changes"] == 1
    assert answer.status_code == 302
    assert WaiverText.objects.current(Variant.OUT_AND_BACK) == draft


def test_publishing_what_was_not_shown_or_a_release_between_ports_is_refused(office):
    draft = aboard.text(is_published=False, variant=Variant.BETWEEN_PORTS, body="I release the house from all claims.")

    stale = office.post(f"{DESK}{draft.pk}/publish/", {"seen": "0" * 64})
    void = office.post(f"{DESK}{draft.pk}/publish/", {"seen": texts.print_of(draft)})

    assert [stale.status_code, void.status_code] == [409, 409]
    assert "46 USC 30527" in void.text
    assert "Ehart v. Lahaina Divers" in void.text
    assert WaiverText.objects.current(Variant.BETWEEN_PORTS) is None


def test_withdrawing_says_how_many_wait_again_and_wants_a_reason(office):
    signed = aboard.cleared(factories.event(departs_at=clock.now() + timedelta(days=2)))
    text = signed.record.text

    page = office.get(f"{DESK}{text.pk}/withdraw/")
    bare = office.post(f"{DESK}{text.pk}/withdraw/", {"why": " "})
    done = office.post(f"{DESK}{text.pk}/withdraw/", {"why": "Wrong address"})

    signed.refresh_from_db()
    assert "1 guest is on hold again" in page.text
    assert "1 sail to come has nothing to sign" in page.text
    assert [bare.status_code, done.status_code] == [422, 302]
    assert signed.state == Guest.State.ON_HOLD


def test_what_guests_saw_is_looked_at_only_and_previewed_in_both_languages(office):
    text = aboard.text(body="Seas *rise*.", body_es="El mar *sube*.")

    shown = office.get(f"{DESK}{text.pk}/change/")
    sent = office.post(f"{DESK}{text.pk}/change/", {"title": "Other", "body": "Other", "valid_months": "12"})
    english, spanish = (office.get(f"{DESK}{text.pk}/preview/?lang={code}") for code in ("en", "es"))

    assert [shown.status_code, sent.status_code] == [200, 403]
    assert "<p>Seas <em>rise</em>.</p>" in english.text
    assert "<p>El mar <em>sube</em>.</p>" in spanish.text
    assert [office.get(f"{DESK}{text.pk}/{name}/").status_code for name in ("compare", "publish")] == [200, 200]
    assert [office.get(f"{DESK}999999/{name}/").status_code for name in ("preview", "publish")] == [404, 404]
    assert office.post(f"{DESK}{text.pk}/publish/", {"seen": texts.print_of(text)}).status_code == 409


def test_a_draft_is_discarded_and_its_number_is_free(office):
    draft = aboard.text(is_published=False)

    asked = office.get(f"{DESK}{draft.pk}/discard/")
    office.post(f"{DESK}{draft.pk}/discard/")

    assert asked.status_code == 200
    assert not WaiverText.objects.exists()
    assert office.get(DESK).context["now"] == [
        ("Out and back", None, "out_and_back"), ("Between ports", None, "between_ports")
    ]  # fmt: skip


def test_changes_are_told_word_by_word_where_they_stand():
    found = wording_diff.between("One.\n\nTwo old words.\n", "One.\n\nTwo new words.\n\nThree.\n")

    assert [passage.number for passage in found] == [0, 1]
    assert found[1].pieces == (
        Piece("same", "Two "), Piece("gone", "old"), Piece("new", "new"), Piece("same", " words."),
        Piece("new", "\n\nThree."), Piece("same", "\n"),
    )  # fmt: skip
    assert wording_diff.changes(wording_diff.between("Same.", "Same.")) == 0
