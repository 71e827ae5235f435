"""Bank statements, reconciliations, and receipts of expenses."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Four tables."""

    dependencies = [
        ("reports", "0002_ledger_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceiptFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="BankTransaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fitid", models.CharField(max_length=100, verbose_name="bank’s id")),
                ("on", models.DateField(verbose_name="date")),
                ("amount_cents", models.BigIntegerField(verbose_name="amount")),
                ("text", models.CharField(blank=True, max_length=200)),
                ("balance_cents", models.BigIntegerField(blank=True, null=True, verbose_name="balance")),
                (
                    "status",
                    models.CharField(
                        choices=[("unmatched", "open"), ("matched", "matched"), ("ignored", "ignored")],
                        default="unmatched",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="why it is ignored")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_transactions",
                        to="reports.account",
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_transaction",
                        to="reports.journalline",
                        verbose_name="ledger line",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_transactions",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank transaction",
                "ordering": ("-on", "-pk"),
                "indexes": [
                    models.Index(fields=["account", "on"], name="banktransaction_by_day"),
                    models.Index(fields=["-on", "-id"], name="banktransaction_newest"),
                    models.Index(
                        condition=models.Q(("status", "unmatched")),
                        fields=["account", "unit", "on"],
                        name="banktransaction_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "fitid"), name="banktransaction_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("line__isnull", False), ("status", "matched")),
                            models.Q(models.Q(("status", "matched"), _negated=True), ("line__isnull", True)),
                            _connector="OR",
                        ),
                        name="banktransaction_matched_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="banktransaction_settled_pair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpenseReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filename", models.CharField(max_length=200)),
                ("amount_cents", models.BigIntegerField(blank=True, null=True, verbose_name="amount")),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="reports.journalline"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="reports.receiptfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "ordering": ("-added_at", "-pk"),
                "constraints": [models.UniqueConstraint(fields=("line", "file"), name="expensereceipt_once")],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(verbose_name="at the end of")),
                ("statement_balance_cents", models.BigIntegerField(verbose_name="bank’s balance")),
                ("ledger_balance_cents", models.BigIntegerField(verbose_name="ledger’s balance")),
                (
                    "difference_cents",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.F("statement_balance_cents"), "-", models.F("ledger_balance_cents")
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                ("reconciled_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="reports.account",
                    ),
                ),
                (
                    "reconciled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "ordering": ("-as_of", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("account", "unit", "as_of"), name="reconciliation_once")
                ],
            },
        ),
    ]
