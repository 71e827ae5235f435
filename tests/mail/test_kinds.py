"""Every letter is known, with its reason; families are what can be switched off."""

from pathlib import Path

import pytest
from django.conf import settings

from scc_site.mail import kinds, stored
from scc_site.mail.kinds import Family, Kind

FOLDERS = sorted(path.name for path in Path(settings.BASE_DIR, "templates", "mail").iterdir() if path.is_dir())


def unknown(folders):
    return [folder for folder in folders if not kinds.is_known(folder)]


def test_every_letter_in_the_folder_is_known():
    assert unknown(["sign_in", "no_such_letter"]) == ["no_such_letter"]
    assert unknown(FOLDERS) == []


def test_every_letter_that_is_known_is_in_the_folder_or_kept_as_it_was_written():
    letters = [kind.letter for kind in kinds.known()]

    assert [letter for letter in letters if letter not in FOLDERS and not stored.is_known(letter)] == []


@pytest.mark.parametrize("letter", FOLDERS)
def test_every_letter_says_in_one_sentence_why_it_is_sent(letter):
    kind = kinds.of(letter)

    assert kind.why.endswith(".")
    assert kind.title
    assert kind.family in {"", *(family.slug for family in kinds.families_for(kinds.ROLES))}


@pytest.mark.parametrize(
    "letter", ["sign_in", "offer", "offer_answered", "claim_answered", "sail_moved", "sail_cancelled"]
)
def test_what_one_must_know_always_comes(letter):
    assert kinds.families_of(letter, {}) == ()


def test_a_letter_nobody_registered_always_comes_and_gives_no_reason():
    assert kinds.of("sea_shanty") == Kind("sea_shanty", "Sea shanty", "")


def test_a_letter_of_several_families_names_them_itself():
    found = kinds.families_of("offer", {"families": ["tasks", "sail_ahead", "no_such"]})

    assert [family.slug for family in found] == ["tasks", "sail_ahead"]
    assert kinds.families_of("offer", {"families": "tasks"}) == ()


def test_who_hears_of_what_hangs_on_their_roles():
    crew, office = ([family.slug for family in kinds.families_for([role])] for role in ("crew", "admin"))

    assert ("tasks" in crew, "tasks" in office) == (True, False)
    assert (
        "Offers of a seat" in dict(kinds.always_for(["crew"])),
        dict(kinds.always_for([])).keys() >= {"Sign-in"},
    ) == (
        True,
        True,
    )


def test_reasons_are_listed_once():
    listed = kinds.always_for(kinds.ROLES)

    assert len(listed) == len(set(listed))
    assert [title for title, _ in listed].count("News of your sails") == 1


def test_the_same_thing_may_be_registered_again_and_nothing_else_under_its_name():
    known = kinds.of("sign_in")

    kinds.register(known)

    with pytest.raises(ValueError, match="registered twice"):
        kinds.register(Kind("sign_in", "Something else", "Sent because."))
    with pytest.raises(ValueError, match="which nobody registered"):
        kinds.register(Kind("x", "X", "Sent because.", family="no_such"))
    with pytest.raises(ValueError, match="roles that do not exist"):
        kinds.families(Family("x", "X", "X.", frozenset({"pirate"})))
