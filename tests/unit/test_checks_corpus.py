"""Checks on published filings: the misprints that are known are found, and nothing else is called one."""

from __future__ import annotations

from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.checks import Report, check, second_reader

pytestmark = pytest.mark.corpus

# Verified on the page: file, rule, severity, row, printed, expected, slip.
KNOWN = (
    ("603259_2025H1_summary", "KL101", "error", "利润总额", "0.9620", "96.20", "hundredfold"),
    ("301033_2023H1_summary", "KL201", "error", "袁美福", "4.43", "4.34", "digits_swapped"),
    ("600080_2024A_summary", "KL110", "error", "归属于上市公司股东的扣除非经常性损益后的净利润", "13,774,886.74",
     "13,774,883.74", "digit_changed"),
    ("002821_2024A_summary", "KL110", "error", "归属于上市公司股东的扣除非经常性损益的净利润", "849,537,214.96",
     "849,537,214.54", "digit_changed"),
    ("300347_2024A_summary", "KL301", "warning", "中国银行股份有限公司－招商国证生物医药指数分级证券投资基金", "1.15",
     "1.14", None),
)  # fmt: skip
CLEAN = (
    "002821_2024H1_summary", "300244_2023H1_summary", "300347_2023A_summary", "301033_2024H1_summary",
    "301080_2023A_summary", "603259_2024A_summary", "688276_2024H1_summary", "000999_2024H1_summary",
)  # fmt: skip


def _report(corpus: Path, name: str) -> Report:
    path = corpus / "filings" / f"{name}.pdf"
    if not path.exists():
        pytest.skip(f"{path.name} is not in the folder")
    filing = kunlun_cli.read(path)
    return check(filing, reader=second_reader(filing))


@pytest.mark.parametrize(("name", "code", "severity", "subject", "printed", "expected", "slip"), KNOWN)
def test_a_known_misprint_is_found(
    corpus: Path, name: str, code: str, severity: str, subject: str, printed: str, expected: str, slip: str | None
) -> None:
    report = _report(corpus, name)
    (finding,) = [f for f in report.findings if f.subject == subject]
    assert (finding.code, finding.severity) == (code, severity)
    assert (finding.printed, finding.expected, finding.slip) == (printed, expected, slip)
    assert finding.sources[0].page
    assert len([f for f in report.findings if f.severity == "error"]) <= 1


@pytest.mark.parametrize("name", CLEAN)
def test_a_filing_without_misprints_has_no_finding(corpus: Path, name: str) -> None:
    assert not [f for f in _report(corpus, name).findings if f.severity in {"error", "warning"}]


@pytest.mark.parametrize("name", ["301033_2023H1_summary", "301033_2024Q1_full"])
def test_both_engines_find_the_same(corpus: Path, name: str) -> None:
    path = corpus / "filings" / f"{name}.pdf"
    found = []
    for engine in ("pdfium", "pdfminer"):
        with kunlun_cli.read(path, engine=engine) as filing:
            found.append([(f.code, f.severity, f.subject, f.printed, f.expected) for f in check(filing).findings])
    assert found[0] == found[1] != []
