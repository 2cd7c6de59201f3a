"""Shares lent under refinancing: the two ticks and the two tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

from kunlun_cli.disclosures.account import account, headless, nameless
from kunlun_cli.disclosures.bind import Bound, BoundRow
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.disclosures.walk import parts
from kunlun_cli.extract.cells import NOTES, Figures, heading_factor, read_shares, stated_factor, unit_in_note
from kunlun_cli.extract.doubted import undisputed
from kunlun_cli.extract.names import mixed_names, odd_name, split_name, unnumbered
from kunlun_cli.extract.places import with_places
from kunlun_cli.figures.numbers import is_number, read_share
from kunlun_cli.forms import load, matches
from kunlun_cli.outline.ticks import has_ticks, ticked
from kunlun_cli.pages.page import Line
from kunlun_cli.records import Lending, LendingApplicable, LendingRecord, Problem
from kunlun_cli.records.lending import LendingTable, Turn
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Row, Table

# A title runs over at most so many lines.
TITLE_LINES = 4
# A table's heading and rows take no more lines of a text.
SECTION_LINES = 60
# So many figures in a line are a row's.
SOME_FIGURES = 4


@dataclass(slots=True)
class _State:
    above: list[str] = field(default_factory=list)
    factor: Decimal | None = None
    """The factor of the unit of shares stated since the last table."""
    ticks: dict[LendingTable, tuple[bool | None, int]] = field(default_factory=dict)
    records: dict[LendingTable, list[LendingRecord]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    since: int = 1_000
    """How many lines have been read since the last title of one of the two tables."""
    named: LendingTable | None = None
    """Which of them that title is of."""
    latest: LendingTable | None = None
    """Of which table the tick was that is the latest line."""
    used: Decimal | None = None
    """The factor by which the table right above was read, if it is one of shares lent."""
    columns: int = 0
    """How many columns the table above has, if it is one of shares lent."""


_COUNTED = ("shares", "pct", "lent_shares", "lent_pct")
FIGURES = tuple(f"{time}_{what}" for time in ("opening", "closing") for what in _COUNTED)
"""The fields of a row of the participation table that are figures."""


def read_lending(stream: Iterable[Block], known: Iterable[Problem] = ()) -> Lending:
    """The lending disclosures that some blocks of a filing hold.

    A table that is there answers for a tick that was lost; a tick without its table, or against it,
    is a problem.
    """
    state = _State(problems=list(known))
    for block in stream:
        if isinstance(block, Table):
            _table(block, state)
            state.above = []
            state.factor = state.latest = None
            continue
        if state.used and len(state.above) < NOTES:
            state.problems += unit_in_note(block.text, block.page, state.used)
        state.factor = stated_factor([block.text]) or state.factor
        _lost(block, state)
        if has_ticks(block.text):
            _tick(block.text, block.page, state)
            state.above = []
        else:
            state.above = [*state.above, block.text][-TITLE_LINES:]
            state.latest = None
    return Lending(
        LendingApplicable(_applicable("participation", state), _applicable("changes", state)),
        # The places of both tables together: that of changes has a row or two.
        tuple(with_places([r for name in ("participation", "changes") for r in state.records.get(name, [])])),
        (*state.problems, *_alone(state), *_bare(state)),
    )


def _lost(line: Line, state: _State) -> None:
    """Name figures of a row below a title of shares lent that stand in no table."""
    title = _title([line.text])
    state.since, state.named = (0, title) if title else (state.since + 1, state.named)
    if state.since > SECTION_LINES or sum(is_number(text) for text in line.text.split()) < SOME_FIGURES:
        return
    message = f"figures below the heading or the rows of a table went into no record: {line.text[:60]}"
    state.problems.append(Problem("unaccounted", message, line.page))


def _bare(state: _State) -> list[Problem]:
    """Rows of a name alone, which a stray line may have cut off from their figures, and names with a figure in them."""
    what = "the row has no figure at all; it may be a part of another's name"
    every = [r for records in state.records.values() for r in records]
    alone = [r for r in state.records.get("participation", []) if not _has_figure(r)]
    return [
        *(Problem("row-incomplete", f"{r.name}: {what}", r.source.page) for r in alone),
        *(Problem("name-doubtful", odd, r.source.page) for r in every for odd in odd_name(r.name)),
        *mixed_names(every),
    ]


def _has_figure(record: LendingRecord) -> bool:
    return any(getattr(record, name) is not None for name in FIGURES)


def _alone(state: _State) -> list[Problem]:
    """One of the two disclosures without the other: the forms that have them have both."""
    seen = state.ticks.keys() | state.records.keys()
    if len(seen) != 1 or state.problems:
        return []
    (there,) = seen
    page = state.ticks[there][1] if there in state.ticks else state.records[there][0].source.page
    other = "changes" if there == "participation" else "participation"
    message = f"the {there} table stands without the {other} table, and every form with shares lent has both"
    return [Problem("missing-table", message, page)]


def _title(lines: Iterable[str]) -> LendingTable | None:
    titles = load("lending")["titles"]
    joined = "".join(lines)
    if matches(titles["other"], joined):
        return None
    for name in ("changes", "participation"):
        if matches(titles[name], joined):
            return name
    return None


def _tick(text: str, page: int, state: _State) -> None:
    """Note the tick of the title that ends right above it, or stands in the same line."""
    for reach in range(TITLE_LINES + 1):
        lines = [*(state.above[-reach:] if reach else []), text]
        name = _title(lines)
        if matches(load("lending")["titles"]["other"], "".join([*state.above, text])):
            return
        if name is not None:
            mixed = matches(load("lending")["titles"]["mixed"], text)
            state.ticks.setdefault(name, (None if mixed else ticked(text), page))
            state.latest = name
            return
    if state.latest and ticked(text) is not None and ticked(text) is not state.ticks[state.latest][0]:
        state.ticks[state.latest] = (None, page)  # two right below each other: a page was printed upon another


def _applicable(name: LendingTable, state: _State) -> bool | None:
    tick, page = state.ticks.get(name, (None, 0))
    rows = bool(state.records.get(name))
    if name in state.ticks and tick is None and not rows:
        state.problems.append(
            Problem(
                "unreadable-tick", f"the {name} table has no row, and neither 适用 nor 不适用 is ticked for it", page
            )
        )
    if tick is False and rows:
        state.problems.append(Problem("tick-against-table", f"不适用 is ticked but the {name} table has rows", page))
    if tick is True and not rows:
        message = f"适用 is ticked but no {name} table was found{_overleaf(state, page)}"
        state.problems.append(Problem("missing-table", message, page))
    return rows or None if tick is None else tick


def _overleaf(state: _State, page: int) -> str:
    """A clause that names the table above too, where it ends the page before: a picture may be the rest of it too."""
    last = state.records.get("participation", [])[-1:]
    above = bool(last) and last[0].source.page == page - 1
    return "; rows of the participation table, which ends the page before, may be lost too" if above else ""


def _table(table: Table, state: _State) -> None:
    if matches(load("lending")["titles"]["other"], "".join(state.above)):
        return
    above = state.columns
    # A frame with a comment in it, between a table and its rest, is no table.
    state.columns = 0 if any(len(row.cells) > 2 for row in table.rows) else above
    loose: list[Row] = []
    state.used = None
    for part in parts(table, "lending"):
        if isinstance(part, tuple):
            found, bound = part
            state.columns = len(bound.heading.columns)
            name = cast("LendingTable", found.table)
            state.used = state.factor or Decimal(1)
            records = _records(name, bound, state.used, state.problems)
            if table.layout == "aligned":
                state.problems += _lacking(records)
            if records:
                _keep(name, records, state)
            continue
        if _expected(state) or (above and len(part.cells) == above):
            loose.append(part)
        texts = [c.text for c in part.cells if c.text]
        if any(has_ticks(t) for t in texts):
            _tick(" ".join(texts), part.page, state)
        state.factor = stated_factor(texts) or state.factor
        state.above = [*state.above, " ".join(texts)][-TITLE_LINES:]
    state.problems += _headless(loose)


def _expected(state: _State) -> bool:
    """Whether one of the two tables is to stand here: right below its title, where it is not said not to apply."""
    name = _title(state.above) or (state.named if state.since <= TITLE_LINES else None)
    return name is not None and state.ticks.get(name, (None, 0))[0] is not False


def _lacking(records: Sequence[LendingRecord]) -> Iterator[Problem]:
    """Rows of a text without a figure that other rows have, and nothing printed in its place: it may be lost."""
    every = [name for name in FIGURES if any(getattr(r, name) is not None for r in records)]
    for record in records:
        blank = next((n for n in every if not (n in record.cells and record.cells[n].text)), None)
        if blank:
            what = "is blank, and other rows have it; in the order of this text it may be lost"
            yield Problem("row-incomplete", f"{record.name}: {blank} {what}", record.source.page)


def _headless(rows: Sequence[Row]) -> list[Problem]:
    """Rows of a holder with his figures below no heading that is known.

    As wide as those of the table above they are its rest, set apart from it (续表); below a title of shares lent
    they are those of a table whose heading has something printed over it.
    """
    found = next((r for r in rows if not is_number(r.cells[0].text) and _ends_in_figures(r)), None)
    return [headless(found.cells[0].text, found.page)] if found else []


def _ends_in_figures(row: Row) -> bool:
    """Whether a row has as many figures as one of shares lent, the last of its cells among them."""
    figures = [is_number(c.text) for c in row.cells]
    return sum(figures) >= SOME_FIGURES and all(figures[-2:])


def _keep(name: LendingTable, records: list[LendingRecord], state: _State) -> None:
    """Keep a table's records: the first table's, and those of its rest; one about the same holders is another."""
    known = {r.name: r for r in state.records.get(name, [])}
    differing = [r.name for r in records if r.name in known and _figures(r) != _figures(known[r.name])]
    if differing:
        message = f"a second {name} table has other figures of {', '.join(differing)}; neither was taken"
        state.records[name] = undisputed(state.records[name], records)
        state.problems.append(Problem("two-candidates", message, records[0].source.page))
    else:
        state.records.setdefault(name, []).extend(r for r in records if r.name not in known)


def _figures(record: LendingRecord) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in record.cells if name != "name")


def _records(table: LendingTable, bound: Bound, factor: Decimal, problems: list[Problem]) -> list[LendingRecord]:
    columns = load("lending")["tables"][table]["columns"]
    numbers = {c["role"]: c["type"] for c in columns if c["type"] in {"count", "percent"}}
    out: list[LendingRecord] = []
    taken: list[BoundRow] = []
    for row in whole_rows(bound):
        cell = bound.cell(row, "name")
        if len(row.row.cells) == 1:
            factor = stated_factor([row.row.cells[0].text]) or factor
            continue
        if cell is None or not cell.text:
            problems += nameless(row, "row-without-name", "a holder's name")
            continue
        if matches(load("lending")["no_holders"]["names"], cell.text):
            continue
        taken.append(row)
        out.append(_record(table, bound, row, factor, numbers, problems))
    problems += account(bound, taken, out) if out else []
    names = unnumbered([r.name for r in out])
    return [replace(r, name=name) for r, name in zip(out, names, strict=True)]


def _record(
    table: LendingTable, bound: Bound, row: BoundRow, factor: Decimal, numbers: dict[str, str], problems: list[Problem]
) -> LendingRecord:
    cell = bound.cell(row, "name")
    assert cell is not None
    name = split_name(cell.text).text
    figures = Figures(problems, sources={"name": cell.source()})
    for role, kind in numbers.items():
        found = bound.cell(row, role)
        if found is None:
            continue
        column = bound.heading.column(role)
        own = heading_factor(column.path) if column else None
        reading = read_shares(found.text, own or factor) if kind == "count" else read_share(found.text)
        figures.keep(role, found, name, reading)
    change = _change(bound, row, name, problems) if table == "changes" else None
    return figures.into(LendingRecord(table, name, change=change, source=cell.source()))


def _change(bound: Bound, row: BoundRow, name: str, problems: list[Problem]) -> Turn | None:
    cell = bound.cell(row, "change")
    words = load("lending")["change_words"]
    text = cell.text if cell else ""
    entered, exited = matches(words["entered"], text), matches(words["exited"], text)
    if entered != exited:
        return "entered" if entered else "exited"
    problems.append(
        Problem("unreadable-cell", f"{name}: 新增/退出 is printed as {text!r}", cell.page if cell else None)
    )
    return None
