"""Waivers on paper: filed by one act of the house, cleared by a second."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from scc_site import clock
from tests import factories
from tests.signing_in import signed_in
from tests.waivers import aboard
from waivers import texts, verdicts
from waivers.models import Guest, PaperWaiver, WaiverRecord
from waivers.paper import filing, media
from waivers.paper.filing import Read
from waivers.standing import Code

PDF = b"%PDF-1.7\n" + b"x" * 200


def png():
    """A picture of one white dot."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


@pytest.fixture
def office(db):
    return signed_in(factories.admin("Olga Field"), "admin")


@pytest.fixture
def sail(db):
    aboard.text()
    return factories.event(departs_at=clock.now() + timedelta(days=3))


def page(guest, rest=""):
    return f"/events/{guest.event.event_id}/guests/{guest.pk}/paper/{rest}"


def filed(guest, content=PDF):
    return filing.file(guest=guest, content=content, by=factories.admin(), at=clock.now())


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"\xff\xd8\xff" + b"x" * 99, media.JPEG), (png() + b"x" * 9, media.PNG), (PDF, media.PDF),
     (b"\0\0\0\x18ftypheic" + b"x" * 99, media.HEIC), (b"\0\0\0\x18ftypmp42" + b"x" * 99, None), (b"%PDF-", None),
     (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>" + b" " * 99, None), (b"", None),
     (b"<html>%PDF-" + b"x" * 99, None)],
)  # fmt: skip
def test_files_are_known_by_their_first_bytes(content, kind):
    assert media.kind_of(content) == kind


def test_a_photo_is_filed_then_accepted_and_the_guest_is_cleared(office, sail):
    guest = aboard.guest(sail)

    first = office.post(page(guest), {"paper": SimpleUploadedFile("x.exe", PDF)})
    waits = verdicts.of(guest, clock.now()).code
    paper = PaperWaiver.objects.get()
    look = office.get(page(guest, f"{paper.pk}/"))
    given = {"name": "Mia Stone", "language": "es", "seen": "on"}
    done = office.post(page(guest, f"{paper.pk}/accept/"), given)

    guest.refresh_from_db()
    record = WaiverRecord.objects.get()
    assert [first.status_code, look.status_code, done.status_code] == [303, 200, 303]
    assert (waits, verdicts.of(guest, clock.now()).code) == (Code.PAPER_REVIEW, Code.OK)
    assert (guest.state, guest.record, record.kind) == (Guest.State.CLEARED, record, "paper")
    assert f'"paper_sha256":"{paper.sha256}"' in bytes(record.payload.content).decode()
    assert office.post(page(guest, f"{paper.pk}/accept/"), given).status_code == 303
    assert office.post(page(guest, f"{paper.pk}/refuse/"), {"reason": "No"}).status_code == 409
    assert WaiverRecord.objects.count() == 1


def test_a_paper_refused_with_a_reason_leaves_the_guest_on_hold(office, sail):
    guest = aboard.guest(sail)
    paper = filed(guest)

    bare = office.post(page(guest, f"{paper.pk}/refuse/"), {"reason": ""})
    done = office.post(page(guest, f"{paper.pk}/refuse/"), {"reason": "Not signed"})
    late = office.post(page(guest, f"{paper.pk}/accept/"), {"name": "Mia Stone", "language": "en", "seen": "on"})

    assert [bare.status_code, done.status_code, late.status_code] == [422, 303, 409]
    assert verdicts.of(guest, clock.now()).code == Code.WAIVER_MISSING
    assert "Not signed" in office.get(page(guest)).text
    assert not WaiverRecord.objects.exists()


def test_a_minors_paper_names_the_adult_and_what_they_are_to_the_child(office, sail):
    parent = aboard.guest(sail, "Ana Stone")
    child = aboard.guest(sail, "Kit Stone", guardian=parent, born_on=clock.now().date() - timedelta(days=3000))
    paper = filed(child)
    given = {"name": "Ana Stone", "language": "en", "seen": "on"}

    bare = office.post(page(child, f"{paper.pk}/accept/"), given)
    done = office.post(page(child, f"{paper.pk}/accept/"), given | {"relationship": "parent"})

    child.refresh_from_db()
    assert [bare.status_code, done.status_code] == [422, 303]
    assert (child.record.guest, child.relationship) == (parent, "parent")
    assert verdicts.of(child, clock.now()).code == Code.GUARDIAN_NOT_ABOARD


