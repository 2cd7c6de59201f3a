"""A picture of a series for a note: the only importer of matplotlib, which is an extra."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from kunlun_cli.compare.period import Period
from kunlun_cli.compare.series_model import Point, Row, Series
from kunlun_cli.errors import OutputError, UsageError
from kunlun_cli.render.clean import clean
from kunlun_cli.render.series import name_of_period

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Picture = Literal["png", "svg"]

USUAL = ("revenue", "net_profit_parent", "operating_cash_flow", "net_assets_parent", "roe_weighted", "holders")
"""What is drawn where no item is named."""
_SPANS = {"quarter": "单季", "year_to_date": "年初至期末", "ttm": "近十二个月", "point_in_time": "期末"}
_SCALES = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))
_UNITS = {"CNY": "元", "CNY/share": "元/股", "shares": "股", "holders": "户", "times": "倍", "points": "点"}
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
_PANEL = (5.2, 2.7)
_MISSING = 'Install it with: pip install "kunlun-cli[plot]"'


def plot(series: Series, items: Sequence[str] = (), spans: Sequence[str] = (), kind: Picture = "png") -> bytes:
    """The rows as small panels under one title, with Chinese labels and units on the axes.

    Flows are drawn as bars (single quarters unless another span is asked for; those derived are
    lighter), everything else as a line. Missing points are left out, never joined over as if known.

    Raises:
        OutputError: matplotlib is not installed, or no installed font has Chinese characters.
        UsageError: none of the items has a value.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise OutputError("drawing needs matplotlib", hint=_MISSING) from error
    rows = _chosen(series, items or USUAL, spans)
    if not rows:
        raise UsageError("there is nothing to draw", hint="Name items that the filings have, such as --item revenue")
    settings: dict[Any, object] = {
        "font.family": _font(),
        "axes.unicode_minus": False,
        "text.parse_math": False,
        "svg.hashsalt": "kunlun",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "font.size": 9,
    }
    with mpl.rc_context(settings):
        across = 1 if len(rows) == 1 else 2
        down = -(-len(rows) // across)
        figure = Figure(figsize=(_PANEL[0] * across, _PANEL[1] * down + 0.5), layout="constrained")
        figure.suptitle(clean(" ".join(part for part in (series.name, series.code) if part)), fontsize=12)
        for at, row in enumerate(rows, 1):
            _panel(figure.add_subplot(down, across, at), row)
        return _saved(figure, kind)


def _saved(figure: Figure, kind: Picture) -> bytes:
    stream = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": "kunlun"}
    figure.savefig(stream, format=kind, dpi=160, metadata=metadata)
    return stream.getvalue()


def _chosen(series: Series, items: Sequence[str], spans: Sequence[str]) -> list[Row]:
    """One row for each item: of the first span asked for that it has."""
    order = (*spans, "quarter", "point_in_time", "year_to_date", "ttm") if not spans else tuple(spans)
    found = []
    for item in items:
        rows = [r for r in series.rows if r.item == item and any(p.value is not None for p in r.points)]
        # A row with two points at least says more than a fuller span with one.
        rows = [r for r in rows if r.span in order]
        rows.sort(key=lambda r: (sum(p.value is not None for p in r.points) < 2, order.index(r.span)))
        if rows and _is_quarter_of_ratio(rows[0]):
            rows = [r for r in rows if r.span != "quarter"] or rows
        found += rows[:1]
    return found


def _is_quarter_of_ratio(row: Row) -> bool:
    """Ratios of single quarters are printed in third-quarter reports only: full of gaps."""
    return row.span == "quarter" and (row.unit == "%" or "/" in (row.unit or ""))


def _panel(axes: Axes, row: Row) -> None:
    factor, unit = _scale(row)
    # By time, not by number, so that a missing report is a gap.
    times = [_time(p.period) for p in row.points]
    known = [(at, p) for at, p in zip(times, row.points, strict=True) if p.value is not None]
    places = [at for at, _ in known]
    heights = [float((p.value or Decimal(0)) / factor) for _, p in known]
    if row.span == "point_in_time" or row.unit == "%" or "/" in (row.unit or ""):
        values = dict(zip(places, heights, strict=True))
        whole = range(min(times), max(times) + 1)
        line = [values.get(at, float("nan")) for at in whole]
        axes.plot(whole, line, color=_BLUE, marker="o", markersize=3, linewidth=1.2)
    else:
        colours = [_RED if h < 0 else _BLUE for h in heights]
        for at, height, colour, (_, point) in zip(places, heights, colours, known, strict=True):
            axes.bar(at, height, color=colour, width=0.7, alpha=0.45 if _is_derived(point) else 1.0)
        axes.axhline(0, color="black", linewidth=0.6)
    derived = any(_is_derived(p) for _, p in known)
    note = "，浅色由累计数推算" if derived and row.span == "quarter" else ""
    axes.set_title(clean(f"{row.label}（{_SPANS[row.span]}{note}）"), fontsize=9.5, loc="left")
    axes.set_ylabel(unit)
    axes.set_xticks(times)
    axes.set_xticklabels([name_of_period(p.period, row.span) for p in row.points], rotation=60, ha="right", fontsize=7)
    axes.grid(axis="y", linewidth=0.3, alpha=0.6)
    axes.set_axisbelow(True)


def _time(name: str) -> int:
    """Quarters since the year 0."""
    period = Period.parse(name)
    return period.year * 4 + period.months // 3 if period else 0


def _is_derived(point: Point) -> bool:
    """Whether the value is a difference of figures to date, which no report prints."""
    return point.origin == "derived" and "−" in (point.formula or "")


def _scale(row: Row) -> tuple[Decimal, str]:
    """The factor by which values are divided, and the unit in Chinese that goes with it."""
    unit = _UNITS.get(row.unit or "", row.unit or "")
    largest = max((abs(p.value) for p in row.points if p.value is not None), default=Decimal(0))
    if row.unit in ("CNY", "shares", "holders") or (len(row.unit or "") == 3 and (row.unit or "").isupper()):
        for factor, name in _SCALES:
            if largest >= factor:
                return factor, name + unit
    return Decimal(1), unit


@functools.cache
def _font() -> str:
    """The name of an installed font with Chinese characters."""
    from matplotlib import font_manager

    installed = {entry.name: entry.fname for entry in reversed(font_manager.fontManager.ttflist)}
    for name in (*(n for n in _FONTS if n in installed), *sorted(n for n in installed if n not in _FONTS)):
        if _has_chinese(installed[name]):
            return name
    raise OutputError(
        "no installed font has Chinese characters, so labels could not be read",
        hint="Install one, such as Noto Sans CJK or WenQuanYi Micro Hei",
    )


def _has_chinese(path: str) -> bool:
    from matplotlib.ft2font import FT2Font

    try:
        characters = FT2Font(path).get_charmap()
    except (OSError, RuntimeError):
        return False
    return all(ord(character) in characters for character in _SAMPLE)
