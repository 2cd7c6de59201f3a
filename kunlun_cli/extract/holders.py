"""Shareholders: counts, the top ten, the top ten without restriction, and the notes below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from kunlun_cli.disclosures.bind import Bound, BoundRow, Heading, bind_rows, heading_at
from kunlun_cli.disclosures.rows import join_cells, whole_rows
from kunlun_cli.extract.margin import margin_accounts
from kunlun_cli.extract.names import split_name
from kunlun_cli.extract.numbers import Printed, Reading, read_count, read_number, read_signed_count
from kunlun_cli.extract.ticks import has_ticks
from kunlun_cli.extract.units import stated_unit
from kunlun_cli.forms import load, matches, normal, role_of
from kunlun_cli.pages.assemble import join_lines
from kunlun_cli.records import Holder, HolderCounts, HolderNotes, Holders, Pledge, Problem, Source
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Row, Table

TableName = Literal["top10", "top10_unrestricted"]
# Titles stand this near above a table, in lines.
TITLE_REACH = 4
_NO_STATE = re.compile(r"^(无|未知|不适用|-*|—*|/|0|N/?A|不详)$")
_LEADING_COUNT = re.compile(r"^([\d,]+)(?:户|名|人)?(?:$|[^\d,.%])")


@dataclass(slots=True)
class _State:
    above: list[str] = field(default_factory=list)
    stated: list[str] | None = None
    """The lines of the note on margin trading while it is being read."""
    counts: dict[str, tuple[int | None, Source]] = field(default_factory=dict)
    tables: dict[TableName, list[Holder]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_holders(stream: Iterable[Block], known: Iterable[Problem] = ()) -> Holders:
    """The shareholders that some blocks of a filing disclose."""
    state = _State(problems=list(known))
    for block in stream:
        if isinstance(block, Table):
            state.stated = None
            _table(block, state)
            state.above = []
        else:
            _line(block.text, state)
    records = [h for name in ("top10", "top10_unrestricted") for h in state.tables.get(name, [])]
    records = _with_margin(records, state)
    counts = HolderCounts(
        **{role: value for role, (value, _) in state.counts.items()},
        cells={role: source for role, (_, source) in state.counts.items()},
    )
    notes = HolderNotes(state.notes.get("concert"), state.notes.get("margin"))
    return Holders(counts, tuple(records), notes, tuple(state.problems))


def _line(text: str, state: _State) -> None:
    """Keep a line for the table below it, or as part of the note that Shanghai's form sets in text."""
    state.above.append(text)
    if matches(load("holders")["notes"]["margin_title"], text):
        state.stated = []
    elif state.stated is not None and not has_ticks(text):
        if stated_unit(text) or matches(load("holders")["notes"]["end"], text):
            state.stated = None
            return
        state.stated.append(text)
        state.notes["margin"] = join_lines(state.stated)


def _role(table: TableName) -> Callable[[str], str | None]:
    columns = load("holders")["tables"][table]["columns"]

    def role(path: str) -> str | None:
        return role_of(columns, path)

    return role


def _heading(table: Table, index: int) -> tuple[TableName, Heading] | None:
    """Which of the two tables a row is the heading of, if any."""
    unrestricted = heading_at(table, index, _role("top10_unrestricted"))
    if unrestricted and {"name", "shares", "share_class"} <= unrestricted.roles:
        return "top10_unrestricted", unrestricted
    top10 = heading_at(table, index, _role("top10"))
    if top10 and {"name", "shares"} <= top10.roles and top10.roles & {"pct", "nature"}:
        return "top10", top10
    if unrestricted and {"name", "shares"} <= unrestricted.roles and not unrestricted.roles - {"name", "shares"}:
        return ("top10_unrestricted", unrestricted) if len(unrestricted.columns) <= 4 else None
    return None


def _table(table: Table, state: _State) -> None:
    form = load("holders")
    title = " ".join(state.above[-TITLE_REACH:])
    index = 0
    carried: Row | None = None
    while index < len(table.rows):
        row = table.rows[index]
        texts = [c.text for c in row.cells if c.text]
        if len(texts) == 1:
            title = texts[0]
        found = _heading(table, index)
        if found is not None:
            index = _holders(table, found, title, state)
            continue
        whole = _with_cut(carried, row) if row.after_break and carried else row
        _count_cells(whole, state)
        _note_cells(table, index, state)
        carried = row
        if matches(form["other"]["titles"], title) and not texts:
            break
        index += 1


