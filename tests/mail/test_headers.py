"""What a mail program reads of a letter: whom to answer, which list, how to leave it."""

import pytest

from scc_site.mail import headers, kinds, letters, messages, preferences
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import post
from tests.mail.samples import SAMPLES
from tests.mail.test_letters import parsed

pytestmark = pytest.mark.django_db


def letter(kind="probe", **context):
    mail = post(context={"greeting": "Ahoy", "topic": "x"} | context, person=factories.person("Ana"))
    mail.kind = kind
    return mail


def test_what_can_be_switched_off_says_how_with_one_click():
    mail = letter(families=["tasks"])

    found = headers.of(mail)

    assert found == {
        "List-ID": "Tasks <tasks.letters.crew.example.com>",
        "List-Unsubscribe": f"<{preferences.page_url(mail.person)}?family=tasks>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_a_letter_of_several_families_leaves_them_all():
    found = headers.of(letter(families=["tasks", "sail_ahead"]))

    assert found["List-Unsubscribe"].endswith("/?family=tasks&family=sail_ahead>")
    assert found["List-ID"] == "Probe <probe.letters.crew.example.com>"


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if not kinds.of(kind).family])
def test_what_always_comes_never_says_how_to_leave(kind):
    assert headers.of(letter(kind)).keys() == {"List-ID"}


def test_a_sign_in_letter_is_of_no_list():
    mail = letter("sign_in")
    mail.lane = OutgoingMail.Lane.LOGIN

    assert headers.of(mail) == {}


def test_answers_go_where_the_house_wants_them(settings):
    settings.REPLY_TO = "office@Bücher.example"

    assert headers.of(letter())["Reply-To"] == "office@xn--bcher-kva.example"


def test_whoever_is_gone_leaves_a_letter_without_a_way_out():
    mail = letter(families=["tasks"])
    mail.person = None

    assert headers.of(mail).keys() == {"List-ID"}


def test_the_long_address_stands_whole_on_one_line():
    """Python folds a long word into encoded words, which no mail program reads as an address."""
    mail = letter(families=["tasks", "sail_ahead"])

    raw = messages.mime(letters.compose(mail, secrets={}, at=NOW)).as_bytes()

    address = preferences.one_click_url(mail.person, kinds.families_of("probe", mail.context))
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert raw.isascii()


def test_every_letter_says_that_a_machine_wrote_it():
    message = parsed(letters.compose(letter(), secrets={}, at=NOW))

    assert message["Auto-Submitted"] == "auto-generated"
