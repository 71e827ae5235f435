"""Tables of an app made in one step, and taken away again."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from scc_site.tables import Tables

MASTS = Tables(
    [
        migrations.CreateModel(
            "Mast",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("boat", models.ForeignKey("yard.boat", models.CASCADE)),  # made after the table that refers to it
                ("height", models.PositiveIntegerField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("boat", "height"), name="mast_once")]},
        ),
        migrations.CreateModel("Boat", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddIndex("mast", models.Index(fields=["height"], name="mast_by_height")),
        migrations.AddConstraint(
            "mast", models.CheckConstraint(condition=models.Q(height__lt=90), name="mast_under_bridge")
        ),
    ]
)


def tables():
    return [name for name in connection.introspection.table_names() if name.startswith("yard_")]


@pytest.mark.django_db
def test_all_are_made_with_what_holds_them_and_all_are_taken_away():
    bare = ProjectState()
    assert not bare.apps.is_installed("yard")  # built before, as in a run of `migrate`
    whole = bare.clone()

    MASTS.state_forwards("yard", whole)
    with connection.schema_editor() as editor:
        MASTS.database_forwards("yard", editor, bare, whole)
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "yard_mast")

    assert tables() == ["yard_boat", "yard_mast"]
    assert constraints["mast_once"]["columns"] == ["boat_id", "height"]
    assert (constraints["mast_by_height"]["columns"], constraints["mast_under_bridge"]["check"]) == (["height"], True)
    assert [each["foreign_key"] for each in constraints.values() if each["foreign_key"]] == [("yard_boat", "id")]

    with connection.schema_editor() as editor:
        MASTS.database_backwards("yard", editor, whole, bare)
    assert tables() == []


def test_it_says_how_much_it_makes():
    assert MASTS.describe() == "Make 2 tables and triggers"


def test_an_index_of_another_table_does_not_pass():
    with pytest.raises(KeyError, match="hull"):
        Tables([migrations.AddIndex("hull", models.Index(fields=["length"], name="hull_by_length"))])
