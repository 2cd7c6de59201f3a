"""How the text of a page lies: level, turned by right angles, or askew."""

from __future__ import annotations

import math

from kunlun_cli.pages.pdfium_api import Handle, pdfium
from kunlun_cli.pages.pdfium_layout import LEVEL

# So many characters, spread over a page, tell how its text lies: a stamp or a chart's label is a few of them.
_ASKED = 16
# Half a right angle: what lies further off is turned, and its order is another.
_TURNED = math.pi / 4
# Two and a half points over a page's width: at a fifth of a degree nothing was wrong in three reports turned so, at
# three tenths an amount lost its first digit, and at a whole degree amounts stand in the next row.
_ASKEW = math.radians(0.25)


def lies(page: Handle, text_page: Handle, n_chars: int) -> tuple[bool, bool]:
    """Whether a page's text lies turned, as drawn or as shown, and whether askew; most of its characters tell.

    Of a turned line PDFium tells the words from the end, or line by line across columns.
    """
    some = range(0, n_chars, max(1, n_chars // _ASKED))
    drawn = [i for i in some if not pdfium.FPDFText_IsGenerated(text_page, i)]
    angles = [pdfium.FPDFText_GetCharAngle(text_page, i) for i in drawn]
    turned = sum(_TURNED < angle < 2 * math.pi - _TURNED for angle in angles)
    off = [abs(math.remainder(angle, math.pi / 2)) for angle in angles]
    askew = sum(_ASKEW < angle < LEVEL for angle in off)
    return bool(pdfium.FPDFPage_GetRotation(page)) or 2 * turned > len(drawn), 2 * askew > len(drawn)
