"""Rows of the holders' tables to records: names, numbers of shares, and what of them is pledged or frozen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.disclosures.account import account, nameless
from kunlun_cli.disclosures.bind import Bound, BoundRow
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.extract.cells import Figures, heading_factor, read_shares, unreadable
from kunlun_cli.extract.names import split_name, unnumbered
from kunlun_cli.extract.places import with_places
from kunlun_cli.figures.numbers import BLANK, Printed, Reading, is_number, is_unstated, read_share
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records import Holder, Pledge, Problem
from kunlun_cli.records.holders import HolderTable
from kunlun_cli.tables.table import Cell, Row, Table

# A state and its number in one cell: 质押1,000,000
_STATED_COUNT = re.compile(r"([^\d,，;；、:：]{2,8}?)[:：]?(\d[\d,]*(?:\.\d+)?)(?:股)?[,，;；、]?(?=\D|$)")
# A figure of the column before it in the cell of a state: 0不适用.
_BEHIND_DIGIT = re.compile(r"\d[\d,]*[^\d,.]{2,}$")
OF_TWO_COLUMNS = "it stands across two columns, and no line parts them"
PLEDGED = ("pledge_state", "pledge_shares", "pledge")
# Columns that some forms print and no record has.
_UNASKED = ("opening_shares", "unrestricted_shares", "share_class", "class_shares")
_COUNTS = ("shares", "restricted_shares", "restricted_shares_incl_lent")


class _Rows:
    """The rows below one heading, and the factor of each column of shares."""

    def __init__(self, table: HolderTable, bound: Bound, factor: Decimal, problems: list[Problem]) -> None:
        self.table: HolderTable = table
        self.bound = bound
        self.factor = factor
        self.problems = problems
        self.above = ""
        """The name of the row above, if it is there."""

    def cell(self, row: BoundRow, role: str) -> Cell | None:
        """The cell of a row that answers a role, with the texts of all that stand below its heading where they differ.

        Where a line between two headings is missing, or is drawn aside through words, the figures of two columns
        stand below one: the first of them may be the change beside the number asked for, and neither is that.
        """
        cells = next((found for i in self.bound.by_role.get(role, ()) if (found := row.cells.get(i))), [])
        texts = dict.fromkeys(c.text for c in cells if c.text)
        cell = cells[0]._replace(text=" ".join(texts)) if len(texts) > 1 else self.bound.cell(row, role)
        return cell._replace(doubt=cell.doubt or OF_TWO_COLUMNS) if cell and self._of_two(row, cell) else cell

    def _of_two(self, row: BoundRow, cell: Cell) -> bool:
        """Whether a figure stands across two columns that are asked for: which of them it is of, is not told."""
        under = [i for i, c in enumerate(self.bound.heading.columns) if cell.x0 < (c.x0 + c.x1) / 2 < cell.x1]
        roles = {self.bound.heading.columns[i].role for i in under} - {None}
        return cell in row.spanning and is_number(cell.text) and len(roles) > 1

    def shares(self, role: str, text: str, *, signed: bool = False) -> Reading:
        """A number of shares in the column of a role."""
        # One heading (质押、标记或冻结的股份数量) may stand over the states and their numbers.
        single = self.bound.heading.column("pledge") if role == "pledge_shares" else None
        column = self.bound.heading.column(role) or single
        own = heading_factor(column.path) if column else None
        return read_shares(text, own or self.factor, signed=signed)

    def word(self, name: str, role: str, cell: Cell | None) -> str | None:
        """What a cell says; where a digit stands in it, or half a pair of brackets, a part of it is another's."""
        if cell is None or not cell.text:
            return None
        plain = normal(cell.text)
        if cell.doubt or re.search(r"\d", plain) or plain.count("(") != plain.count(")"):
            self.unreadable(name, role, cell)
            return None
        return cell.text

    def unreadable(self, name: str, role: str, cell: Cell) -> None:
        """Name a cell that could not be read."""
        self.problems.append(unreadable(name, role, cell))