def test_what_is_no_photo_or_too_large_is_refused_and_what_was_filed_twice_is_kept_once(office, sail, settings):
    guest = aboard.guest(sail)

    script = office.post(page(guest), {"paper": SimpleUploadedFile("x.pdf", b"<script>x()</script>" * 9)})
    nothing = office.post(page(guest), {})
    large = office.post(page(guest), {"paper": SimpleUploadedFile("x.pdf", PDF + b"x" * 3 * 1024 * 1024)})
    again = [filed(guest, PDF) for _ in range(2)]
    settings.LIMITS = settings.LIMITS | {"PAPER_MEGABYTES": 1}
    too_large = office.post(page(guest), {"paper": SimpleUploadedFile("x.pdf", PDF + b"x" * 1024 * 1024)})

    assert [script.status_code, nothing.status_code, large.status_code, too_large.status_code] == [422, 422, 303, 422]
    assert again[0] == again[1]
    assert PaperWaiver.objects.count() == 2


def test_the_file_is_saved_and_never_run(office, sail):
    guest = aboard.guest(sail)
    paper = filed(guest, png() + b"<script>x()</script>")

    answer = office.get(page(guest, f"{paper.pk}/file/"))

    assert answer.content == png() + b"<script>x()</script>"
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "image/png", "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'attachment; filename="waiver-paper-{paper.pk}.png"',
    }  # fmt: skip
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["Cache-Control"] == "no-store"


def test_another_guests_paper_and_strangers_are_answered_404(office, sail):
    guest, other = aboard.guest(sail), aboard.guest(sail, "Leo Park")
    paper = filed(guest)
    hand = signed_in(factories.person("Ben Cole", is_crew=True))

    assert office.get(page(other, f"{paper.pk}/")).status_code == 404
    assert office.get(page(other, f"{paper.pk}/file/")).status_code == 404
    assert [hand.get(page(guest, rest)).status_code for rest in ("", "blank/", f"{paper.pk}/file/")] == [404] * 3


def test_a_paper_with_a_withdrawn_text_is_not_accepted_and_without_a_text_none_is_filed(office, sail):
    guest = aboard.guest(sail)
    paper = filed(guest)
    texts.withdraw(text=paper.text, why="Wrong", by=paper.filed_by, at=clock.now())

    late = office.post(page(guest, f"{paper.pk}/accept/"), {"name": "Mia Stone", "language": "en", "seen": "on"})
    none = office.post(page(guest), {"paper": SimpleUploadedFile("x.pdf", PDF)})

    assert [late.status_code, none.status_code] == [409, 409]
    assert "nothing to sign" in office.get(page(guest, "blank/")).text


def test_the_blank_has_the_text_of_today_and_lines_to_sign(office, sail):
    guest = aboard.guest(sail)

    english, spanish, anybody = (
        office.get(path).text
        for path in (page(guest, "blank/"), page(guest, "blank/?lang=es"), f"/events/{sail.event_id}/guests/blank/")
    )

    assert "I know that sailing has risks." in english
    assert "Mia Stone" in english
    assert "Exención" in spanish
    assert ("parent or legal guardian" in english, "parent or legal guardian" in anybody) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_two_second_looks_at_once_make_one_record():
    aboard.text()
    guest = aboard.guest(factories.event(departs_at=clock.now() + timedelta(days=3)))
    paper, people = filed(guest), [factories.admin("Ana"), factories.admin("Ben")]

    def look(person):
        try:
            return filing.accept(paper=paper, read=Read("Mia Stone"), by=person, at=clock.now()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(look, people))

    assert made[0] == made[1]
    assert WaiverRecord.objects.count() == 1
