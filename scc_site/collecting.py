"""The static files of production: collected once under names that carry their hash, before the web is served."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def make_ready() -> None:
    """Collect the static files when they were never collected, or before the last change.

    With DEBUG they are served from where they lie, and the directory only has to exist.
    """
    root = Path(settings.STATIC_ROOT)
    if settings.DEBUG:
        root.mkdir(parents=True, exist_ok=True)
    elif _is_stale(root / "staticfiles.json"):
        call_command("collectstatic", interactive=False, verbosity=0)


def _is_stale(manifest: Path) -> bool:
    """Whether our own files or the locked dependencies are newer than what was collected."""
    if not manifest.exists():
        return True
    sources = [settings.BASE_DIR / "uv.lock", *(settings.BASE_DIR / "static").rglob("*")]
    return any(source.stat().st_mtime > manifest.stat().st_mtime for source in sources if source.is_file())
