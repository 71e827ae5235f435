"""What a hand-off's Markdown says, line by line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reports.handoffs import comparing, grammar, marks
from reports.handoffs.comparing import Known

TEXT = """# QuickDumpNow hand-off

Updated: 2026-11-01
Unit: quickdumpnow

## Next steps (this week):
- [ ] Rotate the keys @ana due:2026-12-01 !high
- [x] Move the name servers
- Write tests due:soon
  - for the booking path @ben

```
# no heading
- [ ] no task
```

## Blockers
1. The bank wants a signature

## Wild ideas
- [ ] Ask three customers
- A second truck

## KPIs
| KPI | Value | Target |
|---|---|---|
| Bookings a week | 3 | 10 |

## Done
- Landing page
"""


def said(text):
    return [(item.kind, item.text, item.line, item.done) for item in grammar.read(text).items]


def test_every_item_has_its_kind_and_its_line():
    read = grammar.read(TEXT)

    assert (read.title, read.written_on, read.unit) == ("QuickDumpNow hand-off", date(2026, 11, 1), "quickdumpnow")
    assert said(TEXT) == [
        ("note", "Updated: 2026-11-01 Unit: quickdumpnow", 3, False),
        ("task", "Rotate the keys", 7, False),
        ("task", "Move the name servers", 8, True),
        ("task", "Write tests due:soon", 9, False),
        ("task", "for the booking path", 10, False),
        ("blocker", "The bank wants a signature", 18, False),
        ("task", "Ask three customers", 21, False),
        ("note", "A second truck", 22, False),
        ("kpi", "Bookings a week", 27, False),
        ("task", "Landing page", 30, True),
    ]


def test_marks_are_read_and_those_that_cannot_be_are_named():
    read = grammar.read(TEXT)
    first, figure = read.items[1], read.items[8]

    assert (first.owner, first.due, first.priority) == ("ana", date(2026, 12, 1), "high")
    assert (figure.value, figure.target) == ("3", "10")
    assert read.remarks == ((9, "due:soon is no day: write due:2026-12-01"),)


def test_headings_nobody_knows_are_listed_and_keep_their_lines():
    read = grammar.read(TEXT)

    assert [(one.path[-1], one.line_from, one.line_to) for one in read.not_understood] == [("Wild ideas", 20, 23)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Next steps", "task"), ("TODO", "task"), ("1. To-do", "task"), ("Action items:", "task"),
        ("Blockers (2)", "blocker"), ("KNOWN RISKS", "risk"), ("Open Questions", "question"),
        ("Decisions", "decision"), ("Metrics/KPIs", "kpi"), ("✅ Done", "done"), ("Status – today", "unknown"),
        ("Status: red", "note"), ("Architecture", "unknown"), ("", "unknown"),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_usual_names(heading, kind):
    assert grammar.kind_of(heading) == kind


def test_a_heading_within_a_known_one_is_of_its_kind():
    assert said("# Plan\n## Next steps\n### Website\n- Ship it\n") == [("task", "Ship it", 4, False)]


def test_tables_of_another_shape_are_notes_and_html_is_words():
    text = "## KPIs\n| Who | What |\n|---|---|\n| Ana | keys |\n\n<script>alert(1)</script>\n"

    assert said(text) == [("note", "Ana · keys", 4, False), ("note", "<script>alert(1)</script>", 6, False)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[ ] Write to ana@example.com", ("Write to ana@example.com", False, "", None, "")),
        ("[X] @ana: mend it, !CRITICAL", ("mend it", True, "ana", None, "critical")),
        ("mend it (due: 2026-02-28).", ("mend it.", None, "", date(2026, 2, 28), "")),
        ("wow!high stakes", ("wow!high stakes", None, "", None, "")),
    ],
)
def test_marks_leave_the_words(written, expected):
    found = marks.read(written)

    assert (found.text, found.box, found.owner, found.due, found.priority) == expected


@given(some.text(max_size=400))
def test_no_document_breaks_the_grammar(text):
    read = grammar.read(text)

    lines = text.count("\n") + 1
    assert all(1 <= item.line <= lines + 1 for item in read.items)


def known(*texts, kind="task"):
    return [Known(place, kind, text, marks.fingerprint(kind, text)) for place, text in enumerate(texts)]


def test_the_same_words_in_other_spacing_and_case_are_the_same_item():
    found = comparing.compare(known("Rotate the  keys."), known("rotate the keys"))

    assert (len(found.same), found.reworded, found.added, found.closed) == (1, [], [], [])


def test_alike_words_are_one_item_reworded_and_others_come_and_go():
    found = comparing.compare(
        known("Rotate the keys", "Call the bank"), known("Rotate the live keys", "Hire a second skipper")
    )

    assert [(old.text, new.text) for old, new in found.reworded] == [("Rotate the keys", "Rotate the live keys")]
    assert [one.text for one in found.added] == ["Hire a second skipper"]
    assert [one.text for one in found.closed] == ["Call the bank"]


@given(
    some.lists(some.text(min_size=1, max_size=12), max_size=12),
    some.lists(some.text(min_size=1, max_size=12), max_size=12),
)
def test_nothing_is_lost_between_two_readings(before, now):
    old, new = known(*dict.fromkeys(before)), known(*dict.fromkeys(now))
    marks_before, marks_now = {one.fingerprint for one in old}, {one.fingerprint for one in new}

    found = comparing.compare(old, new)

    pairs = [*found.same, *found.reworded]
    assert {one.fingerprint for one, _ in pairs} | {one.fingerprint for one in found.closed} == marks_before
    assert {one.fingerprint for _, one in pairs} | {one.fingerprint for one in found.added} == marks_now
