"""Word documents: what a reader sees, tracked changes as if accepted, merged cells, and files that are damaged."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from kunlun_cli import read
from kunlun_cli.errors import DamagedError, LimitError, UnknownFormatError, UsageError
from kunlun_cli.limits import Limits
from kunlun_cli.pages.open import open_document
from kunlun_cli.pages.word import open_word
from kunlun_cli.tables.blocks import page_tables

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, header: str | None = None) -> bytes:
    """A sample's file with another body."""
    out = io.BytesIO()
    with zipfile.ZipFile(SAMPLES / "sz_halfyear_summary.docx") as whole, zipfile.ZipFile(out, "w") as made:
        for name in whole.namelist():
            text = whole.read(name).decode()
            if name == "word/document.xml":
                first, last = text.index("<w:body>") + 8, text.index("<w:sectPr>")
                text = text[:first].replace("<w:document ", f"<w:document {W14} ") + body + text[last:]
            if name == "word/header1.xml" and header is not None:
                text = f'<w:hdr xmlns:w="{W}">{header}</w:hdr>'
            made.writestr(name, text)
    return out.getvalue()


W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def text_of(body: str, header: str = "") -> str:
    document = open_word(word(f"<w:p>{body}</w:p>" if not body.startswith("<w:p>") else body, header), "draft.docx")
    return "\n".join(document.text(n) for n in range(1, document.n_pages + 1))


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def tables(body: str) -> list[dict[tuple[int, int, int, int], str]]:
    document = open_word(word(body, ""), "draft.docx")
    found = [t for n in range(1, document.n_pages + 1) for t, _ in page_tables(document.page(n))]
    return [{(c.row, c.col, c.rowspan, c.colspan): c.text for r in t.rows for c in r.cells} for t in found]


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (run("营业收入") + f'<w:del w:id="1">{run("100")}</w:del><w:ins w:id="2">{run("200")}</w:ins>', "营业收入200"),
        (f'<w:moveFrom w:id="1">{run("旧")}</w:moveFrom><w:moveTo w:id="2">{run("新")}</w:moveTo>', "新"),
        (run("可见") + run("隐藏", "<w:vanish/>"), "可见"),
        (run("可见") + run("不隐藏", '<w:vanish w:val="0"/>'), "可见不隐藏"),
        (run("新数") + run("旧数", "<w:strike/>"), "新数"),
        (run("白字", '<w:color w:val="FFFFFF"/>') + run("黑字", '<w:color w:val="auto"/>'), "黑字"),
        (run("附注") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "附注"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>前</w:t><w:noBreakHyphen/><w:t>后</w:t></w:r>", "前-后"),
        (f'<w:hyperlink>{run("链接")}</w:hyperlink>', "链接"),
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_read(body, seen):
    assert text_of(body) == seen


def test_a_paragraph_whose_mark_was_removed_goes_on_in_the_next():
    removed = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + run("归属于上市公司股东的") + "</w:p>"
    assert text_of(f"{removed}<w:p>{run('净利润')}</w:p>") == "归属于上市公司股东的净利润"


@pytest.mark.parametrize(("checked", "sign"), [("1", "☑"), ("0", "□")])
def test_a_check_box_says_whether_it_is_ticked(checked, sign):
    """Word shows a ticked one as ☒, which other programs mean as crossed out."""
    box = f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox></w:sdtPr>'
    assert text_of(box + f"<w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>" + run("适用")).startswith(sign)


def test_the_header_stands_before_the_text_once():
    assert text_of(run("正文"), f"<w:p>{run('页眉')}</w:p>") == "页眉\n正文"


def test_merged_cells_keep_their_spans_and_removed_rows_are_gone():
    rows = [
        cell("项目", '<w:vMerge w:val="restart"/>') + cell("本报告期", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("调整前") + cell("调整后"),
        '<w:trPr><w:del w:id="1"/></w:trPr>' + cell("旧行") + cell("1") + cell("2"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("3.00") + cell("4.00"),
    ]
    (found,) = tables("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
    assert found[0, 0, 2, 1] == "项目"
    assert found[0, 1, 1, 2] == "本报告期"
    assert found[1, 2, 1, 1] == "调整后"
    assert (found[2, 0, 1, 1], found[2, 1, 1, 1], found[2, 2, 1, 1]) == ("", "3.00", "4.00")


def test_tracked_changes_are_named_in_every_disclosure():
    with zipfile.ZipFile(SAMPLES / "sz_halfyear_summary.docx") as whole:
        text = whole.read("word/document.xml").decode()
    body = text[text.index("<w:body>") + 8 : text.index("<w:sectPr>")]
    old = '<w:del w:id="1"><w:r><w:delText>1.00</w:delText></w:r></w:del>'
    changed = read(
        word(body.replace("营业收入（元）</w:t></w:r>", f"营业收入（元）</w:t></w:r>{old}", 1)), name="draft.docx"
    )
    plain = read(word(body), name="draft.docx")
    assert changed.financials.records == plain.financials.records
    for found, problems in ((changed, ["tracked-changes"]), (plain, [])):
        assert [p.code for p in found.financials.problems] == problems
        assert [p.code for p in found.holders.problems] == problems


def test_text_boxes_stand_after_their_paragraph():
    box = f"<w:txbxContent><w:p>{run('公告编号')}</w:p></w:txbxContent>"
    assert text_of(f"{run('标题')}<w:r><w:pict>{box}</w:pict></w:r>") == "标题\n公告编号"


def test_damaged_documents_and_bombs_are_refused():
    whole = (SAMPLES / "sz_q3.docx").read_bytes()
    with pytest.raises(DamagedError):
        open_word(whole[: len(whole) // 2], "draft.docx")
    with pytest.raises(DamagedError):
        open_word(word("<w:p>"), "draft.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 5_000_000)
    with pytest.raises(LimitError):
        open_word(out.getvalue(), "draft.docx", Limits(text_bytes=1_000_000))


def test_nested_without_end_is_refused():
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    with pytest.raises(DamagedError):
        open_word(word(deep), "draft.docx")


def test_without_python_docx_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UsageError, match="pip install python-docx"):
        open_document((SAMPLES / "sz_q3.docx").read_bytes(), "draft.docx")


def test_an_old_word_document_is_told_what_it_is():
    with pytest.raises(UnknownFormatError, match="an old Office document"):
        open_document(b"\xd0\xcf\x11\xe0" + bytes(600), "draft.doc")