def holder_records(table: HolderTable, bound: Bound, factor: Decimal, problems: list[Problem]) -> list[Holder]:
    """The holders in the rows below a heading.

    `factor` is of the unit of shares, where the column's heading states no other; `problems` gets what could not be
    read.
    """
    rows = _Rows(table, bound, factor, problems)
    out: list[Holder] = []
    named: list[BoundRow] = []
    for row in whole_rows(bound):
        name = bound.cell(row, "name")
        if name is not None and name.text:
            out.append(_holder(rows, len(out) + 1, row, name))
            rows.above = out[-1].name
            named.append(row)
        elif out and _adds_pledge(bound, row):
            out[-1] = replace(out[-1], pledges=(out[-1].pledges or ()) + _pledges(rows, row, out[-1].name))
        else:
            problems += nameless(row, "row-without-name", "a holder's name")
    problems += account(bound, named, out, kept=_UNASKED, several=(*PLEDGED, "share_class"), apart=("name", *PLEDGED))
    names = unnumbered([h.name for h in out])
    return with_places([replace(h, name=name) for h, name in zip(out, names, strict=True)])


def _adds_pledge(bound: Bound, row: BoundRow) -> bool:
    cells = [c for role in PLEDGED for c in bound.cells(row, role)]
    others = [c for i, cs in row.cells.items() for c in cs if c not in cells and c.text]
    return any(c.text for c in cells) and not others


def _holder(rows: _Rows, rank: int, row: BoundRow, name: Cell) -> Holder:
    bound = rows.bound
    split = split_name(name.text)
    figures = Figures(rows.problems, sources={"name": name.source()})
    roles = (*_COUNTS, "pct") if rows.table == "top10" else _COUNTS
    for role, cell in ((role, rows.cell(row, role)) for role in roles):
        if cell is not None:
            reading = read_share(cell.text) if role == "pct" else rows.shares(role, cell.text)
            figures.keep(role, cell, split.text, reading)
    record = figures.into(Holder(rows.table, rank, split.text, split.note, source=name.source()))
    if rows.table == "top10_unrestricted":
        # One heading (股份种类及数量) may stand over the class and its number.
        share_class = next((c for c in bound.cells(row, "share_class") if not is_number(c.text)), None)
        return replace(record, share_class=rows.word(split.text, "share_class", share_class))
    nature, change = bound.cell(row, "nature"), rows.cell(row, "change")
    pledged = next((c for role in PLEDGED for c in bound.cells(row, role) if c.doubt), None)
    if pledged is not None:
        figures.sources["pledges"] = pledged.source()
    if change is not None:
        value, note = _change(rows, figures, split.text, change)
        record = replace(record, change=value, change_note=note)
    pledges = _pledges(rows, row, split.text)
    return replace(record, nature=rows.word(split.text, "nature", nature), pledges=pledges)


def _change(rows: _Rows, figures: Figures, name: str, cell: Cell) -> tuple[Decimal | None, str | None]:
    """The change of a holding, or the word in its place (未变, 新进)."""
    reading = rows.shares("change", cell.text, signed=True)
    said = reading.kind is Printed.UNREADABLE and cell.plain.isalpha()
    return figures.keep("change", cell, name, BLANK if said else reading).value, cell.text if said else None


def _pledges(rows: _Rows, row: BoundRow, name: str) -> tuple[Pledge, ...]:
    """The shares pledged, marked or frozen in a row, each state with its number."""
    bound = rows.bound
    states = [c for c in bound.cells(row, "pledge_state") if c.text]
    counts = [c for c in bound.cells(row, "pledge_shares") if c.text]
    for cell in (c for c in bound.cells(row, "pledge") if c.text):
        together = _together(rows, name, cell)
        if together:
            return together
        (counts if rows.shares("pledge", cell.text).kind is Printed.NUMBER else states).append(cell)
    for state in (c for c in states if _BEHIND_DIGIT.match(c.plain)):
        message = f"{name}: {state.text!r} stands in the place of a state of shares"
        rows.problems.append(Problem("unclear-state", message, state.page))
    out = []
    # 无 0 in one cell says nothing that 无 does not.
    told = [c for c in states if not is_unstated(c.plain.removesuffix("0")) and c.plain != "0"]
    for state in told:
        if _of_two_rows(state.plain):
            both = ", ".join(filter(None, [rows.above, name]))
            message = f"{both}: the state is printed as {state.text!r}, which two rows may share"
            rows.problems.append(Problem("unclear-state", message, state.page))
            continue
        at = states.index(state)
        count = counts[at] if at < len(counts) else None
        reading = rows.shares("pledge_shares", count.text) if count else None
        if reading is not None and not reading.readable and count is not None:
            rows.unreadable(name, "pledge_shares", count)
        value = reading.value if reading else None
        if value:
            out.append(Pledge(state.text, value))
        elif value is None and (reading is None or reading.readable):
            message = f"{name}: {state.text} is printed, but no number of shares beside it"
            rows.problems.append(Problem("unclear-state", message, state.page))
    return tuple(out) if told else _stateless(rows, row, name, counts, bool(states))


