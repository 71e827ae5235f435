"""What the businesses own and owe, who owns and runs them, what they let and what they deliver."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables of assets, people, property and deliveries, with their walls and histories."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reports", "0005_months_opened_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vessel", "vessel"),
                            ("vehicle", "vehicle"),
                            ("property", "property"),
                            ("equipment", "equipment"),
                            ("domain", "domain"),
                            ("software", "software"),
                            ("list", "list"),
                            ("contract", "contract"),
                            ("ip", "intellectual property"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("owner_of_record", models.CharField(blank=True, max_length=120)),
                ("acquired_on", models.DateField(blank=True, null=True)),
                (
                    "cost_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="cost",
                    ),
                ),
                ("location", models.CharField(blank=True, max_length=120)),
                ("custodian", models.CharField(blank=True, max_length=120)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        help_text="Such as “in use”; “sold”, “retired” or “lost” ends its time in the books.",
                        max_length=40,
                    ),
                ),
            ],
            options={
                "ordering": ("unit", "kind", "name"),
            },
        ),
        migrations.CreateModel(
            name="AssetDebt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "debt",
                "ordering": ("asset", "account"),
            },
        ),
        migrations.CreateModel(
            name="AssetHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vessel", "vessel"),
                            ("vehicle", "vehicle"),
                            ("property", "property"),
                            ("equipment", "equipment"),
                            ("domain", "domain"),
                            ("software", "software"),
                            ("list", "list"),
                            ("contract", "contract"),
                            ("ip", "intellectual property"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("owner_of_record", models.CharField(blank=True, max_length=120)),
                ("acquired_on", models.DateField(blank=True, null=True)),
                (
                    "cost_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="cost",
                    ),
                ),
                ("location", models.CharField(blank=True, max_length=120)),
                ("custodian", models.CharField(blank=True, max_length=120)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        help_text="Such as “in use”; “sold”, “retired” or “lost” ends its time in the books.",
                        max_length=40,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AssetObligation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registration", "registration"),
                            ("insurance", "insurance"),
                            ("survey", "survey"),
                            ("haul_out", "haul-out"),
                            ("renewal", "renewal"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due", models.DateField()),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "obligation",
                "ordering": ("asset", "due"),
            },
        ),
        migrations.CreateModel(
            name="AssetValuation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("appraisal", "an appraisal"),
                            ("market", "the market"),
                            ("book", "the books"),
                            ("owner", "the owner’s word"),
                        ],
                        default="owner",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "valuation",
                "ordering": ("asset", "-on"),
            },
        ),
        migrations.CreateModel(
            name="CrewPay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=120)),
                (
                    "days",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("paid_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "crew pay",
                "verbose_name_plural": "crew pay",
                "ordering": ("job", "person"),
            },
        ),
        migrations.CreateModel(
            name="DeliveryJobHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=40, verbose_name="job")),
                ("client", models.CharField(blank=True, max_length=120)),
                ("vessel", models.CharField(blank=True, max_length=120)),
                ("origin", models.CharField(blank=True, max_length=120, verbose_name="from")),
                ("destination", models.CharField(blank=True, max_length=120, verbose_name="to")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("lead", "lead"),
                            ("quoted", "quoted"),
                            ("contracted", "contracted"),
                            ("underway", "under way"),
                            ("completed", "completed"),
                            ("lost", "lost"),
                            ("cancelled", "cancelled"),
                        ],
                        default="lead",
                        max_length=12,
                    ),
                ),
                ("asked", models.DateTimeField(blank=True, null=True, verbose_name="client asked")),
                ("quoted_on", models.DateField(blank=True, null=True)),
                ("answered", models.DateTimeField(blank=True, null=True, verbose_name="we answered")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[("day", "by the day"), ("nm", "by the mile"), ("flat", "one price")],
                        max_length=4,
                    ),
                ),
                (
                    "rate_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="rate",
                    ),
                ),
                (
                    "fee_quoted_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="fee quoted",
                    ),
                ),
                (
                    "expenses_quoted_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="expenses quoted",
                    ),
                ),
                (
                    "advance_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="advance received",
                    ),
                ),
                ("nm_planned", models.PositiveIntegerField(blank=True, null=True, verbose_name="miles planned")),
                ("nm_actual", models.PositiveIntegerField(blank=True, null=True, verbose_name="miles sailed")),
                ("planned_depart", models.DateField(blank=True, null=True, verbose_name="departure planned")),
                ("planned_arrive", models.DateField(blank=True, null=True, verbose_name="arrival planned")),
                ("actual_depart", models.DateField(blank=True, null=True, verbose_name="departed")),
                ("actual_arrive", models.DateField(blank=True, null=True, verbose_name="arrived")),
                ("weather_days", models.PositiveSmallIntegerField(default=0, verbose_name="days lost to weather")),
                (
                    "contract",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")],
                        default="unknown",
                        max_length=7,
                        verbose_name="contract signed",
                    ),
                ),
                (
                    "insurance",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")],
                        default="unknown",
                        max_length=7,
                        verbose_name="insurance document",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JobExpense",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                ("what", models.CharField(max_length=120)),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                ("is_pass_through", models.BooleanField(default=False, verbose_name="passed through")),
                ("reimbursed_on", models.DateField(blank=True, null=True)),
                ("receipt", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "verbose_name": "expense",
                "ordering": ("job", "date"),
            },
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tenant", models.CharField(max_length=120)),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "rent_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="rent a month",
                    ),
                ),
                (
                    "due_day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                    ),
                ),
                (
                    "deposit_held_cents",
                    models.PositiveBigIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="deposit held",
                    ),
                ),
            ],
            options={
                "ordering": ("space", "-starts_on"),
            },
        ),
        migrations.CreateModel(
            name="LeaseHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("tenant", models.CharField(max_length=120)),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "rent_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="rent a month",
                    ),
                ),
                (
                    "due_day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                    ),
                ),
                (
                    "deposit_held_cents",
                    models.PositiveBigIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="deposit held",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OtherIncome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                ("category", models.CharField(max_length=60)),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
            ],
            options={
                "verbose_name": "other income",
                "verbose_name_plural": "other income",
                "ordering": ("property", "-date"),
            },
        ),
        migrations.CreateModel(
            name="OwnershipStake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=120)),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                    ),
                ),
                (
                    "agreement",
                    models.CharField(
                        choices=[("none", "none"), ("draft", "draft"), ("signed", "signed")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=200)),
                ("effective", models.DateField(blank=True, null=True, verbose_name="in force from")),
            ],
            options={
                "verbose_name": "stake",
                "ordering": ("unit", "person"),
            },
        ),
        migrations.CreateModel(
            name="OwnershipStakeHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("person", models.CharField(max_length=120)),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                    ),
                ),
                (
                    "agreement",
                    models.CharField(
                        choices=[("none", "none"), ("draft", "draft"), ("signed", "signed")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=200)),
                ("effective", models.DateField(blank=True, null=True, verbose_name="in force from")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PropertyCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                ("category", models.CharField(max_length=60)),
                (
                    "amount_cents",
                    models.BigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(-100000000000000),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="amount",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opex", "operating"),
                            ("capex", "capital"),
                            ("debt", "loan payment"),
                            ("depreciation", "depreciation"),
                        ],
                        default="opex",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "verbose_name": "cost",
                "ordering": ("property", "-date"),
            },
        ),
        migrations.CreateModel(
            name="PropertyLoan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lender", models.CharField(max_length=120)),
                (
                    "principal_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="principal",
                    ),
                ),
                (
                    "annual_percent",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="interest a year, %",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="months in all"
                    ),
                ),
                ("first_due", models.DateField(verbose_name="first payment")),
                (
                    "payment_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="monthly payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "loan",
                "ordering": ("property", "first_due"),
            },
        ),
        migrations.CreateModel(
            name="RentCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due", models.DateField()),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="charged",
                    ),
                ),
            ],
            options={
                "verbose_name": "rent",
                "verbose_name_plural": "rent",
                "ordering": ("space", "-due"),
            },
        ),
        migrations.CreateModel(
            name="RentPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                (
                    "amount_cents",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="paid",
                    ),
                ),
                ("paid_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "payment",
                "ordering": ("charge", "part"),
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("holder", models.CharField(blank=True, max_length=120)),
                ("backup", models.CharField(blank=True, max_length=120)),
                ("documented_on", models.DateField(blank=True, null=True)),
                ("is_critical", models.BooleanField(default=False, verbose_name="critical")),
                ("successor", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "verbose_name_plural": "responsibilities",
                "ordering": ("unit", "title"),
            },
        ),
        migrations.CreateModel(
            name="ResponsibilityHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("holder", models.CharField(blank=True, max_length=120)),
                ("backup", models.CharField(blank=True, max_length=120)),
                ("documented_on", models.DateField(blank=True, null=True)),
                ("is_critical", models.BooleanField(default=False, verbose_name="critical")),
                ("successor", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160)),
                (
                    "likelihood",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="likelihood, 1 to 5",
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="impact, 1 to 5",
                    ),
                ),
                (
                    "impact_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="impact in money",
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("mitigation", models.CharField(blank=True, max_length=300)),
                ("review_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        help_text="Such as “open”; “closed”, “resolved” or “done” takes it off the reports.",
                        max_length=40,
                    ),
                ),
            ],
            options={
                "ordering": ("unit", "title"),
            },
        ),
        migrations.CreateModel(
            name="RiskHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=160)),
                (
                    "likelihood",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="likelihood, 1 to 5",
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="impact, 1 to 5",
                    ),
                ),
                (
                    "impact_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="impact in money",
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("mitigation", models.CharField(blank=True, max_length=300)),
                ("review_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        help_text="Such as “open”; “closed”, “resolved” or “done” takes it off the reports.",
                        max_length=40,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Space",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "market_rent_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="market rent a month",
                    ),
                ),
            ],
            options={
                "ordering": ("property", "name"),
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=120)),
                ("last_day", models.DateField()),
                (
                    "successor",
                    models.CharField(blank=True, help_text="Who takes over what names nobody else.", max_length=120),
                ),
            ],
            options={
                "ordering": ("last_day", "person"),
            },
        ),
        migrations.CreateModel(
            name="WorkOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160)),
                ("opened_on", models.DateField()),
                ("due", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "cost_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100000000000000),
                        ],
                        verbose_name="cost",
                    ),
                ),
            ],
            options={
                "ordering": ("property", "-opened_on"),
            },
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="actual_arrive",
            field=models.DateField(blank=True, null=True, verbose_name="arrived"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="actual_depart",
            field=models.DateField(blank=True, null=True, verbose_name="departed"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="advance_cents",
            field=models.PositiveBigIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100000000000000),
                ],
                verbose_name="advance received",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="answered",
            field=models.DateTimeField(blank=True, null=True, verbose_name="we answered"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="asked",
            field=models.DateTimeField(blank=True, null=True, verbose_name="client asked"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="basis",
            field=models.CharField(
                blank=True, choices=[("day", "by the day"), ("nm", "by the mile"), ("flat", "one price")], max_length=4
            ),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="client",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="contract",
            field=models.CharField(
                choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")],
                default="unknown",
                max_length=7,
                verbose_name="contract signed",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="destination",
            field=models.CharField(blank=True, max_length=120, verbose_name="to"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="expenses_quoted_cents",
            field=models.PositiveBigIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100000000000000),
                ],
                verbose_name="expenses quoted",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="fee_quoted_cents",
            field=models.PositiveBigIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100000000000000),
                ],
                verbose_name="fee quoted",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="insurance",
            field=models.CharField(
                choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")],
                default="unknown",
                max_length=7,
                verbose_name="insurance document",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="nm_actual",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="miles sailed"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="nm_planned",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="miles planned"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="origin",
            field=models.CharField(blank=True, max_length=120, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="planned_arrive",
            field=models.DateField(blank=True, null=True, verbose_name="arrival planned"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="planned_depart",
            field=models.DateField(blank=True, null=True, verbose_name="departure planned"),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="quoted_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="rate_cents",
            field=models.PositiveBigIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100000000000000),
                ],
                verbose_name="rate",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="stage",
            field=models.CharField(
                choices=[
                    ("lead", "lead"),
                    ("quoted", "quoted"),
                    ("contracted", "contracted"),
                    ("underway", "under way"),
                    ("completed", "completed"),
                    ("lost", "lost"),
                    ("cancelled", "cancelled"),
                ],
                default="lead",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="vessel",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="deliveryjob",
            name="weather_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="days lost to weather"),
        ),
        migrations.AddField(
            model_name="property",
            name="cash_invested_cents",
            field=models.PositiveBigIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100000000000000),
                ],
                verbose_name="cash invested",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliveryjob",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_deliveryjobhistory" ("actual_arrive", "actual_depart", "advance_cents", "answered", "asked", "basis", "client", "contract", "destination", "expenses_quoted_cents", "fee_quoted_cents", "id", "insurance", "key", "nm_actual", "nm_planned", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_arrive", "planned_depart", "quoted_on", "rate_cents", "stage", "unit_id", "vessel", "weather_days") VALUES (NEW."actual_arrive", NEW."actual_depart", NEW."advance_cents", NEW."answered", NEW."asked", NEW."basis", NEW."client", NEW."contract", NEW."destination", NEW."expenses_quoted_cents", NEW."fee_quoted_cents", NEW."id", NEW."insurance", NEW."key", NEW."nm_actual", NEW."nm_planned", NEW."origin", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_arrive", NEW."planned_depart", NEW."quoted_on", NEW."rate_cents", NEW."stage", NEW."unit_id", NEW."vessel", NEW."weather_days"); RETURN NULL;',
                    hash="0ca17253158fd5be5c430f378ba3ed9809f9129d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_44c63",
                    table="reports_deliveryjob",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliveryjob",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_deliveryjobhistory" ("actual_arrive", "actual_depart", "advance_cents", "answered", "asked", "basis", "client", "contract", "destination", "expenses_quoted_cents", "fee_quoted_cents", "id", "insurance", "key", "nm_actual", "nm_planned", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_arrive", "planned_depart", "quoted_on", "rate_cents", "stage", "unit_id", "vessel", "weather_days") VALUES (NEW."actual_arrive", NEW."actual_depart", NEW."advance_cents", NEW."answered", NEW."asked", NEW."basis", NEW."client", NEW."contract", NEW."destination", NEW."expenses_quoted_cents", NEW."fee_quoted_cents", NEW."id", NEW."insurance", NEW."key", NEW."nm_actual", NEW."nm_planned", NEW."origin", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_arrive", NEW."planned_depart", NEW."quoted_on", NEW."rate_cents", NEW."stage", NEW."unit_id", NEW."vessel", NEW."weather_days"); RETURN NULL;',
                    hash="a8e0e6ef78fe763a30f3beae6bef7035f757d44d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dda7c",
                    table="reports_deliveryjob",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deliveryjob",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_deliveryjobhistory" ("actual_arrive", "actual_depart", "advance_cents", "answered", "asked", "basis", "client", "contract", "destination", "expenses_quoted_cents", "fee_quoted_cents", "id", "insurance", "key", "nm_actual", "nm_planned", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_arrive", "planned_depart", "quoted_on", "rate_cents", "stage", "unit_id", "vessel", "weather_days") VALUES (OLD."actual_arrive", OLD."actual_depart", OLD."advance_cents", OLD."answered", OLD."asked", OLD."basis", OLD."client", OLD."contract", OLD."destination", OLD."expenses_quoted_cents", OLD."fee_quoted_cents", OLD."id", OLD."insurance", OLD."key", OLD."nm_actual", OLD."nm_planned", OLD."origin", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_arrive", OLD."planned_depart", OLD."quoted_on", OLD."rate_cents", OLD."stage", OLD."unit_id", OLD."vessel", OLD."weather_days"); RETURN NULL;',
                    hash="fc43d55c54c10da5f66268a7b05e19fb7aabd181",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fbb2a",
                    table="reports_deliveryjob",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("planned_depart__isnull", True),
                    ("planned_arrive__isnull", True),
                    ("planned_arrive__gte", models.F("planned_depart")),
                    _connector="OR",
                ),
                name="deliveryjob_planned_forward",
                violation_error_message="The arrival planned is before the departure planned.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actual_depart__isnull", True),
                    ("actual_arrive__isnull", True),
                    ("actual_arrive__gte", models.F("actual_depart")),
                    _connector="OR",
                ),
                name="deliveryjob_actual_forward",
                violation_error_message="The job arrived before it departed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked__isnull", True),
                    ("answered__isnull", True),
                    ("answered__gte", models.F("asked")),
                    _connector="OR",
                ),
                name="deliveryjob_answered_forward",
                violation_error_message="The answer is before the question.",
            ),
        ),
        migrations.AddField(
            model_name="asset",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assets", to="reports.businessunit"
            ),
        ),
        migrations.AddField(
            model_name="property",
            name="asset",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="properties",
                to="reports.asset",
            ),
        ),
        migrations.AddField(
            model_name="assetdebt",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.account"
            ),
        ),
        migrations.AddField(
            model_name="assetdebt",
            name="asset",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="debts", to="reports.asset"
            ),
        ),
        migrations.AddField(
            model_name="assethistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="assethistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.asset",
            ),
        ),
        migrations.AddField(
            model_name="assethistory",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.businessunit",
            ),
        ),
        migrations.AddField(
            model_name="assetobligation",
            name="asset",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="obligations",
                to="reports.asset",
            ),
        ),
        migrations.AddField(
            model_name="assetvaluation",
            name="asset",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="valuations",
                to="reports.asset",
            ),
        ),
        migrations.AddField(
            model_name="crewpay",
            name="job",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="crew_pay",
                to="reports.deliveryjob",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjobhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjobhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.deliveryjob",
            ),
        ),
        migrations.AddField(
            model_name="deliveryjobhistory",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.businessunit",
            ),
        ),
        migrations.AddField(
            model_name="jobexpense",
            name="job",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expenses",
                to="reports.deliveryjob",
            ),
        ),
        migrations.AddField(
            model_name="leasehistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="leasehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.lease",
            ),
        ),
        migrations.AddField(
            model_name="otherincome",
            name="property",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="other_income",
                to="reports.property",
            ),
        ),
        migrations.AddField(
            model_name="ownershipstake",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stakes", to="reports.businessunit"
            ),
        ),
        migrations.AddField(
            model_name="ownershipstakehistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="ownershipstakehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.ownershipstake",
            ),
        ),
        migrations.AddField(
            model_name="ownershipstakehistory",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.businessunit",
            ),
        ),
        migrations.AddField(
            model_name="propertycost",
            name="property",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="costs", to="reports.property"
            ),
        ),
        migrations.AddField(
            model_name="propertyloan",
            name="property",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="reports.property"
            ),
        ),
        migrations.AddField(
            model_name="rentcharge",
            name="lease",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="charges",
                to="reports.lease",
            ),
        ),
        migrations.AddField(
            model_name="rentpayment",
            name="charge",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="payments",
                to="reports.rentcharge",
            ),
        ),
        migrations.AddField(
            model_name="responsibility",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="responsibilities", to="reports.businessunit"
            ),
        ),
        migrations.AddField(
            model_name="responsibilityhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="responsibilityhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.responsibility",
            ),
        ),
        migrations.AddField(
            model_name="responsibilityhistory",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.businessunit",
            ),
        ),
        migrations.AddField(
            model_name="risk",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="reports.businessunit"
            ),
        ),
        migrations.AddField(
            model_name="riskhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="riskhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reports.risk",
            ),
        ),
        migrations.AddField(
            model_name="riskhistory",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.businessunit",
            ),
        ),
        migrations.AddField(
            model_name="space",
            name="property",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spaces",
                to="reports.property",
            ),
        ),
        migrations.AddField(
            model_name="rentcharge",
            name="space",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="charges", to="reports.space"
            ),
        ),
        migrations.AddField(
            model_name="leasehistory",
            name="space",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reports.space",
            ),
        ),
        migrations.AddField(
            model_name="lease",
            name="space",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="leases", to="reports.space"
            ),
        ),
        migrations.AddField(
            model_name="transition",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transitions", to="reports.businessunit"
            ),
        ),
        migrations.AddField(
            model_name="workorder",
            name="property",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_orders",
                to="reports.property",
            ),
        ),
        migrations.AddField(
            model_name="workorder",
            name="space",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_orders",
                to="reports.space",
            ),
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="asset_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="asset",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_assethistory" ("acquired_on", "cost_cents", "custodian", "id", "kind", "location", "name", "owner_of_record", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "unit_id") VALUES (NEW."acquired_on", NEW."cost_cents", NEW."custodian", NEW."id", NEW."kind", NEW."location", NEW."name", NEW."owner_of_record", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status", NEW."unit_id"); RETURN NULL;',
                    hash="b9971ca715aefc1649d6692bcbf361da702daf4e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5d2de",
                    table="reports_asset",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="asset",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_assethistory" ("acquired_on", "cost_cents", "custodian", "id", "kind", "location", "name", "owner_of_record", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "unit_id") VALUES (NEW."acquired_on", NEW."cost_cents", NEW."custodian", NEW."id", NEW."kind", NEW."location", NEW."name", NEW."owner_of_record", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status", NEW."unit_id"); RETURN NULL;',
                    hash="fba1bedeea13b5bfda5213cc833e7ce61da3c3d6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_561ef",
                    table="reports_asset",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="asset",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_assethistory" ("acquired_on", "cost_cents", "custodian", "id", "kind", "location", "name", "owner_of_record", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "unit_id") VALUES (OLD."acquired_on", OLD."cost_cents", OLD."custodian", OLD."id", OLD."kind", OLD."location", OLD."name", OLD."owner_of_record", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."status", OLD."unit_id"); RETURN NULL;',
                    hash="ad03078285e786da945afe5dfe7c6cc7e0b2d280",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9b2ca",
                    table="reports_asset",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assetdebt",
            constraint=models.UniqueConstraint(fields=("asset", "account"), name="assetdebt_once"),
        ),
        migrations.AddConstraint(
            model_name="assetobligation",
            constraint=models.UniqueConstraint(fields=("asset", "kind", "due"), name="assetobligation_once"),
        ),
        migrations.AddConstraint(
            model_name="assetvaluation",
            constraint=models.UniqueConstraint(fields=("asset", "on", "basis"), name="assetvaluation_once"),
        ),
        migrations.AddConstraint(
            model_name="crewpay",
            constraint=models.UniqueConstraint(fields=("job", "person"), name="crewpay_once"),
        ),
        migrations.AddConstraint(
            model_name="crewpay",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__isnull", True), ("days__gte", 0), _connector="OR"),
                name="crewpay_days",
                violation_error_message="Days are never below 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobexpense",
            constraint=models.UniqueConstraint(fields=("job", "date", "what"), name="jobexpense_once"),
        ),
        migrations.AddConstraint(
            model_name="jobexpense",
            constraint=models.CheckConstraint(
                condition=models.Q(("reimbursed_on__isnull", True), ("is_pass_through", True), _connector="OR"),
                name="jobexpense_reimbursed",
                violation_error_message="Only what is passed through is reimbursed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="otherincome",
            constraint=models.UniqueConstraint(fields=("property", "date", "category"), name="otherincome_once"),
        ),
        migrations.AddConstraint(
            model_name="ownershipstake",
            constraint=models.UniqueConstraint(fields=("unit", "person"), name="ownershipstake_once"),
        ),
        migrations.AddConstraint(
            model_name="ownershipstake",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 0), ("percent__lte", 100)),
                name="ownershipstake_percent",
                violation_error_message="A stake is between 0 and 100 percent.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownershipstake",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_ownershipstakehistory" ("agreement", "document", "effective", "id", "percent", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."agreement", NEW."document", NEW."effective", NEW."id", NEW."percent", NEW."person", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_id"); RETURN NULL;',
                    hash="788b089e3017f011fb5f3e25cd15c96eeb2ba754",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c5dd2",
                    table="reports_ownershipstake",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownershipstake",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_ownershipstakehistory" ("agreement", "document", "effective", "id", "percent", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."agreement", NEW."document", NEW."effective", NEW."id", NEW."percent", NEW."person", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit_id"); RETURN NULL;',
                    hash="1f5b17d1cd7efb076d5431bfce911812b75e2aac",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4342",
                    table="reports_ownershipstake",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownershipstake",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_ownershipstakehistory" ("agreement", "document", "effective", "id", "percent", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."agreement", OLD."document", OLD."effective", OLD."id", OLD."percent", OLD."person", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id"); RETURN NULL;',
                    hash="89c7c7f58c41076b07d79d568ff32cfad7ac5070",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0ba53",
                    table="reports_ownershipstake",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="propertycost",
            constraint=models.UniqueConstraint(fields=("property", "date", "category"), name="propertycost_once"),
        ),
        migrations.AddConstraint(
            model_name="propertyloan",
            constraint=models.UniqueConstraint(fields=("property", "lender", "first_due"), name="propertyloan_once"),
        ),
        migrations.AddConstraint(
            model_name="propertyloan",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__gte", 1)),
                name="propertyloan_months",
                violation_error_message="A loan runs for one month at least.",
            ),
        ),
        migrations.AddConstraint(
            model_name="propertyloan",
            constraint=models.CheckConstraint(
                condition=models.Q(("annual_percent__gte", 0), ("annual_percent__lte", 100)),
                name="propertyloan_percent",
                violation_error_message="Interest is between 0 and 100 percent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rentpayment",
            constraint=models.UniqueConstraint(fields=("charge", "part"), name="rentpayment_once"),
        ),
        migrations.AddConstraint(
            model_name="rentpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__gte", 1)),
                name="rentpayment_part",
                violation_error_message="Parts of a payment count from 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.UniqueConstraint(fields=("unit", "title"), name="responsibility_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsibility",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_responsibilityhistory" ("backup", "documented_on", "holder", "id", "is_critical", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "successor", "title", "unit_id") VALUES (NEW."backup", NEW."documented_on", NEW."holder", NEW."id", NEW."is_critical", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."successor", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="c51218d31ae5fac12706bae1fc8cb26a9fc98c53",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_384c1",
                    table="reports_responsibility",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsibility",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_responsibilityhistory" ("backup", "documented_on", "holder", "id", "is_critical", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "successor", "title", "unit_id") VALUES (NEW."backup", NEW."documented_on", NEW."holder", NEW."id", NEW."is_critical", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."successor", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="a9e6f2ce5a655581d5e30837eaf96f5579865c91",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5af46",
                    table="reports_responsibility",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="responsibility",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_responsibilityhistory" ("backup", "documented_on", "holder", "id", "is_critical", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "successor", "title", "unit_id") VALUES (OLD."backup", OLD."documented_on", OLD."holder", OLD."id", OLD."is_critical", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."successor", OLD."title", OLD."unit_id"); RETURN NULL;',
                    hash="a196ea961eeabcd0eb2cd510edc3692b6fad8aa8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_35571",
                    table="reports_responsibility",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(fields=("unit", "title"), name="risk_once"),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("likelihood__isnull", True),
                    models.Q(("likelihood__gte", 1), ("likelihood__lte", 5)),
                    _connector="OR",
                ),
                name="risk_likelihood",
                violation_error_message="The likelihood is a grade from 1 to 5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("impact__isnull", True), models.Q(("impact__gte", 1), ("impact__lte", 5)), _connector="OR"
                ),
                name="risk_impact",
                violation_error_message="The impact is a grade from 1 to 5.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="risk",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_riskhistory" ("id", "impact", "impact_cents", "likelihood", "mitigation", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "status", "title", "unit_id") VALUES (NEW."id", NEW."impact", NEW."impact_cents", NEW."likelihood", NEW."mitigation", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."review_on", NEW."status", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="0c743d53894c00150ca9ff475ac8fd956159a609",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c1409",
                    table="reports_risk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="risk",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_riskhistory" ("id", "impact", "impact_cents", "likelihood", "mitigation", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "status", "title", "unit_id") VALUES (NEW."id", NEW."impact", NEW."impact_cents", NEW."likelihood", NEW."mitigation", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."review_on", NEW."status", NEW."title", NEW."unit_id"); RETURN NULL;',
                    hash="3d9a21fea0dcf13a75951e68140c561c4967313c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a8588",
                    table="reports_risk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="risk",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_riskhistory" ("id", "impact", "impact_cents", "likelihood", "mitigation", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "status", "title", "unit_id") VALUES (OLD."id", OLD."impact", OLD."impact_cents", OLD."likelihood", OLD."mitigation", OLD."owner", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."review_on", OLD."status", OLD."title", OLD."unit_id"); RETURN NULL;',
                    hash="782479c890693cfa3e24d3ba80c707bdecf00871",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_87924",
                    table="reports_risk",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="space",
            constraint=models.UniqueConstraint(fields=("property", "name"), name="space_once"),
        ),
        migrations.AddConstraint(
            model_name="rentcharge",
            constraint=models.UniqueConstraint(fields=("space", "due"), name="rentcharge_once"),
        ),
        migrations.AddConstraint(
            model_name="lease",
            constraint=models.UniqueConstraint(fields=("space", "tenant", "starts_on"), name="lease_once"),
        ),
        migrations.AddConstraint(
            model_name="lease",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="lease_forward",
                violation_error_message="A lease cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lease",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_day__gte", 1), ("due_day__lte", 31)),
                name="lease_due_day",
                violation_error_message="The day on which rent is due is between 1 and 31.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lease",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_leasehistory" ("deposit_held_cents", "due_day", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_cents", "space_id", "starts_on", "tenant") VALUES (NEW."deposit_held_cents", NEW."due_day", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rent_cents", NEW."space_id", NEW."starts_on", NEW."tenant"); RETURN NULL;',
                    hash="08f4d68d2cf3f8b718f24fa8e296123814f1bd7c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e9552",
                    table="reports_lease",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lease",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reports_leasehistory" ("deposit_held_cents", "due_day", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_cents", "space_id", "starts_on", "tenant") VALUES (NEW."deposit_held_cents", NEW."due_day", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rent_cents", NEW."space_id", NEW."starts_on", NEW."tenant"); RETURN NULL;',
                    hash="ba2f9e6fe8c744ccbd49387e349f2aa432fdcc29",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0002e",
                    table="reports_lease",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lease",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reports_leasehistory" ("deposit_held_cents", "due_day", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_cents", "space_id", "starts_on", "tenant") VALUES (OLD."deposit_held_cents", OLD."due_day", OLD."ends_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rent_cents", OLD."space_id", OLD."starts_on", OLD."tenant"); RETURN NULL;',
                    hash="f9241dee426b8d2e1e07d3f677e8d51fcd65bf99",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2dab4",
                    table="reports_lease",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.UniqueConstraint(fields=("unit", "person"), name="transition_once"),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.UniqueConstraint(fields=("property", "title", "opened_on"), name="workorder_once"),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_on__isnull", True), ("done_on__gte", models.F("opened_on")), _connector="OR"),
                name="workorder_forward",
                violation_error_message="Work cannot be done before it was opened.",
            ),
        ),
    ]
