"""The page: caption, key figures, holders, lending, segments, stated figures, findings, and all their places."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from kunlun_cli.checks.finding import Finding, Report
from kunlun_cli.checks.outputs.document import part_told
from kunlun_cli.checks.places import place_of
from kunlun_cli.compare.model import Diff
from kunlun_cli.pages.raster import Pictures
from kunlun_cli.records import (
    FilingInfo,
    FinancialRecord,
    Financials,
    Holders,
    Lending,
    Problem,
    Segments,
    Source,
    Statements,
)
from kunlun_cli.records.catalogue import Result
from kunlun_cli.render.compare import diff_sheets
from kunlun_cli.render.findings import closing, slip_words
from kunlun_cli.render.labels import Labels
from kunlun_cli.render.markup import safe, table_html, with_bars
from kunlun_cli.render.messages import ZH
from kunlun_cli.render.numbers import grouped
from kunlun_cli.render.report.atlas import Atlas, Book
from kunlun_cli.render.sheet import Column, Kind, Sheet
from kunlun_cli.render.view_rows import change_suffix
from kunlun_cli.render.views import caption, views

_HEADLINES = (
    *("revenue", "total_revenue", "net_profit_parent", "operating_cash_flow"),
    *("eps_basic", "roe_weighted", "total_assets"),
)
_BARS = {"top10": "pct", "top10_unrestricted": "shares", "major": "revenue"}
"""Tables that get bars, and the column that they show."""
_YI = Decimal(100_000_000)
"""亿, in which Chinese readers count large amounts."""
_SECTIONS = (
    ("findings", "Findings"),
    ("problems", "Problems while reading"),
    ("figures", "Key figures"),
    ("statements", "Financial statements"),
    ("against", "Changes against the other report"),
    ("holders", "Shareholders"),
    ("lending", "Shares lent"),
    ("segments", "Business segments"),
    ("stated", "Stated figures"),
    ("places", "Where the figures stand"),
)


@dataclass(slots=True)
class Content:
    """All that the page shows. `old` is the filing compared with, where there is one."""

    info: FilingInfo
    financials: Financials
    holders: Holders
    lending: Lending
    segments: Segments
    report: Report
    pictures: Pictures | None = None
    diff: Diff | None = None
    old: Content | None = None
    statements: Statements = field(default_factory=Statements)

    @property
    def results(self) -> tuple[Result, ...]:
        """The four disclosures that are compared."""
        return self.financials, self.holders, self.lending, self.segments

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read safely."""
        read = (*self.results, self.statements)
        return tuple(dict.fromkeys([*(p for r in read for p in r.problems), *self.report.problems]))


def report_html(content: Content, labels: Labels) -> str:
    """The page, complete in itself: nothing is requested from anywhere."""
    books = [Book(each.info, each.pictures) for each in (content, content.old) if each]
    page = _Page(content, labels, Atlas(books))
    bodies = {key: "\n".join(filter(None, getattr(page, key)())) for key, _ in _SECTIONS}
    shown = [(key, labels.term(title), bodies[key]) for key, title in _SECTIONS if bodies[key]]
    main = "\n".join(f'<section id="{key}"><h2>{safe(title)}</h2>\n{body}\n</section>' for key, title, body in shown)
    links = "".join(f'<li><a href="#{key}">{safe(title)}</a></li>' for key, title, _ in shown)
    return _whole(content, labels, f'<nav aria-label="{safe(labels.term("Contents"))}"><ul>{links}</ul></nav>', main)


def _whole(content: Content, labels: Labels, nav: str, main: str) -> str:
    css, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = labels.caption(caption(content.info))
    lang = "en" if labels.lang == "en" else "zh-CN"
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta name="referrer" content="no-referrer"><title>{safe(title)}</title><style>{css}</style>'
    )
    company, _, rest = title.partition(" · ")
    file = f'<p class="file">{safe(Path(content.info.source).name)} · SHA-256 {safe(content.info.sha256)}</p>'
    words = {"all": "all of the page", "back": "back to the figure", "close": "close"}
    dialog = (
        '<dialog id="place"><header><strong id="place-title"></strong>'
        f'<a id="place-all" href="#places">{safe(labels.term(words["all"]))}</a>'
        f'<button type="button" id="place-close" autofocus>{safe(labels.term(words["close"]))}</button></header>'
        '<div id="place-picture"></div></dialog>'
    )
    return (
        f'<!doctype html>\n<html lang="{lang}"><head>{head}</head><body>\n'
        f"<header><h1>{safe(company)}</h1><p>{safe(rest)}</p>{file}</header>\n{nav}\n<main>\n{main}\n</main>\n"
        f"{dialog}\n<script>{script}</script>\n</body></html>\n"
    )


