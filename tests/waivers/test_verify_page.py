"""Anybody may ask whether a PDF is a waiver of ours."""

from __future__ import annotations

import re
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scc_site.management import exports
from tests.waivers import aboard, sealed
from waivers.verify import judging
from waivers.verify.judging import Word

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    """The bytes of a sealed waiver."""
    return bytes(sealed.seal(aboard.signed(aboard.guest(name="Mia Stone"))).content)


def hand_in(client, content):
    """What the page says to a file."""
    return client.post("/verify/", {"pdf": SimpleUploadedFile("x.pdf", content, "application/pdf")})


def words(answer):
    """What the page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_file_that_was_sealed_is_genuine_and_nobody_is_named(client, ours):
    answer = hand_in(client, ours)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Genuine This is record 1 of our log, signed on June 1, 2026." in words(answer)
    assert "Mia" not in words(answer)


def test_every_flipped_byte_makes_it_altered(ours):
    found = set()
    for place in range(0, len(ours), 37):
        bent = bytearray(ours)
        bent[place] ^= 1
        found.add(judging.judge(bytes(bent)).word)

    assert found == {Word.ALTERED}


def test_whatever_is_added_behind_the_seal_makes_it_altered(client, ours):
    answer = hand_in(client, ours + b"\n9 0 obj\n<< >>\nendobj\n%%EOF\n")

    assert "Altered The file bears our mark" in words(answer)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"\0" * 1000, zlib.compress(b"0" * 10_000_000), b"%PDF-1.7 /Encrypt [" + b"[" * 100_000],
    ids=["empty", "head", "nothing", "bomb", "brackets"],
)  # fmt: skip
def test_anything_else_is_not_ours(client, content):
    answer = hand_in(client, content)

    assert answer.status_code == 200
    assert "Not ours We never sealed this file." in words(answer)


def test_without_a_file_the_field_is_named(client):
    answer = client.post("/verify/", {})

    assert answer.status_code == 422
    assert "Choose a PDF first." in words(answer)


def test_a_file_within_ten_megabytes_is_looked_at_and_a_larger_one_is_not(client):
    within, above, far = (hand_in(client, b"x" * size) for size in (10 * 2**20, 10 * 2**20 + 1, 14 * 2**20))

    assert [within.status_code, above.status_code, far.status_code] == [200, 413, 413]
    assert "larger than 10 MB" in words(above)


def test_the_page_judges_with_one_query(ours, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert judging.judge(ours).word == Word.GENUINE


def test_waivers_are_given_out_as_plain_rows():
    record = aboard.signed(aboard.guest(name="Mia Stone"))

    (row,) = exports.KINDS["waivers"](None, None)

    assert (row["id"], row["event_id"], row["guest"], row["sha256"]) == (
        1, record.event.event_id, "Mia Stone", record.sha256,
    )  # fmt: skip
