"""Which field of a signed waiver is not what its rows say."""

from __future__ import annotations

import json

import pytest

from tests.waivers import aboard
from waivers import differences
from waivers.models import WaiverRecord

pytestmark = pytest.mark.django_db
ROWS = "what was signed says something else than its rows: "
UNREADABLE = "what was signed cannot be read any more: its rows and its PDF still say what they said"
AGREES = (
    "its rows agree with what was signed: the change lies in what no row keeps "
    "(names, signature, consents, language, relationships); its PDF shows them"
)


@pytest.fixture
def record():
    return aboard.signed()


def told(record, change):
    """What is said once `change` was done to the payload."""
    said = json.loads(bytes(record.payload.content))
    said = change(said) or said
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    return differences.in_words(record, content, record.event.event_id, record.text)


def test_each_field_that_a_row_keeps_is_named(record):
    put = {
        "number": lambda said: said.update(number=77),
        "signer": lambda said: said["signer"].update(guest=0),
        "sail": lambda said: said["event"].update(id="another"),
        "kind": lambda said: said.update(kind="paper"),
        "instant": lambda said: said.update(signed_at="2020-01-01T00:00:00Z"),
        "signature key": lambda said: said.update(signature_key="x"),
        "text": lambda said: said["text"].update(version=9),
        "whom it covers": lambda said: said.update(covers=[]),
        "paper": lambda said: said.update(paper_sha256="a" * 64),
    }

    assert {name: told(record, change) for name, change in put.items()} == {name: f"{ROWS}{name}" for name in put}


def test_of_several_all_are_named(record):
    assert told(record, lambda said: said.update(number=77, kind="paper")) == f"{ROWS}number, kind"


def test_a_change_that_no_row_shows_is_told_as_such(record):
    assert told(record, lambda said: said["signer"].update(name="Somebody Else")) == AGREES
    assert told(record, lambda said: said.update(language="es")) == AGREES


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_is_told_as_such(record, content):
    assert told(record, lambda said: content or b" ") == UNREADABLE


@pytest.mark.parametrize("content", [b"null", b"[]", b'{"signer": 3, "covers": [[], {"guest": [1]}]}', b"7"])
def test_what_was_never_a_waiver_disagrees_in_every_field(record, content):
    fields = "number, signer, sail, kind, instant, signature key, text, whom it covers, paper"

    assert told(record, lambda said: content) == f"{ROWS}{fields}"


def test_whole_records_differ_nowhere(record):
    said = json.loads(bytes(record.payload.content))

    assert differences.in_row(WaiverRecord.objects.get(), said, record.event.event_id) == []
