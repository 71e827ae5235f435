"""An index for what waits for an answer: offers, claims and seats to cover, few among all that ever were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index; taken away again on the way back."""

    dependencies = [("crew", "0006_cover_asked")]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["state", "event"],
                condition=models.Q(state__in=["offered", "claimed", "covering"]),
                name="assignment_waiting",
            ),
        ),
    ]
