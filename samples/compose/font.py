"""The fonts of the samples: a subset of a Chinese text face, and a symbol font with one ticked box.

The text face is kept in the repository as a subset with every character that the samples use, so that
composing needs no font of the system. `make_text_font` makes that subset anew from Noto Serif CJK
(SIL Open Font License 1.1, which allows subsetting, embedding and redistribution under another name).
"""

from __future__ import annotations

import pathlib

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as EmbeddedFont

FOLDER = pathlib.Path(__file__).parent.parent / "fonts"
TEXT_FILE = FOLDER / "KunlunSampleSerif.ttf"
TICK_FILE = FOLDER / "KunlunSampleTick.ttf"
TEXT, TICK = "KunlunSampleSerif", "Wingdings2"
SOURCE = pathlib.Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
EPOCH = 3_786_912_000  # 2024-01-01 in the font format's seconds since 1904: fixed, so that the bytes are
MAXP_ZEROS = (
    "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions "
    "maxComponentElements maxPoints maxContours maxCompositePoints maxCompositeContours maxComponentDepth"
)


class MissingGlyphError(Exception):
    """The committed text font lacks characters that a sample uses."""


def register() -> None:
    """Make both fonts known to reportlab."""
    rl_config.invariant = 1
    pdfmetrics.registerFont(EmbeddedFont(TEXT, str(TEXT_FILE)))
    pdfmetrics.registerFont(EmbeddedFont(TICK, str(TICK_FILE)))


def covered() -> set[str]:
    """The characters that the committed text font can show."""
    return set(map(chr, TTFont(TEXT_FILE).getBestCmap()))


def _rename(font: TTFont, family: str) -> None:
    names = {1: family, 2: "Regular", 3: f"{family} 1.0", 4: family, 5: "Version 1.0", 6: family.replace(" ", "")}
    keep = {record.nameID: record.toUnicode() for record in font["name"].names if record.nameID in {0, 13, 14}}
    font["name"].names = []
    for number, text in {**keep, **names}.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def _outlines_to_truetype(font: TTFont) -> None:
    """Replace CFF outlines by quadratic ones: reportlab embeds only those."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    table = newTable("glyf")
    table.glyphs, table.glyphOrder = {}, order
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, 2.0, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), table
    del font["CFF "]
    font["maxp"].tableVersion, font["maxp"].maxZones = 0x00010000, 1
    for field in MAXP_ZEROS.split():
        setattr(font["maxp"], field, 0)
    font["post"].formatType, font.sfntVersion = 3.0, "\0\1\0\0"


def make_text_font(characters: set[str]) -> None:
    """Cut the text face down to `characters`.

    Raises:
        FileNotFoundError: Noto Serif CJK (Debian: fonts-noto-cjk) is not installed.
    """
    fonts = TTCollection(SOURCE, lazy=True).fonts
    font = next(f for f in fonts if f["name"].getDebugName(4) == "Noto Serif CJK SC")
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True)
    options.name_IDs, options.drop_tables = ["*"], [*options.drop_tables, "GSUB", "GPOS", "GDEF", "BASE", "VORG"]
    options.drop_tables += ["vhea", "vmtx", "STAT"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, characters)))
    cutter.subset(font)
    _outlines_to_truetype(font)
    _rename(font, "Kunlun Sample Serif")
    font["head"].created = font["head"].modified = EPOCH
    font.recalcTimestamp = False
    font.save(TEXT_FILE)


def _tick_glyph() -> object:
    """A box with a tick in it: outer edge, inner edge the other way round, and the tick."""
    pen = TTGlyphPen(None)
    for contour in (
        ((80, 0), (80, 720), (800, 720), (800, 0)),
        ((130, 50), (750, 50), (750, 670), (130, 670)),
        ((200, 380), (260, 430), (390, 230), (640, 600), (700, 560), (400, 110)),
    ):
        pen.moveTo(contour[0])
        for point in contour[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def make_tick_font() -> None:
    """Draw the symbol font whose one glyph is U+F052, as that of Wingdings 2 in the exchange's forms."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "tick"])
    builder.setupCharacterMap({0xF052: "tick"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "tick": _tick_glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "tick": (892, 80)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Wingdings 2", "styleName": "Regular", "psName": "Wingdings2"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = EPOCH
    builder.font.recalcTimestamp = False
    builder.save(TICK_FILE)
