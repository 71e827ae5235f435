"""One tree, five renderings: what one of them says, all of them say, and nobody adds a number."""

import importlib
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from reports import findings, frame, perspectives
from reports.frame import Making
from reports.renderings import charts, cutting, links, mail, pdf, plain, xlsx
from reports.renderings.told import printed, rows_shown
from reports.report import Report, seen_with
from reports.tree import Chart, Table
from scc_site.mail import letters
from tests.reports.extracted import figures_in, marked, pdf_words, sheets, told_apart, unmarked
from tests.reports.sample_report import ORIGIN, empty_report, great_report, sample_report

BUILT_AT = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
SAMPLES = {"sample": sample_report, "empty": empty_report}


@pytest.fixture(params=SAMPLES)
def report(request: pytest.FixtureRequest) -> Report:
    """A report with an amount of its own for each figure."""
    return told_apart(SAMPLES[request.param]())


def site(report: Report) -> links.SiteLinks:
    return links.numbered(report, ORIGIN)


def tables(report: Report) -> list[Table | Chart]:
    def within(sections):
        return [
            block
            for section in sections
            for block in (*section.blocks, *within(section.sections))
            if isinstance(block, Table | Chart)
        ]

    return within(report.sections)


@pytest.mark.parametrize("slug", perspectives.SLUGS)
def test_all_eight_reports_of_the_demo_house_say_the_same_in_every_rendering(demo_facts, slug):
    report = told_apart(made(slug, demo_facts))
    told = printed(report)
    page, book = marked(pdf.page(report, site(report))), sheets(xlsx.workbook(report))

    assert {key for key, _ in page.figures} == told.figure_keys == {row[0] for row in book["Values"][1:]}
    assert page.findings == told.finding_keys == {row[0] for row in book["Findings"][1:]}
    assert figures_in(plain.text(report, site(report)), report) == told.figure_keys


@pytest.mark.parametrize("slug", perspectives.SLUGS)
def test_all_eight_reports_of_the_demo_house_make_mails_without_a_number_of_their_own(demo_facts, slug):
    report = made(slug, demo_facts)
    letter = mail.letter(report, site(report))
    told, found = printed(letter.brief, is_cut=True), marked(letter.html)

    assert len(letter.html.encode()) <= 60 * 1024
    assert {key for key, _ in found.figures} == told.figure_keys
    assert found.findings == told.finding_keys
    assert unmarked(" ".join(found.words), report) == []


def made(slug, facts):
    making = Making(run="7d1f6c0a-2b34-4c55-9a01-0c9de7f5ab12", built_at=BUILT_AT, zone="America/Los_Angeles")
    return frame.compose(slug, facts=facts, findings=findings.found(facts), making=making)


def test_the_samples_have_figures_and_findings_to_compare():
    assert len(printed(sample_report()).figures) > 80
    assert printed(sample_report()).figure_keys == {figure.key for figure in sample_report().figures}
    assert printed(sample_report()).finding_keys == {one.key for one in sample_report().findings}
    assert printed(empty_report()).finding_keys == set()


def test_text_names_the_figures_of_the_tree(report):
    words = plain.text(report, site(report))

    assert figures_in(words, report) == printed(report).figure_keys


def test_pages_that_are_printed_name_the_figures_and_findings_of_the_tree(report):
    found = marked(pdf.page(report, site(report)))

    assert {key for key, _ in found.figures} == printed(report).figure_keys
    assert found.findings == printed(report).finding_keys


def test_pdfs_name_the_figures_of_the_tree(report):
    words = pdf_words(pdf.pdf(report, site(report)))

    assert figures_in(words, report) == printed(report).figure_keys


def test_workbooks_name_the_figures_and_findings_of_the_tree(report):
    found = sheets(xlsx.workbook(report))
    numbers = {cell for name, rows in found.items() if name != "Values" for row in rows for cell in row}

    assert {row[0] for row in found["Values"][1:]} == printed(report).figure_keys
    assert {row[7] for row in found["Values"][1:]} == {figure.value.amount for figure in printed(report).figures}
    assert {row[0] for row in found["Findings"][1:]} == printed(report).finding_keys
    assert {n for n in numbers if isinstance(n, int) and n > 5_000_000} <= {row[7] for row in found["Values"][1:]}


def test_both_parts_of_a_mail_name_the_figures_and_findings_of_what_was_cut(report):
    letter = mail.letter(report, site(report))
    told, found = printed(letter.brief, is_cut=True), marked(letter.html)

    assert {key for key, _ in found.figures} == told.figure_keys
    assert found.findings == told.finding_keys
    assert figures_in(letter.text, report) == told.figure_keys
    assert told.figure_keys <= printed(report).figure_keys


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("made", [lambda told: mail.html(told, site(told)), lambda told: pdf.page(told, site(told))])
def test_marked_figures_read_as_the_tree_says_and_no_number_stands_unmarked(name, made):
    report = SAMPLES[name]()
    found = marked(made(report))
    texts = {figure.key: figure.text for figure in report.figures}

    assert [(key, text) for key, text in found.figures if texts[key] != text] == []
    assert unmarked(" ".join(found.words), report) == []


