"""All letters on one sheet, as phones and desks show them: `python -m tests.browser.contact_sheet FOLDER`.

Writes `<width>-<light|dark>.png`, each with every sample of tests/mail/samples.py, and each twin as `<letter>.txt`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import django

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (390, 700)
COLUMNS = 5
SHEET = "<style>body{{margin:0;background:#888;width:{wide}px}}img{{margin:6px;vertical-align:top}}</style>{images}"


def letters_of_samples() -> list[tuple[str, Any]]:
    """Every sample as the letter that would leave, named `offer-0`."""
    from scc_site.mail import letters
    from tests.factories import NOW
    from tests.mail.samples import SAMPLES
    from tests.mail.test_letters import row

    return [
        (f"{name}-{number}", letters.compose(row(name, context, secrets), secrets=secrets, at=NOW))
        for name, samples in SAMPLES.items()
        for number, (context, secrets) in enumerate(samples)
    ]


def draw(folder: Path, browser: Any, width: int, scheme: str, written: list[tuple[str, Any]]) -> None:
    """One sheet: every letter at a width, in a colour scheme."""
    page = browser.new_page(viewport={"width": width, "height": 600}, color_scheme=scheme)
    names = []
    for name, letter in written:
        page.set_content(letter.html)
        names.append(f"{name}-{width}-{scheme}.png")
        page.screenshot(path=folder / names[-1], full_page=True)
    (folder / "sheet.html").write_text(
        SHEET.format(wide=COLUMNS * (width + 12), images="".join(f'<img src="{name}">' for name in names))
    )
    page.set_viewport_size({"width": COLUMNS * (width + 12), "height": 600})
    page.goto((folder / "sheet.html").as_uri())
    page.screenshot(path=folder / f"{width}-{scheme}.png", full_page=True)
    page.close()


def main(folder: Path) -> None:
    """Compose, write and draw them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    written = letters_of_samples()
    for name, letter in written:
        (folder / f"{name}.txt").write_text(f"Subject: {letter.subject}\n\n{letter.text}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                draw(folder, browser, width, scheme, written)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
