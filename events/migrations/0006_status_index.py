"""An index for the office's lists by status, newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index; taken away again on the way back."""

    dependencies = [("events", "0005_bookings")]

    operations = [
        migrations.AddIndex(
            model_name="sailevent",
            index=models.Index(fields=["status", "departs_at"], name="sailevent_by_status"),
        ),
    ]
