"""Addresses as they are compared: the quick way of plain ones gives what reading them whole gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scc_site import addresses

HOSTS = (
    "example.org", "Example.ORG", "bücher.example", "xn--bcher-kva.example", "a..b", "x.test", "localhost", "one", "",
    "[1.2.3.4]", "b@c.example.org", "-a.example.org", ".".join(["m" * 60] * 4),
)  # fmt: skip


def read_whole(text: str) -> str:
    try:
        return addresses._read(text)
    except addresses.InvalidAddress:
        return "no address"


@given(local=st.text("aZ0._+-é\" <@'", max_size=6), more=st.sampled_from(("", "q" * 62)), host=st.sampled_from(HOSTS))
def test_a_plain_address_is_read_as_any_other_is(local, more, host):
    address = f"{local}{more}@{host}".strip().casefold()
    if len(address) > addresses.LONGEST:
        return

    try:
        found = addresses.canonical(address)
    except addresses.InvalidAddress:
        found = "no address"

    assert found == read_whole(address)


@pytest.mark.parametrize("host", ["house.test", "nobody.invalid", "boat.local", "mail.localhost"])
def test_reserved_names_are_addresses_like_any_other(host):
    assert addresses.canonical(f"Ana@{host}") == f"ana@{host}"


@pytest.mark.parametrize("address", ["a@example.org, b@example.org", "a@", "@example.org", "a@localhost"])
def test_what_is_no_single_address_is_refused(address):
    with pytest.raises(addresses.InvalidAddress):
        addresses.canonical(address)
