"""The PDF of a record: printed once, sealed, sent."""

from __future__ import annotations

import email
import re
from datetime import date, timedelta
from email import policy
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from scc_site import printing
from scc_site.mail.providers import file
from scc_site.models import OutgoingMail
from scc_site.refusals import Mistyped, TooOften, Unseen
from tests.factories import NOW
from tests.mail.letters_for_tests import pump_at
from tests.waivers import aboard
from waivers import canonical, certificates, prose, records, sealing, seals, tasks
from waivers.models import WaiverPdf

pytestmark = pytest.mark.django_db
INK = [[[100, 250], [300, 100], [500, 400]], [[600, 200], [900, 220]]]


def words(text):
    """The words of a text, whatever stands between them."""
    return re.findall(r"\w+", text)


def test_the_pdf_says_what_was_shown_bears_the_seal_and_goes_to_the_signer(settings, tmp_path):
    settings.EMAIL_PROVIDER, settings.SCC_DATA_DIR = "file", tmp_path
    mia = aboard.guest(name="Mia Stone", name_given="Mia Stoen", email="mia@example.com", language="es")
    child = aboard.guest(mia.event, "Tim Stone", born_on=date(2020, 5, 6), guardian=mia)
    text = aboard.text(is_demo=True)
    record = aboard.signed(
        mia, covers=[mia, child], relationship={child.pk: "parent"}, text=text, language="es", strokes=INK
    )

    first = sealing.make(record.pk, at=NOW)
    second = sealing.make(record.pk, at=NOW + timedelta(hours=1))

    assert (first, WaiverPdf.objects.count()) == (second, 1)
    content = bytes(first.content)
    assert first.sha256 == canonical.digest(content)
    printed = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    said = words(printed)
    shown = words(re.sub(r"<[^>]+>", " ", prose.html(text.body_es)))
    assert " ".join(shown) in " ".join(said)
    assert re.findall(r"(?m)^(\d)\. ?$", printed) == ["1", "2", "3"], "a second list of clauses counts on"
    for told in ("Mia", "Stoen", "Tim", record.sha256, record.link, "DEMO"):
        assert told in said
    _judge_seal(content, record)
    _judge_letter(content, mia)


def _judge_seal(content, record):
    """pyHanko itself, opening the PDF, and our own look at its bytes agree."""
    (seal,) = PdfFileReader(BytesIO(content)).embedded_signatures
    roots = [seals._asn1(one) for one in certificates.known()]
    found = validate_pdf_signature(seal, ValidationContext(trust_roots=roots, allow_fetching=False))
    assert (found.bottom_line, found.coverage.name) == (True, "ENTIRE_FILE")
    assert seals.is_intact(content, certificates.known())
    assert seals.named_in(content) == seals.Named(record.number, record.link)


def _judge_letter(content, guest):
    """The copy left once, with the very bytes that are kept."""
    pump_at(NOW)
    mail = OutgoingMail.objects.get()
    sent = file.path_of(mail.pk, "waiver_copy").read_bytes()
    message = email.message_from_bytes(sent, policy=policy.default)
    (attached,) = message.iter_attachments()
    assert (mail.to, mail.state) == (guest.email, OutgoingMail.State.SENT)
    assert message.get_content_type() == "multipart/mixed"
    assert attached.get_content() == content
    assert attached.get_filename() == "waiver-1.pdf"


def test_a_copy_is_sent_once_a_day_to_an_address_and_to_a_handful_of_them():
    mia = aboard.guest()
    aboard.signed(mia)

    for place in (1, 1, 2, 3, 4, 5):
        records.send_copy(guest=mia, address=f"friend{place}@example.com", at=NOW)

    assert OutgoingMail.objects.filter(kind="waiver_copy").count() == 5
    with pytest.raises(TooOften):
        records.send_copy(guest=mia, address="sixth@example.com", at=NOW)


def test_a_copy_of_nothing_and_to_no_address_is_refused():
    mia = aboard.guest()

    with pytest.raises(Unseen):
        records.send_copy(guest=mia, address="mia@example.com", at=NOW)

    aboard.signed(mia)
    with pytest.raises(Mistyped) as refusal:
        records.send_copy(guest=mia, address="mia", at=NOW)
    assert list(refusal.value.faults) == ["address"]


def test_a_job_that_was_lost_is_queued_again_until_the_pdf_is_there():
    from django_q.models import OrmQ

    aboard.signed()
    OrmQ.objects.all().delete()

    sealing.catch_up(at=NOW + timedelta(minutes=1))
    early = OrmQ.objects.count()
    sealing.catch_up(at=NOW + timedelta(minutes=3))

    assert (early, [job.func() for job in OrmQ.objects.all()]) == (0, ["waivers.tasks.seal"])


def test_without_pango_the_job_waits_and_says_what_to_install(monkeypatch, caplog):
    record = aboard.signed(aboard.guest(email="mia@example.com"))
    monkeypatch.setattr(printing, "PANGO", ("pango-that-nobody-has",))

    tasks.seal(record.pk)

    assert (WaiverPdf.objects.exists(), OutgoingMail.objects.exists()) == (False, False)
    assert [line.levelname for line in caplog.records if line.name == "waivers.tasks"] == ["ERROR"]
    assert "apt-get install libpango-1.0-0" in caplog.text
