"""Numbers of shareholders: cells of label and number, or a sentence of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from kunlun_cli.figures.numbers import Printed, is_nothing, read_count
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.headings import heading_of
from kunlun_cli.pages.assemble import LOST
from kunlun_cli.pages.page import Line
from kunlun_cli.records import HolderCounts, Problem, Source
from kunlun_cli.tables.table import Cell, Row, Table

# The labels of the forms are shorter, notes are longer.
_MAX_LABEL = 60
# So many labels in the form's order tell which ones they are, though cut.
ORDERED = 4
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
# A sentence of the text runs over so many lines at most before its number.
_REACH = 2


@dataclass(slots=True)
class Counts:
    """What has been found of the numbers of shareholders; a table goes before the text."""

    found: dict[str, tuple[int | None, Source]] = field(default_factory=dict)
    stated: dict[str, tuple[int, Source]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: dict[str, Cell] = field(default_factory=dict)
    """Labels beside which no number stands."""
    loose: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    """The labels, their numbers and pages in lines of text that are no sentence."""
    _classes: dict[str, set[str]] = field(default_factory=dict)
    """The classes of shares whose holders are stated, where the number stated is of one class alone."""
    _twice: set[str] = field(default_factory=set)
    """Those of which two numbers are printed: neither is given."""
    _lines: list[Line] = field(default_factory=list)
    _day: tuple[int, ...] | None = None
    """That of the first number that is stated at a day."""

    def record(self) -> HolderCounts:
        """The counts as a record."""
        blank = {role for role in self.stated if self.found.get(role, (None,))[0] is None} - self._twice - self._parted
        told = {role: pair for role, pair in self.stated.items() if role in blank}
        both = {**self.found, **told}
        return HolderCounts(
            **{role: value for role, (value, _) in both.items()},
            cells={role: source for role, (_, source) in both.items()},
        )

    def cells(self, row: Row, below: Row | None) -> None:
        """Take the counts of a row: each label's number is the next cell, or the cell below it."""
        row = _whole_labels(_without_gaps(row))
        # The rest of a label that the page's end cut stands in the row below.
        self.problems += _unknown(row) if below is None or not below.after_break else []
        for label, beside in pairwise((*row.cells, None)):
            if label is None or not label.text or len(label.text) > _MAX_LABEL:
                continue
            role = None if label.text[0].isdigit() else count_role(label.text)
            if role is None:
                self.problems += _around_number(label)
                self.problems += _lost(label, beside) if self.found else []
            if role in {None, "passed"} or role in self._twice:
                continue
            if len(re.findall(load("holders")["count_order"]["counted"], label.plain)) > 1:
                message = f"{label.text}: two labels in one cell; which of them the number belongs to cannot be told"
                self.problems.append(Problem("no-label", message, label.page))
                continue
            value = _value_of(beside, label, below)
            known = self.found.get(role, (None,))[0]
            if value is None or known is not None:
                self._again(role, label, known, value)
                continue
            number = count_of(value.text)
            if self._two(label, row.cells):
                number = None
                self._twice.add(role)
            elif _holds_number(label) or (number is None and not is_nothing(value.text)):
                number = None
                self.problems.append(Problem("unreadable-cell", f"{label.text}: {value.text!r}", value.page))
            self.found[role] = (number, value.source())

    def _again(self, role: str, label: Cell, known: int | None, value: Cell | None) -> None:
        """A label without a number beside it, or one that was read before."""
        number = count_of(value.text) if value is not None else None
        if known is None:
            self.unread.setdefault(role, label)
        elif number is not None and number != known:
            message = f"{label.text} is given twice: {known} and {number}; neither was taken"
            self.found[role] = (None, self.found[role][1])
            self._twice.add(role)
            self.problems.append(Problem("two-candidates", message, label.page))

    def _two(self, label: Cell, cells: Sequence[Cell]) -> bool:
        """Whether two numbers stand behind one label, which is named."""
        behind = cells[cells.index(label) + 1 :][:2]
        two = len(behind) == 2 and all(read_count(c.text).kind is Printed.NUMBER for c in behind)
        if two:
            message = f"{label.text}: {behind[0].text!r} and {behind[1].text!r} stand beside it; neither was taken"
            self.problems.append(Problem("two-candidates", message, label.page))
        return two

    def unanswered(self) -> list[Problem]:
        """The labels that are printed and for which no number was found."""
        return (
            [
                Problem("unreadable-cell", f"{label.text}: no number stands beside it", label.page)
                for role, label in self.unread.items()
                if role not in self.found and role not in self.stated
            ]
            + [
                Problem(
                    "unreadable-cell",
                    f"{label}: {number!r}" if number else f"{label}: no number stands beside it",
                    page,
                )
                for role, (label, number, page) in self.loose.items()
                if role not in self.found and role not in self.stated and role not in self.unread
            ]
            + [
                Problem(
                    "unreadable-cell",
                    "shareholders are counted by classes of shares, and their sum is not stated",
                    self.stated[role][1].page,
                )
                for role in sorted(self._parted - set(self.found))
            ]
        )

    @property
    def _parted(self) -> set[str]:
        """The stated numbers that are of one class of shares, beside those of another."""
        return {role for role, classes in self._classes.items() if len(classes) > 1}

    def text(self, line: Line) -> None:
        """Take the counts that a line of text states."""
        self._lines = [*self._lines[-_REACH:], line]
        before = "".join(normal(part.text) for part in self._lines[:-1])
        whole = before + normal(line.text)
        alone = re.match(load("holders")["count_sentence"]["loose"], normal(line.text))
        role_alone = count_role(alone[1]) if alone else None
        if alone and role_alone not in {None, "passed"} and heading_of(line.text) is None:
            self.loose.setdefault(str(role_alone), (alone[1], alone[2], line.page))
        for found in re.finditer(load("holders")["count_sentence"]["pattern"], whole):
            # What stands in a bracket that a line above opened is a part: 251,705户（其中A股251,644户…）.
            part = whole[: found.start(2)].count("(") > whole[: found.start(2)].count(")")
            role = None if part else self._of_day(count_role(found[1]), found[1])
            number = count_of(found[2])
            if found.end() <= len(before) or number is None or role not in {"holders", "holders_prior_month_end"}:
                continue
            own = _classes_in(found[1])[-1:]
            if own and (role not in self.stated or role in self._classes):
                self._classes[role] = self._classes.get(role, set()) | set(_classes_in(whole))
            self.stated.setdefault(role, (number, line.source))

    def _of_day(self, role: str | None, words: str) -> str | None:
        """The role of a stated number: of two at days the later one is that before the report was published.

        Companies with H shares write: 于2023年12月31日，股东总数为…；于2024年2月29日，股东总数为….
        """
        found = _DAY.search(words)
        day = tuple(map(int, found.groups())) if found else None
        if role != "holders" or day is None:
            return role
        self._day = self._day or day
        return "holders_prior_month_end" if day > self._day else role


