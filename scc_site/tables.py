"""All tables of an app in one step of a migration."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Whole tables and their triggers, made against their models' last state.

    Django builds every model that refers to a new one anew with each step; here all are built once, which lays out a
    new house in a tenth of the time. Each table must come whole: its constraints and indexes in its CreateModel, no
    step that changes a table of the same list.
    """

    serialization_expand_args = ["operations"]  # noqa: RUF012 -- Django's own way to say it

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

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
