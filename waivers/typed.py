"""What was typed of a guest, cleaned (no database)."""

from __future__ import annotations

from datetime import date

from scc_site import addresses
from scc_site.refusals import Mistyped
from waivers import names

LONGEST_REASON, LONGEST_PHONE, OLDEST = 200, 40, 130
PHONE_SIGNS = frozenset("+0123456789 ()-./,;#*ext")
Faults = dict[str, list[str]]


def faults_of(name: str, email: str = "", phone: str = "") -> Faults:
    """What is wrong with a name, an address and a phone number, by field; the last two may be blank."""
    faults: Faults = {}
    try:
        names.clean(name)
    except names.Unfit as fault:
        faults["name"] = [str(fault)]
    try:
        addresses.canonical(email) if email.strip() else ""
    except addresses.InvalidAddress as fault:
        faults["email"] = [str(fault)]
    number = " ".join(phone.split())
    if len(number) > LONGEST_PHONE or set(number.lower()) - PHONE_SIGNS:
        faults["phone"] = [f"Write a phone number, in {LONGEST_PHONE} digits and signs at most."]
    return faults


def person(name: str, email: str = "", phone: str = "") -> dict[str, str]:
    """Name, address and phone number in the one form in which they are kept. Raises Mistyped with every fault."""
    if faults := faults_of(name, email, phone):
        raise Mistyped("Nobody was added.", faults)
    address = addresses.canonical(email) if email.strip() else ""
    return {"name": names.clean(name), "email": address, "phone": " ".join(phone.split())}


def born(born_on: date | None, sails_on: date) -> date | None:
    """A date of birth as it stands. Raises Mistyped for one after the day of the sail, or before anybody alive."""
    if born_on is not None and (born_on > sails_on or born_on.year < sails_on.year - OLDEST):
        raise Mistyped("Nobody was added.", {"born_on": ["Write a date of birth, before the day of the sail."]})
    return born_on


def reason(why: str, refusal: str) -> str:
    """The reason in one line; raises Mistyped with `refusal` when there is none, or it is too long."""
    words = " ".join(why.split())
    if not words:
        raise Mistyped(refusal, {"reason": ["Say why: the reason is kept."]})
    if len(words) > LONGEST_REASON:
        raise Mistyped(refusal, {"reason": [f"Say it in {LONGEST_REASON} characters at most."]})
    return words