def _whole_labels(row: Row) -> Row:
    """A row of labels that an extraction has cut, made those of the form where their order leaves but one way."""
    labels, numbers = row.cells[::2], row.cells[1::2]
    form = load("holders")["count_order"]["labels"]
    told = len(labels) == len(numbers) >= ORDERED and all(count_of(cell.text) is not None for cell in numbers)
    texts = [cell.plain for cell in labels] if told else []
    ways = [
        some
        for some in combinations(form, len(texts))
        if texts and all(text and whole.startswith(text) for whole, text in zip(some, texts, strict=True))
    ]
    if len(ways) != 1:
        return row
    whole = [cell._replace(text=text) for cell, text in zip(labels, ways[0], strict=True)]
    return replace(row, cells=tuple(cell for pair in zip(whole, numbers, strict=True) for cell in pair))


def _without_gaps(row: Row) -> Row:
    """A row without the blank cells in front of numbers, which a stray line cuts off their cells."""
    kept: list[Cell] = []
    for cell in row.cells:
        while kept and not kept[-1].text and _is_number(cell.text):
            kept.pop()
        kept.append(cell)
    return row if len(kept) == len(row.cells) else replace(row, cells=tuple(kept))


def _is_number(text: str) -> bool:
    """Whether a cell is the number of a label: one, with its parts behind it or without, or one of each class."""
    by_class = load("holders")["count_sentence"]["by_class"]
    whole = re.split(r"[(（]", text, maxsplit=1)[0]
    return matches([by_class], text) or (count_of(text) is not None and count_role(whole) is None)


