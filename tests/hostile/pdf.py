"""A small writer of PDFs, good ones and bad: objects as bytes, nothing checked, nothing compressed unless asked."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence

WIDTH, HEIGHT = 595, 842


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object as it stands."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def deflated(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object whose content is compressed."""
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + extra)


def document(objects: Sequence[bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A file of objects numbered from 1, with a cross-reference table and a trailer."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in offsets)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        trailer,
        start,
    )
    return bytes(out)


def to_unicode(codes: Mapping[int, str]) -> bytes:
    """A CMap from codes of two bytes to characters."""
    pairs = b"".join(
        b"<%04x> <%s>\n" % (code, text.encode("utf-16-be", "surrogatepass").hex().encode())
        for code, text in codes.items()
    )
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"%d beginbfchar\n%sendbfchar\nendcmap\nend\nend\n" % (len(codes), pairs)
    )


def font(unicode_map: int | None, descendant: int) -> bytes:
    """A font of Chinese type whose codes are those of Unicode; `unicode_map` is the object of its CMap."""
    mapped = b"/ToUnicode %d 0 R" % unicode_map if unicode_map else b""
    return b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [%d 0 R] %s >>" % (
        descendant,
        mapped,
    )


DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /W [0 [500] 32 126 500] "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
    b"/FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 4 /Ascent 860 /Descent -140 "
    b"/FontBBox [0 -140 1000 860] /ItalicAngle 0 /CapHeight 700 /StemV 80 >> >>"
)


def shown(text: str, x: float, y: float, size: float = 9) -> bytes:
    """Operators that show a text at a place, counted from the lower left corner."""
    codes = text.encode("utf-16-be", "surrogatepass").hex()
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n" % (size, x, y, codes.encode())


def table(rows: Sequence[Sequence[str]], x: float, y: float, widths: Sequence[float], height: float = 20) -> bytes:
    """Operators that draw a table with its lines, its top left corner at a place."""
    out = bytearray(b"0.5 w\n")
    right = x + sum(widths)
    for i in range(len(rows) + 1):
        out += b"%g %g m %g %g l S\n" % (x, y - i * height, right, y - i * height)
    at = x
    for width in [0.0, *widths]:
        at += width
        out += b"%g %g m %g %g l S\n" % (at, y, at, y - len(rows) * height)
    for i, row in enumerate(rows):
        left = x
        for text, width in zip(row, widths, strict=True):
            out += shown(text, left + 4, y - (i + 1) * height + 6)
            left += width
    return bytes(out)


def filing(
    pages: Sequence[bytes],
    *,
    codes: Mapping[int, str] | None = None,
    mapped: bool = True,
    compress: bool = False,
    resources: bytes = b"",
    more: Iterable[bytes] = (),
    page_entries: bytes = b"",
    trailer: bytes = b"",
) -> bytes:
    """A document of pages given by their content.

    Args:
        pages: the operators of each page.
        codes: what the font's codes mean; by default what they are in Unicode, for those in the pages.
        mapped: whether the font says what its codes mean.
        compress: whether the streams are compressed.
        resources: further entries of each page's resources.
        more: further objects; they have the numbers from 6 on, before the pages'.
        page_entries: further entries of each page.
        trailer: further entries of the trailer.
    """
    if codes is None:
        codes = {code: chr(code) for code in sorted(_codes(pages))}
    others = list(more)
    first = 6 + len(others)
    kids = b" ".join(b"%d 0 R" % (first + 2 * i) for i in range(len(pages)))
    pack = deflated if compress else stream
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
        font(5 if mapped else None, 4),
        DESCENDANT,
        pack(to_unicode(codes)),
        *others,
    ]
    for i, content in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R >> %s >> "
            b"/Contents %d 0 R %s >>" % (WIDTH, HEIGHT, resources, first + 2 * i + 1, page_entries)
        )
        objects.append(pack(content))
    return document(objects, trailer=trailer)


def _codes(pages: Iterable[bytes]) -> set[int]:
    """The codes shown on some pages."""
    found: set[int] = set()
    for content in pages:
        for part in content.split(b"<")[1:]:
            digits = part.split(b">")[0]
            found.update(int(digits[i : i + 4], 16) for i in range(0, len(digits) - 3, 4))
    return found


_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def rebuilt(data: bytes, trailer: bytes = b"") -> bytes:
    """A file of this module with a cross-reference table that fits what has become of it."""
    return document(_bodies(data), trailer=trailer)


def encrypted(data: bytes, user: str) -> bytes:
    """A file of this module, its streams encrypted with RC4 of 128 bits and a user's password."""
    ident, rights = b"0123456789abcdef", -4
    secret = _padded(user)
    owner_key = _digest(_padded("owner"), 51)
    owner = _rc4_often(owner_key, secret)
    key = _digest(secret + owner + rights.to_bytes(4, "little", signed=True) + ident, 51)
    check = _rc4_often(key, hashlib.md5(_PAD + ident).digest()) + bytes(16)  # noqa: S324  # as PDF has it
    bodies = []
    for number, body in enumerate(_bodies(data), 1):
        head, found, rest = body.partition(b"\nstream\n")
        if found:
            own = hashlib.md5(key + number.to_bytes(3, "little") + bytes(2)).digest()  # noqa: S324
            content = _rc4(own, rest.removesuffix(b"\nendstream"))
            bodies.append(head + found + content + b"\nendstream")
        else:
            bodies.append(body)
    bodies.append(
        b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P %d /O <%s> /U <%s> >>"
        % (rights, owner.hex().encode(), check.hex().encode())
    )
    trailer = b"/Encrypt %d 0 R /ID [<%s> <%s>]" % (len(bodies), *(ident.hex().encode(),) * 2)
    return document(bodies, trailer=trailer)


def _bodies(data: bytes) -> list[bytes]:
    """The objects of a file of this module, without their numbers."""
    return [part.split(b" obj\n", 1)[1] for part in data.split(b"\nendobj\n")[:-1]]


def _padded(password: str) -> bytes:
    return (password.encode() + _PAD)[:32]


def _digest(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = hashlib.md5(data).digest()  # noqa: S324
    return data


def _rc4_often(key: bytes, data: bytes) -> bytes:
    for i in range(20):
        data = _rc4(bytes(b ^ i for b in key), data)
    return data


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
