"""Shareholders: counts, the top ten, the top ten without restriction, and the notes below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

from kunlun_cli.disclosures.account import headless
from kunlun_cli.disclosures.bind import Bound, BoundRow, Column, Heading
from kunlun_cli.disclosures.walk import Opened, parts
from kunlun_cli.extract.cells import NOTES, stated_factor, unit_in_note
from kunlun_cli.extract.counts import Counts, with_cut
from kunlun_cli.extract.doubted import undisputed
from kunlun_cli.extract.holder_guards import TOP, announces, missing, row_problems
from kunlun_cli.extract.holder_rows import holder_records, pledged_apart
from kunlun_cli.extract.margin import margin_accounts, place_of
from kunlun_cli.extract.names import Name, as_noted, footnoted
from kunlun_cli.figures.numbers import is_nothing, is_number, is_unstated
from kunlun_cli.figures.units import stated_unit
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.ticks import has_ticks
from kunlun_cli.pages.assemble import join_lines
from kunlun_cli.pages.page import Line
from kunlun_cli.records import Holder, HolderNotes, Holders, Problem, Source
from kunlun_cli.records.holders import HolderTable
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Row, Table

# A table's title stands this near above it, in lines.
TITLE_REACH = 4
# So many rows with a class of shares are holders: a table of changes in the share capital has one for each class.
MANY = 5


@dataclass(slots=True)
class _State:
    above: list[str] = field(default_factory=list)
    stated: list[Source] | None = None
    """The lines of the note on margin trading while it is being read."""
    margin: list[Source] = field(default_factory=list)
    """The lines or cells of that note, once it is known."""
    factor: Decimal | None = None
    """The factor of the unit of shares stated last."""
    used: Decimal | None = None
    """The factor by which the rows right above were read, if they are holders."""
    counts: Counts = field(default_factory=Counts)
    tables: dict[HolderTable, list[Holder]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    announced: dict[HolderTable, int] = field(default_factory=dict)
    """The tables whose titles are printed, and on which page first."""
    problems: list[Problem] = field(default_factory=list)
    below: list[Source] = field(default_factory=list)
    """The lines of text below the first table of holders, and the rows across its rest."""


def read_holders(stream: Iterable[Block], known: Iterable[Problem] = ()) -> Holders:
    """The shareholders that some blocks of a filing disclose."""
    state = _State(problems=list(known))
    for block in stream:
        if isinstance(block, Table):
            state.stated = None
            _footnotes(state)
            _table(block, state)
            state.above = []
        else:
            _line(block, state)
    _footnotes(state)
    records = [h for name in ("top10", "top10_unrestricted") for h in state.tables.get(name, [])]
    records = _with_margin(records, state)
    counts = state.counts.record()
    notes = HolderNotes(state.notes.get("concert"), state.notes.get("margin"))
    problems = (
        *state.problems,
        *state.counts.problems,
        *state.counts.unanswered(),
        *row_problems(state.tables, counts.holders),
        *missing(state.tables, state.announced),
    )
    return Holders(counts, tuple(records), notes, problems)


def _line(line: Line, state: _State) -> None:
    """Keep a line for the table below it, or as part of the note that Shanghai's form sets in text."""
    text = line.text
    if state.used and len(state.above) < NOTES:
        state.problems += unit_in_note(text, line.page, state.used)
    state.above.append(text)
    if state.tables:
        state.below.append(line.source)
    _announce(text, line.page, state)
    state.counts.text(line)
    labelled = re.search(load("holders")["notes"]["margin_label"], text) if state.tables else None
    if matches(load("holders")["notes"]["margin_title"], text):
        state.stated = []
    elif labelled and "margin" not in state.notes:
        state.stated = [replace(line.source, text=labelled[1])] if labelled[1] else []
        if not is_unstated(labelled[1]):
            _noted("margin", labelled[1], state.stated, state)
    elif state.stated is not None and not has_ticks(text):
        if stated_unit(text) or _ends_note(text):
            state.stated = None
            return
        state.stated.append(line.source)
        _noted("margin", join_lines(_texts(state.stated)), state.stated, state)


