"""Files that letters bring along: a row names them, whoever keeps them gives them when the letter leaves.

In a row's context stand plain words alone, `ref(...)`: the name of a loader and its key. The app that keeps the files
registers the loader from `ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scc_site.mail.messages import Attachment, Unfit
from scc_site.models import OutgoingMail

ATTACHED = "attached"  # in a row's context: a list of what `ref` gives
LARGEST = 7 * 1024 * 1024  # of all files of a letter: a third more in base64, and Amazon SES takes 10 MB

Loader = Callable[[str], Attachment | None]
_loaders: dict[str, Loader] = {}


def register(name: str, loader: Loader) -> None:
    """Have files of a name given by a function of their key; raises ValueError when another does already."""
    if _loaders.setdefault(name, loader) is not loader:
        raise ValueError(f"Attachments {name!r} are given by two functions.")


def ref(loader: str, key: str) -> dict[str, str]:
    """What a row's context says of one file."""
    return {"loader": loader, "key": key}


def of(mail: OutgoingMail) -> tuple[Attachment, ...]:
    """The files of a row's letter, in their order; raises Unfit when one is not kept any more, or all are too large."""
    found = tuple(_loaded(one) for one in mail.context.get(ATTACHED, []))
    if sum(len(one.content) for one in found) > LARGEST:
        raise Unfit(f"The letter's attachments are larger than {LARGEST // 1024 // 1024} MB.")
    return found


def _loaded(told: dict[str, Any]) -> Attachment:
    loader = _loaders.get(str(told.get("loader")))
    found = loader(str(told.get("key"))) if loader else None
    if found is None:
        raise Unfit("What the letter should bring along is not kept any more.")
    return found