def test_an_unmarked_number_is_found():
    report = sample_report()

    assert unmarked("Runway is 3 months in October 2026", report) == ["3"]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_number_of_a_text_is_its_own(name):
    report = SAMPLES[name]()

    found = unmarked(plain.text(report, site(report)), report, *(figure.text for figure in report.figures))

    assert found == []


@pytest.mark.parametrize("name", [*SAMPLES, "great"])
def test_mails_lead_into_the_house_alone(name):
    report = great_report() if name == "great" else SAMPLES[name]()

    found = letters.LINK.findall(mail.html(report, site(report)))

    assert [link for link in found if not link.startswith(f"{ORIGIN}/")] == []


def test_every_figure_of_a_mail_leads_to_its_rows():
    report = sample_report()
    to = site(report)
    found = marked(mail.html(report, to))

    assert {to.figure(figure) for figure in printed(report).figures} >= {
        link for link in found.links if "/figures/" in link
    }
    assert sum("/figures/" in link for link in found.links) == len(found.figures) - 1  # but that of the preheader


def test_the_greatest_report_makes_a_mail_that_no_mailbox_cuts():
    report = great_report()

    letter = mail.letter(report, site(report), why="You asked for it.", preferences_url=f"{ORIGIN}/me/")

    assert len(letter.html.encode()) <= 60 * 1024
    assert letter.brief.sections[0].key == "summary"
    assert len(marked(letter.html).findings) == 5
    assert "Part 11" in letter.html


def test_a_mail_has_forty_rows_at_most_and_counts_the_others():
    report = great_report()
    brief = cutting.cut(report, cutting.CUTS[0]).report
    shown = [len(rows_shown(table, is_cut=True)) for table in tables(brief)]

    assert sum(shown) == 40
    assert max(shown) - min(shown) <= 1
    assert "18 more rows in the app" in " ".join(mail.letter(sample_report(), site(sample_report())).text.split())


def test_text_is_as_wide_as_a_letter_but_for_links():
    words = plain.text(sample_report(), site(sample_report()))

    assert [line for line in words.splitlines() if len(line) > 76 and "https://" not in line] == []
    assert "####################" in words


SECRETS = ("SECRET", "$137,654", "$123,457", "$1,235", "33.3", "90.0", "137654", "0.333", "stake_share", "CEO-03:")


def renderings(report: Report) -> dict[str, str]:
    to = site(report)
    letter = mail.letter(report, to)
    book = ZipFile(BytesIO(xlsx.workbook(report)))
    return {
        "mail": letter.html,
        "mail text": letter.text,
        "text": plain.text(report, to),
        "page": pdf.page(report, to),
        "workbook": "".join(book.read(name).decode() for name in book.namelist()),
    }


def test_what_is_withheld_stands_in_no_rendering():
    report = seen_with(sample_report(), ())
    whole, cleared = renderings(sample_report()), renderings(report)
    cleared["pdf"] = pdf_words(pdf.pdf(report, site(report)))

    assert [(name, secret) for name, told in whole.items() for secret in SECRETS[:5] if secret not in told] == []
    assert [(name, secret) for name, told in cleared.items() for secret in SECRETS if secret in told] == []
    assert [name for name, told in cleared.items() if "ithheld" not in told] == []


def test_a_sheet_never_holds_a_formula():
    evil = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1")
    book = xlsx.Workbook()
    sheet = book.create_sheet("x")

    cells = [xlsx.put(sheet, row, 1, told) for row, told in enumerate(evil, start=1)]

    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 5


def test_pdfs_are_the_same_bytes_tagged_titled_and_in_pages():
    report = empty_report()
    first = pdf.pdf(report, site(report))

    assert first == pdf.pdf(report, site(report))
    reader = importlib.import_module("pypdf").PdfReader(BytesIO(first))
    catalog = reader.trailer["/Root"]
    assert reader.metadata["/Title"] == "Finance, October 2026: All units"
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["Finance, October 2026"]
    assert [float(edge) for edge in reader.pages[0].mediabox[2:]] == [612, 792]
    assert "run 7d1f6c" in reader.pages[0].extract_text()
    assert "page 1 of 1" in reader.pages[0].extract_text()


@pytest.mark.parametrize("theme", charts.THEMES)
@pytest.mark.parametrize("place", range(3))
def test_charts_are_text_and_shapes_that_fetch_nothing(place, theme):
    chart = [table for table in tables(sample_report()) if isinstance(table, Chart)][place]

    picture = charts.svg(chart, theme)

    assert picture == charts.svg(chart, theme)
    assert "http" not in picture.replace("http://www.w3.org/", "")
    assert f"<title>{chart.says}</title>" in picture
    assert "<text" in picture