def _noted(role: str, text: str, parts: list[Source], state: _State) -> None:
    """Keep a note, and of that on margin trading, which has numbers, the places of its lines."""
    state.notes[role] = text
    state.margin = parts if role == "margin" else state.margin


def _texts(parts: Iterable[Source]) -> list[str]:
    return [part.text or "" for part in parts]


def _ends_note(text: str) -> bool:
    """Whether a line is no part of the note on margin trading: another label or title, which tells of no account."""
    notes = load("holders")["notes"]
    return matches([*notes["end"], notes["numbered"]], text) and not matches(notes["margin_words"], text)


def _announce(text: str, page: int, state: _State) -> None:
    name = announces(text)
    if name is not None:
        state.announced.setdefault(name, page)


def _footnotes(state: _State) -> None:
    """Take the marks of the notes that stand below the last tables off the names."""
    for name, table in state.tables.items():
        noted = [replace(h, name_note=as_noted(h.name_note, state.above)) if h.name_note else h for h in table]
        split = footnoted([h.name for h in noted], state.above) or [Name(h.name) for h in noted]
        state.tables[name] = [
            replace(h, name=s.text, name_note=h.name_note or s.note) for h, s in zip(noted, split, strict=True)
        ]


def _table(table: Table, state: _State) -> None:
    titles = list(state.above)
    state.factor = stated_factor(titles) or state.factor
    near = stated_factor(titles) is not None
    top = state.tables.get("top10")
    pledged = pledged_apart(table, top, state.factor or Decimal(1), state.problems) if top else None
    if pledged is not None:
        state.tables["top10"] = pledged
        return
    loose: list[Row] = []
    for part in parts(table, "holders", _ends):
        if isinstance(part, tuple):
            _holders(*part, titles, state, near)
            continue
        loose.append(part)
        texts = [c.text for c in part.cells if c.text]
        if len(texts) == 1:
            titles = [texts[0]]
            if state.tables:
                # A note with its label, where the line between the two is missing.
                state.below += [c.source() for c in part.cells if c.text]
            _announce(texts[0], part.page, state)
            state.problems += unit_in_note(texts[0], part.page, state.used) if state.used else []
            stated = stated_factor(texts)
            state.factor, near = stated or state.factor, near or stated is not None
        else:
            state.used = None
        following = table.rows[part.index + 1] if part.index + 1 < len(table.rows) else None
        state.counts.cells(with_cut(table, part.index), following)
        _note_cells(table, part.index, state)
    _headless(table, loose, state)


def _headless(table: Table, rows: Sequence[Row], state: _State) -> None:
    """Rows of names, numbers and classes of shares below no heading that is known: they must not be lost in silence.

    A name, a number, a class and the same number again are those who hold unrestricted shares, whatever stood above.
    """
    found = [r for r in rows if _has_class(r) and any(is_number(c.text) for c in r.cells)]
    if len(found) < MANY:
        return
    bound = _told_by_rows(table, found)
    holders = holder_records("top10_unrestricted", bound, state.factor or Decimal(1), state.problems) if bound else []
    if holders and "top10_unrestricted" not in state.tables:
        state.tables["top10_unrestricted"] = holders
        return
    state.problems.append(headless(found[0].cells[0].text, found[0].page))


def _has_class(row: Row) -> bool:
    return any(matches(load("holders")["shares"]["classes"], c.text) for c in row.cells)


def _told_by_rows(table: Table, rows: Sequence[Row]) -> Bound | None:
    """The rows bound to the form's columns, where all are a name, a number, a class, and that number again."""
    roles = ("name", "shares", "share_class", "class_shares")
    for row in rows:
        texts = [c.text for c in row.cells]
        if len(texts) != len(roles) or is_number(texts[0]) or not is_number(texts[1]) or texts[1] != texts[3]:
            return None
    columns = tuple(Column("", c.x0, c.x1, role) for c, role in zip(rows[0].cells, roles, strict=True))
    bound = tuple(BoundRow(row, {i: [c] for i, c in enumerate(row.cells)}) for row in rows)
    return Bound(table, Heading(0, 0, columns), bound, {role: [i] for i, role in enumerate(roles)})


