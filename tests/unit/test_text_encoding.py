import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.errors import InputError, UnknownEncodingError
from kunlun_cli.pages.encoding import decode
from kunlun_cli.pages.page import Reading
from kunlun_cli.pages.text import TextDocument

TEXT = "公司的主要会计数据和财务指标\n本报告期末普通股股东总数为 12,345 户，营业收入 1,234.56 元。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_encodings_are_found_out_without_a_bom(encoding):
    assert decode(TEXT.encode(encoding), "x") == TEXT


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_bom_decides_and_is_left_out(bom, encoding):
    assert decode(bom + TEXT.encode(encoding), "x") == TEXT


def test_nuls_become_spaces_so_that_no_number_is_joined_over_them():
    assert "1 2" in decode(TEXT.encode() + b"1\x002", "x")


@pytest.mark.parametrize("char", "\u200b\u200d\u200e\u2060\ufeff")
def test_characters_without_width_are_no_part_of_a_figure(char: str):
    assert "15.13" in decode((TEXT + f"15.{char}13").encode(), "x")


def test_a_few_damaged_bytes_leave_a_mark_and_do_not_stop_the_reading():
    damaged = (TEXT * 20).encode()[:-40] + b"\xff" + TEXT.encode()
    assert "\ufffd" in decode(damaged, "x")


def test_an_unknown_encoding_is_named_with_what_to_do():
    with pytest.raises(UnknownEncodingError) as error:
        decode(TEXT.encode("big5", errors="ignore") * 3 + "的".encode("cp037", errors="ignore") + b"\xa4" * 40, "x.txt")
    assert "UTF-8" in str(error.value)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_an_input_error(data):
    try:
        document = TextDocument(decode(data, "x"), "x")
    except InputError:
        return
    assert document.n_pages >= 1
    assert [document.page(n).number for n in range(1, document.n_pages + 1)]


def test_form_feeds_part_pages_and_running_headers_are_told():
    pages = [f"某某公司 2024 年年度报告\n第 {n} 段文字的内容是这样的。\n{n}\n" for n in range(1, 6)]
    document = TextDocument(decode("\f".join(pages).encode(), "x"), "x")
    assert document.n_pages == 5
    assert document.page(3).running == {0, 2}


def test_without_form_feeds_a_header_with_a_number_counting_up_parts_pages():
    text = "".join(f"某某公司 2024 年年度报告 \n{n} \n报告期内公司的第{n}页\n" for n in range(1, 7))
    document = TextDocument(decode(text.encode(), "x"), "x")
    assert document.n_pages == 6
    assert document.page(4).running == {0, 1}
    assert "第4页" in document.text(4)


def test_wide_gaps_inside_lines_make_a_text_laid_out():
    laid_out = "\n".join(f"营业收入的公司        {n},234.00        12.5%" for n in range(1, 9))
    assert TextDocument(decode(laid_out.encode(), "x"), "x").reading is Reading.SPATIAL
    assert TextDocument(decode((TEXT * 9).encode(), "x"), "x").reading is Reading.FLOW
