"""What the desk says of a waiver's wording before it is published."""

import pytest

from waivers import demo_texts, releases, wording_checks
from waivers.texts import Variant
from waivers.wording_checks import Judged


def codes(between_ports=False, **fields):
    return {found.code for found in wording_checks.warnings(Judged(between_ports, **fields))}


@pytest.mark.parametrize("variant", list(Variant))
def test_the_demo_texts_want_nothing_but_their_owner(variant):
    wording = demo_texts.wording(variant)

    found = codes(variant == Variant.BETWEEN_PORTS, body=wording.body, body_es=wording.body_es, is_demo=True)

    assert found == {"demo"}


def test_an_empty_wording_wants_every_idea():
    assert codes(body="Hello.") == {
        "no_release", "risk", "electronic", "paper", "minor", "guardian", "medical", "orders", "photo", "copy", "risks",
        "spanish",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    ["I release the house from all claims.", "I hereby WAIVE any right to sue.", "You agree to hold the crew harmless.",
     "I covenant not to sue.", "We give up our legal rights.", "The owner is not liable for anything.",
     "I do not hold the captain responsible.", "I will indemnify the house.", "Renuncio a toda demanda.",
     "Eximo a la casa de responsabilidad.", "La casa no es responsable.",
     "I agree not to delay the boat and release the house from all claims."],
)  # fmt: skip
def test_releases_are_found_in_both_languages(sentence):
    assert releases.releasing(f"Hello.\n\n1. **{sentence}**") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    ["This does not release anybody from negligence.", "Nothing in this text waives a claim.", "Sign this waiver.",
     "The crew releases the lines.", "No release is given from any claim.", "Nadie renuncia a sus derechos.",
     "Nada en este texto libera a nadie de su negligencia.", "I keep my right to sue."],
)  # fmt: skip
def test_what_releases_nobody_is_no_release(sentence):
    assert releases.releasing(sentence) == []


def test_a_release_between_ports_stops_the_text():
    found = wording_checks.warnings(Judged(True, "I release the house from all claims.", ""))

    assert [warning.code for warning in found if warning.stops] == ["void"]


def test_a_release_of_negligence_wants_bold():
    plain = "I release the house from claims caused by its negligence."

    assert "emphasis" in codes(body=plain)
    assert "emphasis" not in codes(body=f"**{plain}**")
    assert "emphasis" in codes(body="I release the house from claims caused by its **negligence**.")
    assert "negligence" in codes(body="**I release the house from claims.**")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("spanish_short", {"body": "Hello. " * 20, "body_es": "Hola."}),
        ("items", {"body": "1. a\n2. b", "body_es": "1. a"}),
        ("long", {"body": "Hello. " * 2000}),
        ("sentence", {"body": "word " * 46 + "."}),
        ("placeholder", {"body": "We are [COMPANY NAME]."}),
        ("placeholder", {"body": "Name: ______"}),
    ],
)
def test_what_guests_cannot_read_is_told(code, fields):
    assert code in codes(**fields)
    assert code not in codes(body="Hello.", body_es="Hola.")
