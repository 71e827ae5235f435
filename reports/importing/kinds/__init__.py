"""Every kind of file, by name: each module of this package declares its own in `KINDS`."""

from reports.importing.kinds import (
    bank,
    books,
    clients,
    cloud,
    contacts,
    deliveries,
    dock,
    guest_lists,
    holdings,
    invoices,
    ledger,
    market,
    money,
    parties,
    pipeline,
    property,
    tech,
)
from reports.importing.shapes import Kind

ALL: dict[str, Kind] = {
    kind.name: kind
    for module in (
        books,
        ledger,
        bank,
        dock,
        parties,
        guest_lists,
        money,
        pipeline,
        holdings,
        property,
        deliveries,
        tech,
        cloud,
        clients,
        invoices,
        market,
        contacts,
    )
    for kind in module.KINDS
}
