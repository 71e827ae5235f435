"""The two twins of a letter say the same: every sentence, link, number and time, in the same order."""

import html
import re

import pytest

from scc_site.mail import letters, plain
from tests.factories import NOW
from tests.mail.samples import SAMPLES
from tests.mail.test_letters import row

CASES = [
    pytest.param(name, context, secrets, id=f"{name}-{number}")
    for name, samples in SAMPLES.items()
    for number, (context, secrets) in enumerate(samples)
]
HOUSE = {"HOUSE_ADDRESS": "1 Harbor Drive, San Diego", "HOUSE_PHONE": "+1 619 555 0100"}
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
UNSEEN = re.compile(r'<head>.*</head>|<div class="preheader".*?</div>|<!--.*?-->|<td class="house".*?</td>', re.DOTALL)
TOKEN = re.compile(r"https?://\S+|\w+(?:[:’'.,]\w+)*|[.?!]")


@pytest.fixture(autouse=True)
def _a_house_with_an_address(settings):
    for name, value in HOUSE.items():
        setattr(settings, name, value)


def of_html(markup):
    """What a reader of the HTML reads: words, ends of sentences, and each link after its words."""
    seen = LINK.sub(r"\2 \1 ", UNSEEN.sub(" ", markup))
    return TOKEN.findall(html.unescape(re.sub(r"<[^>]+>", " ", seen)))


def of_text(text):
    """What a reader of the text reads."""
    return TOKEN.findall(text)


def composed(name, context, secrets):
    return letters.compose(row(name, context, secrets), secrets=secrets, at=NOW)


def text_after(text):
    """The words of the paragraph after the first."""
    return text.split("\n\n")[1].split()


def test_the_comparison_hears_a_missing_word_a_moved_one_and_another_link():
    said = of_text("Call is at 16:10.\nSee the sail:\nhttps://x.example/a")
    same = '<p>Call is at <b>16:10</b>.</p><a class="button" href="https://x.example/a">See the sail</a>'

    assert of_html(same) == said
    for other in (
        same.replace("16:10", "17:10"),
        same.replace("Call is", "Is call"),
        same.replace("/a", "/b"),
        same[:20],
    ):
        assert of_html(other) != said


@pytest.mark.parametrize(("name", "context", "secrets"), CASES)
class TestEveryLetter:
    def test_both_twins_say_the_same_in_the_same_order(self, name, context, secrets):
        letter = composed(name, context, secrets)

        said, printed = of_text(letter.text), of_html(letter.html)

        if name == "sign_in":  # the one letter whose HTML sets its first line in two sizes
            assert said[:4] == [*of_text(secrets["code"]), "is", "your"]
            said, printed = said[said.index(".") + 1 :], printed[printed.index("Type") :]
        assert printed == said

    def test_the_decision_or_the_code_comes_first(self, name, context, secrets):
        letter = composed(name, context, secrets)
        first = letter.text.splitlines()[0]
        headline = html.unescape(re.search(r"<h1\b[^>]*>(.*?)</h1>", letter.html, re.DOTALL)[1])
        preheader = re.search(r'<div class="preheader"[^>]*>(.*?)<', letter.html, re.DOTALL)[1]
        preheader = html.unescape(preheader).split("\u034f")[0]

        if name == "sign_in":
            assert first == "7Q4-KZP is your code."
            assert preheader.startswith("7Q4-KZP is your code.")
        else:
            assert headline.startswith(first)
            assert preheader.split()[:4] == text_after(letter.text)[:4]

    def test_text_is_set_in_columns_with_links_on_their_own_lines(self, name, context, secrets):
        text = composed(name, context, secrets).text

        long = [line for line in text.splitlines() if len(line) > plain.COLUMNS and not line.startswith("http")]
        beside = [line for line in text.splitlines() if "http" in line and not re.fullmatch(r"https?://\S+", line)]
        assert (long, beside) == ([], [])
        assert "\n\n\n" not in text
        assert not re.search(r"</|<(p|b|s|br|td|span)\b|&[a-z]+;|[ \t]\n", text.replace("\n-- \n", "\n"))

    def test_it_is_small_and_fetches_nothing(self, name, context, secrets, settings):
        letter = composed(name, context, secrets)

        assert len(letter.html.encode()) <= 20_000
        assert len(letter.subject) <= 78
        assert not re.search(r"<(img|link|script|iframe|object|form|input)\b|@import|@font-face|url\(", letter.html)
        assert [
            link for link in letters.LINK.findall(letter.html) if not link.startswith(f"{settings.SITE_ORIGIN}/")
        ] == []

    def test_its_foot_says_why_it_came_and_leads_to_fewer(self, name, context, secrets):
        letter = composed(name, context, secrets)

        foot = letter.text.split("\n-- \n")[1]
        why = {"es": "Recibe este mensaje porque "}.get(context.get("language", "en"), "Sent because ")
        assert foot.startswith(why)
        assert re.search(r"\nFewer letters:\nhttps://crew\.example\.com/mail/preferences/[\w-]{64}/\n", foot)
        assert " ".join(HOUSE.values()) in " ".join(foot.replace("·", " ").split())


class TestColumns:
    def test_long_lines_break_between_words_and_links_stay_whole(self):
        link = "https://crew.example.com/" + "x" * 90

        assert plain.set_in_columns(f"{'word ' * 20}\n\n\n\n{link}\n\n") == (
            f"{'word ' * 14}".rstrip() + "\n" + ("word " * 6).rstrip() + f"\n\n{link}\n"
        )

    def test_what_hangs_under_a_label_is_indented_with_it(self):
        broken = plain.set_in_columns("  Dock       " + "word " * 20).splitlines()

        assert broken[1].startswith("             word")
        assert max(map(len, broken)) <= plain.COLUMNS
