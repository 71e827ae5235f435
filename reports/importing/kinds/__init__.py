"""Every kind of file, by name: each module of this package declares its own in `KINDS`."""

from reports.importing.kinds import books, deliveries, dock, holdings, ledger, money, parties, pipeline, property
from reports.importing.shapes import Kind

ALL: dict[str, Kind] = {
    kind.name: kind
    for module in (
        books,
        ledger,
        dock,
        parties,
        money,
        pipeline,
        holdings,
        property,
        deliveries,
    )
    for kind in module.KINDS
}
