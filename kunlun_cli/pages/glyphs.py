"""What both PDF engines do to characters: ticks of symbol fonts, compatibility characters, doubles."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kunlun_cli.pages.assemble import SPACES, Word, glyphs_of

CHECKED = "☑"
UNCHECKED = "□"

# Glyphs of the symbol fonts in which the exchanges' form tools set check marks: Wingdings 2 `R` is the
# ticked box and `£` the empty one; Wingdings `þ`/`ü` is the tick, `o`/`¨` the box. A symbol font's
# characters come as U+F0xx or as the bare code.
_WINGDINGS2 = {0x52: CHECKED, 0x53: CHECKED, 0xA3: UNCHECKED, 0x2A: UNCHECKED, 0x50: "√"}
_WINGDINGS = {0xFE: CHECKED, 0xFC: "√", 0xFD: CHECKED, 0x6F: UNCHECKED, 0xA8: UNCHECKED, 0x71: UNCHECKED}

# Bold type is imitated by printing again a fraction of a point aside; narrow characters are wider than this.
DOUBLE = 1.5
_TWICE = re.compile("([\u4e00-\u9fff])\\1")
# A shadow is a second print further aside, by fewer points than these.
SHADOW = 4.0
# So many characters with the same step between their two prints make a shadow.
SHADOWS = 8
# Characters of one kind that are asked for their steps: a page of text has fewer.
MOST_LIKE = 60
# Points by which that step may differ.
STEP = 0.15
# Neighbours may touch by this part of their size without standing on each other.
LAP = 0.2
# The page in bands of this height: what overlaps stands in its character's band or just across the border.
BAND = 8.0
# The page in cells of this side: so many characters of one kind as a page may have are in small heaps, and what
# is near is never further than a cell aside.
CELL = 2 * DOUBLE


# What `plain` gives another form.
_COMPATIBLE = re.compile("[\u00ad\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\u00a0\u2002\u2003\u2009\u200a]")


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

    A soft hyphen that a page draws is a hyphen, whatever its font means by it.

    Full-width brackets and dashes stay: the contract gives them as printed.
    """
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "-") if _COMPATIBLE.match(text) else text


def tidied(words: Iterable[Word]) -> tuple[Word, ...]:
    """Words without the doubles by which bold type is imitated, and without compatibility forms.

    A double is the same word printed again within a quarter of its size, or `DOUBLE` points. Words that
    stand on each other otherwise are looked at by their characters: the second print may be parted
    elsewhere.
    """
    words = tuple(words)
    if _COMPATIBLE.search("".join([word.text for word in words])):
        words = tuple(plainer for word in words for plainer in _plain_words(word))
    given = _without_doubles(words)
    overlapping = _overlapping(given)
    if any(given[i].sides for i in overlapping):
        parted = (glyphs_of((word,)) if i in overlapping else (word,) for i, word in enumerate(given))
        given = _without_doubles(itertools.chain.from_iterable(parted))
    return tuple(_without_shadow(given) if _may_have_shadow(given) else given)


def is_doubled(text: str) -> bool:
    """Whether so many Chinese characters of a text stand twice that they were printed so: hardly one in a hundred."""
    return len(_TWICE.findall(text)) * 25 > len(text)


