"""A stage that a file names without a day held before the day of the import too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a default of the database: rows that stand, and code of before, have told days."""

    dependencies = [("reports", "0010_schedules")]

    operations = [
        migrations.AddField(
            "opportunitystep",
            "is_dated",
            models.BooleanField(
                db_default=True,
                default=True,
                help_text="Its day was told; else it is the day of an import, and held before.",
            ),
        ),
    ]
