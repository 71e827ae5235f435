"""The books: units, ledger, coverage, imports and operating records, each domain in its own module."""

from reports.models.actions import ActionEvent, ActionItem, BoardToken
from reports.models.assets import Asset, AssetDebt, AssetObligation, AssetValuation
from reports.models.bank import BankTransaction, ExpenseReceipt, ReceiptFile, Reconciliation
from reports.models.batches import ImportBatch, ImportChange, StagedFile
from reports.models.campaigns import Campaign, CampaignForecast, CampaignResult
from reports.models.channels import Channel, ChannelStat, ChannelTerms, Listing, ListingStep, Rates
from reports.models.clients import BillingPlan, Client, ClientComponent
from reports.models.cloud import CloudCost, CostOpportunity
from reports.models.contacts import Contact, ContactSuppression
from reports.models.coverage import DataCoverage
from reports.models.deliveries import CrewPay, DeliveryJob, JobExpense
from reports.models.dock import DockPosting
from reports.models.funnel import FunnelCount, FunnelStep
from reports.models.grants import ReportGrant
from reports.models.handoffs import HandoffDocument, HandoffItem, HandoffReading, HandoffSection
from reports.models.invoices import Invoice, InvoiceLine, InvoicePayment, WorkEntry
from reports.models.leases import Lease, OtherIncome, RentCharge, RentPayment
from reports.models.ledger import (
    Account,
    FiscalPeriod,
    JournalEntry,
    JournalLine,
    Subtype,
)
from reports.models.ledger_sums import FlowMonth, LedgerMonth, PartyMonth
from reports.models.limits import RuleLimit
from reports.models.money import (
    CapitalRequest,
    CapitalTier,
    Declared,
    FinancialRule,
    Milestone,
    Operator,
    Target,
    Window,
)
from reports.models.people import OwnershipStake, Responsibility, Risk, Transition
from reports.models.pipeline import Opportunity, OpportunityStep, Stage
from reports.models.planned import ReportSchedule
from reports.models.property import Property, PropertyCost, PropertyLoan, Space, WorkOrder
from reports.models.runs import ReportRun, RunFile, RunFinding, RunValue
from reports.models.sending import ConfirmedView, LinkHit, ReportDelivery, ReportVariant
from reports.models.tech import Answer, ComponentCheck, Deploy, SecurityFinding, TechComponent
from reports.models.units import BusinessUnit, UnitVessel
from reports.models.visibility import Keyword, LocalSeoCheck, RankSnapshot, ReviewSnapshot
from reports.models.vouchers import Voucher, VoucherPolicy

__all__ = [
    "Account",
    "ActionEvent",
    "ActionItem",
    "Answer",
    "Asset",
    "AssetDebt",
    "AssetObligation",
    "AssetValuation",
    "BankTransaction",
    "BillingPlan",
    "BoardToken",
    "BusinessUnit",
    "Campaign",
    "CampaignForecast",
    "CampaignResult",
    "CapitalRequest",
    "CapitalTier",
    "Channel",
    "ChannelStat",
    "ChannelTerms",
    "Client",
    "ClientComponent",
    "CloudCost",
    "ComponentCheck",
    "ConfirmedView",
    "Contact",
    "ContactSuppression",
    "CostOpportunity",
    "CrewPay",
    "DataCoverage",
    "Declared",
    "DeliveryJob",
    "Deploy",
    "DockPosting",
    "ExpenseReceipt",
    "FinancialRule",
    "FiscalPeriod",
    "FlowMonth",
    "FunnelCount",
    "FunnelStep",
    "HandoffDocument",
    "HandoffItem",
    "HandoffReading",
    "HandoffSection",
    "ImportBatch",
    "ImportChange",
    "Invoice",
    "InvoiceLine",
    "InvoicePayment",
    "JobExpense",
    "JournalEntry",
    "JournalLine",
    "Keyword",
    "Lease",
    "LedgerMonth",
    "LinkHit",
    "Listing",
    "ListingStep",
    "LocalSeoCheck",
    "Milestone",
    "Operator",
    "Opportunity",
    "OpportunityStep",
    "OtherIncome",
    "OwnershipStake",
    "PartyMonth",
    "Property",
    "PropertyCost",
    "PropertyLoan",
    "RankSnapshot",
    "Rates",
    "ReceiptFile",
    "Reconciliation",
    "RentCharge",
    "RentPayment",
    "ReportDelivery",
    "ReportGrant",
    "ReportRun",
    "ReportSchedule",
    "ReportVariant",
    "Responsibility",
    "ReviewSnapshot",
    "Risk",
    "RuleLimit",
    "RunFile",
    "RunFinding",
    "RunValue",
    "SecurityFinding",
    "Space",
    "Stage",
    "StagedFile",
    "Subtype",
    "Target",
    "TechComponent",
    "Transition",
    "UnitVessel",
    "Voucher",
    "VoucherPolicy",
    "Window",
    "WorkEntry",
    "WorkOrder",
]
