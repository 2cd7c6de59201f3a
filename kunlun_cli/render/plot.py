"""A picture of a series for a note: the only importer of matplotlib, which is an extra."""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import warnings
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kunlun_cli.compare.series_model import Point, Row, Series
from kunlun_cli.errors import OutputError, UsageError
from kunlun_cli.records.period import Period
from kunlun_cli.render.clean import clean
from kunlun_cli.render.format import Format, require_for
from kunlun_cli.render.labels import Labels
from kunlun_cli.render.series_choice import SCALES, SPANS, Choice, name_of_period

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Picture = Literal["png", "svg"]

USUAL = ("revenue", "net_profit_parent", "operating_cash_flow", "net_assets_parent", "roe_weighted", "holders")
"""What is drawn where no item is named."""
_MOST = 24
"""Panels in one picture: more are too small to read, and nobody asked for one by one."""
_SPANS = {
    "zh": {"quarter": "单季", "year_to_date": "年初至期末", "ttm": "近十二个月", "point_in_time": "期末"},
    "en": {
        "quarter": "single quarter",
        "year_to_date": "year to date",
        "ttm": "twelve months",
        "point_in_time": "period end",
    },
}
_DERIVED = {"zh": "，浅色由累计数推算", "en": "; pale: derived from year to date"}
_YEAR = {"zh": "同比", "en": "on the year"}
_SCALES = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))
_SCALES_EN = ((Decimal(1_000_000_000), "billion "), (Decimal(1_000_000), "million "), (Decimal(1_000), "thousand "))
_UNITS = {
    "CNY": "元",
    "CNY/share": "元/股",
    "shares": "股",
    "holders": "户",
    "times": "倍",
    "points": "点",
    "days": "天",
}
_FONTS = (
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Hiragino Sans GB",
    "Heiti SC",
    "SimSun",
)
_SAMPLE = "营业收入归属净利润额产总额户"
"""Characters that a font has to have to be of use."""
_BLUE, _RED = "#2f5d8a", "#b5443a"
_COLOURS = (_BLUE, _RED, "#4d8a4a", "#8a6d2f", "#6b4d8a", "#5f6b73")
# Inches: two panels fill a page or a slide side by side.
_PANEL = (5.2, 2.7)
_TITLE = 58
"""Columns that a panel's title has room for, a Chinese character taking two."""


class Drawn(NamedTuple):
    """One panel: a row of one company or more, as it is or its growth on the year."""

    rows: tuple[tuple[str, Row], ...]
    growth: bool = False


