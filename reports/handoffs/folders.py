"""A folder of hand-offs: which files it holds. Nothing outside of it is ever read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reports.handoffs.taking import MOST_BYTES
from scc_site.refusals import Refusal

ENDINGS = {".md", ".markdown"}
MOST_FILES = 500


class NoFolder(Refusal):
    """The folder is not there, or lies where hand-offs may not be read from."""


class File(NamedTuple):
    """One file: its name within the folder, and where it is."""

    name: str
    path: Path

    def content(self) -> bytes:
        """Its bytes: one more than is taken, at most."""
        with self.path.open("rb") as file:
            return file.read(MOST_BYTES + 1)


def opened(folder: str, within: str) -> Path:
    """The folder itself. Raises NoFolder where it does not exist, or lies outside of `within` (empty: anywhere)."""
    found = Path(folder).resolve()
    if not found.is_dir():
        raise NoFolder(f"There is no folder {folder!r}.")
    if within and not found.is_relative_to(Path(within).resolve()):
        raise NoFolder(
            f"Hand-offs are read from {within} (HANDOFF_DIR) and the folders in it: {folder!r} is elsewhere."
        )
    return found


def files(folder: Path) -> Iterator[File]:
    """Markdown files of a folder and those in it, by name; links that lead out of it and hidden files are left out.

    Raises NoFolder where there are more than 500 of them.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDINGS
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
        and path.resolve().is_relative_to(folder)
    )
    if len(found) > MOST_FILES:
        raise NoFolder(f"The folder holds {len(found)} Markdown files; {MOST_FILES} are read at most. Name one within.")
    for path in found:
        yield File(path.relative_to(folder).as_posix(), path)
