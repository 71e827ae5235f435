"""Every word for guests stands in Spanish, and what is loaded is what was written."""

from __future__ import annotations

import gettext
import re

import pytest
from django.utils import translation

from tests.waivers import catalogue

SLOT = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def words():
    return catalogue.read(catalogue.PO.read_text(encoding="utf-8"))


def test_everything_that_guests_read_is_translated_and_nothing_else(words):
    assert set(catalogue.said()) == set(words)
    assert [key for key, strings in words.items() if not all(strings) or len(strings) != 1 + bool(key[1])] == []
    assert "fuzzy" not in catalogue.PO.read_text(encoding="utf-8")


def test_what_stands_in_a_sentence_stands_in_its_translation(words):
    slots = {key: (SLOT.findall(key[1] or key[0]), SLOT.findall(strings[-1])) for key, strings in words.items()}

    assert {key: found for key, found in slots.items() if sorted(found[0]) != sorted(found[1])} == {}


def test_what_is_loaded_is_what_was_written(words):
    with catalogue.PO.with_suffix(".mo").open("rb") as file:
        loaded = gettext.GNUTranslations(file)

    assert catalogue.PO.with_suffix(".mo").read_bytes() == catalogue.compiled(words)
    assert [key for key, strings in words.items() if not key[1] and loaded.gettext(key[0]) != strings[0]] == []
    assert loaded.ngettext("%(count)d day", "%(count)d days", 2) == "%(count)d días"


def test_a_catalogue_survives_writing_and_reading(words):
    assert catalogue.read(catalogue.written(words, catalogue.said())) == words


def test_words_are_found_where_they_are_said():
    python = 'x = _("One")\ny = ngettext("%(n)d day", "%(n)d days", 2)\nz = __("No")\n'
    many = "{% blocktranslate count n=n %}{{ n }} a{% plural %}{{ n }} b{% endblocktranslate %}"
    page = "{% load i18n %}{% translate 'It’s \"so\"' %}" + many

    assert list(catalogue.in_python(python)) == [("One", ""), ("%(n)d day", "%(n)d days")]
    assert list(catalogue.in_template(page)) == [('It’s "so"', ""), ("%(n)s a", "%(n)s b")]


def test_spanish_is_spoken():
    with translation.override("es"):
        assert translation.gettext("Sign the waiver · 1 minute") == "Firmar la exención · 1 minuto"
