"""The tools: each reads files of the folders and answers as the command of its name, in JSON."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from kunlun_cli.cli.agents.answers import fitted
from kunlun_cli.cli.agents.folders import Folders
from kunlun_cli.cli.declared import Scope
from kunlun_cli.cli.environment import Reader
from kunlun_cli.cli.statements import STATEMENTS, narrowed
from kunlun_cli.cli.tables import chosen, pages_asked, problems_with
from kunlun_cli.errors import NotInFilingError, UsageError
from kunlun_cli.records import Problem
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.render.document import FILING, PROBLEM, document
from kunlun_cli.render.shape import Json

_KEPT = 4
"""Filings that stay open: an agent asks several things of one."""
# More pictures in one answer are more than an agent is shown at once.
_MOST_PICTURES = 3


class Tools:
    """What an agent can ask. Every answer has the problems of what it reads, before the figures.

    One question at a time: PDFium reads for one thread alone.
    """

    def __init__(self, folders: Folders, read: Reader) -> None:
        """Read files of `folders` with `read`."""
        self._folders = folders
        self._read = read
        self._open: OrderedDict[str, FilingLike] = OrderedDict()
        self._turn = threading.RLock()

    def list_files(self, containing: str = "", offset: int = 0) -> str:
        """The files that can be read, by name; `containing` narrows them to names with these words."""
        with self._turn:
            named = ((name, size) for name, size in self._folders.names() if containing.lower() in name.lower())
            return fitted({"files": [{"file": name, "bytes": size} for name, size in named]}, offset)

    def info(self, file: str) -> str:
        """What a report is: company, code, exchange, kind, period, and whether it is full or a summary."""
        with self._turn:
            return fitted({"filing": FILING.document(self._filing(file).info), "problems": []})

    def financials(self, file: str, offset: int = 0) -> str:
        """Key figures (主要会计数据和财务指标), quarters, non-recurring items; amounts in yuan, with pages."""
        return self._disclosure("financials", file, offset)

    def holders(self, file: str, offset: int = 0) -> str:
        """Number of shareholders and the top ten (股东总数、前10名股东), with pages."""
        return self._disclosure("holders", file, offset)

    def lending(self, file: str, offset: int = 0) -> str:
        """Shares that the top ten lent under refinancing (转融通), with pages."""
        return self._disclosure("lending", file, offset)

    def segments(self, file: str, offset: int = 0) -> str:
        """Revenue by industry, product, region, and figures stated in the narrative, with pages."""
        return self._disclosure("segments", file, offset)

    def statements(
        self, file: str, statement: str = "balance-sheet", scope: str = "consolidated", offset: int = 0
    ) -> str:
        """One financial statement: balance-sheet, income, cash-flow or equity; consolidated, parent or all."""
        if statement not in STATEMENTS:
            raise UsageError(f"there is no statement {statement}", hint=f"Choose one of {', '.join(STATEMENTS)}")
        if scope not in list(Scope):
            raise UsageError(f"there is no scope {scope}", hint=f"Choose one of {', '.join(Scope)}")
        with self._turn:
            given = self._filing(file)
            found = narrowed(given.statements, STATEMENTS[statement], Scope(scope), notes=False)
            return fitted(document(given.info, found, found.problems), offset)

    def find_tables(self, file: str, text: str = "", pages: str = "", offset: int = 0) -> str:
        """Tables with this text in title, section, heading or a row's label, and on these pages, as 100-120."""
        from kunlun_cli.render.tables import TablesAnswer, list_sheet

        with self._turn:
            given = self._filing(file)
            found = self._tables(given, text or None, pages or None, None)
            answer = TablesAnswer(given.info, found, problems_with(given, found))
            rows = [
                {c.key: row.values.get(c.key) for c in list_sheet(answer).columns} for row in list_sheet(answer).rows
            ]
            return fitted(_document(given, answer.problems, tables=rows), offset)

    def get_table(self, file: str, number: int, offset: int = 0) -> str:
        """One table with its cells, by the number that find_tables gives."""
        from kunlun_cli.render.tables import TablesAnswer
        from kunlun_cli.render.tables import document as of_tables

        with self._turn:
            given = self._filing(file)
            found = self._tables(given, None, None, number)
            answer = TablesAnswer(given.info, found, problems_with(given, found), whole=True)
            (table,) = cast("list[dict[str, Json]]", of_tables(answer)["records"])
            return fitted({**_document(given, answer.problems), **table}, offset)

    def check(self, file: str, offset: int = 0) -> str:
        """What contradicts itself in a report: findings, with printed and expected figures and pages."""
        from kunlun_cli.checks import Plan, second_reader, selected
        from kunlun_cli.checks import check as run
        from kunlun_cli.render.findings import report_document

        with self._turn:
            given = self._filing(file)
            report = run(given, Plan(rules=selected((), ())), second_reader(given))
            out = report_document(report)
            out["rules"] = {
                outcome: sum(r.outcome == outcome for r in report.rules)
                for outcome in ("pass", "weak", "fail", "not_applicable")
            }
            return fitted(out, offset)

    def diff(self, old: str, new: str, offset: int = 0) -> str:
        """What changed between two reports of a company, restatements among it."""
        from kunlun_cli.compare import SECTIONS, in_order
        from kunlun_cli.compare import diff as compare
        from kunlun_cli.render.compare_json import diff_json

        with self._turn:
            first, second, _ = in_order(self._filing(old), self._filing(new))
            found = compare(first, second, only=SECTIONS)
            return fitted(diff_json(found, _problems((first, second), SECTIONS)), offset)

    def series(self, files: list[str], item: str = "", offset: int = 0) -> str:
        """Many reports of one company by period: year to date, single quarters, twelve months; `item` as revenue."""
        from kunlun_cli.compare import series as build
        from kunlun_cli.render.series_choice import Choice
        from kunlun_cli.render.series_json import series_json

        with self._turn:
            filings = [self._filing(each) for each in files]
            problems = _problems(filings, ("financials", "holders", "lending"))
            companies = build(filings)
            if len(companies) != 1:
                raise UsageError(f"these are reports of {len(companies)} companies", hint="Give those of one")
            choice = Choice(items=(item,) if item else ())
            return fitted(series_json(companies[0], choice, (*problems, *companies[0].problems)), offset)

    def where(self, file: str, item: str) -> str:
        """Where a figure is printed: page, box, text. Items: revenue.prior, holders[3].shares, table[12], KL101."""
        from kunlun_cli.checks import second_reader
        from kunlun_cli.checks.where import find
        from kunlun_cli.render.whereabouts import where_json

        with self._turn:
            given = self._filing(file)
            found = find(given, item, second_reader(given))
            problems = list(map(PROBLEM.document, _problems([given], _sections(item))))
            return fitted({**where_json(given.info, found), "problems": problems}, boxes=True)

    def picture(self, file: str, item: str) -> bytes:
        """The pages on which a figure is printed, as one PNG, with its place marked."""
        from kunlun_cli.checks import second_reader
        from kunlun_cli.checks.where import find
        from kunlun_cli.cli.where import WhereOptions, pictures, pictures_of
        from kunlun_cli.render.picture import png, stacked

        with self._turn:
            given = self._filing(file)
            found = find(given, item, second_reader(given))
            drawn = pictures(given, pictures_of(given), found, WhereOptions(scale=1.5))
            return png(stacked([raster for raster, _ in drawn[:_MOST_PICTURES]]))

    def _disclosure(self, name: str, file: str, offset: int) -> str:
        with self._turn:
            given = self._filing(file)
            result = getattr(given, name)
            return fitted(document(given.info, result, tuple(dict.fromkeys(result.problems))), offset)

    def _tables(self, given: FilingLike, text: str | None, pages: str | None, number: int | None) -> Any:  # noqa: ANN401
        every = getattr(given, "schedules", ())
        found = tuple(chosen(every, pages_asked(pages), text, None, [number] if number is not None else None))
        if not found:
            raise NotInFilingError("no such table was found", file=given.info.source, hint="find_tables lists them all")
        return found

    def _filing(self, name: str) -> FilingLike:
        """A file, read; those asked for last stay open while they do not change."""
        data = self._folders.read(name)
        known = self._open.get(name)
        if known is None or getattr(known, "data", None) != data:
            known = self._read(data, name=name)
        self._open[name] = known
        self._open.move_to_end(name)
        while len(self._open) > _KEPT:
            self._open.popitem(last=False)
        return known


