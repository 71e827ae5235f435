"""Imports remember how they left each row, so that undo knows another hand's work from its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column on the changes of an import."""

    dependencies = [("reports", "0014_market")]

    operations = [
        migrations.AddField(
            model_name="importchange",
            name="after",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
