"""What a kind of file is: its columns, and what its rows become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from reports.importing.cells import Reader

if TYPE_CHECKING:
    from reports.importing.engine import Run


@dataclass(frozen=True)
class Column:
    """One column of a kind. `also` are other heads it is known by; `says` one line for the list of headers.

    A required column must be there and filled in; one that `may_be_blank` must only be there.
    """

    name: str
    read: Reader
    required: bool = False
    is_key: bool = False
    also: tuple[str, ...] = ()
    says: str = ""
    may_be_blank: bool = False


@dataclass(frozen=True)
class Layout:
    """A file as another program writes it, told in the kind's own columns.

    `knows` is asked with the file's first 64 KB; `rows` yields each row's line and its texts by column of the kind,
    those read like any others, and may raise reading.NotReadable. A column that is not among a row's texts is absent.
    """

    name: str
    knows: Callable[[bytes], bool]
    rows: Callable[[BinaryIO], Iterable[tuple[int, Mapping[str, str]]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line, from 1, and what its cells hold, by column; an empty cell is None.

    A column that the file does not have is not in `cells` at all. `written` are the texts that were read.
    """

    line: int
    cells: dict[str, Any]
    written: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """The cell of a column; None for an empty cell or an absent column."""
        return self.cells.get(name)


@dataclass(frozen=True)
class Kind:
    """One kind of file. `write` turns a chunk of readable rows into records by the verbs of its Run.

    It is called again for a chunk without its bad rows, so that every other fault is found; what it wrote before is
    then taken back. `finish` is called once after the last chunk. `domain` is what an import of it covers in part;
    `day_column` bounds the days that it covers; without one, no coverage is written. `layouts` are files of other
    programs that are taken as they are. Of each group of `one_of`, a file has one column at least; up to `lead` rows
    may stand before its heads.
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
    finish: Callable[[Run], None] | None = None
    layouts: tuple[Layout, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    lead: int = 0
