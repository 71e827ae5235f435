"""Every kind of file, by name: each module of this package declares its own in `KINDS`."""

from reports.importing.kinds import books, money, pipeline
from reports.importing.shapes import Kind

ALL: dict[str, Kind] = {kind.name: kind for module in (books, money, pipeline) for kind in module.KINDS}
