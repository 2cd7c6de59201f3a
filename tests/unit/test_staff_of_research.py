"""The staff of research as a share of the whole staff, which another table counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks import rule
from kunlun_cli.checks.cases import INFO, number, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.records import ResearchRecord, Segments


@pytest.mark.parametrize(
    ("share", "told"),
    [("10.78", []), ("10.77", []), ("10.87", ["10.78"]), ("1.78", ["10.78"]), ("13.42", []), ("11.32", [])],
)
def test_only_a_slip_of_the_pen_accuses_the_share(share: str, told: list[str]) -> None:
    """It may be of another whole, as of the year's average."""
    research = (
        ResearchRecord("staff", "研发人员数量（人）", None, number("133")),
        ResearchRecord("staff_share", "研发人员数量占比", "%", number(share)),
    )
    staff = table(("", "人数"), ("母公司在职员工的数量", "1,000"), ("报告期末在职员工的数量合计（人）", "1,234"))
    facts = replace(Facts(INFO, segments=Segments(research=research)), tables=staff.tables)
    found = rule("KL411").run(facts)[1]
    assert [f.expected for f in found] == told
    assert all(f.severity == "warning" for f in found)
