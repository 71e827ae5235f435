"""What the database refuses of vouchers is said in words, at their desk too; nothing in the tables changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Words for five constraints."""

    dependencies = [("reports", "0016_dock_postings")]

    operations = [
        migrations.AlterConstraint(
            model_name="voucher",
            name="voucher_forward",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on__isnull", True), ("expires_on__gte", models.F("sold_on")), _connector="OR"
                ),
                name="voucher_forward",
                violation_error_message="The last day lies before the day it was sold.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="voucher",
            name="voucher_refunded_later",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refunded_on__isnull", True), ("refunded_on__gte", models.F("sold_on")), _connector="OR"
                ),
                name="voucher_refunded_later",
                violation_error_message="It was not sold yet when it was given back.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="voucher",
            name="voucher_paid_in_money",
            constraint=models.CheckConstraint(
                condition=models.Q(("method", "voucher"), _negated=True),
                name="voucher_paid_in_money",
                violation_error_message="A voucher is paid for in money.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="voucherpolicy",
            name="voucherpolicy_once",
            constraint=models.UniqueConstraint(
                fields=("unit", "starts_on"),
                name="voucherpolicy_once",
                violation_error_message="This unit has a policy from that day on already: change that one.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="voucherpolicy",
            name="voucherpolicy_ground",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True),
                name="voucherpolicy_ground",
                violation_error_message="Say on what ground, such as the terms it is printed in.",
            ),
        ),
    ]