def _may_have_shadow(words: Iterable[Word]) -> bool:
    """Whether several words stand twice a little aside, further than a double."""
    times = Counter([word.text for word in words if len(word.text) > 1 or word.text > "\u2e7f"])
    if times.total() - len(times) < SHADOWS:
        return False
    seen: set[tuple[str, float, float]] = set()
    found = 0
    for word in words:
        if times.get(word.text, 0) > 1:
            # Squares twice as wide as a shadow is long, and those half a square aside: one of them has both prints.
            one = (word.text, word.x0 // (2 * SHADOW), word.top // (2 * SHADOW))
            other = (word.text, (word.x0 + SHADOW) // (2 * SHADOW) + 0.5, (word.top + SHADOW) // (2 * SHADOW) + 0.5)
            found += one in seen or other in seen
            seen.add(one)
            seen.add(other)
    return found >= SHADOWS


def _without_shadow(words: Sequence[Word]) -> list[Word]:
    """Words by their characters without the second print of text that is set twice, always as far aside."""
    glyphs = glyphs_of(words)
    like: defaultdict[str, list[Word]] = defaultdict(list)
    for glyph in glyphs:
        like[glyph.text].append(glyph)
    steps = Counter(step for some in like.values() for step in _steps(some[:MOST_LIKE]))
    if not steps:
        return list(words)
    (dx, dy), count = steps.most_common(1)[0]
    if count < SHADOWS:
        return list(words)

    places = {(g.text, round(g.x0 / STEP), round(g.top / STEP)) for g in glyphs}

    def is_second(glyph: Word) -> bool:
        x, y = round((glyph.x0 - dx) / STEP), round((glyph.top - dy) / STEP)
        return any((glyph.text, x + i, y + j) in places for i in (-1, 0, 1) for j in (-1, 0, 1))

    return [glyph for glyph in glyphs if glyph.text in SPACES or not is_second(glyph)]


def _steps(glyphs: Sequence[Word]) -> Iterator[tuple[float, float]]:
    """How far aside, to the right or straight down, like characters stand from each other, where that is near."""
    for one, other in itertools.permutations(glyphs, 2):
        dx, dy = round(other.x0 - one.x0, 1), round(other.top - one.top, 1)
        # Level ones nearer than half their size are no neighbours in a word: digits are as wide as that.
        near = 0 <= dx < SHADOW and abs(dy) < SHADOW and (dx, dy) > (0.0, 0.0)
        if near and one.text not in SPACES and (dy != 0 or dx < 0.45 * one.size):
            yield dx, dy


def _without_doubles(words: Iterable[Word]) -> list[Word]:
    """The words that are not printed a second time in the same place."""
    words = tuple(words)
    times = Counter([word.text for word in words])
    seen: defaultdict[str, dict[tuple[float, float], list[Word]]] = defaultdict(dict)
    out: list[Word] = []
    for word in words:
        text = word.text
        if times[text] > 1 and text not in SPACES:  # most words stand on a page once
            like = seen[text]
            if like and _is_double(word, like):
                continue
            like.setdefault((word.top // CELL, word.x0 // CELL), []).append(word)
        out.append(word)
    return out


def _is_double(word: Word, like: Mapping[tuple[float, float], Sequence[Word]]) -> bool:
    """Whether a word stands where one like it does: in its cell, or in one that is as near as doubles are."""
    x0, top, reach = word.x0, word.top, reach_of(word.size)
    upper, lower, left, right = (top - reach) // CELL, (top + reach) // CELL, (x0 - reach) // CELL, (x0 + reach) // CELL
    for cell in {(upper, left), (upper, right), (lower, left), (lower, right)}:
        for other in like.get(cell, ()):  # seldom any
            if abs(other.x0 - x0) < reach and abs(other.top - top) < reach:
                return True
    return False


def _plain_words(word: Word) -> Sequence[Word]:
    """A word without compatibility forms; one that has some by its characters, which may become several."""
    if not _COMPATIBLE.search(word.text):
        return (word,)
    return [glyph._replace(text=plain(glyph.text)) for glyph in glyphs_of((word,))]


def _overlapping(words: Sequence[Word]) -> set[int]:
    """The numbers of the words of several characters that stand on another one, in part at least."""
    bands: defaultdict[int, list[tuple[float, float, float, int]]] = defaultdict(list)
    for i, word in enumerate(words):
        if word.text in SPACES:  # nothing is printed for it, and some pages have one in every blank cell
            continue
        its, top = (word.x0, word.x1, word.size, i), word.top
        first, last = round((top - DOUBLE) / BAND), round((top + DOUBLE) / BAND)
        bands[first].append(its)
        if last != first:  # one near the border of two bands is in both
            bands[last].append(its)
    out: set[int] = set()
    for band in bands.values():
        band.sort()
        end, last = -math.inf, -1
        for x0, x1, size, i in band:
            if x0 < end and (end - x0 > LAP * size or x0 - words[last].last < reach_of(size)):
                out |= {last, i}
            if x1 > end:
                end, last = x1, i
    return out


def reach_of(size: float) -> float:
    """How near a character of a size begins to its double, in points."""
    return min(0.25 * max(size, 1.0), DOUBLE)
