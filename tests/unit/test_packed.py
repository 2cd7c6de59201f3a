"""Reports that are packed: archives, compressed pages, web archives, mails, portfolios: read, or told what they are."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from kunlun_cli import read
from kunlun_cli.cli.files import expanded
from kunlun_cli.errors import (
    DamagedError,
    EncryptedError,
    LimitError,
    MissingFileError,
    NotAFilingError,
    UnknownFormatError,
)
from kunlun_cli.limits import Limits
from kunlun_cli.pages.open import open_document

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PAGE = (SAMPLES / "portal_table.html").read_bytes()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def mhtml(page: bytes) -> bytes:
    head = b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n'
    part = b"\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + part + base64.encodebytes(page) + b"\r\n--b--\r\n"


@pytest.mark.parametrize(
    "packed", [gzip.compress(PAGE), mhtml(PAGE), zipped(page__html=PAGE), gzip.compress(mhtml(PAGE))]
)
def test_a_packed_page_reads_as_the_page(packed):
    found, plain = read(packed, name="packed"), read(PAGE, name="packed")
    assert found.info.format == "html"
    assert found.financials == plain.financials
    assert found.holders == plain.holders


def test_a_report_in_an_archive_is_named_by_archive_and_member(tmp_path):
    reports = tmp_path / "reports.zip"
    reports.write_bytes(zipped(a__html=PAGE, b__txt=b"x", c__png=b"y"))
    names = expanded([str(reports)])
    assert names == [f"{reports}!a.html", f"{reports}!b.txt"]
    assert read(names[0]).financials.records
    with pytest.raises(UnknownFormatError, match=r"an archive of 2 files.*reports.zip!a.html"):
        read(reports)
    with pytest.raises(MissingFileError, match=r"no report c.png.*a.html, b.txt"):
        read(f"{reports}!c.png")


def test_names_in_archives_that_say_no_encoding_are_chinese(tmp_path):
    reports, chinese = tmp_path / "r.zip", "年报.html".encode("gb18030")
    reports.write_bytes(zipped(x1x1__html=PAGE, y__html=PAGE).replace(b"x1x1.html", chinese))
    assert expanded([str(reports)]) == [f"{reports}!年报.html", f"{reports}!y.html"]
    assert read(f"{reports}!年报.html").financials.records


def test_members_that_lead_elsewhere_are_only_names(tmp_path):
    reports = tmp_path / "r.zip"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/report.html", PAGE)
        archive.writestr("/b.html", PAGE)
    reports.write_bytes(out.getvalue())
    names = expanded([str(reports)])
    assert names == [f"{reports}!../../etc/report.html", f"{reports}!/b.html"]
    assert read(names[0]).financials.records
    assert [p.name for p in tmp_path.iterdir()] == ["r.zip"]


def test_what_grows_too_large_or_is_damaged_is_refused():
    with pytest.raises(LimitError):
        open_document(gzip.compress(bytes(5_000_000)), "x.gz", limits=Limits(file_bytes=1_000_000))
    with pytest.raises(LimitError):
        open_document(zipped(a__pdf=bytes(2_000_000)), "x.zip", limits=Limits(file_bytes=2_000_500, text_bytes=1000))
    with pytest.raises(DamagedError):
        open_document(gzip.compress(PAGE)[:-9], "x.gz")
    packed = PAGE
    for _ in range(6):
        packed = gzip.compress(packed)
    with pytest.raises(UnknownFormatError, match="over and over"):
        open_document(packed, "x.gz")


def test_an_encrypted_member_is_told():
    data = bytearray(zipped(a__html=PAGE))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    with pytest.raises(EncryptedError, match="encrypted"):
        open_document(bytes(data), "x.zip")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped(**{"xl/workbook__xml": b"x"}), "an Excel workbook"),
        (zipped(content__xml=b"x"), "an OpenDocument file"),
        (zipped(photo__png=b"x"), "a ZIP archive without reports"),
        (b"PK\x03\x04" + bytes(99), "a damaged ZIP archive"),
        (b"{\\rtf1 x}", "an RTF document"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_other_files_are_told_what_they_are(data, what):
    with pytest.raises(UnknownFormatError, match=what):
        open_document(data, "x")


def test_a_mail_is_told_what_is_attached():
    head = b'From: a@example.com\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
    part = b'Content-Disposition: attachment; filename="report.pdf"\r\n\r\nx\r\n--b--\r\n'
    with pytest.raises(UnknownFormatError, match=r"an e-mail with report\.pdf"):
        open_document(head + part, "x.eml")


@pytest.mark.parametrize("shown", [b"", b"BT /F1 12 Tf 72 700 Td (Please open the attached file) Tj ET"])
def test_a_portfolio_names_the_report_that_is_attached(shown):
    cover, out = pikepdf.new(), io.BytesIO()
    cover.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    cover.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    cover.pages[0].Contents = cover.make_stream(shown)
    cover.attachments["report.pdf"] = b"%PDF-1.4 x"
    cover.save(out)
    with pytest.raises(NotAFilingError, match=r"report\.pdf"):
        read(out.getvalue(), name="x.pdf")


def test_an_english_report_is_told_so():
    text = "Example Co., Ltd.\nAnnual Report 2023\nSection I Important Notes\n" + "The Company confirms. " * 50
    with pytest.raises(NotAFilingError, match="an English Annual Report 2023"):
        read(text.encode(), name="x.txt")
