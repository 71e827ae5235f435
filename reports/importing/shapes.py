"""What a kind of file is: its columns, and what its rows become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.importing.cells import Reader

if TYPE_CHECKING:
    from reports.importing.engine import Run


@dataclass(frozen=True)
class Column:
    """One column of a kind. `also` are other heads it is known by; `says` one line for the list of headers."""

    name: str
    read: Reader
    required: bool = False
    is_key: bool = False
    also: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line, from 1, and what its cells hold, by column; an empty cell is None.

    A column that the file does not have is not in `cells` at all.
    """

    line: int
    cells: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        """The cell of a column; None for an empty cell or an absent column."""
        return self.cells.get(name)


@dataclass(frozen=True)
class Kind:
    """One kind of file. `write` turns a chunk of readable rows into records by the verbs of its Run.

    `domain` is what an import of it covers in part; `day_column` bounds the days that it covers; without one, no
    coverage is written.
    """

    name: str
    title: str
    says: str
    columns: tuple[Column, ...]
    write: Callable[[Run, Sequence[Row]], None]
    domain: str = ""
    day_column: str = ""
    wants_unit: bool = False
    wants_account: bool = False
