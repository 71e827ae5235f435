"""The provider of a fresh clone: letters become .eml files under the data directory."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from scc_site.mail.messages import Letter, mime
from scc_site.mail.providers import Answer, Outcome, Quota


def path_of(outbox_id: int, kind: str) -> Path:
    """Where a letter lies: one file per row, so that sending it again overwrites it."""
    return Path(settings.SCC_DATA_DIR) / "mail" / f"{outbox_id:08d}-{kind}.eml"


class FileProvider:
    """Writes each letter whole or not at all."""

    def send(self, letter: Letter) -> Answer:
        """Write beside, flush to disk, rename. A full disk counts as a service that was not reached."""
        path = path_of(letter.outbox_id, letter.kind)
        content = mime(letter).as_bytes()
        beside = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as fault:
            beside.unlink(missing_ok=True)
            return Answer(Outcome.UNREACHED, f"cannot write: {fault.strerror}", halts=True)
        return Answer(Outcome.ACCEPTED, message_id=letter.message_id)

    def quota(self) -> Quota | None:
        """None: nobody counts."""
        return None

    def close(self) -> None:
        """Nothing is held open."""
