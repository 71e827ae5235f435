"""Markdown of the office as the HTML that guests read (pure): headings, paragraphs, lists, emphasis, plain links.

Raw HTML and pictures are printed as they were typed; links lead to https, tel and mailto alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = ("https", "tel", "mailto")
MARKS = re.compile(r"[\[\]*_>\\]")
MOST_LINES, MOST_MARKS = 1500, 1500  # a text of ten pages has a third of it; more is slow to read, for us too
TAGS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "br", "hr", "blockquote"})
RULES = (
    "heading", "lheading", "list", "paragraph", "hr", "blockquote", "escape", "emphasis", "link", "newline", "text",
)  # fmt: skip
LAST_HEADING = 6


def too_intricate(source: str) -> bool:
    """Whether the text has more lines or marks than we read as Markdown."""
    return source.count("\n") >= MOST_LINES or len(MARKS.findall(source)) > MOST_MARKS


@lru_cache(maxsize=64)
def html(source: str) -> str:
    """The text as safe HTML, its headings in steps below the page's own; below 200 ms for 40,000 signs.

    One that is too intricate is given as plain paragraphs, its marks unread.
    """
    if too_intricate(source):
        made = "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", source) if part.strip())
    else:
        reader = _reader()
        made = reader.renderer.render(_lowered(reader.parse(source)), reader.options, {})
    return nh3.clean(
        made, tags=set(TAGS), attributes={"a": {"href"}, "ol": {"start"}}, url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )  # fmt: skip


def _leads_out(url: str) -> bool:
    return url.lower().startswith(tuple(f"{scheme}:" for scheme in SCHEMES))


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False}).enable(RULES, ignoreInvalid=True)
    reader.validateLink = _leads_out  # type: ignore[method-assign]  # the library's own way to say which links stand
    return reader


def _lowered(tokens: Sequence[Token]) -> Sequence[Token]:
    """Headings from the second step down, none left out: the page's title is its first."""
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(used.index(token.tag) + 2, LAST_HEADING)}"
    return tokens
