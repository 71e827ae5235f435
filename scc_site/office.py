"""The office: Django's admin behind our own door."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import update_wrapper
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from scc_site.auth import access

OURS = {"scc_site", "events", "crew", "waivers", "reports"}
TABLES = (
    ("/admin/events/sailevent/", "Sails"),
    ("/admin/crew/assignment/", "Seats"),
    ("/admin/events/booking/", "Bookings"),
    ("/admin/scc_site/user/", "People"),
    ("/admin/events/eventtype/", "Kinds"),
    ("/admin/events/vessel/", "Vessels"),
    ("/admin/scc_site/outgoingmail/", "Letters"),
    ("/admin/scc_site/schedule/", "Schedules"),
    ("/admin/reports/", "Books"),
    ("/admin/reports/importbatch/", "Imports"),
)


Shelves = Mapping[str, Sequence[type[Model]]]


class OfficeSite(AdminSite):
    """Admins in admin scope come in; admins in user scope are offered the step-up; for others it does not exist.

    Only our own tables are shown: a row written into the job queue's tables would run as code.
    """

    site_header = "The office"
    site_title = "The office"
    enable_nav_sidebar = False  # its width is the lists'; the ways stand in the head
    told: Callable[[], dict[str, Any]] = dict
    index_title = "What would you like to see to?"

    def __init__(self, *args: Any, **options: Any) -> None:
        """An office without shelves yet."""
        super().__init__(*args, **options)
        self.shelves: dict[str, Shelves] = {}

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take our own models, leave those of libraries."""
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OURS]
        super().register(ours, admin_class, **options)

    def add_to(self, model: type[Model], part: type[Any]) -> None:
        """Give a table that is shown already what an app above knows of it: a mixin, put before its desk."""
        desk = type(self.get_model_admin(model))
        self.unregister(model)
        super().register([model], type(f"{part.__name__}{desk.__name__}", (part, desk), {}))

    def shelve(self, app_label: str, shelves: Shelves) -> None:
        """Have the tables of an app stand under the words given, in this order, behind all other apps."""
        self.shelves[app_label] = shelves

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The tables that the first page names: by app, and by shelf where an app has many."""
        found = super().get_app_list(request, app_label)
        plain = [app for app in found if app["app_label"] not in self.shelves]
        return plain + [shelf for app in found for shelf in self._shelved(app)]

    def _shelved(self, app: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """An app's tables, a shelf each time as if it were an app; what stands on none comes last."""
        tables = {table["model"]: table for table in app["models"]}
        for words, models in self.shelves.get(app["app_label"], {}).items():
            if held := [tables.pop(model) for model in models if model in tables]:
                yield app | {"name": words, "models": held}
        if tables and app["app_label"] in self.shelves:
            yield app | {"models": list(tables.values())}

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the door is open."""
        return access.acts_as_admin(request.user)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every page of the admin, behind the door."""
        inner = super().admin_view(view, cacheable)

        def behind_the_door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                return access.turn_away_from_office(request)
            return inner(request, *args, **kwargs)

        return update_wrapper(behind_the_door, view)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the office prints: with the ways between its tables."""
        return super().each_context(request) | {"tables": TABLES}

    def greet_with(self, told: Callable[[], dict[str, Any]]) -> None:
        """Have the first page print what a function of the roof tells: it knows more than what stands below may."""
        self.told = told

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The first page: the tables, and what it greets with."""
        return super().index(request, {**self.told(), **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The admin's own log-in form is never shown."""
        if not self.has_permission(request):
            return access.turn_away_from_office(request)
        return HttpResponse(status=303, headers={"Location": reverse("admin:index")})

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Signing out is done in one place."""
        return HttpResponse(status=303, headers={"Location": reverse("auth:sign_out")})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The page of one app, under its name alone."""
        name = {app.label: app.verbose_name for app in apps.get_app_configs()}.get(app_label, app_label)
        return super().app_index(request, app_label, {"title": name, **(extra_context or {})})
