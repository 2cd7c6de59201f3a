"""The rows of a statement's tables to its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kunlun_cli.figures.numbers import read_number, scaled
from kunlun_cli.figures.units import Unit, own_unit
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records import Problem
from kunlun_cli.records.statements import Scope, StatementRecord
from kunlun_cli.schedules.schedule import NO_FIGURE, Schedule, ScheduleCell, ScheduleRow
from kunlun_cli.statements.columns import Side
from kunlun_cli.statements.items import item_of, line_label, parted, per_share


@dataclass(slots=True)
class Lines:
    """The lines of one statement as they are read, table by table; what is doubtful is added to `problems`."""

    statement: str
    problems: list[Problem]
    records: defaultdict[Scope, list[StatementRecord]] = field(default_factory=lambda: defaultdict(list))
    seen: defaultdict[Scope, set[str]] = field(default_factory=lambda: defaultdict(set))
    before: StatementRecord | None = None
    """The record of the row before, if its label is none of the form's: the page's end may have cut it."""

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return self.statement.replace("_", " ")

    def read(self, schedule: Schedule, side: Side, scope: Scope, unit: Unit | None) -> None:
        """Take the lines of one side of a table.

        `unit` is that of its amounts, which are withheld where there is none.
        """
        supplement = load("statements")["title"]["supplement"]
        if matches(supplement, "|".join(schedule.columns[side.label].heading)):
            return
        if not side.sure:
            message = f"the columns of the {self.name} have no headings that say their periods; no amount was taken"
            self.problems.append(Problem("no-heading", message, schedule.page))
        self._name_left_out(schedule, side)
        for row in schedule.rows:
            if matches(supplement, row.cells[side.label].text):
                return
            if self._ends_label(row, side, scope):
                continue
            record = self._line(row, side, scope, unit)
            self.before = record if record is not None and record.item is None else None
            if record is not None:
                self.records[scope].append(record)

    def _ends_label(self, row: ScheduleRow, side: Side, scope: Scope) -> bool:
        """Whether a row is the end of the label before, atop the next page: the two are a line of the form.

        Where lines part the rows of one page alone, its rows and the other's are of two tables.
        """
        cut, rest = self.before, row.cells[side.label].text
        if (
            cut is None
            or not rest
            or row.page != (cut.source.page or 0) + 1
            or sum(bool(c.text) for c in row.cells) > 1
        ):
            return False
        whole = (cut.source.text or "") + rest
        item = item_of(self.statement, whole, self.seen[scope])
        if not self.records[scope] or self.records[scope][-1] is not cut or item is None:
            return False
        self.seen[scope].add(item)
        self.records[scope][-1] = replace(
            cut, item=item, label=line_label(whole), source=replace(cut.source, text=whole)
        )
        self.before = None
        return True

    def _name_left_out(self, schedule: Schedule, side: Side) -> None:
        """Name columns of amounts that no record takes: of a year before the last, say.

        Changes and the quarter beside the year to date are on the forms, and nothing asks for them.
        """
        form = load("statements")["columns"]
        for i in side.others if side.sure else ():
            heading = "|".join(schedule.columns[i].heading)
            asked = not matches(form["passed"], heading) and not matches(form["quarter"], heading)
            figure = next((row.cells[i].text for row in schedule.rows if row.cells[i].value is not None), None)
            if asked and heading and figure:
                message = f"the column {heading!r} of the {self.name} holds figures ({figure}) that are in no record"
                self.problems.append(Problem("unknown-column", message, schedule.page))

    def _line(self, row: ScheduleRow, side: Side, scope: Scope, unit: Unit | None) -> StatementRecord | None:
        """A row's record; `None` where neither period has an amount."""
        text, note = parted(self.statement, row.cells[side.label].text)
        label = line_label(text)
        item = item_of(self.statement, text, self.seen[scope])
        if item is not None:
            self.seen[scope].add(item)
        columns = {"value": side.value, "prior": side.prior, "prior_before_restatement": side.before}
        cells = {name: row.cells[i] for name, i in columns.items() if i is not None}
        shares = per_share(label)
        code = (unit.code if unit else "CNY") + ("/share" if shares else "")
        odd = [_problem(label, cell) for cell in cells.values() if _is_odd(cell, code)]
        self.problems += odd
        if not odd and all(_value(cell, code) is None for cell in cells.values()):
            return None
        values = {} if not side.sure else _amounts(cells, code, Decimal(1) if shares else unit and unit.factor)
        if not any(map(str.isalpha, label)):
            if not self._stands_above(values, scope):
                self.problems.append(Problem("no-label", f"a row of the {self.name} has no label", row.page))
            return None
        if item is None and normal(text).count("(") != normal(text).count(")"):
            # Without ruling lines the rest of a label, “－”号填列）, may be taken for a row's.
            message = f"the label {label!r} of the {self.name} is cut, and its amounts are not given"
            self.problems.append(Problem("no-label", message, row.page))
            return None
        note = row.cells[side.note].text if side.note is not None else note
        printed, place = [cell.source for cell in cells.values() if cell.text], row.cells[side.label].source
        return StatementRecord(
            self.statement,  # type: ignore[arg-type]
            scope,
            item,
            label,
            note or None,
            row.level,
            row.part,
            code,
            values.get("value"),
            values.get("prior"),
            values.get("prior_before_restatement"),
            replace(printed[0], text=text, doubt=place.doubt) if printed else place,
            {"label": place, **{name: cell.source for name, cell in cells.items() if cell.text}},
        )

    def _stands_above(self, values: Mapping[str, Decimal | None], scope: Scope) -> bool:
        """Whether a line above has the figures of a row without label: banks repeat a sum below its parts."""
        printed = (values.get("value"), values.get("prior"))
        return printed != (None, None) and any((r.value, r.prior) == printed for r in self.records[scope])


def _amounts(cells: Mapping[str, ScheduleCell], code: str, factor: Decimal | None) -> dict[str, Decimal | None]:
    return {
        name: None if value is None or factor is None or _is_odd(cell, code) else scaled(value, factor)
        for name, cell in cells.items()
        for value in (_value(cell, code),)
    }


def _value(cell: ScheduleCell, code: str) -> Decimal | None:
    """A cell's figure as printed; insurers print that per share with its unit: 人民币5.45元."""
    own = own_unit(cell.text, code) if cell.doubt == NO_FIGURE and code.endswith("/share") else None
    return read_number(own.number).value if own is not None and own.factor == 1 else cell.value


def _is_odd(cell: ScheduleCell, code: str) -> bool:
    if cell.value is None and _value(cell, code) is not None:
        return False
    # What the page itself doubts is withheld and named with all records.
    return bool(cell.doubt and not cell.source.doubt) or (bool(cell.text) and not read_number(cell.text).readable)


def _problem(label: str, cell: ScheduleCell) -> Problem:
    return Problem("unreadable-cell", f"{label}: an amount is printed as {cell.text!r}", cell.source.page)
