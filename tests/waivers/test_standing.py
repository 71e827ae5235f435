"""One word for each person: every reason, their order, and the days on which a signature ends."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from waivers.models import Guest, comes_of_age
from waivers.standing import (
    MENDS,
    SENTENCES,
    Code,
    Known,
    Mend,
    Word,
    hold_until,
    holds_until,
    is_cleared,
    place_is_free,
    verdict,
)

SAILS_ON = date(2026, 6, 4)
AT = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
LATER, BEFORE = AT + timedelta(hours=5), AT - timedelta(minutes=1)
SIGNED = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
WALK_IN = {"is_self_added": True, "is_accepted": False}
MINOR = {"is_minor": True, "guardian_signed": True, "guardian_aboard": True}


def known(**fields):
    """Somebody of a party who has signed, with time left."""
    return Known(**{"state": "cleared", "hold_until": LATER, "sails_on": SAILS_ON, "signed_at": SIGNED} | fields)


TABLE = [
    ("signed", {}, "may board OK"),
    ("signed, hold long over", {"hold_until": BEFORE}, "may board OK"),
    ("aboard", {"state": "aboard"}, "may board OK"),
    ("signed a moment ago, row not changed yet", {"state": "on_hold"}, "may board OK"),
    ("not signed", {"state": "invited", "signed_at": None}, "hold WAIVER_MISSING"),
    ("not signed, past the hold", {"state": "on_hold", "signed_at": None, "hold_until": BEFORE}, "hold HOLD_EXPIRED"),
    ("not signed, the hold ends now", {"state": "on_hold", "signed_at": None, "hold_until": AT}, "hold HOLD_EXPIRED"),
    ("let go", {"state": "released", "signed_at": None}, "hold HOLD_EXPIRED"),
    ("let go, though signed", {"state": "released"}, "hold HOLD_EXPIRED"),
    ("let go, and the boat filled up", {"state": "released", "has_room": False}, "blocked OVER_CAPACITY"),
    ("no room", {"has_room": False}, "blocked OVER_CAPACITY"),
    ("declined", {"state": "declined", "signed_at": None}, "blocked DECLINED"),
    ("revoked", {"is_revoked": True}, "blocked REVOKED"),
    ("revoked while aboard", {"state": "aboard", "is_revoked": True}, "blocked REVOKED"),
    ("added themself, signed, not accepted", {**WALK_IN, "state": "on_hold"}, "hold NOT_ACCEPTED"),
    ("added themself, accepted", {"is_self_added": True}, "may board OK"),
    ("text withdrawn", {"withdrawn_at": BEFORE}, "hold VERSION_OLD"),
    ("on paper, one look", {"state": "on_hold", "signed_at": None, "paper_waits": True}, "hold PAPER_REVIEW"),
    ("a new paper for an old signature", {"withdrawn_at": BEFORE, "paper_waits": True}, "hold PAPER_REVIEW"),
    ("minor, adult signed and aboard", MINOR, "may board OK"),
    ("minor, adult still ashore", {**MINOR, "guardian_aboard": False}, "hold GUARDIAN_NOT_ABOARD"),
    ("minor, adult not listed", {**MINOR, "guardian_aboard": None}, "hold GUARDIAN_NOT_ABOARD"),
    ("minor aboard, adult went ashore", {**MINOR, "state": "aboard", "guardian_aboard": False}, "may board OK"),
    ("minor, signed by themself", {**MINOR, "guardian_signed": False}, "hold GUARDIAN_MISSING"),
    ("minor, nobody signed", {**MINOR, "signed_at": None, "state": "invited"}, "hold GUARDIAN_MISSING"),
    ("minor, old signature", {**MINOR, "withdrawn_at": BEFORE}, "hold VERSION_OLD"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_everybody_has_one_word_and_one_reason(fields, expected):
    found = verdict(known(**fields), AT)

    assert f"{found.word} {found.code}" == expected


def test_the_gravest_reason_is_named_first():
    worst = {
        Code.REVOKED: {"is_revoked": True},
        Code.DECLINED: {"state": "declined"},
        Code.OVER_CAPACITY: {"has_room": False},
        Code.HOLD_EXPIRED: {"state": "on_hold", "signed_at": None, "hold_until": BEFORE},
        Code.NOT_ACCEPTED: WALK_IN,
        Code.PAPER_REVIEW: {"paper_waits": True},
        Code.GUARDIAN_MISSING: {"is_minor": True, "signed_at": None},
        Code.GUARDIAN_NOT_ABOARD: {"is_minor": True},
    }

    for (graver, first), (_, second) in pairwise(worst.items()):
        assert verdict(known(**second | {"signed_at": None} | first), AT).code == graver


def test_each_reason_has_its_sentence_and_its_mend():
    assert set(SENTENCES) == set(Code)
    assert set(Code) - set(MENDS) == {Code.OK, Code.OVER_CAPACITY}
    assert verdict(known(signed_at=None), AT).mends == (Mend.SEND, Mend.SHOW_QR, Mend.SIGN_HERE)
    assert {verdict(known(**fields), AT).word for _, fields, _ in TABLE} == set(Word)


@pytest.mark.parametrize(
    ("signed", "months", "last"),
    [
        ((2026, 5, 1), 12, (2027, 5, 1)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2028, 2, 29), 48, (2032, 2, 29)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 1, 31), 0, (2026, 1, 31)),
    ],
)
def test_a_signature_holds_to_the_day_and_no_longer(signed, months, last):
    signed_at, until = datetime(*signed, 22, 0, tzinfo=UTC), date(*last)

    on_the_day = known(signed_at=signed_at, valid_months=months, sails_on=until)
    a_day_later = known(signed_at=signed_at, valid_months=months, sails_on=until + timedelta(days=1))

    assert holds_until(signed_at, months).date() == until
    assert (verdict(on_the_day, AT).code, verdict(a_day_later, AT).code) == (Code.OK, Code.VERSION_OLD)


@pytest.mark.parametrize(
    ("born_on", "grown_up"),
    [((2008, 6, 4), (2026, 6, 4)), ((2008, 2, 29), (2026, 3, 1)), ((2010, 12, 31), (2028, 12, 31))],
)
def test_somebody_is_a_minor_until_the_day_they_turn_eighteen(born_on, grown_up):
    someone, day = Guest(born_on=date(*born_on)), date(*grown_up)

    assert comes_of_age(someone.born_on) == day
    assert (someone.is_minor(day - timedelta(days=1)), someone.is_minor(day)) == (True, False)
    assert Guest(born_on=None).is_minor(day) is False


@pytest.mark.parametrize(
    ("fields", "is_free"),
    [
        ({"state": "on_hold", "hold_until": BEFORE, **WALK_IN}, True),
        ({"state": "on_hold", "hold_until": AT, **WALK_IN}, True),
        ({"state": "on_hold", "hold_until": LATER, **WALK_IN}, False),
        ({"state": "on_hold", "hold_until": BEFORE, "is_self_added": True}, False),
        ({"state": "on_hold", "hold_until": BEFORE}, False),
        ({"state": "released"}, True),
    ],
)
def test_only_a_self_added_guest_out_of_time_loses_the_place(fields, is_free):
    assert place_is_free(known(**{"signed_at": None} | fields), AT) is is_free


def test_a_hold_ends_a_day_before_departure_and_never_within_two_hours():
    departs_at = datetime(2026, 6, 5, 0, 30, tzinfo=UTC)

    early = hold_until(departs_at=departs_at, invited_at=departs_at - timedelta(days=9))
    late = hold_until(departs_at=departs_at, invited_at=departs_at - timedelta(hours=1))

    assert (early, late) == (departs_at - timedelta(hours=24), departs_at + timedelta(hours=1))


def test_a_signature_clears_whoever_is_aboard():
    assert is_cleared(known(**MINOR | {"guardian_aboard": False})) is True
    assert [is_cleared(known(**fields)) for fields in ({"signed_at": None}, {"is_revoked": True})] == [False, False]
