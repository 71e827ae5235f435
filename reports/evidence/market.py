"""Evidence from channels, campaigns, the funnel, searches and opportunities."""

from __future__ import annotations

from reports import models
from reports.evidence.shapes import Col, cents, choice, month, share
from reports.evidence.sources import Source, last_named, named

WHOSE = Col("Business", "unit__name")

SOURCES = {
    "listings": Source(
        models.Listing, "Listings", "listing",
        (Col("Channel", "channel__name"), WHOSE, Col("Status", "status", choice), Col("Checked on", "checked_on"),
         Col("Calendar", "sync", choice), Col("Rating", "rating", is_figure=True),
         Col("Reviews", "reviews", is_figure=True), Col("Copy reviewed on", "copy_reviewed_on")),
        named("unit__slug", "channel__slug"), order=("unit__slug", "channel__slug"),
    ),
    "channelstats": Source(
        models.ChannelStat, "What channels brought", "channelstat",
        (Col("Month", "month", month), WHOSE, Col("Channel", "channel__name"),
         Col("Seen", "impressions", is_figure=True), Col("Clicks", "clicks", is_figure=True),
         Col("Inquiries", "inquiries", is_figure=True), Col("Bookings", "bookings", is_figure=True),
         cents("Gross", "gross_cents"), cents("Commission", "commission_cents"), cents("Spent", "spend_cents")),
        last_named("unit__slug", "channel__slug", "month"), order=("-month", "unit__slug", "channel__slug"),
    ),
    "channelterms": Source(
        models.ChannelTerms, "Terms of channels", "channel",
        (Col("Channel", "channel__name"), Col("Commission", "commission_percent", share, is_figure=True),
         Col("Paid out after days", "payout_days", is_figure=True), Col("Since", "effective_from"),
         Col("Source", "source")),
        named("channel__slug"), kept_in="channel", order=("channel__slug", "-effective_from"),
    ),
    "campaigns": Source(
        models.Campaign, "Campaigns", "campaign",
        (Col("Campaign", "name"), WHOSE, Col("Planned on", "planned_on"), Col("Audience", "audience"),
         cents("Claimed from", "claimed_low_cents"), cents("Claimed to", "claimed_high_cents"),
         Col("Delivered", "result__delivered", is_figure=True), Col("Clicked", "result__clicked", is_figure=True),
         Col("Booked", "result__booked", is_figure=True), cents("Revenue", "result__revenue_cents")),
        named("unit__slug", "name"),
    ),
    "funnelcounts": Source(
        models.FunnelCount, "Funnel counts", "funnelcount",
        (Col("Day", "day"), Col("Business", "step__unit__name"), Col("Step", "step__name"),
         Col("Came", "n", is_figure=True)),
        last_named("step__unit__slug", "step__name", "day"), order=("-day", "step__position"),
    ),
    "reviewsnapshots": Source(
        models.ReviewSnapshot, "Reviews counted", "reviewsnapshot",
        (Col("Day", "on"), WHOSE, Col("Channel", "channel__name"), Col("Rating", "rating", is_figure=True),
         Col("Reviews", "reviews", is_figure=True), Col("Unanswered", "unanswered", is_figure=True),
         Col("Oldest unanswered", "oldest_unanswered_on")),
        last_named("unit__slug", "channel__slug", "on"), order=("-on", "pk"),
    ),
    "ranksnapshots": Source(
        models.RankSnapshot, "Ranks looked up", "ranksnapshot",
        (Col("Day", "on"), Col("Business", "keyword__unit__name"), Col("Search", "keyword__words"),
         Col("Rank", "rank", is_figure=True)),
        last_named("keyword__unit__slug", "keyword__words", "on"), order=("-on", "pk"),
    ),
    "seo_checks": Source(
        models.LocalSeoCheck, "Checks of local search", "localseocheck",
        (Col("Check", "check_name"), WHOSE, Col("Answer", "result", choice), Col("Looked at", "checked_on")),
        named("unit__slug", "check_name"), order=("unit__slug", "check_name"),
    ),
    "opportunities": Source(
        models.Opportunity, "Opportunities", "opportunity",
        (Col("Opportunity", "key"), WHOSE, Col("Channel", "channel"), Col("Stage", "stage", choice),
         cents("Value", "value_cents"), Col("Chance", "probability", is_figure=True),
         Col("Expected on", "expected_on"), Col("Next step on", "next_step_on")),
        named("unit__slug", "key"),
    ),
}  # fmt: skip
