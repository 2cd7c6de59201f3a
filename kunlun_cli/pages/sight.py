"""What of a page is not as it seems to the engine that reads it: for pages of the one by what the other saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kunlun_cli.pages.page import Rule, Word
from kunlun_cli.records.source import Box

FAINT = "it is printed too faintly to be told from its background"
BARRED = "a dark bar covers it"
ACROSS = "its digits stand across the edge of a column"
CUT = "a part of it cannot be seen"
COLOURED = "letters of another colour stand in it"
OUTLINED = "a part of it is drawn as the outlines of letters, and no text"
NO_SPACE = "something is drawn where its font says that there is a space"
NO_HYPHEN = "what its font says is a hyphen is drawn higher than one"
NO_CHARACTER = "a glyph of it has no character"
TURNED = "letters stand turned in it"
PICTURED = "a part of it is a picture, and no text"
REDDENED = "it is printed in red without a sign, which may stand for a minus"
UPRIGHT = "a short upright line is drawn beside it, which may be a digit"
SIGNED = "something small is drawn beside it, which may be the sign of a rise or a fall"
DASHED = "a short line is drawn before it, which may be a minus"
BETWEEN = "a line runs through it: it is struck out, or stands between two rows"
DAMAGED = "the file is damaged where its page is drawn"
ASKEW = "its page lies askew, and a row's figures are not level"
MISLEADING = "a font of its page gives its digits other characters than they are drawn as"
OF_ANOTHER_FONT = "a digit of it is set in another font, which draws another digit there"
NEAR = 1.5
"""Points by which two engines may place the same glyph, or rule, apart."""
BESIDE = 2.0
"""Within so many times that distance a glyph that is seen is told beside one that is not: the other engine may take
it for that one else, which it places a little nearer."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person sees of a page, where it differs from what is drawn on it.

    `hidden` are glyphs that cannot be seen, `twins` glyphs like them nearby that can; `doubted` words have
    their doubts; `added` are words that are no part of the page's own drawing; `shown` is the part of the
    page that is shown, and `turn` the quarter turns clockwise that make its text stand upright. `lettering` are
    the boxes of letters drawn as paths, `pictures` those of pictures without letters on them.
    """

    hidden: tuple[Word, ...] = ()
    twins: tuple[Word, ...] = ()
    doubted: tuple[Word, ...] = ()
    added: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    shown: Box | None = None
    turn: int = 0
    lettering: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()


AS_DRAWN = Sight()
"""Everything is as it is drawn."""


def words_seen(glyphs: Sequence[Word], sight: Sight) -> Sequence[Word]:
    """The glyphs of a page that can be seen, with their doubts, and the words that are added."""
    if sight.hidden or sight.doubted or sight.shown:
        return [*_seen(glyphs, sight), *sight.added]
    return [*glyphs, *sight.added] if sight.added else glyphs


def rules_seen(rules: Sequence[Rule], sight: Sight) -> Sequence[Rule]:
    """The ruling lines of a page that can be seen, as far as they are shown."""
    if sight.rules:
        rules = _without(rules, sight.rules)
    if sight.lettering:
        rules = [rule for rule in rules if not any(_is_in(rule, box) for box in sight.lettering)]
    return list(within(rules, sight.shown)) if sight.shown else rules


def _is_in(rule: Rule, box: Box) -> bool:
    left, top, right, bottom = box
    return left - 1 < rule.x0 and rule.x1 < right + 1 and top - 1 < rule.top and rule.bottom < bottom + 1


def _without(rules: Sequence[Rule], hidden: Sequence[Rule]) -> list[Rule]:
    """The rules but one for each hidden one, the nearest: another at its place, drawn again, is seen."""
    out = list(rules)
    for other in hidden:
        same = [i for i, rule in enumerate(out) if _same(rule, other)]
        if same:
            del out[min(same, key=lambda i: sum(abs(a - b) for a, b in zip(out[i], other, strict=True)))]
    return out


def within(rules: Iterable[Rule], shown: Box) -> Iterator[Rule]:
    """The parts of ruling lines that are shown."""
    for rule in rules:
        left, top, right, bottom = shown
        part = Rule(max(rule.x0, left), max(rule.top, top), min(rule.x1, right), min(rule.bottom, bottom))
        if part.x0 <= part.x1 and part.top <= part.bottom:
            yield part


def is_shown(x: float, y: float, shown: Box) -> bool:
    """Whether a point is in the part of a page that is shown."""
    return shown[0] <= x <= shown[2] and shown[1] <= y <= shown[3]


def _seen(glyphs: Iterable[Word], sight: Sight) -> Iterator[Word]:
    hidden, twins, doubted = Places(sight.hidden), Places(sight.twins), Places(sight.doubted)
    for glyph in glyphs:
        if sight.shown and not is_shown(glyph.cx, glyph.cy, sight.shown):
            continue
        unseen = hidden.at(glyph)
        twin = unseen and twins.at(glyph)
        if unseen and not (twin and _apart(twin, glyph) <= _apart(unseen, glyph)):
            continue
        doubt = doubted.at(glyph)
        yield glyph if doubt is None else glyph._replace(doubt=doubt.doubt)


def _apart(one: Word, other: Word) -> float:
    return abs(one.cx - other.cx)


def _same(one: Rule, other: Rule) -> bool:
    return all(abs(a - b) < NEAR for a, b in zip(one, other, strict=True))


class Places:
    """Glyphs by what and where they are."""

    def __init__(self, glyphs: Iterable[Word]) -> None:
        self._glyphs: defaultdict[str, list[Word]] = defaultdict(list)
        for glyph in glyphs:
            self._glyphs[glyph.text].append(glyph)

    def like(self, letters: Sequence[str]) -> list[int]:
        """The numbers of those letters that any of these glyphs is."""
        return [i for i, letter in enumerate(letters) if letter in self._glyphs] if self._glyphs else []

    def at(self, glyph: Word, reach: float = 1.0) -> Word | None:
        """The nearest glyph of these that another one may be, within so many times the usual distance."""
        near = reach * max(NEAR, 0.2 * glyph.size)
        some = [
            other
            for other in self._glyphs.get(glyph.text, ())
            if abs(other.cx - glyph.cx) < near and abs(other.cy - glyph.cy) < 2 * near
        ]
        return min(some, key=lambda other: _apart(other, glyph), default=None)
