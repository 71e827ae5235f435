"""What went wrong with the machinery, one row per incident."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("scc_site", "0006_pace_of_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("words", models.CharField(max_length=500, verbose_name="what happened")),
                ("path", models.CharField(blank=True, max_length=300, verbose_name="where to mend it")),
                ("about", models.CharField(blank=True, max_length=254, verbose_name="address")),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("raised_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-raised_at", "-pk"),
                "indexes": [
                    models.Index(fields=["kind", "told_at"], name="alarm_by_kind"),
                    models.Index(fields=["-raised_at"], name="alarm_by_time"),
                ],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="alarm_once")],
            },
        ),
    ]
