"""The ten largest holders of a table whose heading a program has confused: told by its rows, or left as it is."""

from __future__ import annotations

import pytest

from kunlun_cli.pages.markdown import to_html
from kunlun_cli.pages.topten import told_ten

HEADS = [
    ["股东名<br>股东性", "", "持股比", "", "持有有限售条件的", "质押、标记或冻结情况", "", ""],
    ["称", "质", "例", "持股数量", "股份数量", "股份状态", "数量", ""],
]
ROWS = [
    ["某某甲<br>有限公<br>司", "境内非国<br>有法人", "40.00%", "40,000,000.00", "0.00", "不适用", "0.00", ""],
    ["某某乙", "境内自然<br>人", "20.00%", "20,000,000.00", "15,000,000.00", "质押", "100.00", ""],
    [
        "某某银<br>行股份有<br>限公司-<br>丙丁证券<br>投资基金",
        "其他",
        "3.00%",
        "3,000,000.00",
        "0.00",
        "不适用",
        "0.00",
        "",
    ],
]
NOTE = ["上述股东关联关系<br>或一致行动的说明", "", "", "未知。", "", "", "", ""]


def names(rows: list[list[str]], rest: str = "") -> list[str]:
    told = told_ten(rows, rest)
    return [] if told is None else [row[0].replace("<br>", "") for row in told.holders[2:]]


def test_a_heading_cut_into_rows_is_that_of_the_form() -> None:
    told = told_ten([["前 10 名股东持股情况", *[""] * 7], *HEADS, *ROWS, NOTE], "")
    assert told is not None
    assert [cell for cell in told.holders[0] if cell][:5] == [
        "股东名称", "股东性质", "持股比例", "持股数量", "持有有限售条件的股份数量",
    ]  # fmt: skip
    assert told.holders[3][1:] == ["境内自然人", "20.00%", "20,000,000.00", "15,000,000.00", "质押", "100.00"]
    assert (len(told.above), told.below) == (1, [NOTE])


def test_a_name_s_end_before_the_next_name_goes_back_to_its_own() -> None:
    """The name without its end, and the next with it, would have been given."""
    cut = [ROWS[0], ["某某银<br>行股份有<br>限公司-<br>丙丁证券", *ROWS[2][1:]], ["投资基金<br>某某乙", *ROWS[1][1:]]]
    assert names([*HEADS, *cut]) == ["某某甲有限公司", "某某银行股份有限公司-丙丁证券投资基金", "某某乙"]


def test_a_name_s_beginning_in_the_heading_s_last_row_and_its_end_in_the_next_table() -> None:
    heads = [HEADS[0], ["称", "质", "例", "持股数量", "股份数量", "股份状态", "数量", ""]]
    heads = [
        ["股东名称", "股东性质", "持股比例", "持股数量", "", "持有有限售条件的股份", "", "质押、标记或冻结情况", ""],
        ["某某甲", "", "", "", "", "", "数量", "股份状态", "数量"],
    ]
    body = [["有限公<br>司", *ROWS[0][1:]], ROWS[1], ["某某企业管理<br>合伙企", *ROWS[2][1:]]]
    rows = [*heads, *([*row, ""] for row in body)]
    assert names(rows, "业(有限<br>合伙)") == ["某某甲有限公司", "某某乙", "某某企业管理合伙企业(有限合伙)"]
    told = told_ten(rows, "业(有限<br>合伙)")
    assert told is not None
    assert told.took_rest
    assert not names(rows), "without its end the name is not given"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([[*row[:3], row[4], row[3], *row[5:]] for row in ROWS], id="restricted shares before shares"),
        pytest.param([*ROWS[:2], [*ROWS[2][:3], "30,000,000.00", *ROWS[2][4:]]], id="another total"),
        pytest.param([*ROWS[:2], ["丙丁混合型证", *ROWS[2][1:]]], id="a name without its end"),
        pytest.param([*ROWS[:2], ["-丙丁证券投资基金", *ROWS[2][1:]]], id="a name without its beginning"),
        pytest.param([ROWS[0], ["限公司", *ROWS[0][1:]], ROWS[2]], id="an end alone"),
        pytest.param(ROWS[:2], id="too few rows to prove anything"),
    ],
)
def test_what_its_rows_do_not_prove_stays_as_it_is(rows: list[list[str]]) -> None:
    """Numbers would have been given in another column's place, or a part of a name as a name."""
    assert told_ten([*HEADS, *rows], "") is None


def test_two_cells_that_a_program_set_into_one_are_two() -> None:
    row = ["某某戊", "境内自然人", "1.00%", "1,000,000.00", "", "750,000.00<br>不适用", "", "0.00"]
    told = told_ten([*HEADS, *ROWS, row], "")
    assert told is not None
    assert told.holders[-1] == ["某某戊", "境内自然人", "1.00%", "1,000,000.00", "750,000.00", "不适用", "0.00"]


def test_a_heading_with_other_words_stays_as_it_is() -> None:
    assert told_ten([[*HEADS[0][:-1], "报告期内增减"], HEADS[1], *ROWS], "") is None


def test_a_row_of_bars_without_a_cell_is_no_heading() -> None:
    """A table of a bar alone ended in an error."""
    assert "<td>a</td>" in to_html("| a | b |\n|---|---|\n|\n|\n|\n")
    assert told_ten([[], [], []], "") is None


def test_a_whole_heading_gives_what_it_gave() -> None:
    """The rest of a name is taken from the next table only where the name needs it."""
    table = "\n".join("| " + " | ".join(row) + " |" for row in [HEADS[0], ["---"] * 8, HEADS[1], *ROWS])
    found = to_html(f"{table}\n\n某某年度报告摘要\n\n| 项目 |  |\n|---|---|\n| 合计 | 1 |\n")
    assert found.count("<table>") == 2
    assert "项目" in found
