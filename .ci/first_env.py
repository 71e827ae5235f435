"""Write `.env` for a first run on one's own machine: DEBUG and random keys; an existing file is left alone."""

import os
import secrets
import sys
from pathlib import Path

TEXT = """\
# Made by the first `make run`, for this machine alone. `.env.example` names every setting.
DEBUG=1
SITE_ORIGIN=http://127.0.0.1:{port}
SECRET_KEY={secret}
JWT_KEYS=k1:{jwt}
RECORD_KEYS=r1:{record}
"""


def main() -> None:
    """Write the file for one's own eyes, unless it is there."""
    port = sys.argv[1]
    text = TEXT.format(
        port=port, secret=secrets.token_urlsafe(48), jwt=secrets.token_urlsafe(36), record=secrets.token_urlsafe(36)
    )
    try:
        handle = os.open(Path(__file__).parent.parent / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(text)


if __name__ == "__main__":
    main()