def plot(found: Sequence[Series], choice: Choice, kind: Picture = "png", lang: str | None = None) -> bytes:
    """The rows as small panels under one title, with labels and units on the axes, Chinese unless `en` is said.

    Flows are drawn as bars (single quarters unless another span is asked for; those derived are
    lighter), everything else, and several companies in one panel, as lines. Missing points are left out,
    never joined over as if known.

    Raises:
        OutputError: matplotlib is not installed, or no installed font has Chinese characters.
        UsageError: none of the items has a value.
    """
    require_for(Format.SVG)
    import matplotlib as mpl
    from matplotlib.figure import Figure

    panels = _panels(found, choice)
    if not panels:
        raise UsageError("there is nothing to draw", hint="Name items that the filings have, such as --item revenue")
    settings: dict[Any, object] = {
        # What the Chinese font lacks, such as a rare sign, comes from the font that matplotlib brings.
        "font.family": [_font(), "DejaVu Sans"],
        "axes.unicode_minus": False,
        "text.parse_math": False,
        "svg.hashsalt": "kunlun",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "font.size": 9,
    }
    tongue = "en" if lang == "en" else "zh"
    with mpl.rc_context(settings):
        across = 1 if len(panels) == 1 else 2
        down = -(-len(panels) // across)
        figure = Figure(figsize=(_PANEL[0] * across, _PANEL[1] * down + 0.5), layout="constrained")
        title = " · ".join(" ".join(filter(None, (each.name, each.code))) for each in found)
        figure.suptitle(clean(title), fontsize=12)
        for at, panel in enumerate(panels, 1):
            _panel(figure.add_subplot(down, across, at), panel, choice.scale, tongue)
        return _saved(figure, kind)


def _panels(found: Sequence[Series], choice: Choice) -> list[Drawn]:
    """What is drawn: one panel for each row chosen, with growth one more."""
    own = [(each, {(r.item, r.span): r for r in _chosen(each, choice)}) for each in found]
    keys = dict.fromkeys(key for _, rows in own for key in rows)
    out = []
    for key in keys:
        rows = tuple((each.name or each.code or "", rows[key]) for each, rows in own if key in rows)
        out.append(Drawn(rows))
        if choice.growth and any(p.yoy and p.yoy.value is not None for _, row in rows for p in row.points):
            out.append(Drawn(rows, growth=True))
    if len(out) > _MOST:
        raise UsageError(f"{len(out)} rows are too many for one picture", hint=f"Name at most {_MOST} with --item")
    return out


def _saved(figure: Figure, kind: Picture) -> bytes:
    stream = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": "kunlun"}
    with warnings.catch_warnings():
        # A rare character of a company's name that no installed font has is drawn as a box; the figures are not.
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        figure.savefig(stream, format=kind, dpi=160, metadata=metadata)
    return stream.getvalue()


def _chosen(series: Series, choice: Choice) -> list[Row]:
    """One row for each item: of the first span asked for that it has."""
    given = choice.spans if len(choice.spans) < len(SPANS) else ()
    order = given or ("quarter", "point_in_time", "year_to_date", "ttm")
    usual = not (choice.items or choice.sections or choice.of)
    known = [r for r in series.rows if any(p.value is not None for p in r.points) and r.span in order]
    items = USUAL if usual else dict.fromkeys(r.item for r in known if choice.has(r))
    found = []
    for item in items:
        rows = [r for r in known if r.item == item]
        # A row with two points at least says more than a fuller span with one.
        rows.sort(key=lambda r: (sum(p.value is not None for p in r.points) < 2, order.index(r.span)))
        if rows and _is_quarter_of_ratio(rows[0]):
            rows = [r for r in rows if r.span != "quarter"] or rows
        found += rows[:1]
    return found


def _is_quarter_of_ratio(row: Row) -> bool:
    """Ratios of single quarters are printed in third-quarter reports only: full of gaps."""
    return row.span == "quarter" and (row.unit == "%" or "/" in (row.unit or ""))


def _panel(axes: Axes, panel: Drawn, scale: str | None, tongue: str) -> None:
    rows = panel.rows
    first = rows[0][1]
    drawn = [row for _, row in rows]
    factor, unit = (Decimal(1), _growth_unit(drawn, tongue)) if panel.growth else _scale(drawn, scale, tongue)
    # By time, not by number, so that a missing report is a gap.
    times = sorted({_time(p.period) for _, row in rows for p in row.points})
    names = {_time(p.period): name_of_period(p.period, first.span) for _, row in rows for p in row.points}
    derived = False
    for colour, (name, row) in zip(itertools.cycle(_COLOURS), rows, strict=False):
        known = [(_time(p.period), p, height / factor) for p in row.points if (height := _height(p, panel)) is not None]
        if panel.growth or len(rows) > 1 or _is_line(row):
            values = {at: float(height) for at, _, height in known}
            whole = range(min(times), max(times) + 1)
            line = [values.get(at, float("nan")) for at in whole]
            axes.plot(whole, line, color=colour, marker="o", markersize=3, linewidth=1.2, label=clean(name))
            continue
        for at, point, height in known:
            alpha = 0.45 if _is_derived(point) else 1.0
            axes.bar(at, float(height), color=_RED if height < 0 else _BLUE, width=0.7, alpha=alpha)
        derived = any(_is_derived(p) for _, p, _ in known) and row.span == "quarter"
        axes.axhline(0, color="black", linewidth=0.6)
    if len(rows) > 1:
        axes.legend(fontsize=7, frameon=False)
    axes.set_title(_title(first, panel, tongue, derived=derived), fontsize=9.5, loc="left")
    axes.set_ylabel(unit)
    axes.set_xticks(times)
    axes.set_xticklabels([names[at] for at in times], rotation=60, ha="right", fontsize=7)
    axes.grid(axis="y", linewidth=0.3, alpha=0.6)
    axes.set_axisbelow(True)


def _title(row: Row, panel: Drawn, tongue: str, *, derived: bool) -> str:
    label = Labels("en").said(row.label, row.item) if tongue == "en" else row.label
    parts = [_SPANS[tongue][row.span], *([_YEAR[tongue]] if panel.growth else [])]
    said = ("，" if tongue == "zh" else ", ").join(parts) + (_DERIVED[tongue] if derived else "")
    brackets = f"（{said}）" if tongue == "zh" else f" ({said})"
    wide = sum(1 if character.isascii() else 2 for character in label + brackets) > _TITLE
    return clean(label) + ("\n" if wide else "") + clean(brackets.strip() if wide else brackets)


def _growth_unit(rows: Sequence[Row], tongue: str) -> str:
    """Growth is in per cent, of ratios in points."""
    units = {p.yoy.unit for row in rows for p in row.points if p.yoy and p.yoy.value is not None}
    return "%" if units <= {"%"} else {"zh": "百分点", "en": "percentage points"}[tongue]


def _height(point: Point, panel: Drawn) -> Decimal | None:
    return (point.yoy.value if point.yoy else None) if panel.growth else point.value


def _is_line(row: Row) -> bool:
    """Whether a row is drawn as a line: balances, ratios and figures per share, which do not add up over time."""
    return row.span == "point_in_time" or row.unit in ("%", "times", "days") or "/" in (row.unit or "")


def _time(name: str) -> int:
    """Quarters since the year 0."""
    period = Period.parse(name)
    return period.year * 4 + period.months // 3 if period else 0


def _is_derived(point: Point) -> bool:
    """Whether the value is a difference of figures to date, which no report prints."""
    return point.origin == "derived" and "−" in (point.formula or "")


def _scale(rows: Sequence[Row], given: str | None, tongue: str) -> tuple[Decimal, str]:
    """The factor by which values are divided, and the unit that goes with it."""
    unit = rows[0].unit or ""
    words = unit if tongue == "en" else _UNITS.get(unit, unit)
    largest = max((abs(p.value) for row in rows for p in row.points if p.value is not None), default=Decimal(0))
    if given is not None and unit == "CNY":
        factor = Decimal(SCALES[given])
        english = {10_000: "10 thousand ", 100_000_000: "100 million ", 1_000: "thousand ", 1_000_000: "million "}
        return factor, (english.get(SCALES[given], "") + unit if tongue == "en" else given)
    if unit in ("CNY", "shares", "holders") or (len(unit) == 3 and unit.isupper()):
        for factor, name in _SCALES_EN if tongue == "en" else _SCALES:
            if largest >= factor:
                return factor, name + words
    return Decimal(1), words


@functools.cache
def _font() -> str:
    """The name of an installed font with Chinese characters."""
    name = _known_font()
    if name is None:
        _look_again()
        name = _known_font()
    if name is not None:
        return name
    raise OutputError(
        "no installed font has Chinese characters, so labels could not be read",
        hint="Install one, such as Noto Sans CJK or WenQuanYi Micro Hei",
    )


def _known_font() -> str | None:
    from matplotlib import font_manager

    installed = {entry.name: entry.fname for entry in reversed(font_manager.fontManager.ttflist)}
    names = (*(n for n in _FONTS if n in installed), *sorted(n for n in installed if n not in _FONTS))
    return next((name for name in names if _has_chinese(installed[name])), None)


def _look_again() -> None:
    """Make fonts known that were installed since matplotlib made its list, which it keeps for good."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        with contextlib.suppress(OSError, RuntimeError):  # no font, or a damaged one
            font_manager.fontManager.addfont(path)


def _has_chinese(path: str) -> bool:
    from matplotlib.ft2font import FT2Font

    try:
        characters = FT2Font(path).get_charmap()
    except (OSError, RuntimeError):
        return False
    glyphs = [characters.get(ord(character)) for character in _SAMPLE]
    # A font of last resort has one box for all characters of a script.
    return None not in glyphs and len(set(glyphs)) == len(set(_SAMPLE))
