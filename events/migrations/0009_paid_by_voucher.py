"""Vouchers as a way to pay for a booking."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A method more, and an index that finds what a voucher paid for."""

    dependencies = [
        ("events", "0008_open_tasks_index"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bookingpayment",
            name="method",
            field=models.CharField(
                choices=[
                    ("card", "card"),
                    ("cash", "cash"),
                    ("transfer", "bank transfer"),
                    ("check", "check"),
                    ("payout", "payout of the channel"),
                    ("voucher", "voucher"),
                    ("other", "other"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="bookingpaymenthistory",
            name="method",
            field=models.CharField(
                choices=[
                    ("card", "card"),
                    ("cash", "cash"),
                    ("transfer", "bank transfer"),
                    ("check", "check"),
                    ("payout", "payout of the channel"),
                    ("voucher", "voucher"),
                    ("other", "other"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="bookingpayment",
            index=models.Index(
                condition=models.Q(("method", "voucher")), fields=["reference"], name="bookingpayment_by_voucher"
            ),
        ),
    ]
