"""A waiver by its link: typed, reviewed, signed once; who is cleared by it and who is not."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.waivers import aboard
from waivers import guests, links, texts
from waivers.models import Guest, SigningDraft, WaiverPdf, WaiverRecord

pytestmark = pytest.mark.django_db
DRAWN = json.dumps([[{"x": 100 + 8 * step, "y": 200 + 40 * (step % 2)} for step in range(20)]])


@pytest.fixture
def text():
    return aboard.text()


@pytest.fixture
def mia(text):
    """A guest of a party of four on a sail in three days."""
    soon = clock.now() + timedelta(days=3)
    sail = factories.event(departs_at=soon, capacity=6)
    party = factories.booking(sail, party_size=4)
    return aboard.guest(sail, booking=party)


def form_of(guest, **changed):
    """A form that may be signed; None leaves a field out."""
    text = texts.current_for(guest.event)
    sent = {
        "name": guest.name, "consent": "on", "accept": "on", "text_version": texts.shown(text, "en").sha256,
        "typed_name": guest.name, "strokes": "",
    }  # fmt: skip
    return {name: value for name, value in (sent | changed).items() if value is not None}


def path(guest, page=""):
    return f"/waiver/{links.guest_token(guest)}/{page}"


def send(guest, client=None, **changed):
    return (client or Client()).post(path(guest), form_of(guest, **changed), secure=True)


def sign(guest, client=None, **changed):
    """Type, review, sign; the answer of the last form."""
    client = client or Client()
    assert send(guest, client, **changed).status_code == 303
    draft = SigningDraft.objects.get(guest=guest)
    return client.post(path(guest, "review/"), {"print": draft.print}, secure=True)


def test_a_waiver_typed_reviewed_and_signed_clears_its_guest(mia):
    client = Client()

    page = client.get(path(mia), secure=True)
    typed = send(mia, client)
    looked = client.get(typed["Location"], secure=True)
    answer = sign(mia, client)
    pass_ = client.get(answer["Location"], secure=True)

    assert (page.status_code, typed.status_code, looked.status_code, pass_.status_code) == (200, 303, 200, 200)
    assert (typed["Location"], answer["Location"]) == (path(mia, "review/"), path(mia, "receipt/"))
    mia.refresh_from_db()
    assert (mia.state, mia.record.guest_id, mia.record.kind) == ("cleared", mia.pk, "electronic")
    assert not SigningDraft.objects.exists()


def faults(answer):
    """The fields at which a page shows faults."""
    form = answer.context["form"]
    return answer.status_code, sorted(form.errors), sorted(field for row in form.rows for field in row.errors)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"consent": None}, ["consent"]), ({"accept": None}, ["accept"]), ({"consent": ""}, ["consent"]),
        ({"consent": "false", "accept": "0"}, ["accept", "consent"]), ({"accept": "off"}, ["accept"]),
        ({"consent": ["on", "off"]}, ["consent"]), ({"accept": ["0", "on"]}, ["accept"]), ({"name": None}, ["name"]),
        ({"name": ["Mia Stone", "Mia Stoner"]}, ["name"]), ({"typed_name": ""}, ["typed_name"]),
        ({"text_version": None}, ["text_version"]), ({"name": "Mia\x00Stone"}, ["name"]),
        ({"name": "Mia \u202eenotS"}, ["name"]), ({"name": "M" * 200}, ["name"]),
        ({"typed_name": "\x07Mia"}, ["typed_name"]),
        ({"strokes": "[]", "typed_name": ""}, ["strokes"]),
        ({"strokes": '[[{"x":5,"y":5}]]', "typed_name": ""}, ["strokes"]),
        ({"strokes": "data:image/png;base64,iVBORw0KGgo=", "typed_name": ""}, ["strokes"]),
        ({"strokes": '[[{"x":NaN,"y":1},{"x":90,"y":1}]]', "typed_name": ""}, ["strokes"]),
        ({"strokes": "[[" + "[1,1]," * 600_000 + "[1,1]]]", "typed_name": ""}, ["strokes"]),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named_at_its_field_and_the_rest_is_kept(mia, changed, fields):
    answer = send(mia, **changed)

    assert faults(answer) == (422, fields, [])
    assert not SigningDraft.objects.exists()
    if "name" not in fields:
        assert 'value="Mia Stone"' in answer.content.decode()
    for box in {"consent", "accept"} & set(fields):
        assert answer.context["form"][box].value() is False


def test_the_boxes_are_never_ticked_beforehand_nor_after_a_change(mia):
    client = Client()
    send(mia, client)

    page = client.get(path(mia), secure=True).content.decode()

    assert "checked" not in page
    assert page.count("Mia Stone") >= 2


def test_a_file_in_place_of_strokes_is_no_signature(mia):
    picture = SimpleUploadedFile("me.svg", b"<svg/>", content_type="image/svg+xml")

    answer = Client().post(path(mia), form_of(mia, typed_name="") | {"strokes": picture}, secure=True)

    assert faults(answer) == (422, ["typed_name"], [])


def test_fields_that_are_none_of_the_guests_are_ignored(mia):
    other = factories.event()

    answer = sign(
        mia, state="aboard", event_id=other.event_id, signed_at="2001-01-01", is_minor="1", born_on="2020-01-01",
        record="1", accepted_at="2001-01-01",
    )  # fmt: skip

    assert answer["Location"] == path(mia, "receipt/")
    mia.refresh_from_db()
    assert (mia.state, mia.event_id == other.pk, mia.born_on, mia.record.signed_at.year > 2001) == (
        "cleared",
        False,
        None,
        True,
    )


def test_a_drawn_signature_is_kept_in_units_and_shown_by_the_server(mia):
    client = Client()
    send(mia, client, strokes=DRAWN, typed_name="")

    page = client.get(path(mia, "review/"), secure=True).content.decode()

    assert SigningDraft.objects.get().given["strokes"][0][:2] == [[100, 200], [108, 240]]
    assert '<path d="M100 200L108 240' in page


@pytest.mark.parametrize("typed", ["mia stone", "STONE, Mia", "Mía Stöne", " Mia   Stone "])
def test_case_accents_and_order_of_a_name_do_not_matter(mia, typed):
    assert sign(mia, name=typed, typed_name=typed)["Location"] == path(mia, "receipt/")


def test_the_name_of_somebody_else_is_refused_with_two_ways_out(mia):
    answer = send(mia, name="Leo Park", typed_name="Leo Park")

    assert faults(answer) == (422, ["name"], [])
    page = answer.content.decode()
    assert "This link is for Mia Stone." in page
    assert ('name="misspelt"' in page, 'name="somebody_else"' in page) == (True, True)


def test_somebody_elses_hand_under_the_right_name_is_refused_too(mia):
    assert faults(send(mia, typed_name="Leo Park")) == (422, ["typed_name"], [])


@pytest.mark.parametrize("field", ["name", "typed_name"])
def test_a_misspelt_name_is_mended_and_the_record_keeps_both(mia, field):
    said = {"name": "Mya Stone", "typed_name": "Mya Stone"} if field == "name" else {"typed_name": "Mya Stone"}

    answer = sign(mia, misspelt="1", **said)

    assert answer["Location"] == path(mia, "receipt/")
    mia.refresh_from_db()
    assert (mia.name, mia.name_given) == ("Mya Stone", "Mia Stone")
    told = json.loads(bytes(mia.record.payload.content))
    assert (told["signer"]["name"], told["signer"]["name_given"]) == ("Mya Stone", "Mia Stone")


def test_somebody_else_becomes_a_person_of_their_own_on_hold(mia):
    answer = send(mia, name="Leo Park", typed_name="Leo Park", somebody_else="1")

    leo = Guest.objects.get(name="Leo Park")
    assert (answer.status_code, answer["Location"]) == (303, path(leo))
    assert (leo.event, leo.state, leo.source, leo.booking) == (mia.event, "on_hold", "dock", None)
    mia.refresh_from_db()
    assert (mia.state, mia.name) == ("invited", "Mia Stone")


def test_somebody_else_finds_no_place_above_the_cap(mia):
    type(mia.event).objects.filter(pk=mia.event_id).update(capacity=4)

    answer = send(mia, name="Leo Park", typed_name="Leo Park", somebody_else="1")

    assert answer.status_code == 409
    assert Guest.objects.count() == 1


def test_nothing_is_signed_past_the_review(mia):
    client = Client()

    bare = client.post(path(mia, "review/"), form_of(mia), secure=True)
    send(mia, client)
    others = [client.post(path(mia, "review/"), {"print": one}, secure=True) for one in ("", "0" * 64, ["a", "b"])]

    assert (bare.status_code, bare["Location"]) == (303, path(mia, "review/"))
    assert {(one.status_code, one["Location"]) for one in others} == {(303, path(mia, "review/"))}
    assert not WaiverRecord.objects.exists()


def test_a_review_without_a_draft_leads_to_the_form(mia):
    assert Client().get(path(mia, "review/"), secure=True)["Location"] == path(mia)


def test_a_text_that_changed_is_shown_anew_and_never_signed_unseen(mia, text):
    client, before = Client(), form_of(mia)
    send(mia, client)
    draft = SigningDraft.objects.get()
    newer = aboard.text(body="# Waiver\n\nMind the boom.")

    typed = client.post(path(mia), before, secure=True)
    signed = client.post(path(mia, "review/"), {"print": draft.print}, secure=True)

    assert (typed.status_code, signed.status_code) == (409, 409)
    for answer in (typed, signed):
        page = answer.content.decode()
        assert ("Mind the boom." in page, texts.shown(newer, "en").sha256 in page) == (True, True)
        assert 'value="Mia Stone"' in page
    assert not WaiverRecord.objects.exists()


def test_a_made_up_text_version_is_no_signature_either(mia):
    assert send(mia, text_version="999").status_code == 409


def test_the_same_forms_sent_again_lead_to_the_one_receipt(mia):
    client = Client()
    sent = form_of(mia)
    first = client.post(path(mia), sent, secure=True)
    again = client.post(path(mia), sent, secure=True)
    draft = SigningDraft.objects.get()

    answers = [client.post(path(mia, "review/"), {"print": draft.print}, secure=True) for _ in range(3)]
    answers.append(client.post(path(mia), sent, secure=True))

    assert first["Location"] == again["Location"] == path(mia, "review/")
    assert {one["Location"] for one in answers} == {path(mia, "receipt/")}
    assert WaiverRecord.objects.count() == 1
    assert Client().get(path(mia, "review/"), secure=True)["Location"] == path(mia, "receipt/")


def child(number, name, years=9, guest=None, **more):
    """The fields of one dependant, so many years old on the day of the sail."""
    day = guest.event.sails_on
    born = day.replace(year=day.year - years, day=min(day.day, 28))
    return {f"dependant-{number}-name": name, f"dependant-{number}-born": born.isoformat()} | more


def test_five_dependants_on_one_link_are_five_states(mia):
    sail = mia.event
    type(sail).objects.filter(pk=sail.pk).update(capacity=6)
    kids = {}
    for number, name in enumerate(["Ada", "Ben", "Cy", "Dot", "Eli"], 1):
        kids |= child(number, name, 2 * number, guest=mia)

    answer = sign(mia, relationship="parent", **kids)

    assert answer["Location"] == path(mia, "receipt/")
    found = list(Guest.objects.exclude(pk=mia.pk).order_by("pk"))
    assert [one.name for one in found] == ["Ada", "Ben", "Cy", "Dot", "Eli"]
    assert {(one.state, one.guardian, one.relationship, one.source) for one in found} == {
        ("cleared", mia, "parent", "guardian")
    }
    assert [one.booking_id == mia.booking_id for one in found] == [True, True, True, False, False]
    record = WaiverRecord.objects.get()
    assert {cover.guest for cover in record.covers.all()} == {mia, *found}


def test_a_child_without_whose_it_is_or_with_half_a_row_is_refused(mia):
    alone = send(mia, **child(1, "Kit", guest=mia))
    half = send(mia, relationship="parent", **{"dependant-2-name": "Kit"})
    grown = send(mia, relationship="parent", **child(1, "Kit", 19, guest=mia))
    twice = send(mia, relationship="parent", **child(1, "Kit", guest=mia), **child(2, "kit", guest=mia))

    assert faults(alone) == (422, ["relationship"], [])
    assert faults(half)[2] == faults(grown)[2] == ["born"]
    assert faults(twice)[2] == ["name"]
    assert 'value="Kit"' in half.content.decode()
    assert not SigningDraft.objects.exists()


def test_children_above_the_cap_are_refused_by_number(mia):
    kids = {}
    for number in range(1, 8):
        kids |= child(number, f"Kid {chr(64 + number)}", guest=mia)

    answer = send(mia, relationship="legal_guardian", **kids)

    assert answer.status_code == 409
    assert "of your 7 children 2 are too many" in answer.content.decode()
    assert Guest.objects.count() == 1


def test_a_child_that_the_party_named_is_the_same_guest(mia):
    kit = aboard.guest(mia.event, "Kit Stone", booking=mia.booking)

    sign(mia, relationship="parent", **child(1, "kit stone", guest=mia))

    kit.refresh_from_db()
    assert (kit.state, kit.guardian, Guest.objects.count()) == ("cleared", mia, 2)


def test_a_minor_is_cleared_by_an_adult_who_says_what_they_are_to_them(mia):
    day = mia.event.sails_on
    mia.born_on = day.replace(year=day.year - 15, day=1)
    mia.save()

    alone = send(mia)
    adult = sign(mia, typed_name="Ana Stone", guardian="Ana Stone", relationship="legal_guardian")

    assert faults(alone)[:2] == (422, ["guardian", "relationship"])
    assert adult["Location"] == path(mia, "receipt/")
    mia.refresh_from_db()
    ana = Guest.objects.get(name="Ana Stone")
    assert (mia.state, mia.guardian, mia.relationship, mia.record.guest) == ("cleared", ana, "legal_guardian", ana)
    assert (ana.state, ana.booking, ana.source) == ("invited", mia.booking, "guardian")


def test_somebody_who_says_that_they_are_a_minor_needs_an_adult_too(mia):
    day = mia.event.sails_on

    answer = send(mia, born=day.replace(year=day.year - 12, day=1).isoformat())

    assert faults(answer)[:2] == (422, ["guardian", "relationship"])


def test_who_added_themself_signs_and_stays_on_hold_until_staff_accepts(text):
    sail = factories.event(departs_at=clock.now() + timedelta(days=3))
    leo = aboard.walk_in(sail)

    sign(leo, relationship="parent", **child(1, "Pip Park", guest=leo))

    leo.refresh_from_db()
    pip = Guest.objects.get(name="Pip Park")
    assert [(one.state, one.record_id is not None) for one in (leo, pip)] == [("on_hold", True)] * 2
    guests.accept(guest=leo, by=factories.admin(), at=clock.now())
    assert set(Guest.objects.values_list("state", flat=True)) == {"cleared"}


def test_who_is_late_is_held_anew_while_there_is_a_place(text):
    sail = factories.event(departs_at=clock.now() + timedelta(hours=5), capacity=1)
    leo = aboard.walk_in(sail, hold_until=clock.now() - timedelta(minutes=1))

    answer = sign(leo)

    leo.refresh_from_db()
    assert (answer["Location"], leo.state, leo.hold_until > clock.now()) == (path(leo, "receipt/"), "on_hold", True)


def test_who_is_late_on_a_full_sail_is_told_so_and_nothing_is_signed(text):
    sail = factories.event(departs_at=clock.now() + timedelta(hours=5), capacity=1)
    leo = aboard.walk_in(sail, hold_until=clock.now() - timedelta(minutes=1))
    send(leo)
    guests.add(event=sail, name="Mia Stone", source="office", at=clock.now())

    answer = Client().post(path(leo, "review/"), {"print": SigningDraft.objects.get().print}, secure=True)

    leo.refresh_from_db()
    assert (answer.status_code, leo.state, WaiverRecord.objects.count()) == (409, "released", 0)
    assert "all places are taken" in answer.content.decode()


def test_who_declined_may_still_sign(mia):
    guests.decline(guest=mia, why="No.", at=clock.now())

    sign(mia)

    mia.refresh_from_db()
    assert (mia.state, mia.declined_at) == ("cleared", None)


def test_a_clearance_taken_back_is_not_signed_for_again(mia):
    guests.revoke(guest=mia, why="Rude.", by=factories.admin(), at=clock.now())

    assert Client().get(path(mia), secure=True).status_code == 409
    assert send(mia).status_code == 409


def test_a_signature_under_a_text_withdrawn_since_is_given_again(mia, text):
    sign(mia)
    type(text).objects.filter(pk=text.pk).update(withdrawn_at=clock.now(), withdrawn_by=text.written_by)
    aboard.text(body="# Another")

    answer = sign(mia)

    assert answer["Location"] == path(mia, "receipt/")
    assert WaiverRecord.objects.count() == 2


def test_a_receipt_shows_the_guest_and_their_own_children_alone(mia):
    other = aboard.guest(mia.event, "Zoe Other", booking=mia.booking)
    sign(mia, relationship="parent", **child(1, "Kit Stone", guest=mia))
    kit = Guest.objects.get(name="Kit Stone")

    hers, his = (Client().get(path(one, "receipt/"), secure=True).content.decode() for one in (mia, kit))

    assert ["Kit Stone" in hers, "Mia Stone" in hers, other.name in hers] == [True, True, False]
    assert ["Kit Stone" in his, "Mia Stone" in his, "PDF" in his] == [True, False, False]
    assert Client().get(path(other, "receipt/"), secure=True)["Location"] == path(other)


def test_the_pdf_is_the_signers_alone_and_202_while_it_is_made(mia):
    sign(mia, relationship="parent", **child(1, "Kit Stone", guest=mia))
    kit = Guest.objects.get(name="Kit Stone")
    other = aboard.guest(mia.event, "Zoe Other")

    wait = Client().get(path(mia, "waiver.pdf"), secure=True)
    WaiverPdf.objects.create(
        record=WaiverRecord.objects.get(), content=b"%PDF-1.7", sha256="0" * 64, made_at=clock.now()
    )
    made = Client().get(path(mia, "waiver.pdf"), secure=True)

    assert (wait.status_code, wait["Retry-After"]) == (202, "5")
    assert (made.status_code, made["Content-Type"], made.content) == (200, "application/pdf", b"%PDF-1.7")
    assert {Client().get(path(one, "waiver.pdf"), secure=True).status_code for one in (kit, other)} == {404}


def test_a_copy_goes_to_an_address_once_and_to_the_signers_wish_alone(mia):
    sign(mia, relationship="parent", **child(1, "Kit Stone", guest=mia))
    kit = Guest.objects.get(name="Kit Stone")

    def ask(guest, address):
        return Client().post(path(guest, "receipt/"), {"email": address}, secure=True)

    asked = [ask(mia, "mia@example.com") for _ in range(2)]

    assert {(one.status_code, one["Location"]) for one in asked} == {(303, path(mia, "receipt/"))}
    assert list(OutgoingMail.objects.filter(kind="waiver_copy").values_list("to", flat=True)) == ["mia@example.com"]
    assert (ask(mia, "no address").status_code, ask(kit, "kit@example.com").status_code) == (422, 404)


@pytest.mark.parametrize("page", ["", "review/", "receipt/", "waiver.pdf"])
def test_pages_are_private_and_foreign_tokens_open_nothing(mia, page):
    found = Client().get(path(mia, page), secure=True)
    lost = [Client().get(f"/waiver/{token}/{page}", secure=True) for token in ("x", "t" * 36, "y" * 5_000)]

    assert {one.status_code for one in lost} == {404}
    assert len({one.content for one in lost}) == 1
    assert (found["Cache-Control"], found["X-Robots-Tag"], found["Referrer-Policy"]) == (
        "no-store",
        "noindex",
        "same-origin",
    )


def test_a_sail_called_off_and_a_guest_taken_off_are_over(mia):
    zoe = aboard.guest(mia.event, "Zoe Other")
    guests.remove(guest=zoe, why="Twice.", by=factories.admin(), at=clock.now())

    assert Client().get(path(zoe), secure=True).status_code == 410
    assert send(zoe).status_code == 410


def test_before_a_text_is_published_nothing_can_be_signed():
    sail = factories.event(departs_at=clock.now() + timedelta(days=3))

    assert Client().get(path(aboard.guest(sail)), secure=True).status_code == 409


def test_twenty_looks_change_nothing(mia):
    client = Client()

    for _ in range(20):
        client.get(path(mia), secure=True)
        client.head(path(mia), secure=True)

    mia.refresh_from_db()
    assert (mia.state, SigningDraft.objects.count()) == ("invited", 0)


@pytest.mark.parametrize("children", [1, 3])
def test_pages_ask_as_much_for_one_child_as_for_three(mia, children, django_assert_num_queries):
    kids = {}
    for number in range(1, children + 1):
        kids |= child(number, f"Kid {chr(64 + number)}", guest=mia)
    send(mia, relationship="parent", **kids)
    client = Client()

    with django_assert_num_queries(3):
        client.get(path(mia), secure=True)
    with django_assert_num_queries(2):
        client.get(path(mia, "review/"), secure=True)
    sign(mia, relationship="parent", **kids)
    with django_assert_num_queries(3):
        client.get(path(mia, "receipt/"), secure=True)