def _holders(table: Table, found: tuple[TableName, Heading], title: str, state: _State) -> int:
    """Take the rows below a heading; returns the index of the row after them."""
    name, heading = found
    form = load("holders")
    bound = bind_rows(table, heading, _is_end(table), _role(name))
    after = heading.end + len(bound.rows)
    # Repeated headings are skipped by the binding and have to be counted too.
    if bound.rows:
        after = bound.rows[-1].row.index + 1
    if matches(form["other"]["titles"], title):
        return max(after, heading.end)
    problems: list[Problem] = []
    holders = _records(name, bound, problems)
    known = state.tables.get(name)
    if known is None and holders:
        state.tables[name] = holders
        state.problems.extend(problems)
    elif known and [h.shares for h in known] != [h.shares for h in holders] and holders:
        state.problems.append(
            Problem(
                "two-candidates",
                f"a second table of the {name} holders stands on page {table.rows[heading.first].page} "
                f"beside that on page {known[0].source.page}; the first was taken",
                table.rows[heading.first].page,
            )
        )
    return max(after, heading.end)


def _is_end(table: Table) -> Callable[[Row], bool]:
    ends = load("holders")["notes"]["end"]

    def stop(row: Row) -> bool:
        texts = [c.text for c in row.cells if c.text]
        if not texts:
            return False
        if len(row.cells) == 1:
            return True
        return matches(ends, texts[0]) or _heading(table, row.index) is not None

    return stop


def _records(table: TableName, bound: Bound, problems: list[Problem]) -> list[Holder]:
    out: list[Holder] = []
    for row in whole_rows(bound):
        name = bound.cell(row, "name")
        if name is None or not name.text:
            if out and _adds_pledge(bound, row):
                out[-1] = _with_pledge(out[-1], bound, row, problems)
            continue
        out.append(_holder(table, len(out) + 1, bound, row, name, problems))
    return out


def _adds_pledge(bound: Bound, row: BoundRow) -> bool:
    cells = [c for role in ("pledge_state", "pledge_shares", "pledge") for c in bound.cells(row, role)]
    others = [c for i, cs in row.cells.items() for c in cs if c not in cells and c.text]
    return any(c.text for c in cells) and not others


def _with_pledge(holder: Holder, bound: Bound, row: BoundRow, problems: list[Problem]) -> Holder:
    more = _pledges(bound, row, holder.name, problems)
    return replace(holder, pledges=(holder.pledges or ()) + more)


_COUNTS = ("shares", "restricted_shares", "restricted_shares_incl_lent")


def _holder(table: TableName, rank: int, bound: Bound, row: BoundRow, name: Cell, problems: list[Problem]) -> Holder:
    split = split_name(name.text)
    values: dict[str, Any] = {}
    sources = {"name": name.source()}

    def take(role: str, read: Callable[[str], Reading]) -> Cell | None:
        cell = bound.cell(row, role)
        if cell is None:
            return None
        sources[role] = cell.source()
        reading = read(cell.text)
        if not reading.readable:
            problems.append(_unreadable(split.text, role, cell))
        values[role] = reading.value
        return cell

    for role in _COUNTS:
        take(role, read_count)
    if table == "top10_unrestricted":
        share_class = bound.cell(row, "share_class")
        return Holder(
            table, rank, split.text, split.note, shares=values.get("shares"),
            share_class=share_class.text or None if share_class else None, source=name.source(), cells=sources,
        )  # fmt: skip
    take("pct", read_number)
    nature = bound.cell(row, "nature")
    change = bound.cell(row, "change")
    note = None
    if change is not None:
        sources["change"] = change.source()
        reading = read_signed_count(change.text)
        values["change"] = reading.value
        if reading.kind is Printed.UNREADABLE:
            note = change.text
            if any(c.isdigit() for c in normal(change.text)):
                problems.append(_unreadable(split.text, "change", change))
                note = None
    return Holder(
        table, rank, split.text, split.note, nature=(nature.text or None) if nature else None, change_note=note,
        pledges=_pledges(bound, row, split.text, problems), source=name.source(), cells=sources, **values,
    )  # fmt: skip


def _unreadable(name: str, role: str, cell: Cell) -> Problem:
    return Problem("unreadable-cell", f"{name}: {role} is printed as {cell.text!r}", cell.page)


