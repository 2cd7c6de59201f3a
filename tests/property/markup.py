"""Perturbations of text and of HTML: unseen characters, other digits and separators, what a browser does."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.property.work import Choice, NotHere, Work, figure, of

# Space of no width, joiners, marks of direction, soft hyphen, byte order mark.
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff\u202c"


def _figures(work: Work, fits: Callable[[str], bool] = lambda _: True) -> list[str]:
    """The printed figures that stand once in a filing, so that a change of the text finds the right one."""
    every = [c.text for _, table in work.tables() for r in table.rows for c in r]
    some = [t for t in every if figure(t) is not None and len(t) > 3 and every.count(t) == 1 and fits(t)]
    if not some:
        raise NotHere
    return some


def _rewritten(work: Work, choice: Choice, write: Callable[[str], str], fits: Callable[[str], bool]) -> None:
    printed = of(choice, _figures(work, fits))
    pattern = re.compile(rf"(?<![\d.,-]){re.escape(printed)}(?![\d.,])")
    work.markup.append(lambda page: pattern.sub(lambda _: write(printed), page, count=1))


def _always(text: str) -> bool:
    return bool(text)


def unseen_characters(work: Work, choice: Choice) -> None:
    """Characters without width within a figure."""
    char, part = of(choice, UNSEEN), choice.integer(10, 90) / 100
    cut = lambda t: max(1, int(part * len(t)))  # noqa: E731
    _rewritten(work, choice, lambda t: t[: cut(t)] + char + t[cut(t) :], _always)


def digits_of_another_script(work: Work, choice: Choice) -> None:
    """Digits as Bengali, Arabic, Devanagari, mathematical or enclosed forms write them."""
    first = of(choice, (0x09E6, 0x0660, 0x06F0, 0x0966, 0x1D7CE, 0xFF10))
    digits = {ord("0") + i: chr(first + i) for i in range(10)}
    _rewritten(work, choice, lambda t: t.translate(digits), _always)


def other_separators(work: Work, choice: Choice) -> None:
    """Thousands parted by spaces, apostrophes or points, decimals by a comma."""
    group = of(choice, (" ", "\u00a0", "\u2009", "\u202f", "'", "’", "."))
    point = of(choice, ".,") if group != "." else ","
    _rewritten(work, choice, lambda t: t.translate({ord(","): group, ord("."): point}), lambda t: "," in t and "." in t)


def comma_for_a_point(work: Work, choice: Choice) -> None:
    """A decimal comma, or a middle point, in a figure without separators of thousands."""
    point = of(choice, (",", "·", "。", "．"))
    _rewritten(work, choice, lambda t: t.replace(".", point), lambda t: "." in t and "," not in t)


def other_minus(work: Work, choice: Choice) -> None:
    """A minus in another shape, or behind the figure."""
    shape = of(choice, ("−{}", "–{}", "—{}", "－{}", "‐{}", "﹣{}", "{}-", "({})", "（{}）", "△{}", "▲{}", "- {}"))
    _rewritten(work, choice, lambda t: shape.format(t[1:]), lambda t: t.startswith("-"))


def unit_behind(work: Work, choice: Choice) -> None:
    """A unit of its own behind a figure that is none of its column's."""
    unit = of(choice, ("%", "‰", "bp", "倍", "美元"))
    _rewritten(work, choice, lambda t: t + unit, lambda t: "%" not in t)


def struck_out(work: Work, choice: Choice) -> None:
    """A wrong figure struck out, or hidden, before the right one."""
    frame = of(
        choice,
        (
            "<del>9,876.50</del>{}", "<s>88</s>{}", "<strike>1</strike>{}", '<span style="display:none">7</span>{}',
            '<span style="text-decoration: line-through">3</span>{}', '<span style="visibility:hidden">3</span>{}',
            '<span style="color:#fff">3</span>{}', '<span style="font-size:0">3</span>{}', "<span hidden>3</span>{}",
            "<!-- 5 -->{}", "<script>1</script>{}", "<template>4</template>{}", '<input type="hidden" value="3">{}',
            '<span style="opacity:0">3</span>{}', '<span style="position:absolute;left:-9999px">3</span>{}',
        ),
    )  # fmt: skip
    _rewritten(work, choice, frame.format, _always)


def figure_in_spans(work: Work, choice: Choice) -> None:
    """A figure of several elements, or written with entities."""
    write = of(
        choice,
        (
            lambda t: "".join(f"<span>{c}</span>" for c in t),
            lambda t: "".join(f"&#{ord(c)};" for c in t),
            lambda t: f"<b>{t[:2]}</b><i>{t[2:]}</i>",
            lambda t: f"{t[:3]}<wbr>{t[3:]}",
            lambda t: f"{t[:3]}<!-- -->{t[3:]}",
            lambda t: f"<font color=red>{t}</font>",
        ),
    )
    _rewritten(work, choice, write, _always)


def mark_raised(work: Work, choice: Choice) -> None:
    """A raised mark behind a figure."""
    mark = of(choice, ("<sup>1</sup>", "<sub>2</sub>", "<sup>(3)</sup>", "<a href='#n'>1</a>", "¹", "②", "*"))
    _rewritten(work, choice, lambda t: t + mark, _always)


def written_backwards(work: Work, choice: Choice) -> None:
    """A figure whose characters stand backwards in the file, and are shown forwards."""
    frame = of(
        choice,
        (
            '<bdo dir="rtl">{}</bdo>',
            '<span style="direction:rtl;unicode-bidi:bidi-override">{}</span>',
            "\u202e{}\u202c",
        ),
    )
    _rewritten(work, choice, lambda t: frame.format(t[::-1]), _always)


def row_hidden(work: Work, choice: Choice) -> None:
    """A row more that a browser does not show."""
    how = of(choice, (' style="display:none"', " hidden", ' style="visibility:collapse"'))
    printed = of(choice, _figures(work))
    row = re.compile(rf"<tr>((?:(?!</tr>).)*{re.escape(printed)}(?:(?!</tr>).)*)</tr>", re.DOTALL)
    more = lambda m: f"<tr{how}>{m[1].translate(str.maketrans('123456789', '912345678'))}</tr>{m[0]}"  # noqa: E731
    work.markup.append(lambda page: row.sub(more, page, count=1))


def letters_that_look_alike(work: Work, choice: Choice) -> None:
    """Words of headings and labels with radicals in the place of characters, as fonts' maps give them."""
    words = re.compile(
        of(choice, ("本报告期末?|上年", "股东|持股", "营业收入|总资产|净利润|净资产", "比例|数量", "合计|单位"))
    )
    work.markup.append(lambda page: words.sub(lambda m: m[0].translate(_ALIKE), page))


# Radicals that stand in texts where the characters that look the same were printed.
_ALIKE = str.maketrans("人金日月大小一二入力比行生用自非高", "⼈⾦⽇⽉⼤⼩⼀⼆⼊⼒⽐⾏⽣⽤⾃⾮⾼")


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    unseen_characters,
    digits_of_another_script,
    other_separators,
    comma_for_a_point,
    other_minus,
    unit_behind,
    letters_that_look_alike,
)
OF_HTML: tuple[Callable[[Work, Choice], None], ...] = (
    struck_out,
    figure_in_spans,
    mark_raised,
    written_backwards,
    row_hidden,
)
