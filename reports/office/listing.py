"""Lists of the books that say what to do while they are empty."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from reports.office.files import Exported
from scc_site.desk import Desk


class BooksDesk(Exported, Desk):
    """A table of the books. `bare` is what its empty list says; `ways` are links above the list, with their words."""

    bare = ""
    ways: tuple[tuple[str, str], ...] = ()
    change_list_template = "admin/reports/books_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with what to do while nothing is in it."""
        is_bare = not request.GET and not self.get_queryset(request)[:1]
        told = {"bare": self.bare if is_bare else "", "ways": self.ways}
        return super().changelist_view(request, {**told, **(extra_context or {})})
