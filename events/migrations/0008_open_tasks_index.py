"""An index for what is late or due soon: the open tasks of all sails, by time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index; taken away again on the way back."""

    dependencies = [("events", "0007_ready_stamp")]

    operations = [
        migrations.AddIndex(
            model_name="checklistitem",
            index=models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, set_aside_at__isnull=True),
                name="checklistitem_open_by_due",
            ),
        ),
    ]