def _bare(label: str) -> str:
    """A label without the figures between its words."""
    return re.sub(load("holders")["count_order"]["lone"], "", label)


def _around_number(cell: Cell) -> list[Problem]:
    """A label with a number in front of it or within it, in one cell: which number it has itself is not certain."""
    bare = _bare(cell.plain)
    if bare == cell.plain or count_role(bare) in {None, "passed"}:
        return []
    return [Problem("no-label", f"{cell.text}: a number stands in the cell of this label", cell.page)]


def _lost(label: Cell, beside: Cell | None) -> list[Problem]:
    """A number after others of shareholders whose label has characters that could not be read, or is a picture."""
    if LOST not in label.text or beside is None or count_of(beside.text) is None:
        return []
    return [Problem("no-label", f"{label.text}: what {beside.text!r} is the number of could not be read", label.page)]


def _unknown(row: Row) -> list[Problem]:
    """Numbers beside those of shareholders whose label is cut or none that is known."""
    pairs = [
        (a, b) for a, b in pairwise(row.cells) if a.text and count_of(a.text) is None and count_of(b.text) is not None
    ]
    if not any(count_role(label.text) for label, _ in pairs):
        return []
    return [
        Problem(
            "no-label",
            f"{value.text!r} stands beside {label.text!r}, which names no number of shareholders",
            value.page,
        )
        for label, value in pairs
        if count_role(label.text) is None
    ]


def _classes_in(text: str) -> list[str]:
    """The classes of shares whose holders a text counts, each for itself: A股股东总户数, H股登记股东户数."""
    return re.findall(load("holders")["count_sentence"]["of_class"], text)


def count_role(text: str) -> str | None:
    """Which count a label names, or `None`."""
    for entry in load("holders")["counts"]:
        if matches(entry["patterns"], text) and not matches(entry.get("without", ()), text):
            return str(entry["role"])
    return None


def count_of(text: str) -> int | None:
    """The count that a cell begins with: `68,123户（其中A股67,000户）` is 68123."""
    reading = read_count(text)
    if matches([load("holders")["count_sentence"]["day"]], text):
        return None
    if reading.value is not None:
        return int(reading.value)
    found = re.match(load("holders")["count_sentence"]["leading"], normal(text))
    # Two numbers in a cell, apart, are not one: a watermark's stood before that of the form.
    together = found is not None and any(found[1] in normal(part) for part in text.split())
    leading = read_count(found[1]).value if found and together else None
    return int(leading) if leading is not None else None


def _holds_number(label: Cell) -> bool:
    """Whether a number, or its first digit, stands within its label, from which no line parts it.

    Days have a unit, and the numbers of notes (注1) brackets.
    """
    words = re.sub(r"\([^()]*\)", "", normal(label.plain))
    return _bare(words) != words


def _value_of(beside: Cell | None, label: Cell, below: Row | None) -> Cell | None:
    """The cell with a label's number: the next one, or that below where the next one is a label or none."""
    labels = beside is None or (count_of(beside.text) is None and count_role(beside.text) is not None)
    if labels and below is not None:
        for cell in below.cells:
            if cell.col == label.col and cell.page == label.page and read_count(cell.text).kind is Printed.NUMBER:
                return cell
    if beside is not None and not beside.text and below is not None:
        # A line through the cell parts the number from its upper half; a label of its own would stand left of it.
        first = next((cell for cell in below.cells if cell.text), None)
        if first is not None and first.col == beside.col and count_of(first.text) is not None:
            return first
    return beside


def with_cut(table: Table, index: int) -> Row:
    """A row; where the page break cut its label, both halves made whole."""
    rest = table.rows[index]
    first: Row | None = table.rows[index - 1] if rest.after_break and index else None
    if first is None or len(first.cells) != len(rest.cells) or not (_gaps(first.cells) or _gaps(rest.cells)):
        return rest
    return replace(rest, cells=tuple(a.joined(b) for a, b in zip(first.cells, rest.cells, strict=True)))


def _gaps(cells: Sequence[Cell]) -> bool:
    return any(not c.text for c in cells)