def _ends(row: Row) -> bool:
    """Whether a row ends the holders above it: a text across the table, or one of the notes.

    A figure alone is one that a stray line has cut off its row.
    """
    texts = [c.text for c in row.cells if c.text and not is_nothing(c.text)]
    across = len(row.cells) == 1 and bool(texts) and not is_number(texts[0])
    return across or (bool(texts) and matches(load("holders")["notes"]["end"], texts[0]))


def _is_other(titles: Sequence[str]) -> bool:
    """Whether the title nearest above a table is that of another disclosure (preferred shares, receipts)."""
    form = load("holders")
    own = [p for table in form["tables"].values() for p in table["titles"]]
    lines = [t for t in titles if not matches(form["other"]["not_titles"], t)]
    for i in range(len(lines) - 1, max(len(lines) - 1 - TITLE_REACH, -1), -1):
        # A title may break over two lines.
        text = "".join(lines[i : i + 2])
        if matches(form["other"]["titles"], text):
            return True
        if matches(own, text):
            return False
    return False


def _holders(found: Opened, bound: Bound, titles: Sequence[str], state: _State, near: bool) -> None:
    """Take the rows below a heading."""
    if _is_other(titles) or _is_foreign(bound):
        return
    name = cast("HolderTable", found.table)
    problems: list[Problem] = []
    factor = state.factor or Decimal(1)
    if factor != 1 and not near:
        message = f"the unit of shares ({factor} shares) is stated further above the table only"
        problems.append(Problem("unit-far-above", message, bound.page))
    holders = holder_records(name, bound, factor, problems)
    if holders:
        state.used = factor
        _keep(name, holders, problems, state)


def _is_foreign(bound: Bound) -> bool:
    """Whether the rows name another kind of security (境内优先股) as what is held."""
    kinds = load("holders")["other"]["kinds"]
    return any(matches(kinds, c.text) for row in bound.rows for c in row.row.cells)


def _keep(name: HolderTable, holders: list[Holder], problems: list[Problem], state: _State) -> None:
    """Keep a table's holders: the first table's, and those of its rest under a heading of its own."""
    known = state.tables.get(name)
    if known is None:
        state.tables[name] = holders
        state.problems.extend(problems)
    elif _goes_on(known, holders):
        state.tables[name] = [*known, *(replace(h, rank=len(known) + i) for i, h in enumerate(holders, 1))]
        state.problems.extend(problems)
    elif [h.shares for h in known] != [h.shares for h in holders]:
        state.tables[name] = undisputed(known, holders)
        state.problems.append(
            Problem(
                "two-candidates",
                f"a second table of the {name} holders stands on page {holders[0].source.page} "
                f"beside that on page {known[0].source.page}; the first was taken, without the figures that differ",
                holders[0].source.page,
            )
        )


def _goes_on(known: Sequence[Holder], more: Sequence[Holder]) -> bool:
    """Whether holders are the rest of a table: it was short, stood on the page before, and they hold less."""
    last, first = known[-1], more[0]
    if len(known) >= TOP or len(known) + len(more) > TOP or last.source.page is None or first.source.page is None:
        return False
    if first.source.page - last.source.page != 1 or {h.name for h in known} & {h.name for h in more}:
        return False
    return last.shares is not None and first.shares is not None and first.shares <= last.shares


