"""The static files of production: collected once under names that carry their hash, before the web is served."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def collect_when_stale() -> bool:
    """Collect the static files when they were never collected, or before the last change; says whether it did.

    With DEBUG they are served from where they lie.
    """
    if settings.DEBUG or not _is_stale(Path(settings.STATIC_ROOT) / "staticfiles.json"):
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    return True


def _is_stale(manifest: Path) -> bool:
    """Whether our own files or the locked dependencies are newer than what was collected."""
    if not manifest.exists():
        return True
    sources = [settings.BASE_DIR / "uv.lock", *(settings.BASE_DIR / "static").rglob("*")]
    return any(source.stat().st_mtime > manifest.stat().st_mtime for source in sources if source.is_file())
