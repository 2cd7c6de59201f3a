"""What the fuzzer begins with: small good inputs of each target, those of samples/ among them."""

# ruff: noqa: E501  # words of forms, set closely

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.hostile import model

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MAX_BYTES = 60_000
"""Larger seeds make every run slow."""

_NUMBERS = (
    "1,234,567.89", "-0.05", "(1,234.00)", "12.50%", "增加1.20个百分点", "减少825000", "不适用", "—", "1,234.00股", "下降 3.1%",
)  # fmt: skip
_EXPRESSIONS = (
    "roe_weighted >= 0",
    "holders.top10.pct.sum() < 75 and not revenue < 0",
    "abs(net_profit_parent) / revenue > 0.5 or -1 * (2 + 3) == null",
    "0 < revenue <= 10 and 'A' == \"A\" and true != false",
)
WORDS = (
    "年度报告", "半年度报告", "第一季度报告", "证券代码", "证券简称", "主要会计数据和财务指标", "营业收入", "净利润", "总资产", "单位：万元",
    "前10名股东持股情况", "股东名称", "持股比例", "转融通", "主营业务", "分行业", "毛利率", "管理层讨论与分析", "适用", "不适用", "<table>",
    "<tr>", "<td>", "colspan=", "rowspan=", "endstream", "endobj", "/Kids", "/Contents", "/Filter /FlateDecode", "/Type /Pages",
)  # fmt: skip
"""Words that the fuzzer may put anywhere."""


def seeds(target: str) -> Iterator[bytes]:
    """The seeds of a target."""
    if target == "pdf":
        yield model.report()
        yield model.report(compress=True)
        yield from _samples("*.pdf")
    elif target == "content":
        yield from (model.cover(), model.figures(), model.holders())
    elif target == "text":
        yield model.TEXT.encode()
        yield model.TEXT.encode("gb18030")
        yield model.TEXT.encode("utf-16")
        yield from _samples("*.txt")
        yield from _samples("*.html")
    elif target == "numbers":
        yield from (each.encode() for each in _NUMBERS)
    elif target == "expressions":
        yield from (each.encode() for each in _EXPRESSIONS)
    elif target == "columns":
        yield bytes(range(256))
        yield bytes([1, 4, 3, 0, 5, 6, 9, 1, 11, 11, 10, 2, 11, 11, 10])


def _samples(pattern: str) -> Iterator[bytes]:
    for path in sorted(SAMPLES.glob(pattern)):
        if path.stat().st_size <= MAX_BYTES:
            yield path.read_bytes()
