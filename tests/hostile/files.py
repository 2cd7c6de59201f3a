"""The hostile files, made when they are needed: each is a damage or an attack that files in the wild have."""

# ruff: noqa: E501, S106  # one file a line; passwords of made-up files

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.hostile import model
from tests.hostile.pdf import deflated, document, encrypted, filing, rebuilt, shown, stream, to_unicode

ESCAPES = "\x1b[31m红\x1b[0m\x1b]0;title\x07"
MARKUP = "[bold]粗[/bold][link=http://example.org]"
FORMULA = '=HYPERLINK("http://example.org","甲")'
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@dataclass(frozen=True)
class Hostile:
    """A file, and what must come of it.

    `result` is `read` (records as in the sound report), `part` (read, but not all of it, with problems or
    records missing), or the name of the error's class; several are parted by a bar.
    """

    name: str
    make: Callable[[], bytes]
    result: str
    password: str | None = None


def _page(content: bytes) -> bytes:
    """The report with a fourth page."""
    return filing([model.cover(), model.figures(), model.holders(), content], compress=True)


def _instead(old: bytes, new: bytes) -> bytes:
    """The report with something replaced; offsets are not put right, as in files damaged on their way."""
    data = model.report()
    assert old in data
    return data.replace(old, new)


def _loop_of_tables() -> bytes:
    """Cross-reference tables, each of which names the other as the one before it."""
    data = model.report()
    start = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    return data.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % start)


def _loop_of_pages(*, shared: bool = False) -> bytes:
    """A page tree that contains itself, or one whose branches are all the same."""
    pages = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    if shared:
        depth = 40
        pages += [b"<< /Type /Pages /Count 1000000 /Kids [%s] >>" % (b"%d 0 R " % (i + 3) * 10) for i in range(depth)]
        pages.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    else:
        pages.append(b"<< /Type /Pages /Count 3 /Parent 2 0 R /Kids [2 0 R 2 0 R 3 0 R] >>")
        pages.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    return document(pages)


def _many_pages(declared: int, real: int) -> bytes:
    """A tree that declares pages by the hundred thousand, all of them the same object or none."""
    kids = b"3 0 R " * real
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (declared, kids),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def _bomb(layers: int) -> bytes:
    """A page whose content grows a thousandfold, in each of its layers."""
    content = b"0 0 m 1 1 l S\n" * 5_000_000
    for _ in range(layers):
        content = zlib.compress(content, 9)
    filters = b"/Filter [%s]" % (b"/FlateDecode " * layers)
    data = filing([model.cover(), model.figures(), b"HERE"])
    return data.replace(stream(b"HERE"), stream(content, filters))


def _spelt(content: bytes, extra: bytes, *, more: Sequence[bytes] = ()) -> bytes:
    """The report with a content whose stream's dictionary is spelt in some way."""
    data = filing([model.cover(), model.figures(), b"HERE"], more=more)
    return data.replace(stream(b"HERE"), stream(content, extra))


