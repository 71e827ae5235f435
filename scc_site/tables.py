"""All tables of an app in one step of a migration."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Whole tables and their triggers, made against their models' last state.

    Django builds every model that refers to a new one anew with each step; here all are built once, which lays out a
    new house in a tenth of the time. Indexes and constraints that `makemigrations` puts behind a new table become part
    of it; a step that changes anything else of a table stands outside.
    """

    serialization_expand_args = ["operations"]  # noqa: RUF012 -- Django's own way to say it

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = whole(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How Django writes this step into a migration."""
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add all models, then let them be built when the first is asked for."""
        state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make all tables, as they stand at the end."""
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take all tables away, the last one first."""
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, from_state, from_state)

    def describe(self) -> str:
        """What `migrate --plan` says of it."""
        return f"Make {len(self.operations)} tables and triggers"


def whole(operations: Sequence[Operation]) -> list[Operation]:
    """The tables, each with its own indexes and constraints, then the rest; KeyError for one of another's table."""
    tables: dict[str, CreateModel] = {}
    rest: list[Operation] = []
    for each in operations:
        if isinstance(each, CreateModel):
            copy = CreateModel(each.name, each.fields, dict(each.options), each.bases, each.managers)
            tables[each.name_lower] = copy
        elif isinstance(each, AddIndex | AddConstraint):
            added = each.index if isinstance(each, AddIndex) else each.constraint
            options = tables[each.model_name_lower].options
            options[each.option_name] = [*options.get(each.option_name, []), added]
        else:
            rest.append(each)
    return [*tables.values(), *rest]
