"""Codes, ways back, client addresses, agents and masks: values in, values out."""

import hashlib

import pytest

from scc_site import addresses
from scc_site.auth import agents, codes, limits, ways
from scc_site.logs import masked

KEYS = {"new": "n" * 40, "old": "o" * 40}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7Q4KZP", "7Q4KZP"),
        ("7q4-kzp", "7Q4KZP"),
        (" 7 Q 4 — k z p ", "7Q4KZP"),
        ("７Ｑ４ＫＺＰ", "7Q4KZP"),
        ("oOiIlL", "001111"),
        ("7Q4\u2011KZP", "7Q4KZP"),
    ],
)
def test_a_code_is_read_as_it_was_meant(typed, meant):
    assert codes.normalise(typed) == meant


@pytest.mark.parametrize("typed", ["", "7Q4KZ", "7Q4KZPX", "7Q4KZU", "7Q4KZ\0", "7Q4KZ😀", "x" * 1000, "7Q4KZ!"])
def test_what_cannot_be_a_code_is_not_one(typed):
    with pytest.raises(codes.NotACode):
        codes.normalise(typed)


def test_new_codes_are_of_the_alphabet_and_differ():
    made = {codes.new_code() for _ in range(200)}

    assert len(made) > 195
    assert all(codes.normalise(code) == code for code in made)


def test_tokens_and_flows_carry_256_bits_and_a_flow_says_whether_its_address_was_typed():
    assert len(codes.new_token()) == 43
    assert codes.knows_address(codes.new_flow(typed=True))
    assert not codes.knows_address(codes.new_flow(typed=False))


def test_a_code_is_shown_in_two_groups():
    assert codes.shown("7Q4KZP") == "7Q4-KZP"


def test_the_fingerprint_of_a_code_depends_on_row_purpose_and_key_and_is_no_plain_hash():
    base = codes.code_mac("7Q4KZP", row=1, purpose="sign_in", key="k" * 32)

    others = {
        codes.code_mac("7Q4KZP", row=2, purpose="sign_in", key="k" * 32),
        codes.code_mac("7Q4KZP", row=1, purpose="offer", key="k" * 32),
        codes.code_mac("7Q4KZP", row=1, purpose="sign_in", key="j" * 32),
        hashlib.sha256(b"7Q4KZP").hexdigest(),
    }

    assert base not in others
    assert len(others) == 4


def test_a_flow_is_found_under_every_key_still_held():
    stored = codes.flow_mac("a-flow", key=KEYS["old"])

    assert stored == codes.flow_macs("a-flow", KEYS)[1]
    assert codes.writing_key(KEYS) == "new"


def test_a_link_is_stored_as_its_sha256():
    assert codes.link_mac("a-token") == hashlib.sha256(b"a-token").hexdigest()


def test_a_link_of_odd_characters_has_a_fingerprint_too():
    assert len(codes.link_mac("\udce4\0")) == 64


def test_counters_hold_no_address():
    assert "ana" not in codes.counter_key("MAIL_PER_ADDRESS_HOUR", "ana@example.com", KEYS)


def test_comparison_is_of_the_whole():
    assert codes.same("abc", "abc")
    assert not codes.same("abc", "abd")


def test_an_address_is_masked_to_its_first_letter():
    assert addresses.masked("mike@example.org") == "m…@example.org"


@pytest.mark.parametrize(
    "way",
    [
        "//evil",
        "/\\evil",
        "javascript:alert(1)",
        "https://evil.example/",
        "/%09/evil",
        "/%2f/evil",
        "/%2fevil",
        "/%252fevil",
        "/%5cevil",
        "/%0d%0aSet-Cookie:x=1",
        "/\t/evil",
        "/a b",
        "/<script>",
        "/é",
        "/%c2%85",
        "/auth/magic-link/",
        "/auth/sign-out/",
        "/auth/link/token/",
        "",
        "events/",
        "/" + "a" * 5000,
    ],
)
def test_a_doubtful_way_back_is_none(way):
    assert ways.clean(way) == ""


@pytest.mark.parametrize("way", ["/", "/events/?month=2026-06&q=a%20b", "/admin/", "/auth/sessions/", "/auth/step-up/"])
def test_a_path_of_ours_is_a_way_back(way):
    assert ways.clean(way) == way


@pytest.mark.parametrize(
    ("referrer", "way"),
    [
        ("https://crew.example.com/events/sail-1/?tab=crew", "/events/sail-1/?tab=crew"),
        ("https://crew.example.com", ""),
        ("https://evil.example/events/", ""),
        ("https://crew.example.com.evil.example/events/", ""),
        ("https://crew.example.com//evil.example/", ""),
        ("http://[bad", ""),
        ("", ""),
    ],
)
def test_the_page_that_held_a_form_is_the_way_back_when_it_is_ours(referrer, way):
    assert ways.of_referrer(referrer, origins=("https://crew.example.com",)) == way


@pytest.mark.parametrize(
    ("remote", "forwarded", "hops", "client"),
    [
        ("10.0.0.1", "203.0.113.9", 0, "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9", 2, "203.0.113.9"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", "not-an-address", 1, "10.0.0.1"),
        ("10.0.0.1", "[2001:db8::1]", 1, "2001:db8::1"),
    ],
)
def test_only_trusted_hops_are_believed(remote, forwarded, hops, client):
    assert limits.client_ip(remote=remote, forwarded=forwarded, hops=hops) == client


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
    ],
)
def test_an_ipv6_network_counts_as_one(ip, network):
    assert limits.network_of(ip) == network


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/131.0", "Firefox on Windows"),
        ("curl/8", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(agent, name):
    assert agents.named(agent) == name


def test_logs_show_a_link_without_its_token():
    line = "Forbidden (CSRF token missing.): /auth/link/abcDEF-_123/ and /guest/tok?x=1 with scc=eyJh.eyJz.c2ln"

    assert masked(line) == "Forbidden (CSRF token missing.): /auth/link/…/ and /guest/…?x=1 with scc=…"