def _pledges(bound: Bound, row: BoundRow, name: str, problems: list[Problem]) -> tuple[Pledge, ...]:
    states = [c for c in bound.cells(row, "pledge_state") if c.text]
    counts = [c for c in bound.cells(row, "pledge_shares") if c.text]
    merged = [c for c in bound.cells(row, "pledge") if c.text]
    for cell in merged:
        (counts if read_count(cell.text).kind is Printed.NUMBER else states).append(cell)
    out = []
    for i, state in enumerate(states):
        if _NO_STATE.match(normal(state.text)):
            continue
        count = counts[i] if i < len(counts) else None
        reading = read_count(count.text) if count else None
        if reading is not None and not reading.readable and count is not None:
            problems.append(_unreadable(name, "pledge_shares", count))
        value = reading.value if reading else None
        if value is None or value != 0:
            out.append(Pledge(state.text, value))
    return tuple(out)


def _with_cut(first: Row, rest: Row) -> Row:
    """A row of counts whose label was cut by the page break, made whole."""
    if len(first.cells) != len(rest.cells):
        return rest
    blank_first = any(not c.text for c in first.cells)
    blank_rest = any(not c.text for c in rest.cells)
    if not (blank_first or blank_rest):
        return rest
    return replace(rest, cells=tuple(join_cells(a, b) for a, b in zip(first.cells, rest.cells, strict=True)))


def _count_role(text: str) -> str | None:
    for entry in load("holders")["counts"]:
        if matches(entry["patterns"], text) and not matches(entry.get("without", ()), text):
            return str(entry["role"])
    return None


def _count_cells(row: Row, state: _State) -> None:
    """Cells of label and number in a row: each label's number is the next cell."""
    cells = [c for c in row.cells if c.text or True]
    for label, value in zip(cells, cells[1:], strict=False):
        if len(label.text) > 60 or not label.text or matches([r"^\d"], label.text):
            continue
        role = _count_role(label.text)
        if role is None:
            continue
        known = state.counts.get(role)
        number = _count_of(value.text)
        if known is not None and known[0] is not None:
            continue
        if number is None and value.text and not re.match(r"^(不适用|[-—–/无]*)$", normal(value.text)):
            state.problems.append(Problem("unreadable-cell", f"{label.text}: {value.text!r}", value.page))
        state.counts[role] = (number, value.source())


def _count_of(text: str) -> int | None:
    reading = read_count(text)
    if reading.value is not None:
        return int(reading.value)
    found = _LEADING_COUNT.match(normal(text))
    leading = read_count(found[1]).value if found else None
    return int(leading) if leading is not None else None


def _note_cells(table: Table, index: int, state: _State) -> None:
    """The notes under the tables, each a label with its text, over page breaks."""
    row = table.rows[index]
    if len(row.cells) < 2 or not row.cells[0].text:
        return
    label, text = row.cells[0].text, row.cells[-1]
    notes = load("holders")["notes"]
    for role in ("concert", "margin"):
        if role in state.notes or not matches(notes[role], label) or len(label) > 90:
            continue
        parts = [text.text]
        for after in table.rows[index + 1 :]:
            if not after.after_break or (after.cells and after.cells[0].text and len(after.cells) > 1):
                break
            parts.append(after.cells[-1].text)
        joined = "".join(parts)
        if joined and not _NO_STATE.match(normal(joined)):
            state.notes[role] = joined
        return


def _with_margin(records: list[Holder], state: _State) -> list[Holder]:
    """Records with the shares in credit accounts; on the top ten's row where the holder has one."""
    note = state.notes.get("margin")
    if not note:
        return records
    found = margin_accounts(note, [h.name for h in records])
    state.problems += [
        Problem("unclear-note", f"the note on margin trading gives numbers that fit no name: {clause}")
        for clause in found.unclear
    ]
    names = {normal(records[i].name): value for i, value in found.shares.items()}
    out: list[Holder] = []
    taken: set[str] = set()
    for holder in sorted(records, key=lambda h: h.table != "top10"):
        key = normal(holder.name)
        value: Decimal | None = names.get(key) if key not in taken else None
        if value is not None:
            taken.add(key)
            out.append(replace(holder, margin_account_shares=value))
        else:
            out.append(holder)
    return out
