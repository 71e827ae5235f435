"""Letters are found by lane, too, however many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [
        ("scc_site", "0013_letters_found"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(fields=["lane", "-created_at"], name="outgoingmail_by_lane"),
        ),
    ]
