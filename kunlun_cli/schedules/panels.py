"""A table parted where a further heading stands in it: which rows are a heading, and which only look like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kunlun_cli.figures.numbers import Printed, have_figures, read_number
from kunlun_cli.figures.units import stated_unit
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.forms.lines import is_known
from kunlun_cli.schedules.matrix import MatrixRow, Placed, narrowed
from kunlun_cli.schedules.rows import joined

# No form stacks more heading rows than this.
MAX_DEPTH = 5
# So many headings at least stand beside that of the labels under a wide one; one would be a row of words.
PAIR = 2


class Panel(NamedTuple):
    """A part of a table with one heading: rows of one cell above it, heading rows, the rows below, its columns."""

    titles: tuple[str, ...]
    heading: tuple[MatrixRow, ...]
    body: tuple[MatrixRow, ...]
    width: int


def panels(rows: Sequence[MatrixRow], width: int) -> list[Panel]:
    """A matrix of so many columns parted where a further heading stands in it; repeated headings are left out.

    Each part has the columns that its own rows need: those of the others would stand empty in it.
    """
    found = _parted(rows, width)
    if len(found) == 1:
        return found
    return [_narrowed(panel) for panel in found]


def _narrowed(panel: Panel) -> Panel:
    own, width = narrowed((*panel.heading, *panel.body), panel.width)
    depth = len(panel.heading)
    return panel._replace(heading=own[:depth], body=own[depth:], width=width)


def _parted(rows: Sequence[MatrixRow], width: int) -> list[Panel]:
    out: list[Panel] = []
    titles, index = _titles(rows, 0, width)
    heading, index = _heading(rows, index)
    body: list[MatrixRow] = []
    broken = False
    while index < len(rows):
        skipped = _repeated(rows, index, heading)
        # The years again above other measures than before are another heading's.
        other = 0 < skipped < len(heading) and _begins(rows, index + skipped, heading[skipped:])
        if skipped and not other:
            # What the end of the page cuts goes on below the heading that the next page repeats.
            broken = broken or rows[index].row.after_break
            index += skipped
            continue
        own, end = _heading(rows, index, heading) if other or _begins(rows, index, heading) else ((), index)
        if own:
            titles_here = _taken_titles(body, width)
            out.append(Panel(titles, heading, tuple(body), width))
            heading, titles, body, index = own, titles_here, [], end
            continue
        row, broken = rows[index], broken or rows[index].row.after_break
        body.append(row._replace(row=replace(row.row, after_break=True)) if broken else row)
        broken = False
        index += 1
    return [*out, Panel(titles, heading, tuple(body), width)]


def _heading(
    rows: Sequence[MatrixRow], index: int, before: Sequence[MatrixRow] = ()
) -> tuple[tuple[MatrixRow, ...], int]:
    """The heading that begins here, with what the page's end cuts off of it, and where the rows below it begin.

    One like that `before` it is known though its rest stands overleaf.
    """
    whole = _whole(rows, index, before)
    if whole is not None:
        return (whole,), index + 2
    end = index + _depth(rows, index)
    heading = tuple(rows[index:end])
    if heading and end < len(rows) and _is_cut(heading[-1], rows[end]):
        return (*heading[:-1], joined(heading[-1], rows[end])), end + 1
    return heading, end


def _whole(rows: Sequence[MatrixRow], index: int, heading: Sequence[MatrixRow]) -> MatrixRow | None:
    """A row with the one overleaf, where both together are a heading as that one above is, and neither is alone."""
    above, *below = rows[index : index + 2]
    if not below or not below[0].row.after_break or len(above.cells) < PAIR:
        return None
    whole = joined(above, below[0])
    alone = any(_is_again(row, heading) for row in (above, *below))
    return whole if _is_again(whole, heading) and not alone else None


def _is_cut(above: MatrixRow, below: MatrixRow) -> bool:
    """Whether the page's end cuts a heading: its corner is a heading's with the words overleaf alone (企 / 业名称)."""
    if not below.row.after_break or have_figures(below.texts) or above.cells[0].first or below.cells[0].first:
        return False
    return _heads_labels(above.texts[0] + below.texts[0]) and not _heads_labels(above.texts[0])


def _is_title(row: MatrixRow, width: int) -> bool:
    """Whether a row is one cell over all columns, and neither a figure nor a sentence, which is said below a title."""
    wide = width > 1 and len(row.cells) == 1 and row.cells[0].end - row.cells[0].first == width
    return wide and not have_figures(row.texts) and not any("。" in text for text in row.texts)


def _titles(rows: Sequence[MatrixRow], index: int, width: int) -> tuple[tuple[str, ...], int]:
    """The rows of one wide cell with which a table begins."""
    first = index
    while index < len(rows) - 1 and _is_title(rows[index], width):
        index += 1
    return tuple(t for row in rows[first:index] for t in row.texts), index


def _taken_titles(body: list[MatrixRow], width: int) -> tuple[str, ...]:
    """The wide rows at the end of a panel, which are the titles of the next; they are taken out of it."""
    out: list[str] = []
    while body and _is_title(body[-1], width):
        out[:0] = body.pop().texts
    return tuple(out)


def _depth(rows: Sequence[MatrixRow], index: int) -> int:
    """How many rows the heading that begins here has; 0 where none does."""
    if index >= len(rows) or have_figures(rows[index].texts) or _has_sentence(rows[index]):
        return 0
    first = rows[index].cells[0]
    if _is_fact(rows, index) or _are_lines(rows[index].texts):
        return 0
    # 2022年 alone, over the columns of a group; 金额 alone, over the one column beside the labels.
    group = len(rows[index].cells) == 1 and first.first > 0 and (first.end - first.first > 1 or _is_over(rows, index))
    if not group and (_blank(rows[index].texts[1:]) or normal(rows[index].texts[0]).endswith(":")):
        return 0
    depth = 1
    while depth < MAX_DEPTH and index + depth < len(rows):
        row = rows[index + depth]
        wide = [p for above in rows[index : index + depth] for p in above.cells if p.end - p.first > 1]
        nested = _is_nested(row, wide, first.first)
        # 12月31日 in a row of its own below 2008年: no label stands beside it.
        goes_on = nested or (row.cells[0].first > 0 and not _blank(row.texts))
        if have_figures(row.texts) or _has_sentence(row) or not goes_on:
            break
        depth += 1
    return depth


def _has_sentence(row: MatrixRow) -> bool:
    """Whether a cell beside the first holds a whole sentence: it is an answer, and no heading."""
    return any("。" in text for text in row.texts[1:])


def _is_over(rows: Sequence[MatrixRow], index: int) -> bool:
    """Whether a cell alone in its row stands over the one column beside the labels; a unit in the corner does not."""
    (over,) = rows[index].cells
    below = rows[index + 1].cells if index + 1 < len(rows) else ()
    places = [(p.first, p.end) for p in below]
    # Below it stands a label with its answer, or the title of rows.
    under = places == [(0, over.first), (over.first, over.end)] or places in ([(0, over.first)], [(0, over.end)])
    return under and stated_unit(over.cell.text) is None


def _is_fact(rows: Sequence[MatrixRow], index: int) -> bool:
    """Whether a row is a label and what is said of it: a table of facts has no heading."""
    form, texts = load("schedules")["facts"], rows[index].texts
    if len(texts) > PAIR:
        term = matches(form["means"], texts[1]) and not matches(form["terms"], texts[0])
        return term or matches(form["several"], texts[0])
    below = rows[index + 1].texts[0] if index + 1 < len(rows) else ""
    return len(texts) == PAIR and (
        matches(form["first"], texts[0]) or matches(form["below"], below) or _is_answered(rows, index)
    )


def _is_answered(rows: Sequence[MatrixRow], index: int) -> bool:
    """Whether a row is a label and what is said of it over several columns, and the next one too.

    A heading is wide over columns with headings of their own, or begins with the word for labels (项目).
    """
    here, *below = (row.cells for row in rows[index : index + PAIR])
    places = [[(p.first, p.end) for p in cells] for cells in (here, *below)]
    wide = len(here) == PAIR and here[1].end - here[1].first > 1
    return wide and places[1:] == places[:1] and not _heads_labels(here[0].cell.text)


def _are_lines(texts: Sequence[str]) -> bool:
    """Whether a row without figures has two lines of a statement and nothing else: those of a sheet of two sides."""
    filled = [text for text in texts if not _blank([text])]
    heads = load("schedules")["again"]["first"]
    return len(filled) == PAIR and all(is_known(text) and not matches(heads, normal(text)) for text in filled)


def _heads_labels(text: str) -> bool:
    """Whether a text is what heads labels: 项目, 股东名称."""
    form = load("schedules")["again"]
    return matches(form["first"], text) or matches(form["names"], text)


def _is_nested(row: MatrixRow, wide: Sequence[Placed], corner: int) -> bool:
    """Whether each cell of a row stands under a wider one, beside the labels' heading in a corner left blank above."""
    below = [p for p in row.cells if p.first >= corner]
    if len(below) < len(row.cells) and (len(below) < PAIR or _blank([p.cell.text for p in below])):
        return False
    return all(
        any(w.first <= p.first and p.end <= w.end and p.end - p.first < w.end - w.first for w in wide) for p in below
    )