def _together(rows: _Rows, name: str, cell: Cell) -> tuple[Pledge, ...]:
    """States and numbers that stand in one cell (`质押1,000,000 冻结500`), none if it is not such a cell."""
    text = cell.plain
    found = list(_STATED_COUNT.finditer(text))
    if not found or "".join(m[0] for m in found) != text:
        return ()
    out = []
    for match in found:
        reading = rows.shares("pledge", match[2])
        if reading.value is None:
            rows.unreadable(name, "pledge_shares", cell)
        if reading.value is None or reading.value != 0:
            out.append(Pledge(match[1], reading.value))
    return tuple(out)


def _of_two_rows(state: str) -> bool:
    """Whether a state's end says that there is none (质押不适用): where a rule is missing two rows have one cell."""
    ends = (state[at:] for at in range(1, len(state)))
    return matches([f"^{load('holders')['states']['heading']}"], state) and any(map(is_unstated, ends))


def _stateless(rows: _Rows, row: BoundRow, name: str, counts: list[Cell], contradicted: bool) -> tuple[Pledge, ...]:
    """Numbers of pledged shares without a state of their own: their own heading's words are their state.

    Beijing's form has a column of those pledged and one of those frozen.
    """
    paths = {id(c): rows.bound.heading.columns[i].path for i, cells in row.cells.items() for c in cells}
    out = []
    for cell in counts:
        reading = rows.shares("pledge_shares", cell.text)
        if not reading.readable:
            rows.unreadable(name, "pledge_shares", cell)
        if not reading.value:
            continue
        words = state_in(paths[id(cell)])
        if contradicted or words is None or rows.bound.heading.column("pledge_state"):
            message = f"{name}: {cell.text} shares are printed as pledged or frozen without saying which"
            rows.problems.append(Problem("unclear-state", message, cell.page))
        out.append(Pledge(words or "", reading.value))
    return tuple(out)


def state_in(heading: str) -> str | None:
    """The state of the shares that a heading over numbers alone is about."""
    found = re.search(load("holders")["states"]["heading"], heading)
    return found[1] if found else None


def pledged_apart(
    table: Table, holders: Sequence[Holder], factor: Decimal, problems: list[Problem]
) -> list[Holder] | None:
    """The holders with the shares that a table says are pledged or frozen; `None` where it is no such table.

    Beijing's quarterly form sets them in a table of their own below the holders.
    """
    states = _states(table.rows[0])
    if not states:
        return None
    out = {h.name: h for h in holders}
    for row in table.rows[1:]:
        name = next((c.text for c in row.cells if c.text and not c.text.isdigit()), "")
        if matches([load("holders")["states"]["apart_total"]], name):
            continue
        told = [p for c in row.cells if c.col in states and (p := _pledge(name, states[c.col], c, factor, problems))]
        if name in out and not out[name].pledges:
            out[name] = replace(out[name], pledges=tuple(told))
        elif told and (name not in out or out[name].pledges != tuple(told)):
            message = f"{name}: shares are printed as pledged or frozen below the holders; whose is not certain"
            problems.append(Problem("unclear-state", message, row.cells[0].page))
    return [out[h.name] for h in holders]


def _states(head: Row) -> dict[int, str]:
    """The columns of numbers by their state, if all else that the heading has is the holders' names and places."""
    form = load("holders")["states"]
    states = {c.col: state for c in head.cells if matches([form["apart"]], c.text) and (state := state_in(c.plain))}
    others = [c for c in head.cells if c.col not in states]
    return states if others and all(matches(form["apart_others"], c.text) for c in others) else {}


def _pledge(name: str, state: str, cell: Cell, factor: Decimal, problems: list[Problem]) -> Pledge | None:
    reading = read_shares(cell.text, factor)
    if not reading.readable:
        problems.append(unreadable(name, state, cell))
    return Pledge(state, reading.value) if reading.value else None