def _packed(size: int = 50_000_000) -> bytes:
    """Deflate that grows a thousandfold."""
    packer = zlib.compressobj(9)
    piece = b"0 0 m 1 1 l S\n" * 100_000
    return b"".join(packer.compress(piece) for _ in range(size // len(piece))) + packer.flush()


def _lzw(size: int = 50_000_000) -> bytes:
    """LZW of spaces that grows a thousandfold: each code stands for one byte more than the one before it."""
    codes, width, known, made = [(256, 9), (32, 9)], 9, 258, 1
    while made < size:
        codes.append((min(known, 4093), width))
        made += min(known, 4093) - 256
        known = min(known + 1, 4094)
        width = 9 + (known >= 511) + (known >= 1023) + (known >= 2047)
    bits = "".join(f"{code:0{width}b}" for code, width in codes)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def _shared(pages: int, size: int) -> bytes:
    """Many pages with the same large content, and a form, which makes it be looked at."""
    content = b"0 0 m 1 1 l S\n" * (size // 14) + b"/X Do\n"
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [3 0 R] "
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        deflated(content),
        stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"),
        *[page + b"/Resources << /XObject << /X 4 0 R >> >> >>"] * pages,
    ]
    return document(objects)


def _again(times: int, size: int) -> bytes:
    """A page whose content is one stream again and again."""
    data = filing([model.cover(), model.figures(), model.holders()], more=[deflated(b"0 0 m 1 1 l S\n" * (size // 14))])
    last = re.findall(rb"/Contents (\d+ 0 R)", data)[-1]
    return data.replace(b"/Contents " + last, b"/Contents [%s]" % (b"6 0 R " * times))


def _laughs(depth: int, width: int) -> bytes:
    """Forms that draw forms that draw forms: a small file with width to the power of depth operators."""
    objects = []
    for i in range(depth):
        inner = b"/Font << /F1 3 0 R >>" if i == depth - 1 else b"/XObject << /X %d 0 R >>" % (7 + i)
        content = shown("亿", 100, 100) if i == depth - 1 else b"/X Do\n" * width
        objects.append(
            stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s >>" % inner)
        )
    pages = [model.cover(), model.figures() + b"/X Do\n" * width, model.holders()]
    return filing(pages, more=objects, resources=b"/XObject << /X 6 0 R >>")


def _own_form() -> bytes:
    """A form that draws itself."""
    extra = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    return filing(
        [model.cover() + b"/X Do\n", model.figures(), model.holders()],
        more=[stream(b"/X Do /X Do\n", extra)],
        resources=b"/XObject << /X 6 0 R >>",
    )


def _with_font(old: bytes, new: bytes) -> bytes:
    """The report with its font changed; offsets are put right by making it anew."""
    data = model.report()
    assert old in data
    return rebuilt(data.replace(old, new))


def _cmap(body: bytes) -> bytes:
    """The report whose font has another map from codes to characters."""
    pages = [model.cover(), model.figures(), model.holders()]
    data = filing(pages, codes={1: "x"})
    return rebuilt(data.replace(stream(to_unicode({1: "x"})), stream(body)))


_CMAP = b"begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n%s\nendcmap\n"


def _shifted() -> bytes:
    """A map that gives the wrong characters throughout."""
    return _cmap(_CMAP % b"1 beginbfrange <0000> <fffe> <0001> endbfrange")


def _lines(count: int) -> bytes:
    """A page of very many ruling lines."""
    return _page(b"".join(b"%d %d m %d %d l S\n" % (i % 595, i % 842, i % 595 + 9, i % 842) for i in range(count)))


def _cells(side: int) -> bytes:
    """A page with a grid of `side` times `side` boxes."""
    step = 560 / side
    across = b"".join(b"10 %.3f m 570 %.3f l S\n" % (10 + i * step, 10 + i * step) for i in range(side + 1))
    down = b"".join(b"%.3f 10 m %.3f 570 l S\n" % (10 + i * step, 10 + i * step) for i in range(side + 1))
    words = shown("3、主要会计数据和财务指标 净利润 总资产 每股收益", 60, 800)
    return filing([model.cover(), words + across + down, model.holders()], compress=True)


def _coordinates(value: bytes) -> bytes:
    """Text and lines at places no page has, on the page of figures."""
    far = b"BT /F1 9 Tf 1 0 0 1 %s %s Tm <5e01> Tj ET\n" % (value, value)
    far += b"%s 100 m 100 %s l S\n0 0 %s %s re S\n" % (value, value, value, value)
    return filing([model.cover(), model.figures() + far, model.holders()])


def _mediabox(box: bytes) -> bytes:
    return rebuilt(model.report().replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [%s]" % box))


def _encrypted(user: str) -> bytes:
    return encrypted(model.report(), user)


def _scan() -> bytes:
    """Pages that are pictures."""
    picture = deflated(
        b"\x80" * (200 * 280),
        b"/Type /XObject /Subtype /Image /Width 200 /Height 280 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    return filing([b"q 595 0 0 842 0 0 cm /X Do Q\n"] * 5, more=[picture], resources=b"/XObject << /X 6 0 R >>")


def _named(name: str) -> bytes:
    """The report with a name of a shareholder, of the company, and a label that are attacks."""
    names = [name, *(each for each, _ in model.HOLDERS[1:])]
    rows = [list(row) for row in model.KEY_ROWS]
    return filing([model.cover(short=name[:12]), model.figures(rows), model.holders(names)])


def _html(body: str) -> bytes:
    return f"<html><head><title>2024年年度报告摘要</title></head><body>{body}</body></html>".encode()


def _html_report(name: str = "测试股东甲") -> str:
    from html import escape

    rows = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in model.KEY_ROWS)
    holders = model.holder_rows([name, *(each for each, _ in model.HOLDERS[1:])])
    held = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in holders)
    lines = model.TEXT.split("单位：元")[0].splitlines()
    return (
        "".join(f"<p>{escape(line)}</p>" for line in lines if line)
        + f"<p>单位：元</p><table>{rows}</table><p>（1）前10名股东持股情况表</p><p>单位：股</p><table>{held}</table>"
    )


def _text(change: Callable[[str], str]) -> bytes:
    return change(model.TEXT).encode("utf-8", "surrogatepass")


def truncated(step: int = 1024) -> Iterator[Hostile]:
    """The report cut off at every `step` bytes, each engine's own recovery tried."""
    data = model.report(compress=True) + b"\n% " + b"x" * 200
    for at in range(step, len(data), step):
        yield Hostile(f"truncated at {at}", lambda at=at: data[:at], "any")  # type: ignore[misc]


FILES = (
    Hostile("sound report", model.report, "read"),
    Hostile("sound report, compressed", lambda: model.report(compress=True), "read"),
    Hostile("empty", lambda: b"", "EmptyInputError"),
    Hostile("NULs only", lambda: b"\x00" * 5000, "EmptyInputError"),
    Hostile("header only", lambda: b"%PDF-1.7\n", "DamagedError"),
    Hostile("header, then noise", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, "DamagedError"),
    Hostile("no cross-reference table", lambda: model.report().split(b"xref\n")[0], "read|DamagedError"),
    Hostile("offsets all wrong", lambda: _instead(b"%PDF-1.7\n", b"%PDF-1.7\n%" + b"x" * 99 + b"\n"), "read"),
    Hostile("loop of cross-reference tables", _loop_of_tables, "read|DamagedError"),
    Hostile("page tree contains itself", _loop_of_pages, "ScanError|DamagedError"),
    Hostile("page tree of equal branches", lambda: _loop_of_pages(shared=True), "LimitError|DamagedError|ScanError"),
    Hostile("100,000 pages declared, one there", lambda: _many_pages(100_000, 1), "LimitError|ScanError|DamagedError"),
    Hostile("100,000 pages, all one object", lambda: _many_pages(100_000, 100_000), "LimitError"),
    Hostile("content grows a thousandfold", lambda: _bomb(1), "LimitError"),
    Hostile("content grows a millionfold", lambda: _bomb(2), "LimitError"),
    Hostile("bomb, its filter elsewhere", lambda: _spelt(_packed(), b"/Filter 6 0 R", more=[b"/FlateDecode"]), "LimitError"),
    Hostile("bomb, 'obj' in its dictionary", lambda: _spelt(_packed(), b"/Filter /FlateDecode /X (1 0 obj)"), "LimitError"),
    Hostile("bomb, its dictionary padded", lambda: _spelt(_packed(), b"/Filter /FlateDecode" + b" " * 5000), "LimitError"),
    Hostile("bomb, its filter's name by numbers", lambda: _spelt(_packed(), b"/Filter /#46late#44ecode"), "LimitError"),
    Hostile("bomb, said to be a picture", lambda: _spelt(_packed(200_000_000), b"/Filter /FlateDecode /Subtype /Image"), "LimitError"),
    Hostile("bomb, in hexadecimal", lambda: _spelt(_packed().hex().encode() + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]"), "LimitError"),
    Hostile("bomb, in base 85", lambda: _spelt(base64.a85encode(_packed()) + b"~>", b"/Filter [/A85 /Fl]"), "LimitError"),
    Hostile("bomb, by LZW", lambda: _spelt(_lzw(), b"/Filter /LZWDecode"), "LimitError"),
    Hostile("bomb, by runs", lambda: _spelt(b"\x81 " * 1_000_000, b"/Filter [/RunLengthDecode]"), "LimitError"),
    Hostile("bomb, by runs, names by numbers", lambda: _spelt(b"\x81 " * 1_000_000, b"/Filter /Run#4CengthDecode"), "LimitError"),
    Hostile("rows of two thousand million bytes", lambda: _spelt(zlib.compress(b"\x02x"), b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2000000000 >>"), "any"),
    Hostile("12 pages with the same 15 MB and a form", lambda: _shared(12, 15_000_000), "LimitError"),
    Hostile("2,000 pages with the same 15 MB and a form", lambda: _shared(2000, 15_000_000), "LimitError"),
    Hostile("a page with the same 1 MB 2,000 times", lambda: _again(2000, 1_000_000), "LimitError"),
    Hostile("form draws itself", _own_form, "LimitError"),
    Hostile("forms within forms, 10^4 drawn", lambda: _laughs(4, 10), "read|LimitError"),
    Hostile("forms within forms, 10^9 drawn", lambda: _laughs(9, 10), "LimitError"),
    Hostile("font without a map", lambda: filing([model.cover(), model.figures()], mapped=False), "any"),
    Hostile("map to wrong characters", _shifted, "any"),
    Hostile("map of four thousand million codes", lambda: _cmap(_CMAP % b"1 beginbfrange <00000000> <ffffffff> <0000> endbfrange"), "any"),
    Hostile("map that is no map", lambda: _cmap(b"\xff\x00begincmap endcmap endbfrange <<<>>>"), "any"),
    Hostile("widths of two thousand million codes", lambda: _with_font(b"/W [0 [500] 32 126 500]", b"/W [0 2000000000 500]"), "read|LimitError"),
    Hostile("font without descendant", lambda: _with_font(b"/DescendantFonts [4 0 R]", b"/DescendantFonts [99 0 R]"), "any"),
    Hostile("coordinates of 10^9", lambda: _coordinates(b"1000000000"), "read"),
    Hostile("coordinates of -10^30", lambda: _coordinates(b"-" + b"1" + b"0" * 30), "read"),
    Hostile("coordinates of 400 digits", lambda: _coordinates(b"9" * 400), "any"),
    Hostile("coordinates that are no numbers", lambda: _coordinates(b"(x)"), "any"),
    Hostile("page a thousand kilometres wide", lambda: _mediabox(b"0 0 2834645669 842"), "any"),
    Hostile("page without size", lambda: _mediabox(b"0 0 0 0"), "any"),
    Hostile("page turned inside out", lambda: _mediabox(b"595 842 0 0"), "read"),
    Hostile("10^6 ruling lines on a page", lambda: _lines(1_000_000), "read|LimitError"),
    Hostile("10^6 ruling lines on the figures' page", lambda: filing([model.cover(), model.figures() + b"".join(b"%d %d m %d %d l S\n" % (i % 595, i % 842, i % 595 + 9, i % 842) for i in range(1_000_000)), model.holders()], compress=True), "LimitError"),
    Hostile("15,000 ruling lines on the figures' page", lambda: filing([model.cover(), model.figures() + b"".join(b"%d.%d %d m %d.%d %d l S\n" % (i % 595, i % 10, i % 500, i % 595, i % 10, i % 500 + 7) for i in range(15_000))], compress=True), "any"),
    Hostile("a million cells on a page", lambda: _cells(1000), "LimitError"),
    Hostile("10,000 cells on a page", lambda: _cells(100), "any"),
    Hostile("a million cells in HTML", lambda: _html("<p>2024年年度报告</p><table>" + "<tr>" + "<td>1,000.00" * 1000 + "</tr>" * 1000 + "<tr><td>1.00" * 1000 + "</table>"), "any"),
    Hostile("a colspan of a million in HTML", lambda: _html("<p>2024年年度报告</p><table>" + "<tr><td colspan=1000000 rowspan=1000000>净利润<td>1.00</tr>" * 2000 + "</table>"), "any"),
    Hostile("HTML nested 100,000 deep", lambda: _html("<div>" * 100_000 + "净利润"), "any"),
    Hostile("tables nested 3,000 deep in HTML", lambda: _html("<table><tr><td>" * 3000 + "净利润 1.00"), "any"),
    Hostile("encrypted, empty password", lambda: _encrypted(""), "read"),
    Hostile("encrypted, password not given", lambda: _encrypted("secret"), "EncryptedError"),
    Hostile("encrypted, wrong password", lambda: _encrypted("secret"), "EncryptedError", password="wrong"),
    Hostile("encrypted, right password", lambda: _encrypted("secret"), "read", password="secret"),
    Hostile("encrypted, NUL in the password", lambda: _encrypted("secret"), "EncryptedError", password="\x00\udcff"),
    Hostile("scan", _scan, "ScanError"),
    Hostile("PDF inside text", lambda: model.TEXT.encode() * 3 + model.report(), "any"),
    Hostile("text with NULs", lambda: _text(lambda t: t.replace("营业", "营\x00业")), "any"),
    Hostile("text with lone surrogates", lambda: _text(lambda t: t.replace("测试股东", "测试\udc80\ud800股东")), "any"),
    Hostile("text with zero-width characters", lambda: _text(lambda t: t.replace("测试股东", "测\u200b试\u200d股\ufeff东")), "any"),
    Hostile("text with right-to-left marks", lambda: _text(lambda t: t.replace("测试股东", "\u202e测试股东\u202c").replace("10,000,000", "\u202e000,000,01\u202c")), "any"),
    Hostile("text of one endless line", lambda: _text(lambda t: t + "营业收入 1,000.00 " * 100_000), "any"),
    Hostile("text of digits and commas", lambda: _text(lambda t: t + "1,234," * 300_000), "any"),
    Hostile("text of dots", lambda: _text(lambda t: t + "主要会计数据" + "." * 500_000), "any"),
    Hostile("text of 300,000 lines", lambda: _text(lambda t: t + "营业收入    1,000.00    2,000.00\n" * 300_000), "any"),
    Hostile("names with escape sequences", lambda: _named(ESCAPES), "part"),
    Hostile("names with markup", lambda: _named(MARKUP), "part"),
    Hostile("names with formulas", lambda: _named(FORMULA), "part"),
    Hostile("names with HTML and script", lambda: _named(SCRIPT), "part"),
    Hostile("HTML with script in names", lambda: _html(_html_report(SCRIPT)), "part"),
    Hostile("HTML with entities that refer to files", lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _html("&x;" + _html_report()), "any"),
)  # fmt: skip