def _document(given: FilingLike, problems: Iterable[Problem], **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"filing": FILING.document(given.info), "problems": list(map(PROBLEM.document, problems)), **parts}


def _problems(filings: Iterable[FilingLike], sections: Sequence[str]) -> tuple[Problem, ...]:
    """The problems of these disclosures; of several filings each says of which."""
    several = list(filings)
    found = [
        replace(each, message=f"{given.info.source}: {each.message}") if len(several) > 1 else each
        for given in several
        for section in sections
        for each in getattr(given, section).problems
    ]
    return tuple(dict.fromkeys(found))


def _sections(item: str) -> tuple[str, ...]:
    """The disclosures in which a figure stands, or on which one that is derived may hang."""
    name = item.partition("[")[0].partition(".")[0]
    if name in {"holders", "lending"}:
        return (name,)
    if name in {"segments", "metrics", "outline"}:
        return ("segments",)
    if name in {"balance_sheet", "income_statement", "cash_flow"}:
        return ("statements",)
    return ("financials", "holders", "lending", "segments", "statements")


TOOLS: tuple[Callable[..., str], ...] = (
    Tools.list_files, Tools.info, Tools.financials, Tools.holders, Tools.lending, Tools.segments, Tools.statements,
    Tools.find_tables, Tools.get_table, Tools.check, Tools.diff, Tools.series, Tools.where,
)  # fmt: skip
"""Those that answer in words; `picture` answers with one beside them."""
