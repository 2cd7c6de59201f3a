"""The second reading of HTML and text: a figure that was cut, glued or lost its sign does not stand there."""

from __future__ import annotations

from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.checks import Plan, check, second_reader
from kunlun_cli.pages.second_text import SecondText
from kunlun_cli.reading.isolated import read_isolated

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TEXT = "本报告期\n营业收入（元）  2,501,811,162.32  −389,136.45  12 345  3.16%\n本报告期末股东总数 138,696 户"
HTML = (
    "<html><head><title>9,999</title><style>td{width:77px}</style></head><body><table><tr><td>营业收入</td>"
    "<td>2,501,<b>811,162.32</b></td><td>&minus;389,136.45</td></tr></table><p>本报告期股东总数138,696户</p></body></html>"
)
WORDS = [SecondText(TEXT.encode(), "a.txt", html=False), SecondText(HTML.encode(), "a.html", html=True)]


@pytest.mark.parametrize("reader", WORDS, ids=["text", "html"])
@pytest.mark.parametrize(
    ("figure", "stands"),
    [
        ("2,501,811,162.32", True),
        ("-389,136.45", True),
        ("138,696", True),
        ("501,811,162.32", False),
        ("2,501,811,162.3", False),
        ("389,136.45", False),
        ("777,777", None),
        ("营业收入", None),
    ],
)
def test_a_figure_stands_there_whole_or_not(reader: SecondText, figure: str, stands: bool | None) -> None:
    assert reader.stands(1, figure) is stands


def test_two_figures_on_a_line_are_not_one() -> None:
    assert WORDS[0].stands(1, "12345") is False


def test_what_a_page_does_not_show_is_not_read() -> None:
    assert WORDS[1].stands(1, "9,999") is None


def test_malformed_declarations_do_no_harm() -> None:
    broken = SecondText(HTML.replace("<p>", "<![foo[<p>").encode(), "a.html", html=True)
    assert broken.stands(1, "2,501,811,162.32") is True
    assert broken.stands(1, "777,777") is None


@pytest.mark.parametrize("name", ["portal_table.html", "portal_pre.html", "sz_halfyear_summary.rows.txt"])
@pytest.mark.parametrize("read", [kunlun_cli.read, read_isolated])
def test_samples_read_alike_twice(name: str, read: object) -> None:
    filing = read(SAMPLES / name)  # type: ignore[operator]
    report = check(filing, Plan(cross_read=True), second_reader(filing))
    assert [p for p in report.problems if p.code == "readings-differ"] == []
