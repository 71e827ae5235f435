"""The books: units, ledger, coverage, imports and operating records, each domain in its own module."""

from reports.models.bank import BankTransaction, ExpenseReceipt, ReceiptFile, Reconciliation
from reports.models.batches import ImportBatch, ImportChange
from reports.models.clients import Client
from reports.models.coverage import DataCoverage
from reports.models.deliveries import DeliveryJob
from reports.models.ledger import (
    Account,
    FiscalPeriod,
    JournalEntry,
    JournalLine,
    LedgerMonth,
    PartyMonth,
    Subtype,
)
from reports.models.property import Property
from reports.models.units import BusinessUnit, UnitVessel

__all__ = [
    "Account",
    "BankTransaction",
    "BusinessUnit",
    "Client",
    "DataCoverage",
    "DeliveryJob",
    "ExpenseReceipt",
    "FiscalPeriod",
    "ImportBatch",
    "ImportChange",
    "JournalEntry",
    "JournalLine",
    "LedgerMonth",
    "PartyMonth",
    "Property",
    "ReceiptFile",
    "Reconciliation",
    "Subtype",
    "UnitVessel",
]
