"""Rows that a report prints in two tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import stated, statements, table
from kunlun_cli.checks.finding import Finding

HEADS = ("项目", "本期发生额", "上期发生额")
LABEL = "与资产相关的政府补助摊销"


def found(facts: Facts) -> tuple[Finding, ...]:
    return rule("KL622").run(facts)[1]


def report(*notes: tuple[str, str, str], section: str = "84、政府补助") -> Facts:
    """The note on other income, and other notes, each of one row."""
    first = table(HEADS, (LABEL, "2,306,746.44", "1,985,203.17"), section=("67、其他收益",))
    others = [table(HEADS, note, section=(section,)).tables[0] for note in notes]
    return replace(first, tables=(*first.tables, *others))


def test_a_figure_that_two_other_tables_print_otherwise_is_an_error() -> None:
    (finding,) = found(
        report((LABEL, "2,360,746.44", "1,985,203.17"), (f"其中：{LABEL}", "2,306,746.44", "1,985,203.17"))
    )
    assert (finding.severity, finding.printed, finding.expected) == ("error", "2,360,746.44", "2,306,746.44")


def test_of_two_tables_alone_both_are_named() -> None:
    (finding,) = found(report((LABEL, "2,306,746.44", "1,958,203.17")))
    assert (finding.severity, finding.expected) == ("warning", None)
    assert {source.text for source in finding.sources} == {"1,958,203.17", "1,985,203.17"}


@pytest.mark.parametrize(
    "note",
    [
        (LABEL, "2,306,746.44", "1,985,203.17"),
        (LABEL, "3,141,592.65", "1,985,203.17"),  # no slip makes the one of the other
        (LABEL, "2,360,746.44", "1,958,203.17"),  # no period agrees
        ("与收益相关的政府补助", "2,360,746.44", "1,985,203.17"),
    ],
)
def test_what_may_be_another_row_is_no_finding(note: tuple[str, str, str]) -> None:
    assert not found(report(note))


def test_small_or_round_figures_may_agree_by_chance() -> None:
    first = table(HEADS, ("押金", "108,800.00", "118,800.00"), section=("8、其他应收款",))
    other = table(HEADS, ("押金", "108,800.00", "108,800.00"), section=("40、其他应付款",))
    assert not found(replace(first, tables=(*first.tables, *other.tables)))


def test_the_parent_companys_notes_are_not_held_against_the_groups() -> None:
    assert not found(report((LABEL, "2,360,746.44", "1,985,203.17"), section="十七、母公司财务报表主要项目注释"))


def test_two_figures_that_stand_elsewhere_too_are_two_figures_of_one_name() -> None:
    note = (LABEL, "2,360,746.44", "1,985,203.17")
    beside = ("政府补助", "2,306,746.44", "77.00"), ("政府补助的摊销", "2,360,746.44", "88.00")
    assert not found(report(note, *beside))


def test_totals_have_no_name_of_their_own() -> None:
    facts = report()
    first = table(HEADS, ("合计", "2,306,746.44", "1,985,203.17"), section=("67、其他收益",))
    other = table(HEADS, ("合计", "2,360,746.44", "1,985,203.17"), section=("84、政府补助",))
    assert not found(replace(facts, tables=(*first.tables, *other.tables)))


def test_tables_on_the_pages_of_the_statements_are_left_to_them() -> None:
    facts = report((LABEL, "2,360,746.44", "1,985,203.17"))
    line = stated("revenue", "营业收入", "9,306,746.44", "8,985,203.17")
    line = replace(line, source=replace(facts.tables[0].lines[0].row.cells[1].source, page=1))
    assert not found(replace(facts, statements=statements(line).statements))


class TestTwoNames:
    """Rows of two names that share a long figure in one period."""

    def said(self, *further: tuple[str, str, str], row: tuple[str, str, str]) -> list[tuple[str, str | None]]:
        note = report(row, *further)
        return [(f.severity, f.printed) for f in found(note)]

    def test_swapped_digits_are_named_where_the_other_figure_stands_twice(self) -> None:
        again = ("政府补助", "2,306,746.44", "1,985,203.17")
        assert self.said(again, row=("递延收益摊销", "2,360,746.44", "1,985,203.17")) == [("warning", "2,360,746.44")]
        assert self.said(again, row=("递延收益摊销", "2,306,746.44", "1,985,253.17")) == [("warning", "1,985,253.17")]

    @pytest.mark.parametrize(
        ("row", "further"),
        [
            (("递延收益摊销", "2,360,746.44", "1,985,203.17"), []),  # the other one stands once
            (("递延收益摊销", "2,306,746.45", "1,985,203.17"), [("政府补助", "2,306,746.44", "1,985,203.17")]),
            (("递延收益摊销", "1,306,746.44", "1,985,203.17"), [("政府补助", "2,306,746.44", "1,985,203.17")]),
            (("递延收益摊销", "2,360,746.44", "1,985,000.00"), [("政府补助", "2,306,746.44", "1,985,000.00")]),
        ],
    )
    def test_roundings_parts_and_round_figures_are_none(
        self, row: tuple[str, str, str], further: list[tuple[str, str, str]]
    ) -> None:
        assert not self.said(*further, row=row)
