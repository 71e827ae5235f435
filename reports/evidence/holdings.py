"""Evidence from what the house owns, who it is, what it plans, and what is recorded at all."""

from __future__ import annotations

from reports import models
from reports.evidence.shapes import Col, cents, choice, month, share
from reports.evidence.sources import (
    Source,
    either,
    last_named,
    named,
    numbered,
    placed,
    ranked,
    valued,
    waiting,
)

WHOSE = Col("Business", "unit__name")

SOURCES = {
    "assets": Source(
        models.Asset, "Assets", "asset",
        (Col("Asset", "name"), WHOSE, Col("Kind", "kind", choice),
         Col("Owner of record", "owner_of_record", label="equity"),
         Col("Valued on", "valuations__on"), cents("Value", "valuations__amount_cents", "equity"),
         Col("Basis", "valuations__basis", choice, label="equity")),
        valued, order=("name", "-valuations__on"),
    ),
    "asset_obligations": Source(
        models.AssetObligation, "What is due for assets", "asset",
        (Col("Asset", "asset__name"), Col("What", "kind", choice), Col("Due", "due"), cents("Amount", "amount_cents"),
         Col("Done on", "done_on")),
        numbered, kept_in="asset", order=("due", "pk"),
    ),
    "stakes": Source(
        models.OwnershipStake, "Stakes", "ownershipstake",
        (Col("Person", "person"), WHOSE, Col("Share", "percent", share, is_figure=True),
         Col("Agreement", "agreement", choice), Col("Document", "document"), Col("Since", "effective")),
        numbered, label="equity", order=("unit__slug", "person"),
    ),
    "responsibilities": Source(
        models.Responsibility, "Responsibilities", "responsibility",
        (Col("Duty", "title"), WHOSE, Col("Holder", "holder"), Col("Backup", "backup"),
         Col("Written down on", "documented_on"), Col("Critical", "is_critical"), Col("Successor", "successor")),
        numbered, order=("unit__slug", "title"),
    ),
    "transitions": Source(
        models.Transition, "People who leave", "transition",
        (Col("Person", "person"), WHOSE, Col("Last day", "last_day"), Col("Successor", "successor")),
        numbered, order=("last_day", "pk"),
    ),
    "risks": Source(
        models.Risk, "Risks", "risk",
        (Col("Risk", "title"), WHOSE, Col("Likelihood", "likelihood", is_figure=True),
         Col("Impact", "impact", is_figure=True), cents("Would cost", "impact_cents"), Col("Owner", "owner"),
         Col("Review on", "review_on"), Col("Status", "status", choice)),
        numbered, order=("unit__slug", "title"),
    ),
    "targets": Source(
        models.Target, "Targets", "target",
        (Col("Metric", "metric", choice), WHOSE, Col("Month", "month", month), Col("Target", "amount", is_figure=True),
         Col("Set by", "set_by"), Col("Note", "note")),
        last_named("unit__slug", "metric", "month"), order=("month", "unit__slug"),
    ),
    "declared": Source(
        models.Declared, "What the owner says", "declared",
        (Col("Metric", "metric", choice), WHOSE, Col("From", "low", is_figure=True), Col("To", "high", is_figure=True),
         Col("Source", "source")),
        named("unit__slug", "metric"),
    ),
    "money_rules": Source(
        models.FinancialRule, "Financial rules", "financialrule",
        (Col("Metric", "metric", choice), WHOSE, Col("Rule", "operator", choice),
         Col("Amount", "threshold", is_figure=True), Col("Adopted on", "adopted_on")),
        either(numbered, placed("unit__slug", "slot")),
    ),
    "milestones": Source(
        models.Milestone, "Milestones", "milestone",
        (Col("Metric", "metric", choice), WHOSE, Col("Target", "target", is_figure=True), Col("Due", "due")),
        either(numbered, named("unit__slug", "metric")), order=("due", "pk"),
    ),
    "capital_requests": Source(
        models.CapitalRequest, "Requests for capital", "capitalrequest",
        (Col("Request", "title"), WHOSE, cents("Cost", "cost_cents"), cents("Benefit a month", "monthly_benefit_cents"),
         Col("Tier", "tier__name"), Col("Status", "status", choice)),
        named("unit__slug", "title"),
    ),
    "capital_tiers": Source(
        models.CapitalTier, "Tiers of capital", "capitaltier",
        (Col("Tier", "name"), Col("Rank", "rank", is_figure=True), Col("Gate", "gate_metric", choice),
         Col("Opens at", "gate_amount", is_figure=True), cents("Cap", "cap_cents")),
        ranked, order=("rank",),
    ),
    "coverage": Source(
        models.DataCoverage, "What was said of the records", "datacoverage",
        (Col("Records", "domain", choice), WHOSE, Col("From", "starts_on"), Col("Until", "ends_on"),
         Col("Recorded", "level", choice), Col("By", "basis", choice), Col("Note", "note")),
        named("unit__slug", "domain"), order=("unit__slug", "domain", "-starts_on", "-pk"),
    ),
    "bank": Source(
        models.Reconciliation, "Reconciliations", "reconciliation",
        (Col("As of", "as_of"), WHOSE, Col("Account", "account__name"),
         cents("Statement", "statement_balance_cents"), cents("Ledger", "ledger_balance_cents"),
         cents("Difference", "difference_cents")),
        either(last_named("unit__slug", "account__code", "as_of"), named("unit__slug", "account__code")),
        order=("-as_of", "-pk"),
    ),
    "bank_lines": Source(
        models.BankTransaction, "Lines of the bank", "banktransaction",
        (Col("Day", "on"), Col("Account", "account__name"), Col("What", "text"), cents("Amount", "amount_cents")),
        waiting, order=("-on", "-pk"),
    ),
    "handoffs": Source(
        models.HandoffDocument, "Hand-offs", "handoffdocument",
        (Col("Title", "title"), Col("Project", "project"), Col("File", "path"), Col("Written on", "written_on")),
        numbered,
    ),
    "handoff_items": Source(
        models.HandoffItem, "Said in hand-offs", "handoffdocument",
        (Col("Words", "text"), Col("Kind", "kind", choice), Col("File", "document__path"), Col("Line", "line"),
         Col("Since", "first_seen_on")),
        numbered, kept_in="document", order=("first_seen_on", "pk"),
    ),
    "report_deliveries": Source(
        models.ReportDelivery, "Reports to readers", "reportrun",
        (Col("Reader", "address"), Col("Report", "slug"), Col("Issue", "issue"), Col("Not sent because", "refused"),
         Col("Letter", "mail__state", choice)),
        numbered, kept_in="run", order=("address", "pk"),
    ),
}  # fmt: skip
