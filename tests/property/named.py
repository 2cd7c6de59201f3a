"""Which wrong cells no problem names: who reads the problems looks at the rows, columns and tables that they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from kunlun_cli.forms import load

Record = Mapping[str, Any]
Problems = Sequence[Mapping[str, Any]]

# Perturbations part the places of figures by these too.
_NUMBER = re.compile(r"\d[\d,.，·'’]*")
_OF_ALL = re.compile(
    "columns cannot be told: most|runs over the side of the page|states another unit|a picture as wide as a table"
)
# Fonts that lie about digits may give separators or dashes in their place.
_DIGITS = re.compile(r"[\d.,-]")
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"")
TELLING = 4
"""So many digits of a figure tell its row; two rows of one table seldom share them by chance."""
SHORT = 3
"""So many digits of a figure tell a row of which nothing was given."""
PART = 4
"""So many characters of a label that was cut tell the row."""
MIXED = 3
"""So many times as long as a label is another, at most, into which lines of others have been mixed."""
SHOWN = 18
"""So many characters of a label stand in every problem that names its row; some are cut after twenty."""
OF_THE_FILE = {"page-missing", "pages-out-of-order", "page-unreadable", "two-on-a-sheet", "two-filings"}
"""Problems of the file: what stands on some of its pages is lost, or not where it should be."""
OF_A_TABLE = {
    "missing-table",
    "table-not-read",
    "no-heading",
    "rest-not-read",
    "columns-doubtful",
    "unruled-table",
    "unit-not-stated",
    "no-unit",
    "unit-doubtful",
    "column-lost",
    "row-count",
    "signs-lost",
    "unreadable-tick",
}
"""Problems of a table as a whole; those of its columns name them by their cells."""
NOT_GIVEN = {
    "missing-table",
    "table-not-read",
    "no-heading",
    "rest-not-read",
    "text-order",
    "page-missing",
    "unreadable-tick",
}
"""Of these the ones that say that something was not read; what was given all the same is said to be right."""
OF_A_COLUMN = {"missing-column", "unknown-column", "two-candidates", "unaccounted", "unit-doubtful", "columns-doubtful"}
TABLES = {
    "quarterly": r"quarter",
    "key": r"key figures|主要会计数据",
    "counts": r"numbers? of shareholders|is the number of could not|股东(总)?(户)?数|holders by classes",
    "top10_unrestricted": r"unrestricted",
    "top10": r"top10(?!_)|ten largest (share)?holders(?! of unrestricted)",
    "participation": r"participation",
    "changes": r"\bchanges table\b|'changes'",
}
"""How problems call the tables of which a disclosure has several."""


class Cell(NamedTuple):
    """A wrong cell: where it is, what is printed there (nothing for a row that is not printed), and what was given."""

    where: str
    printed: object
    given: object

    def __str__(self) -> str:
        return f"{self.where}: {'not' if self.printed is None else self.printed} printed, {self.given} given"

    @property
    def row(self) -> str:
        return self.where.rsplit(".", 1)[0]

    @property
    def field(self) -> str:
        return self.where.rsplit(".", 1)[1]

    @property
    def table(self) -> str:
        """The table's name; that of the key figures where there is none."""
        first = re.split(r"[./ ]", self.where)[0]
        if first == "applicable":
            return self.field
        return first if first in {"major", "composition", *TABLES} else "key"


def _but_marks(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in {"Co", "Cf"} and c != "\ufffd")


def _plain(text: str) -> str:
    return re.sub(r"\s", "", _but_marks(unicodedata.normalize("NFKC", text)))


def digits(value: object) -> str:
    """The digits of a figure without sign, separators and the zeros at its ends: the same in every unit."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    return f"{abs(Decimal(value)):f}".replace(".", "").strip("0")


class Said:
    """What the problems of a disclosure say."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        self.code, self.page = problem["code"], problem["page"]
        message = unicodedata.normalize("NFKC", problem["message"])
        self.plain = _plain(message)
        self.letters = _DIGITS.sub("", self.plain)
        self.message = message
        # A figure is told by its digits though marks of what has no character stand between them.
        raw = [re.sub(r"\D", "", n) for n in _NUMBER.findall(_but_marks(message))]
        self.zero = any(n and not n.strip("0") for n in raw)
        self.numbers = {n.strip("0") for n in raw} - {""}
        self.telling = {n.strip("0") for n in raw if len(n) >= TELLING} - {""}
        self.quoted = [_plain(a or b) for a, b in _QUOTED.findall(message)]
        self.of_rest = "below the heading or the rows of a table" in message
        self.of_heading = "figures stand in the heading" in message
        self.tables = {name for name, words in TABLES.items() if re.search(words, message)}

    def names_row(self, labels: Sequence[str], figures: set[str]) -> bool:
        """Whether a row is named by its label, by a part of it that was cut, or by one of its figures."""
        if figures & self.telling:
            return True
        for label in labels:
            if label and (label[:SHOWN] in self.plain or label in self.message):
                return True
            letters = _DIGITS.sub("", label[:SHOWN])  # fonts that lie about digits change those of names too
            if len(letters) >= PART and letters in self.letters:
                return True
            if any(len(q) >= PART and (q in label or _alike(q, label)) for q in self.quoted):
                return True
        return False

    def of_table(self, table: str) -> bool:
        """Whether it is of a table, or of no one that is named."""
        return not self.tables or table in self.tables


def unnamed(
    wrong: Sequence[Cell], truth: Mapping[str, Record], given: Mapping[str, Record], problems: Problems
) -> list[Cell]:
    """The wrong cells that no problem names.

    Args:
        wrong: the wrong cells of a disclosure.
        truth: its printed rows, by the key of their cells.
        given: the rows that were given, by theirs.
        problems: what was said of it.
    """
    said = [Said(p) for p in problems]
    return [cell for cell in wrong if not any(_named(cell, one, wrong, truth, given) for one in said)]


