"""Small digits raised behind a text: marks of notes, and no part of a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kunlun_cli.pages.assemble import Word

SIZES = "digits of two sizes stand in it"
SMALL = 0.8
"""Marks are set in type smaller than this part of what they stand behind: two thirds, mostly."""
RAISED = 0.15
"""Parts of the size by which the foot of a mark's type stands above that of the text: a third, mostly."""
BEHIND = 0.6
"""Parts of the size within which a mark begins after its text."""
BEFORE = 0.3
"""Parts of the size by which its box may begin before the text's ends."""
# Brackets and commas of marks go with them: ⁽¹⁾ and ¹ are the same mark.
_MARKS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "()[]（）［］,，、")


def with_marks(words: Sequence[Word]) -> Sequence[Word]:
    """A cell's words, raised digits among them by the superscript characters that they are.

    Small digits behind others on the same foot are doubted: nothing says whether they are of the number.
    """
    sizes = [word.size for word in words]
    if not sizes or min(sizes) >= SMALL * max(sizes):
        return words
    out: list[Word] = []
    marks: list[tuple[Word, Word]] = []
    for word in sorted(words, key=lambda w: w.x0):
        small = [w for w in words if word.size < SMALL * w.size and _follows(word, w)]
        behind = [w for w in small if w.bottom - word.bottom >= RAISED * w.size]
        behind += [text for mark, text in marks if _goes_on(word, mark)]
        if behind:
            marks.append((word, behind[0]))
            out += _marked(word, behind[0])
        elif word.text[:1].isdigit() and any(w.text[-1:].isdigit() for w in small):
            out.append(word._replace(doubt=SIZES))
        else:
            out.append(word)
    return out


def _follows(word: Word, text: Word) -> bool:
    """Whether a word stands right behind a text, in its height."""
    return (
        -BEFORE * text.size <= word.x0 - text.x1 <= BEHIND * text.size
        and text.top - text.size / 2 < word.cy < text.bottom
    )


def _goes_on(word: Word, mark: Word) -> bool:
    """Whether a word goes on with a mark."""
    same = abs(word.bottom - mark.bottom) < RAISED * mark.size and abs(word.size - mark.size) < RAISED * mark.size
    return same and abs(word.x0 - mark.x1) < BEHIND * mark.size


def _marked(word: Word, text: Word) -> Iterable[Word]:
    """A mark as it is written in one line with its text."""
    mark = word.text.translate(_MARKS)
    if mark == word.text:
        yield word
    elif mark:
        # The box of the whole word: a mark's characters are not asked for one by one.
        yield word._replace(text=mark, top=text.top, bottom=text.bottom, sides=())
