"""Rows as they stood at an instant, rebuilt from their history: writes nothing, and sees direct SQL too."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

Tracked = TypeVar("Tracked", bound=Model)


def rows(model: type[Tracked], at: datetime, **of: Any) -> list[Tracked]:
    """The rows of a tracked model, those that `of` names, as they stood; removed ones are left out. One query.

    A transaction that began before the instant and ended after it counts as before: who must be sure compares digests.
    Fields that the history does not keep have their defaults.
    """
    history = model.pgh_event_model.objects  # type: ignore[attr-defined]
    found = history.filter(pgh_created_at__lte=at, **of).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    names = [field.attname for field in model._meta.concrete_fields]
    return [
        model(**{name: value for name, value in vars(row).items() if name in names})
        for row in found
        if row.pgh_label != "delete"
    ]
