"""What both PDF engines do to glyphs: ticks of symbol fonts, compatibility characters, doubles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from kunlun_cli.pages.assemble import Glyph

CHECKED = "☑"
UNCHECKED = "□"

# Glyphs of the symbol fonts in which the exchanges' form tools set check marks: Wingdings 2 `R` is the
# ticked box and `£` the empty one; Wingdings `þ`/`ü` is the tick, `o`/`¨` the box. A symbol font's
# characters come as U+F0xx or as the bare code.
_WINGDINGS2 = {0x52: CHECKED, 0x53: CHECKED, 0xA3: UNCHECKED, 0x2A: UNCHECKED, 0x50: "√"}
_WINGDINGS = {0xFE: CHECKED, 0xFC: "√", 0xFD: CHECKED, 0x6F: UNCHECKED, 0xA8: UNCHECKED, 0x71: UNCHECKED}

# Bold type is imitated by printing again a fraction of a point aside; narrow characters are wider than this.
DOUBLE = 1.5
# The page in bands of this height: a double stands in its character's band or just across the border.
BAND = 8.0


def tick_of(text: str, font: str) -> str | None:
    """The check mark that a symbol font's character is, or `None` for any other character."""
    code = ord(text[0])
    private = 0xF000 <= code <= 0xF0FF
    name = font.lower().replace(" ", "").replace("-", "")
    if not private and "wingdings" not in name:
        return None
    code &= 0xFF
    if "wingdings2" in name or ("wingdings" not in name and code in (0x52, 0xA3)):
        return _WINGDINGS2.get(code)
    return _WINGDINGS.get(code) or _WINGDINGS2.get(code)


def plain(text: str) -> str:
    """A character without its compatibility form: Kangxi and CJK radicals, ligatures, no-break space.

    Full-width brackets and dashes stay: the contract gives them as printed.
    """
    code = ord(text[0])
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", text)
    if text in "\u00a0\u2002\u2003\u2009\u200a":
        return " "
    return text


def tidy_glyphs(glyphs: Iterable[Glyph]) -> tuple[Glyph, ...]:
    """Glyphs without the doubles by which bold type is imitated, and without compatibility forms.

    A double is the same character printed again within a quarter of its size, or `DOUBLE` points.
    """
    seen: dict[tuple[str, int], list[Glyph]] = {}
    out: list[Glyph] = []
    for given in glyphs:
        glyph, text = given, given.text
        # Nearly every character is plain as it is, and no space.
        if not ("!" <= text <= "~" or "\u3001" <= text <= "\u9fff"):
            text = plain(text)
            if text != glyph.text:
                glyph = glyph._replace(text=text)
            if text.isspace():
                out.append(glyph)
                continue
        row = round(glyph.top / BAND)
        if any(_is_double(glyph, g) for near in (row, row - 1, row + 1) for g in seen.get((text, near), ())):
            continue
        seen.setdefault((text, row), []).append(glyph)
        out.append(glyph)
    return tuple(out)


def _is_double(glyph: Glyph, other: Glyph) -> bool:
    reach = min(0.25 * max(glyph.size, 1.0), DOUBLE)
    return abs(other.x0 - glyph.x0) < reach and abs(other.top - glyph.top) < reach