def _named(
    cell: Cell, said: Said, wrong: Sequence[Cell], truth: Mapping[str, Record], given: Mapping[str, Record]
) -> bool:
    if said.code == "text-order" or said.code in OF_THE_FILE:
        return cell.given is None or said.code not in NOT_GIVEN
    if _names_table(cell, said, given):
        return True
    if cell.table == "counts":
        own = re.match(r"\w*holders\w* is printed as", said.message) is not None
        return own or "counts" in said.tables or digits(cell.printed) in said.numbers
    return _names_row(cell, said, wrong, truth, given) or (
        cell.given in (None, [], ()) and _names_column(cell, said, wrong)
    )


def _names_table(cell: Cell, said: Said, given: Mapping[str, Record]) -> bool:
    """Whether a problem is of the cell's whole table, or of what all cells of the field are read from."""
    if said.code == "unaccounted":
        return _OF_ALL.search(said.message) is not None and _near(said.page, _pages(cell, given))
    if said.code == "ambiguous-alignment":
        return _OF_ALL.search(said.message) is not None
    if said.code == "two-candidates":
        return "a second table of the" in said.message and said.of_table(cell.table)
    if said.code == "unclear-note":
        return cell.field == "margin_account_shares"
    if said.code == "table-not-read" and cell.printed is None:
        return True  # what stands elsewhere was given in its place, as it is printed there
    right = cell.given is not None and said.code in NOT_GIVEN
    return said.code in OF_A_TABLE and said.of_table(cell.table) and not right


def _names_row(
    cell: Cell, said: Said, wrong: Sequence[Cell], truth: Mapping[str, Record], given: Mapping[str, Record]
) -> bool:
    rows = list(_rows(cell, truth, given))
    labels = [label for row in rows for label in _labels(row)]
    figures = {f for row in rows for f in _figures(row)}
    if said.names_row(labels, figures) or digits(cell.printed) in said.numbers:
        return True
    if said.code == "missing-row" and any(_is_missing(row.get("item"), said) for row in rows):
        return True
    if cell.row in given:
        return False
    # What was lost as a whole is told by any of its figures; of several rows of a text the first of them.
    own = {digits(c.printed) for c in wrong if c.row == cell.row}
    if any(len(f) >= SHORT for f in own & said.numbers) or (said.of_heading and cell.given is None):
        return True
    lost = {c.row for c in wrong if said.of_rest and c.table == cell.table} - given.keys()
    return any(said.names_row([*_labels(truth[r])], {*_figures(truth[r])}) for r in lost & truth.keys())


def _names_column(cell: Cell, said: Said, wrong: Sequence[Cell]) -> bool:
    column = [c.printed for c in wrong if c.table == cell.table and c.field == cell.field]
    shown = said.zero and digits(cell.printed) == "" and cell.printed == 0
    shown |= any(digits(v) in said.numbers or (isinstance(v, str) and _plain(v) in said.plain) for v in column)
    pledges = [p for v in column if isinstance(v, list | tuple) for p in v]
    shown |= any(p["state"] in said.plain or digits(p["shares"]) in said.numbers for p in pledges)
    if said.code == "missing-column" and said.of_table(cell.table):
        shown |= re.search(rf"\b{cell.field}\b", said.message) is not None
    return said.code in OF_A_COLUMN and shown


def _near(page: int, pages: set[int]) -> bool:
    """Whether a page is one of a table's, or beside it; of a table without a row nothing says where it is."""
    return not pages or any(abs(page - own) <= 1 for own in pages)


def _pages(cell: Cell, given: Mapping[str, Record]) -> set[int]:
    """The pages on which the rows of a cell's table were read that were given."""
    sources = (row["source"] for key, row in given.items() if Cell(f"{key}.", None, None).table == cell.table)
    return {source["page"] for source in sources}


def _is_missing(item: object, said: Said) -> bool:
    if not item:
        return False
    names = [e["name"] for e in (*load("absent")["lines"], *load("absent")["quarters"]["lines"]) if item in e["items"]]
    return str(item) in said.message or any(name in said.message for name in names)


def _rows(cell: Cell, truth: Mapping[str, Record], given: Mapping[str, Record]) -> Iterator[Record]:
    """A cell's row as it is printed and as it was given, under its own name or, with its figures, under another."""
    own = [rows[cell.row] for rows in (truth, given) if cell.row in rows]
    yield from own
    figures = {f for row in own for f in _figures(row)}
    labels = [label for row in own for label in _labels(row)]
    for key, row in given.items():
        if key not in truth and (
            figures & set(_figures(row)) or any(_alike(a, b) for a in labels for b in _labels(row))
        ):
            yield row


def _alike(label: str, other: str) -> bool:
    """Whether a label is another without some of its characters."""
    short, long = sorted((label, other), key=len)
    rest = iter(long)
    return len(short) * MIXED > len(long) and all(char in rest for char in short)


def _figures(row: Record) -> Iterator[str]:
    """The figures of a row that tell it from others."""
    for value in row.values():
        if isinstance(value, list | tuple):  # pledges
            yield from (found for each in value for found in _figures(each))
        elif (
            not isinstance(value, bool)
            and isinstance(value, int | Decimal)
            and len(f"{value}".lstrip("-0.")) >= TELLING
        ):
            yield digits(value)


def _labels(row: Record) -> Iterator[str]:
    for field in ("label", "name"):
        if row.get(field):
            # A label that is a picture is a row of marks, in the problem too.
            yield _plain(str(row[field])).lstrip("#") or str(row[field])
