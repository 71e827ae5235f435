"""Channels, listings and their figures; the funnel; contacts and campaigns."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables as models stand."""

    dependencies = [
        ("events", "0008_open_tasks_index"),
        ("reports", "0013_last_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email_norm", models.CharField(max_length=320, unique=True, verbose_name="address")),
                ("name", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("consent_basis", models.CharField(blank=True, max_length=120)),
                ("consent_on", models.DateField(blank=True, null=True)),
                ("last_activity_on", models.DateField(blank=True, null=True)),
                ("written_on", models.DateField(blank=True, null=True, verbose_name="last campaign letter")),
                ("is_valid", models.BooleanField(default=True, verbose_name="a valid address")),
                ("duplicate_count", models.PositiveIntegerField(default=0, verbose_name="duplicates")),
            ],
            options={
                "ordering": ("email_norm",),
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("audience", models.CharField(blank=True, max_length=120)),
                ("planned_on", models.DateField(blank=True, null=True)),
                ("variant", models.CharField(blank=True, max_length=20)),
                ("offer", models.CharField(blank=True, max_length=200)),
                (
                    "claimed_low_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="claimed, low"),
                ),
                (
                    "claimed_high_cents",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="claimed, high"),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="hours of work"
                    ),
                ),
                (
                    "discount_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="What the offer takes off each booking.",
                        null=True,
                        verbose_name="discount a booking",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="reports.businessunit"
                    ),
                ),
            ],
            options={
                "ordering": (models.OrderBy(models.F("planned_on"), descending=True, nulls_last=True), "name"),
            },
        ),
        migrations.CreateModel(
            name="CampaignForecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("contactable", models.PositiveIntegerField()),
                ("rates", models.CharField(max_length=200)),
                ("delivered", models.DecimalField(decimal_places=4, max_digits=12)),
                ("clicks", models.DecimalField(decimal_places=4, max_digits=12)),
                ("bookings", models.DecimalField(decimal_places=4, max_digits=12)),
                ("revenue_low_cents", models.BigIntegerField()),
                ("revenue_cents", models.BigIntegerField()),
                ("revenue_high_cents", models.BigIntegerField()),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forecast", to="reports.campaign"
                    ),
                ),
            ],
            options={
                "verbose_name": "forecast",
            },
        ),
        migrations.CreateModel(
            name="CampaignResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent", models.PositiveIntegerField()),
                ("delivered", models.PositiveIntegerField(blank=True, null=True)),
                ("bounced", models.PositiveIntegerField(blank=True, null=True, verbose_name="hard bounces")),
                ("complained", models.PositiveIntegerField(blank=True, null=True, verbose_name="complaints")),
                ("clicked", models.PositiveIntegerField(blank=True, null=True, verbose_name="clicks")),
                ("booked", models.PositiveIntegerField(blank=True, null=True, verbose_name="bookings")),
                ("revenue_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="revenue")),
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="result", to="reports.campaign"
                    ),
                ),
            ],
            options={
                "verbose_name": "result",
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z", "Small letters, digits and single dashes only."
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ota", "booking site"),
                            ("search", "search"),
                            ("social", "social media"),
                            ("email", "email"),
                            ("referral", "referral"),
                            ("direct", "direct"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "booking_channel",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="market",
                        to="events.bookingchannel",
                        verbose_name="at the dock",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ChannelStat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("impressions", models.PositiveBigIntegerField(blank=True, null=True)),
                ("clicks", models.PositiveBigIntegerField(blank=True, null=True)),
                ("inquiries", models.PositiveIntegerField(blank=True, null=True)),
                ("bookings", models.PositiveIntegerField(blank=True, null=True)),
                ("gross_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="gross")),
                ("commission_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="commission")),
                ("spend_cents", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="spend")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stats", to="reports.channel"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channel_stats",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "month of a channel",
                "verbose_name_plural": "months of channels",
                "ordering": ("-month", "unit", "channel"),
            },
        ),
        migrations.CreateModel(
            name="ChannelTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "commission_percent",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                    ),
                ),
                (
                    "payout_days",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Business days from the sail to the money; empty: not known.", null=True
                    ),
                ),
                (
                    "effective_from",
                    models.DateField(blank=True, help_text="Empty: as far back as anybody knows.", null=True),
                ),
                ("source", models.CharField(blank=True, help_text="Where this was read.", max_length=200)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="reports.channel"
                    ),
                ),
            ],
            options={
                "verbose_name": "terms",
                "verbose_name_plural": "terms",
                "ordering": ("channel", models.OrderBy(models.F("effective_from"), nulls_first=True)),
            },
        ),
        migrations.CreateModel(
            name="ContactSuppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email_norm", models.CharField(max_length=320, verbose_name="address")),
                (
                    "scope",
                    models.CharField(
                        choices=[("all", "every campaign"), ("offers", "offers only")], default="all", max_length=10
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("since", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_why", models.CharField(blank=True, max_length=300)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "stop of campaigns",
                "verbose_name_plural": "stops of campaigns",
                "ordering": (models.OrderBy(models.F("since"), descending=True), "-pk"),
            },
        ),
        migrations.CreateModel(
            name="FunnelStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funnel_steps",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "ordering": ("unit", "position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="FunnelCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("n", models.PositiveIntegerField(verbose_name="count")),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="reports.funnelstep"
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a day",
                "verbose_name_plural": "counts of days",
                "ordering": (models.OrderBy(models.F("day"), descending=True), "step"),
            },
        ),
        migrations.CreateModel(
            name="Keyword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=120)),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.channel",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keywords", to="reports.businessunit"
                    ),
                ),
            ],
            options={
                "ordering": ("unit", "words"),
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("none", "no listing"),
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("live", "live"),
                            ("paused", "paused"),
                            ("rejected", "rejected"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=300, verbose_name="address")),
                ("checked_on", models.DateField(blank=True, null=True)),
                ("rating", models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True)),
                ("reviews", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "sync",
                    models.CharField(
                        blank=True,
                        choices=[("ical", "calendar feed"), ("api", "direct connection"), ("none", "none")],
                        help_text="Empty: nobody has looked.",
                        max_length=10,
                        verbose_name="availability sync",
                    ),
                ),
                (
                    "booking_path_tested",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")], default="unknown", max_length=10
                    ),
                ),
                (
                    "price_parity",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")],
                        default="unknown",
                        max_length=10,
                        verbose_name="same price as direct",
                    ),
                ),
                ("copy_reviewed_on", models.DateField(blank=True, null=True, verbose_name="text reviewed on")),
                (
                    "declared_rank",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="the owner’s order"),
                ),
                (
                    "effort_hours",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="hours to open it"
                    ),
                ),
                (
                    "estimate_cents",
                    models.BigIntegerField(blank=True, null=True, verbose_name="contribution a month, estimated"),
                ),
                ("estimate_source", models.CharField(blank=True, max_length=200)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="reports.channel"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="reports.businessunit"
                    ),
                ),
                (
                    "vessel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="events.vessel",
                    ),
                ),
            ],
            options={
                "ordering": ("unit", models.OrderBy(models.F("declared_rank"), nulls_last=True), "channel"),
            },
        ),
        migrations.CreateModel(
            name="ListingStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="reports.listing"
                    ),
                ),
            ],
            options={
                "verbose_name": "prerequisite",
                "ordering": ("listing", "pk"),
            },
        ),
        migrations.CreateModel(
            name="LocalSeoCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_name", models.CharField(max_length=80, verbose_name="check")),
                (
                    "result",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")], default="unknown", max_length=10
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True)),
                ("evidence", models.URLField(blank=True, max_length=300)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seo_checks",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of local search",
                "verbose_name_plural": "checks of local search",
                "ordering": ("unit", "check_name"),
            },
        ),
        migrations.CreateModel(
            name="RankSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="on")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Empty: looked for and not found.", null=True
                    ),
                ),
                (
                    "keyword",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ranks", to="reports.keyword"
                    ),
                ),
            ],
            options={
                "verbose_name": "place in a search",
                "verbose_name_plural": "places in searches",
                "ordering": ("-on", "keyword"),
            },
        ),
        migrations.CreateModel(
            name="ReviewSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="on")),
                ("rating", models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True)),
                ("reviews", models.PositiveIntegerField()),
                ("unanswered", models.PositiveIntegerField(blank=True, null=True)),
                ("oldest_unanswered_on", models.DateField(blank=True, null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_snapshots",
                        to="reports.channel",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_snapshots",
                        to="reports.businessunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "reviews on a day",
                "verbose_name_plural": "reviews by day",
                "ordering": ("-on", "unit", "channel"),
            },
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="campaign_once"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("claimed_low_cents__isnull", True),
                    ("claimed_high_cents__isnull", True),
                    ("claimed_high_cents__gte", models.F("claimed_low_cents")),
                    _connector="OR",
                ),
                name="campaign_claim_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivered__isnull", True), ("delivered__lte", models.F("sent")), _connector="OR"),
                name="campaignresult_delivered",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("bounced__isnull", True), ("bounced__lte", models.F("sent")), _connector="OR"),
                name="campaignresult_bounced",
            ),
        ),
        migrations.AddConstraint(
            model_name="channelstat",
            constraint=models.UniqueConstraint(fields=("unit", "channel", "month"), name="channelstat_once"),
        ),
        migrations.AddConstraint(
            model_name="channelstat",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="channelstat_first_day"),
        ),
        migrations.AddConstraint(
            model_name="channelterms",
            constraint=models.UniqueConstraint(
                fields=("channel", "effective_from"), name="channelterms_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="channelterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("commission_percent__gte", 0), ("commission_percent__lte", 100)),
                name="channelterms_percent",
            ),
        ),
        migrations.AddIndex(
            model_name="contactsuppression",
            index=models.Index(fields=["-since", "-id"], name="contactsuppression_newest"),
        ),
        migrations.AddConstraint(
            model_name="contactsuppression",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("email_norm", "scope"),
                name="contactsuppression_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactsuppression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="contactsuppression_lifted_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactsuppression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_why", "")),
                    models.Q(("lifted_at__isnull", False), models.Q(("lifted_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="contactsuppression_lifted_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="funnelstep",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="funnelstep_once"),
        ),
        migrations.AddIndex(
            model_name="funnelcount",
            index=models.Index(fields=["-day", "step"], name="funnelcount_newest"),
        ),
        migrations.AddConstraint(
            model_name="funnelcount",
            constraint=models.UniqueConstraint(fields=("step", "day"), name="funnelcount_once"),
        ),
        migrations.AddConstraint(
            model_name="keyword",
            constraint=models.UniqueConstraint(
                fields=("unit", "words", "channel", "place"), name="keyword_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(fields=("unit", "channel"), name="listing_once"),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rating__isnull", True), models.Q(("rating__gte", 0), ("rating__lte", 5)), _connector="OR"
                ),
                name="listing_stars",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("estimate_cents__isnull", True), models.Q(("estimate_source", ""), _negated=True), _connector="OR"
                ),
                name="listing_estimate_has_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="listingstep",
            constraint=models.UniqueConstraint(fields=("listing", "title"), name="listingstep_once"),
        ),
        migrations.AddConstraint(
            model_name="localseocheck",
            constraint=models.UniqueConstraint(fields=("unit", "check_name"), name="localseocheck_once"),
        ),
        migrations.AddConstraint(
            model_name="ranksnapshot",
            constraint=models.UniqueConstraint(fields=("keyword", "on"), name="ranksnapshot_once"),
        ),
        migrations.AddConstraint(
            model_name="ranksnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__isnull", True), ("rank__gte", 1), _connector="OR"),
                name="ranksnapshot_from_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewsnapshot",
            constraint=models.UniqueConstraint(fields=("unit", "channel", "on"), name="reviewsnapshot_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewsnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rating__isnull", True), models.Q(("rating__gte", 0), ("rating__lte", 5)), _connector="OR"
                ),
                name="reviewsnapshot_stars",
            ),
        ),
    ]
