"""Files that letters bring along."""

from __future__ import annotations

import email
from email import policy

import pytest

from scc_site.mail import attachments
from scc_site.mail.messages import Attachment, Unfit
from scc_site.mail.providers import file
from scc_site.models import OutgoingMail
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, post, pump_at

pytestmark = pytest.mark.django_db
KEPT = {"1": b"%PDF\0\xff" * 40}


def kept(key):
    """The file of a key, if there is one."""
    return Attachment("x.pdf", "application/pdf", KEPT[key]) if key in KEPT else None


@pytest.fixture(autouse=True)
def loader(settings, tmp_path):
    """Files of the tests' own, letters as files."""
    settings.EMAIL_PROVIDER, settings.SCC_DATA_DIR = "file", tmp_path
    attachments.register("tests.kept", kept)


def letter(key):
    """A letter that brings a file along."""
    words = {"greeting": "Ahoy", "topic": "tide", attachments.ATTACHED: [attachments.ref("tests.kept", key)]}
    return post(context=words)


def test_a_file_comes_along_around_both_twins_and_the_same_bytes_leave_again():
    mail = letter("1")
    pump_at(NOW)
    first = file.path_of(mail.pk, "probe").read_bytes()
    OutgoingMail.objects.filter(pk=mail.pk).update(state="queued", sent_at=None, finished_at=None)

    pump_at(NOW)

    assert file.path_of(mail.pk, "probe").read_bytes() == first
    message = email.message_from_bytes(first, policy=policy.default)
    inner, attached = message.iter_parts()
    assert (message.get_content_type(), inner.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert [part.get_content_type() for part in inner.iter_parts()] == ["text/plain", "text/html"]
    assert (attached.get_content(), attached.get_filename()) == (KEPT["1"], "x.pdf")


def test_a_letter_whose_file_is_gone_fails_and_says_why():
    mail = letter("2")

    pump_at(NOW)

    assert (fresh(mail).state, fresh(mail).fault) == (
        OutgoingMail.State.FAILED, "What the letter should bring along is not kept any more.",
    )  # fmt: skip


def test_files_beyond_the_cap_and_loaders_nobody_registered_are_unfit(monkeypatch):
    monkeypatch.setitem(KEPT, "large", b"x" * (attachments.LARGEST + 1))

    for told in (attachments.ref("tests.kept", "large"), attachments.ref("nobody", "1")):
        with pytest.raises(Unfit):
            attachments.of(OutgoingMail(context={attachments.ATTACHED: [told]}))


def test_one_name_has_one_loader():
    with pytest.raises(ValueError, match="two functions"):
        attachments.register("tests.kept", lambda key: None)