def _asset(name: str) -> str:
    return importlib.resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _sign(value: Decimal) -> str:
    return "n minus" if value < 0 else "n"


def stands(finding: Finding) -> bool:
    """Whether the odd figure stands in a place of its own: a sum of rows that a table prints no total of does not."""
    if not finding.sources or not finding.printed:
        return False
    return finding.printed.strip("-()%") in (finding.sources[0].text or "")


def _spot(source: Source) -> tuple[object, ...]:
    """A place as findings and records share it: its box, and what is printed there."""
    return source.page, source.bbox, source.text


class _Page:
    """The sections' bodies, one method a section; each gives pieces of safe markup."""

    def __init__(self, content: Content, labels: Labels, atlas: Atlas) -> None:
        self._content, self._labels, self._atlas = content, labels, atlas
        # The gravest finding of a figure marks it wherever it stands; findings come gravest first.
        self._accused = {_spot(f.sources[0]): f for f in reversed(content.report.findings) if stands(f)}

    def _link(self, shown: str, source: Source | None, key: str = "") -> str:
        old = key.endswith("old")
        link = self._atlas.link(shown, source, 1 if old else 0)
        finding = self._accused.get(_spot(source)) if source and not old else None
        if finding is not None:
            return f'<mark class="{finding.severity}" title="{safe(finding.code)}">{link}</mark>'
        if source is not None and source.doubt:
            return f'<mark class="doubt" title="{self._said(source.doubt)}">{link}</mark>'
        return link

    def _tables(self, result: Result, part: str | None = None) -> Iterator[str]:
        for sheet in views(self._content.info, result, part):
            yield from self._table(with_bars(sheet, _BARS[sheet.key]) if sheet.key in _BARS else sheet)

    def _table(self, sheet: Sheet) -> Iterator[str]:
        said = self._labels.sheet(sheet)
        yield f"<h3>{safe(said.title)}</h3>"
        if said.rows:
            yield table_html(said, self._link)
        yield from (f'<p class="note">{safe(note)}</p>' for note in said.notes)

    def figures(self) -> Iterator[str]:
        """Key figures: the most asked for first, then the whole table."""
        records = {r.item: r for r in reversed(self._content.financials.records) if r.span != "quarter"}
        cards = [
            self._card(records[item]) for item in _HEADLINES if item in records and records[item].value is not None
        ]
        if cards:
            yield f'<ul class="cards">{"".join(cards)}</ul>'
        yield from self._tables(self._content.financials)

    def _card(self, record: FinancialRecord) -> str:
        label = safe(self._labels.said(record.label, record.item))
        unit = safe(self._labels.term(record.unit or ""))
        assert record.value is not None
        value = self._link(safe(grouped(record.value)), place_of(record, "value"))
        change = ""
        if record.change is not None:
            suffix = self._labels.suffix(change_suffix(record.change_unit)["change"])
            shown = safe(grouped(record.change, Kind.CHANGE) + suffix)
            change = f'<span class="{_sign(record.change)}">{self._link(shown, place_of(record, "change"))}</span>'
        short = self._short(record)
        shown = f'<span class="value {_sign(record.value)}">{value} <small>{unit}{safe(short)}</small></span>{change}'
        return f'<li><span class="label">{label}</span>{shown}</li>'

    def statements(self) -> Iterator[str]:
        """The statements, each folded; the page beside a line says where it stands: pictures of all were too many."""
        for sheet in views(self._content.info, self._content.statements):
            said = self._labels.sheet(sheet)
            table = table_html(said, lambda shown, source, key: shown)  # noqa: ARG005
            yield f"<details><summary>{safe(said.title)}</summary>{table}</details>"

    def _short(self, record: FinancialRecord) -> str:
        """An amount as people speak of it, behind its unit: in 亿元, or in billions; nothing below one 亿."""
        if record.unit != "CNY" or record.value is None or abs(record.value) < _YI:
            return ""
        chinese = self._labels.lang != "en"
        number = (record.value / (_YI if chinese else 10 * _YI)).quantize(Decimal("0.01"))
        return f" ≈ {grouped(number)} {'亿元' if chinese else 'bn'}"

    def against(self) -> Iterator[str]:
        """What has changed since the other filing."""
        content = self._content
        if content.diff is None or content.old is None:
            return
        named = caption(content.old.info)
        yield f'<p class="note">{safe(self._labels.term("Compared with"))}: {safe(self._labels.caption(named))}</p>'
        for sheet in diff_sheets(content.diff, where=False):
            yield from self._table(sheet)

    def holders(self) -> Iterator[str]:
        """Numbers of holders and the tables of the largest."""
        yield from self._tables(self._content.holders)

    def lending(self) -> Iterator[str]:
        """Shares lent, and what the ticks say."""
        yield from self._tables(self._content.lending)

    def segments(self) -> Iterator[str]:
        """Tables of revenue, customers and suppliers, production, research."""
        for part in ("records", "customers_suppliers", "production", "research"):
            yield from self._tables(self._content.segments, part)

    def stated(self) -> Iterator[str]:
        """Figures of the narrative, each with the clause that states it."""
        for sheet in views(self._content.info, self._content.segments, "metrics"):
            quote = Column("quote", "quote")
            yield from self._table(replace(sheet, columns=(*sheet.columns[:-1], quote, sheet.columns[-1])))

    def findings(self) -> Iterator[str]:
        """What the filing's own arithmetic finds odd."""
        report = self._content.report
        if report.findings:
            yield "<ul class=findings>"
            yield from map(self._finding, report.findings)
            yield "</ul>"
        yield from (f'<p class="note">{self._sentence(said)}</p>' for said in closing(report))

    def _finding(self, finding: Finding) -> str:
        severity, labels = finding.severity, self._labels
        links = [self._link(safe(place.text or "?"), place) for place in finding.sources]
        slip, odd = slip_words(finding.slip), stands(finding)
        printed = links.pop(0) if odd else safe(finding.printed or "")
        pages = ", ".join(f"p.{page}" for page in sorted({s.page for s in finding.sources if s.page is not None}))
        where = " · ".join(filter(None, (str(labels.value(part_told(finding))), pages)))
        facts = [
            f"{safe(labels.term('Printed'))} {printed}" if printed else "",
            f"{safe(labels.term('Expected'))} {safe(finding.expected or '')}" if finding.expected else "",
            f"{safe(labels.term('Likely slip'))}: {safe(labels.term(slip))}" if slip else "",
        ]
        others = f'<p class="against">↔ {" · ".join(links)}</p>' if links else ""
        return (
            f'<li class="{severity}"><span class="badge">{safe(labels.term(severity))}</span> '
            f"<strong>{safe(finding.code)} {safe(finding.subject)}</strong> <span class=note>{safe(where)}</span>"
            f"<p>{self._sentence(finding.message)}</p>"
            f"<p>{' · '.join(fact for fact in facts if fact)}</p>{others}</li>"
        )

    def _said(self, message: str) -> str:
        return safe(str(self._labels.message(message)))

    def _sentence(self, message: str) -> str:
        """A sentence of ours; in both languages the English below the Chinese."""
        chinese = Labels(ZH).message(message)
        if self._labels.lang != "both" or chinese == message:
            return self._said(message)
        return f'{safe(str(chinese))}<br><span class="english">{safe(message)}</span>'

    def problems(self) -> Iterator[str]:
        """What kunlun could not read safely."""
        problems: Sequence[Problem] = self._content.problems
        if problems:
            items = (
                f"<li>{f'p.{p.page}: ' if p.page else ''}{self._sentence(p.message)} <code>{safe(p.code)}</code></li>"
                for p in problems
            )
            yield f'<ul class="problems">{"".join(items)}</ul>'

    def places(self) -> Iterator[str]:
        """Every place that a figure above links to; asked for last."""
        yield self._atlas.html(self._labels)
