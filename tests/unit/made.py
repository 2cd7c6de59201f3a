"""Made-up filings and a made-up process for tests of commands and renderers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.errors import MissingFileError
from kunlun_cli.records import (
    CounterpartyConcentration,
    FilingInfo,
    FinancialRecord,
    Financials,
    Holder,
    HolderCounts,
    HolderNotes,
    Holders,
    Lending,
    LendingApplicable,
    LendingRecord,
    Metric,
    OutlineEntry,
    Pledge,
    Problem,
    QuarterlyRecord,
    ResearchRecord,
    SegmentRecord,
    Segments,
    Source,
    Statements,
    VolumeRecord,
)

D = Decimal
INFO = FilingInfo(
    source="report.pdf",
    sha256="0" * 64,
    format="pdf",
    code="300999",
    short_name="山海科技",
    company="山海科技股份有限公司",
    exchange="SZSE",
    board="ChiNext",
    kind="half-year",
    form="summary",
    period="2024H1",
    period_end=dt.date(2024, 6, 30),
)


def at(page: int, text: str | None = None) -> Source:
    return Source(page, (70.123, 80.0, 300.5, 90.25), text)


FINANCIALS = Financials(
    records=(
        FinancialRecord(
            "revenue",
            "营业收入",
            "CNY",
            "year_to_date",
            D("2501811162.32"),
            D("2425229544.83"),
            change=D("3.16"),
            change_unit="%",
            source=at(2),
            cells={"value": at(2, "2,501,811,162.32"), "change": at(2, "3.16%")},
        ),
        FinancialRecord(
            "net_profit_parent",
            "归属于上市公司股东的净利润",
            "CNY",
            "year_to_date",
            D("-389123456.70"),
            D("358000000.00"),
            change=D("-208.69"),
            change_unit="%",
            source=at(2),
        ),
        FinancialRecord("eps_basic", "基本每股收益", "CNY/share", "year_to_date", D("-0.32"), D("0.30"), source=at(2)),
        FinancialRecord(
            "roe_weighted",
            "加权平均净资产收益率",
            "%",
            "year_to_date",
            D("-2.55"),
            D("2.39"),
            change=D("-4.94"),
            change_unit="pp",
            source=at(2),
        ),
        FinancialRecord("total_assets", "总资产", "CNY", "point_in_time", D("1.9E+10"), D("19000000000"), source=at(2)),
    ),
    quarterly=(QuarterlyRecord("revenue", "营业收入", "CNY", D("1.10"), D("2.20"), D("-3.30"), None, source=at(3)),),
)
HOLDERS = Holders(
    counts=HolderCounts(holders=138696, preferred_holders=0, cells={"holders": at(4, "138,696")}),
    records=(
        Holder(
            "top10",
            1,
            "新湖瑞山创业投资中心（有限合伙）",
            nature="境内非国有法人",
            pct=D("15.41"),
            shares=D("189744943.00"),
            restricted_shares=D(0),
            pledges=(Pledge("质押", D("200000")), Pledge("冻结", D("3000"))),
            source=at(4),
        ),
        Holder(
            "top10",
            2,
            "周山海",
            name_note="注1",
            nature="境内自然人",
            pct=D("9.50"),
            shares=D("116974000"),
            change=D("-2000"),
            pledges=(Pledge("质押", D("41000000")),),
            margin_account_shares=D("15389803"),
            source=at(4),
        ),
        Holder("top10", 3, "HKSCC NOMINEES LIMITED", change_note="新进", pledges=(), source=at(4)),
        Holder("top10_unrestricted", 1, "周山海", shares=D("116974000"), share_class="人民币普通股", source=at(5)),
    ),
    notes=HolderNotes(concert="上述股东之间没有关联关系。", margin=None),
)
LENDING = Lending(
    applicable=LendingApplicable(participation=True, changes=False),
    records=(
        LendingRecord(
            "participation",
            "某某指数证券投资基金",
            opening_shares=D(5292333),
            opening_pct=D("0.44"),
            opening_lent_shares=D(0),
            opening_lent_pct=D("0.00"),
            closing_shares=D(7242983),
            closing_pct=D("0.59"),
            closing_lent_shares=D(1284700),
            closing_lent_pct=D("0.10"),
            source=at(5),
        ),
        LendingRecord(
            "changes",
            "另一指数证券投资基金",
            change="exited",
            closing_lent_shares=D(0),
            closing_lent_pct=D("0.00"),
            closing_total_shares=D(6710695),
            closing_total_pct=D("0.54"),
            source=at(5),
        ),
    ),
)
SEGMENTS = Segments(
    records=(
        SegmentRecord("composition", "total", None, "营业收入合计", revenue=D(100), revenue_share=D(100), source=at(7)),
        SegmentRecord(
            "composition", "product", "分产品", "软件", revenue=D("88.10"), revenue_share=D("88.1"), source=at(7)
        ),
        SegmentRecord(
            "composition",
            "product",
            "分产品",
            "游戏",
            parent="软件",
            revenue=D("11.90"),
            revenue_share=D("11.9"),
            source=at(7),
        ),
        SegmentRecord(
            "major",
            "region",
            "分地区",
            "境外",
            revenue=D(80),
            cost=D(20),
            gross_margin=D("75.00"),
            revenue_change=D("-3.5"),
            gross_margin_change=D("1.02"),
            source=at(8),
        ),
    ),
    outline=(OutlineEntry("1", "智能业务", 1, 6), OutlineEntry("1.1", "搜索", 2, 6), OutlineEntry("2", "投资", 1, 7)),
    metrics=(
        Metric("1.1", "搜索", "日活跃用户", D(1000000), None, bound="at_least", quote="日活跃用户突破100万", page=6),
        Metric("2", "投资", "收入", D(200000000), "USD", D(17), "%", quote="收入2亿美元，同比增长17%", page=7),
    ),
    counterparties=(CounterpartyConcentration("customers", D("12.50"), D("33.3"), D(0), source=at(9)),),
    volumes=(VolumeRecord("软件", "sales", "销售量", "套", D(10), D(8), D(25), source=at(9)),),
    research=(
        ResearchRecord("amount", "研发投入金额", "CNY", D(5), D(4), change=D(25), change_unit="%", source=at(10)),
    ),
)


@dataclass(frozen=True)
class MadeFiling:
    info: FilingInfo = INFO
    financials: Financials = FINANCIALS
    holders: Holders = HOLDERS
    lending: Lending = LENDING
    segments: Segments = SEGMENTS
    statements: Statements = field(default_factory=Statements)


@dataclass
class Outcome:
    status: int
    out: str
    err: str


@dataclass
class Process:
    """A made-up process in which commands run: files by name, streams in memory."""

    files: Mapping[str, object] = field(default_factory=lambda: {"report.pdf": MadeFiling()})
    terminal: bool = False
    colour: bool = False
    width: int = 100
    traceback: bool = False
    stdin: bytes = b""
    stdout: io.TextIOBase | None = None
    asked: list[dict[str, object]] = field(default_factory=list)

    def read(
        self,
        source: str | Path | bytes,
        *,
        name: str | None = None,
        period: str | None = None,
        password: str | None = None,
    ) -> MadeFiling:
        self.asked.append({"source": source, "name": name, "period": period, "password": password})
        found = self.files.get(str(name))
        if found is None:
            raise MissingFileError("there is no such file", file=name, hint="Check the name")
        if isinstance(found, BaseException):
            raise found
        if callable(found):
            found = found()
        assert isinstance(found, MadeFiling)
        return replace(found, info=replace(found.info, source=str(name)))

    def run(self, *words: str) -> Outcome:
        out, err = self.stdout or io.StringIO(), io.StringIO()
        env = Environment(
            stdin=io.BytesIO(self.stdin),
            stdout=out,  # type: ignore[arg-type]
            stderr=err,
            terminal=self.terminal,
            colour=self.colour,
            width=self.width,
            traceback=self.traceback,
            read=self.read,
        )
        status = main(list(words), env)
        return Outcome(int(status), out.getvalue() if isinstance(out, io.StringIO) else "", err.getvalue())


def with_problem(code: str = "unreadable-cell", page: int | None = 3) -> MadeFiling:
    problems = (Problem(code, "a number could not be read", page),)
    return MadeFiling(
        financials=replace(FINANCIALS, problems=problems),
        holders=replace(HOLDERS, problems=problems),
        lending=replace(LENDING, problems=problems),
        segments=replace(SEGMENTS, problems=problems),
    )


def empty() -> MadeFiling:
    return MadeFiling(financials=Financials(), holders=Holders(), lending=Lending(), segments=Segments())


Raiser = Callable[[], MadeFiling]
