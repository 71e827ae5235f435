"""What kind of file somebody sent, by its first bytes; its name and what it says of itself count for nothing (pure)."""

from __future__ import annotations

from typing import NamedTuple

HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
LEAST_BYTES = 64  # no picture and no page is smaller


class Kind(NamedTuple):
    """A kind of file that a waiver on paper may come as. `shows`: browsers can draw it within a page."""

    media_type: str
    ending: str
    shows: bool


JPEG, PNG = Kind("image/jpeg", "jpg", shows=True), Kind("image/png", "png", shows=True)
PDF, HEIC = Kind("application/pdf", "pdf", shows=False), Kind("image/heic", "heic", shows=False)
KINDS = {kind.media_type: kind for kind in (JPEG, PNG, PDF, HEIC)}


def kind_of(content: bytes) -> Kind | None:
    """JPEG, PNG, PDF or HEIC; None for anything else."""
    if len(content) < LEAST_BYTES:
        return None
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"%PDF-"):
        return PDF
    return HEIC if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS else None
