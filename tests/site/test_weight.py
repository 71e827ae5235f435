"""What a page weighs the first time: 60 kB, of which its own HTML may take 4.5 (gzip)."""

from __future__ import annotations

import gzip
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
KILOBYTE = 1000
SHARED = 55.5 * KILOBYTE  # everything a page fetches beside its own HTML
FACE = 40 * KILOBYTE


def sent(path: Path) -> int:
    """Bytes on the wire: fonts are compressed already."""
    return path.stat().st_size if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes(), mtime=0))


def test_what_a_sails_page_fetches_beside_its_html_stays_within_its_share():
    names = ["tokens.css", "base.css", "components.css", "print.css"]
    scripts = ["htmx.min.js", "page.js", "countdown.js", "rail-now.js"]
    found = [STATIC / "css" / name for name in names] + [STATIC / "js" / name for name in scripts]
    found += [*STATIC.glob("fonts/*.woff2"), STATIC / "img" / "favicon.svg"]

    weights = {path.name: sent(path) for path in found}

    assert sum(weights.values()) <= SHARED, weights


def test_no_face_is_heavier_than_its_limit():
    assert [path.name for path in STATIC.glob("fonts/*.woff2") if sent(path) > FACE] == []


def test_no_style_or_script_is_written_into_a_page():
    pages = (STATIC.parent / "templates").rglob("*.html")
    faults = [
        path.name
        for path in pages
        if "mail" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if " style=" in line or "<style" in line or " onclick=" in line or ("<script" in line and "src=" not in line)
    ]

    assert faults == []
