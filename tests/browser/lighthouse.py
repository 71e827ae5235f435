"""Google's Lighthouse as another judge of a page: fetched from npm once, at this version, beside the test caches."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

VERSION = "12.8.2"
FOLDER = Path(settings.BASE_DIR) / ".pytest_cache" / f"lighthouse-{VERSION}"
CLI = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
JUDGED = ("accessibility", "performance")


def scores(url: str) -> dict[str, int]:
    """What a page is worth on a phone of the middle class with a slow line, 0 to 100 in each category."""
    _fetched()
    answer = _judged(url)
    if answer.returncode:  # the judge fell ill, which says nothing of the page
        answer = _judged(url)
    answer.check_returncode()
    found = json.loads(answer.stdout)["categories"]
    return {name: round(found[name]["score"] * 100) for name in JUDGED}


def _judged(url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", str(CLI), url, "--quiet", "--output=json", f"--only-categories={','.join(JUDGED)}",
         "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
        env=os.environ | {"CHROME_PATH": shutil.which("chromium") or ""},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def _fetched() -> None:
    if not CLI.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        order = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER)]
        subprocess.run([*order, f"lighthouse@{VERSION}"], check=True, timeout=600)