def _note_cells(table: Table, index: int, state: _State) -> None:
    """The notes under the tables, each a label with its text, over page breaks."""
    row = table.rows[index]
    # Rules through the text part a blank cell from the label.
    label = next((c.text for c in row.cells[:-1] if c.text), "")
    if not label or not (row.cells[0].text or len(row.cells) > _NOTE):
        return
    text = row.cells[-1]
    notes = load("holders")["notes"]
    for role in ("concert", "margin"):
        if role in state.notes or not matches(notes[role], label) or len(label) > 90:
            continue
        parts = [*_before_break(table, index), text]
        # A page's end may cut the label too: 说明（如 / 有）.
        whole = label.count("（") == label.count("）")
        for after in table.rows[index + 1 :]:
            if not after.after_break or (whole and after.cells and after.cells[0].text and len(after.cells) > 1):
                break
            parts.append(after.cells[-1])
        joined = "".join(cell.text for cell in parts)
        if joined and not is_unstated(joined) and joined.strip() != "0":
            _noted(role, joined, [cell.source() for cell in parts], state)
        return


_NOTE = 2
"""The cells of a note: its label and its text."""


def _before_break(table: Table, index: int) -> list[Cell]:
    """The beginning of a note whose label, set at the middle of its row, stands after the page's end, all or half."""
    row, above = table.rows[index], table.rows[index - 1] if index else None
    if above is None or not row.after_break or above.after_break or len(above.cells) < _NOTE:
        return []
    label, last = above.cells[0].text, above.cells[-1]
    if not any(c.text for c in above.cells[:-1]):
        return [last]
    notes = load("holders")["notes"]
    others = [*notes["concert"], *notes["margin"]]
    # Half of a label (前10名股东及前10名无限售) is no note's; a note says nothing, or ends with its sentence.
    own = len(above.cells) > _NOTE or matches(others, label) or is_unstated(last.text) or last.text.endswith("。")
    return [] if own or len(row.cells) != _NOTE else [last]


def _unlabelled_note(records: Sequence[Holder], state: _State) -> str | None:
    """The one line below the holders that says who has shares in credit accounts; a program may lose its label."""
    names = [h.name for h in records]
    alone = load("holders")["notes"]["margin_alone"]
    whole_lines = (line for line in state.below if matches(alone, line.text or ""))
    lines = [line for line in whole_lines if margin_accounts(line.text or "", names).shares]
    whole, told = (margin_accounts("".join(_texts(some)), names) for some in (state.below, lines[:1]))
    if not told.shares or told.shares != whole.shares or whole.unclear:
        return None
    _noted("margin", lines[0].text or "", lines[:1], state)
    return lines[0].text


def _with_margin(records: list[Holder], state: _State) -> list[Holder]:
    """Records with the shares in credit accounts; on the top ten's row where the holder has one."""
    note = state.notes.get("margin") or _unlabelled_note(records, state)
    if not note:
        told = matches(load("holders")["notes"]["margin_words"], state.notes.get("concert", ""))
        if told or margin_accounts("".join(_texts(state.below)), [h.name for h in records]).shares:
            message = "shares in credit accounts are told in another note; whose they are cannot be told"
            state.problems.append(Problem("unclear-note", message))
        return records
    found = margin_accounts(note, [h.name for h in records])
    state.problems += [
        Problem("unclear-note", f"the note on margin trading gives numbers that fit no name: {clause}")
        for clause in found.unclear
    ]
    doubted = next((part for part in state.margin if part.doubt), None)
    if doubted:
        message = f"the note on margin trading may tell of more holders than were read of it: {doubted.doubt}"
        state.problems.append(Problem("unclear-note", message, doubted.page))
    names = {normal(records[i].name): (value, found.printed[i]) for i, value in found.shares.items()}
    out: list[Holder] = []
    taken: set[str] = set()
    for holder in sorted(records, key=lambda h: h.table != "top10"):
        key = normal(holder.name)
        told_of = names.get(key) if key not in taken else None
        if told_of is not None:
            taken.add(key)
            cells = {**holder.cells, "margin_account_shares": place_of(told_of[1], state.margin)}
            out.append(replace(holder, margin_account_shares=told_of[0], cells=cells))
        else:
            out.append(holder)
    return out
