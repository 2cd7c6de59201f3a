"""A filing: the one shared parser behind every command, lazy in each of its four disclosures."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from kunlun_cli.engines import DEFAULT_ENGINE, Engine
from kunlun_cli.extract.doubted import withheld
from kunlun_cli.extract.expected import with_expected
from kunlun_cli.extract.identity import identify
from kunlun_cli.extract.several import second_report
from kunlun_cli.frames import frame as _  # noqa: F401 - its import lets disclosures make frames
from kunlun_cli.limits import DEFAULT, Limits
from kunlun_cli.outline.pagination import page_problems
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.document import Document
from kunlun_cli.pages.open import open_document, read_bytes
from kunlun_cli.records import FilingInfo, Financials, Holders, Lending, Problem, Segments, Statements
from kunlun_cli.records.frameable import html_of
from kunlun_cli.records.reading import Opening, Said

if TYPE_CHECKING:
    from kunlun_cli.pages.raster import Pictures
    from kunlun_cli.pages.second import SecondReading
    from kunlun_cli.pages.second_text import SecondText
    from kunlun_cli.schedules.schedule import Schedule, Tables
    from kunlun_cli.tables.blocks import Block


T = TypeVar("T", Financials, Holders, Lending)
Given = TypeVar("Given", Financials, Holders, Lending, Segments, Statements)


class Filing:
    """One periodic report.

    Everything is read when first asked for and kept. `info`, `financials`, `holders`, `lending` and
    `segments` are the records of `kunlun_cli.records`; each carries its own `problems`.
    """

    def __init__(self, data: bytes, opening: Opening) -> None:
        """Open the document; use `kunlun_cli.read` instead."""
        self.name = opening.name
        self.data = data
        self.opening = opening
        self.document: Document = open_document(
            data, opening.name, password=opening.password, engine=opening.engine, limits=opening.limits
        )
        self.document.jobs = opening.jobs
        self.stream = Stream(self.document)
        self._strange = (*self._only_first(), *self.document.problems)
        # Refuse what is no filing before anything is asked of it.
        self.info: FilingInfo = identify(
            self.document, name=opening.name, sha256=hashlib.sha256(data).hexdigest(), period=opening.period
        )

    def _only_first(self) -> tuple[Problem, ...]:
        """What is odd of the file as a whole; the pages of a second report in it are left out."""
        second = second_report(self.stream)
        if second is None:
            return tuple(page_problems(self.document))
        page, problem = second
        self.document.n_pages = page - 1
        return (problem,)

    @functools.cached_property
    def financials(self) -> Financials:
        """Key accounting data and financial indicators."""
        from kunlun_cli.extract.absent import with_absent_figures
        from kunlun_cli.extract.arithmetic import sound_figures
        from kunlun_cli.extract.financials import read_financials
        from kunlun_cli.extract.onelines import of_first_quarter
        from kunlun_cli.extract.plausible import plausible_financials, rewritten_financials
        from kunlun_cli.extract.proven import with_proven_unit

        # A table without the report's own year would give the year before as the current one.
        end = None if self.info.period_inferred else self.info.period_end
        read = functools.partial(read_financials, year=end.year if end else 0)
        found = self._read("financials", read, plausible_financials)
        found = of_first_quarter(found) if self.info.kind == "q1" else found
        found = found if self.document.as_printed else rewritten_financials(found)
        found = sound_figures(with_absent_figures(found, self.stream, self.info))
        found = with_proven_unit(found, lambda: self.holders, self.stream.texts)
        return self._given(self._with_sums(found))

    def _with_sums(self, found: Financials) -> Financials:
        """The key figures with what they hang on: non-recurring items and the plan of profit distribution.

        Text without ruling lines gives the plan's sentences alone: nothing in a column of one figure says
        whether its rows were told apart rightly.
        """
        from kunlun_cli.extract.absent import absent_items
        from kunlun_cli.extract.distribution import read_distribution
        from kunlun_cli.extract.nonrecurring import read_non_recurring

        ruled = self.document.drawn
        items = read_non_recurring(self.stream.located("nonrecurring", beyond=False) if ruled else ())
        plans, problems = read_distribution(self.stream.located("distribution", beyond=False), tables=ruled)
        lost = absent_items(bool(items.records), self.stream, self.info)
        problems = (*found.problems, *items.problems, *lost, *problems)
        return replace(found, non_recurring=items.records, distribution=plans, problems=problems)

    @functools.cached_property
    def holders(self) -> Holders:
        """Numbers of shareholders and the top ten tables."""
        from kunlun_cli.extract.absent import with_absent_holders
        from kunlun_cli.extract.arithmetic import sound_shares
        from kunlun_cli.extract.holders import read_holders
        from kunlun_cli.extract.plausible import plausible_holders

        found = self._read("holders", read_holders, plausible_holders)
        return self._given(sound_shares(with_absent_holders(found, self.stream, self.info)))

    @functools.cached_property
    def lending(self) -> Lending:
        """Shares lent under refinancing."""
        from kunlun_cli.extract.lending import read_lending
        from kunlun_cli.extract.plausible import plausible_lending, with_odd_names

        # A line across a name gives its end to the row below: funds, as those who lend are, have names that end alike.
        return self._given(with_odd_names(self._read("lending", read_lending, plausible_lending)))

    @functools.cached_property
    def segment_tables(self) -> Segments:
        """The tables of `segments` alone, without the narrative: much faster on a full report."""
        from kunlun_cli.extract.segments import read_segment_tables

        found = read_segment_tables(self.stream)
        return self._given(replace(found, problems=(*found.problems, *self._known("segments"))))

    @functools.cached_property
    def segments(self) -> Segments:
        """Revenue by segment, the narrative's outline and the figures stated in it."""
        from kunlun_cli.extract.segments import with_narrative

        return with_narrative(self.segment_tables, self.stream, self.info)

    @functools.cached_property
    def statements(self) -> Statements:
        """Balance sheet, income and cash flow statement and changes in equity, the group's and the parent's."""
        from kunlun_cli.statements.reader import read_statements

        found = read_statements(self.stream, self.info.period_end)
        return self._given(replace(found, problems=(*self._strange, *found.problems)))

    @functools.cached_property
    def schedules(self) -> tuple[Schedule, ...]:
        """Every table of the report as figures, in printed order."""
        from kunlun_cli.schedules.reader import schedules

        return tuple(schedules(self.stream))

    @property
    def tables(self) -> Tables:
        """The same, to be had as a frame."""
        from kunlun_cli.schedules.schedule import Tables

        return Tables(self.schedules, self.odd)

    @property
    def odd(self) -> tuple[Problem, ...]:
        """What of the file is left out as a whole: a second report, and pages that could not be loaded so far."""
        return (*self._strange, *self._lost())

    @property
    def code(self) -> str | None:
        """The share's code, `None` where the filing prints none."""
        return self.info.code

    @property
    def company(self) -> str | None:
        """The company's full name."""
        return self.info.company

    @property
    def period(self) -> str | None:
        """The reporting period: `2024A`, `2024H1`, `2024Q1`, `2024Q3`."""
        return self.info.period

    def __repr__(self) -> str:
        """What it is, in one line."""
        info = self.info
        told = (info.code, info.short_name or info.company, info.period, info.kind, info.form)
        return f"<Filing {' '.join(filter(None, told))}: {self.name}>"

    def _repr_html_(self) -> str | None:
        return html_of(self)

    def __enter__(self) -> Self:
        """Itself; its pages are let go at the end of the block."""
        return self

    def __exit__(self, *raised: object) -> None:
        """Let go of the pages."""
        del raised
        self.close()

    def second(self) -> SecondReading | SecondText:
        """What reads a cell again: the other engine, or of other files their text alone."""
        from kunlun_cli.pages.second import second_reading

        return second_reading(self.data, self.opening, self.info.format, self.document)

    def pictures(self) -> Pictures:
        """What draws its pages."""
        from kunlun_cli.pages.pdfium_reader import PdfiumFile

        return PdfiumFile(self.data, name=self.name, password=self.opening.password)

    def close(self) -> None:
        """Free what its pages take in memory; records that were read already stay."""
        self.document.close()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of the four disclosures."""
        parts = (self.financials, self.holders, self.lending, self.segments)
        return tuple(p for part in parts for p in part.problems)

    def _read(self, form: str, read: Callable[[list[Block], Iterable[Problem]], T], plausible: Callable[[T], T]) -> T:
        """A disclosure of the form.

        Where its tables are not drawn, it is judged by what is plausible; where no drawn one holds it and the page
        says that it is there, tables without ruling lines are looked through.
        """
        found = read([block for run in self.stream.located(form) for block in run], self._known(form))
        if not self.document.drawn:
            return plausible(found)
        asked = not isinstance(found, Lending) or found.applicable.participation or found.applicable.changes
        if found.records or not asked or not self.document.as_printed:
            return found
        from kunlun_cli.outline.unruled import unruled

        told: tuple[list[Block], list[Problem]] = unruled(self.stream, form)
        again = plausible(read(told[0], [*self._strange, *told[1]]))
        return again if again.records else found

    def _given(self, found: Given) -> Given:
        """What was found, doubted figures withheld, and the pages that cannot be loaded, on which more may stand."""
        found = with_expected(found, self.info)
        known: tuple[Problem, ...] = found.problems
        return withheld(replace(found, problems=(*known, *self._lost())))

    def _lost(self) -> Iterator[Problem]:
        for page in sorted(self.document.unreadable):
            if page <= self.document.n_pages:
                yield Problem("page-unreadable", f"page {page} cannot be read; what stands on it is missing", page)

    def _known(self, form: str) -> tuple[Problem, ...]:
        """What is doubtful of a disclosure before it is read."""
        return (*self._strange, *self.stream.doubts(form))


def read(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    period: str | None = None,
    password: str | None = None,
    engine: Engine = DEFAULT_ENGINE,
    limits: Limits = DEFAULT,
    jobs: int = 1,
) -> Filing:
    """The filing at a path, or in some bytes.

    Args:
        source: the path, or the file's content.
        name: what to call it in messages; by default the path.
        period: the reporting period (`2024A`, `2024H1`, `2024Q1`, `2024Q3`) where the filing does not say.
        password: of an encrypted PDF.
        engine: which library reads the PDF's pages.
        limits: how large it may be, and how long reading it may take.
        jobs: how many processes read its pages at most, where all are wanted at once: for tables and statements.

    Raises:
        KunlunError: it cannot be read, exceeds the limits, or is not a periodic report; see `kunlun_cli.errors`.
    """
    opening = Opening.of(source, name, Said(period=period, password=password, engine=engine, limits=limits, jobs=jobs))
    return Filing(source if isinstance(source, bytes) else read_bytes(Path(source), limits), opening)
