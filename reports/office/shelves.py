"""Where each table of the books stands on the office's first page, so that fifty are found as quickly as five."""

from __future__ import annotations

from django.contrib import admin

from reports import models
from scc_site.office import OfficeSite

SHELVES = {
    "Reports": (
        models.ReportRun, models.ActionItem, models.ReportGrant, models.ReportSchedule, models.ReportVariant,
        models.RuleLimit, models.BoardToken,
    ),
    "The ledger": (
        models.JournalEntry, models.DockPosting, models.BankTransaction, models.Reconciliation, models.FiscalPeriod,
        models.Account, models.BusinessUnit, models.Voucher, models.VoucherPolicy,
    ),
    "What is recorded": (models.ImportBatch, models.DataCoverage, models.HandoffDocument),
    "Plans and capital": (
        models.Target, models.Declared, models.Opportunity, models.Milestone, models.FinancialRule,
        models.CapitalTier, models.CapitalRequest,
    ),
    "Assets and people": (
        models.Asset, models.OwnershipStake, models.Responsibility, models.Transition, models.Risk,
    ),
    "Channels and campaigns": (
        models.Channel, models.Listing, models.ChannelStat, models.FunnelStep, models.FunnelCount, models.Contact,
        models.ContactSuppression, models.Campaign, models.ReviewSnapshot, models.Keyword, models.RankSnapshot,
        models.LocalSeoCheck,
    ),
    "Technology": (
        models.TechComponent, models.SecurityFinding, models.Deploy, models.CloudCost, models.CostOpportunity,
    ),
    "Clients": (models.Client, models.WorkEntry, models.Invoice),
    "Property": (
        models.Property, models.Lease, models.RentCharge, models.PropertyCost, models.OtherIncome, models.WorkOrder,
    ),
    "Deliveries": (models.DeliveryJob,),
}  # fmt: skip

office: OfficeSite = admin.site  # type: ignore[assignment]  # the settings name our own
office.shelve("reports", SHELVES)