def _blank(texts: Sequence[str]) -> bool:
    """Whether only dashes and 不适用 are printed: a row of data."""
    return all(read_number(t).kind in {Printed.BLANK, Printed.NOT_APPLICABLE} for t in texts)


def _begins(rows: Sequence[MatrixRow], index: int, heading: Sequence[MatrixRow]) -> bool:
    """Whether another heading begins in a row inside a table, below that one, by its words."""
    if index >= len(rows):
        return False
    row, form = rows[index], load("schedules")["again"]
    if _whole(rows, index, heading) is not None:
        return True
    if len(row.cells) < 2 or have_figures(row.texts) or _has_sentence(row):
        return False
    if _is_again(row, heading):
        return True
    if row.cells[0].first:
        # The corner is blank: then every cell names a time.
        return all(matches(form["times"], t) for t in row.texts)
    first, *others = row.texts
    # With what heads labels a page begins: no row that it goes on with has another's name alone.
    told = row.row.after_break or any(matches(form["words"], t) for t in others)
    return _heads_labels(first) and told


def _is_again(row: MatrixRow, heading: Sequence[MatrixRow]) -> bool:
    """Whether a row is a heading as the one above is, but for its corner: 分产品 for 分行业, and the same columns.

    Below a blank corner one column may be another: 平均成本率 for 平均收益率.
    """
    over = {(p.first, normal(p.cell.text)) for above in heading for p in above.cells}
    own = [(p.first, normal(p.cell.text)) in over for p in row.cells if p.first]
    alike = any if row.cells[0].first else all
    return len(own) >= PAIR and alike(own) and not have_figures(row.texts)


def _repeated(rows: Sequence[MatrixRow], index: int, heading: Sequence[MatrixRow]) -> int:
    """How many rows of a heading are printed again here."""
    count = 0
    for row, first in zip(rows[index:], heading, strict=False):
        if [normal(t) for t in row.texts] != [normal(t) for t in first.texts]:
            break
        count += 1
    return count
