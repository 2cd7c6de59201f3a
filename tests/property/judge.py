"""What kunlun gives for a perturbed filing, held against its truth: right, named, or silent."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import kunlun_cli
from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.engines import Engine
from tests.property.named import Cell, unnamed

DISCLOSURES = ("financials", "holders", "lending", "segments")
# Most of the made filings have no narrative; saying so names no cell.
NAMES_NOTHING = {"no-narrative"}
KEYS: dict[str, tuple[str, ...]] = {
    "financials": ("item", "span"),
    "holders": ("table", "name"),
    "lending": ("table", "name"),
    "segments": ("table", "dimension", "name"),
}
# Fields that are how a record is found, or words that a perturbation may rightly change.
NOT_CELLS = {"source", "parent", "label", "dimension_label", "rank", "name_note", "change_note", "change_unit"}


class Verdict(NamedTuple):
    """One disclosure: how many rows it has, and the cells that are wrong."""

    disclosure: str
    cells: int
    wrong: tuple[Cell, ...]
    silent: tuple[Cell, ...]
    """Those of them that no problem names."""


def judged(data: bytes, name: str, truth: Mapping[str, Any], engine: Engine, *, sums: bool = False) -> list[Verdict]:
    """The verdicts on a filing's four disclosures; a filing refused as a whole is named as a whole.

    `sums` says that rows of sums were printed which the truth does not have.
    """
    try:
        filing = kunlun_cli.read(data, name=name, engine=engine)
    except kunlun_cli.KunlunError:
        return [Verdict(d, 0, (), ()) for d in DISCLOSURES]
    out = []
    for disclosure in DISCLOSURES:
        status, given = _asked(disclosure, filing)
        wanted = truth[disclosure]
        wrong = tuple(_wrong(dict(_cells(disclosure, wanted)), dict(_cells(disclosure, given)), sums=sums))
        problems = [p for p in given["problems"] if p["code"] not in NAMES_NOTHING]
        silent: Sequence[Cell] = ()
        if status == 0 or given["records"]:  # else the disclosure is said not to be there
            silent = unnamed(wrong, _rows(disclosure, wanted), _rows(disclosure, given), problems)
        out.append(Verdict(disclosure, len(wanted["records"]), wrong, tuple(silent)))
    return out


def _rows(disclosure: str, truth: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The printed or given rows by the keys of their cells."""
    rows = {_key(disclosure, record): record for record in truth["records"]}
    return rows | {f"quarterly {line['item']}": line for line in truth.get("quarterly", ())}


def _asked(disclosure: str, filing: kunlun_cli.Filing) -> tuple[int, dict[str, Any]]:
    """The status and the JSON that the command gives."""
    out, err = io.StringIO(), io.StringIO()
    env = Environment(io.BytesIO(), out, err, read=lambda *_args, **_options: filing)
    status = main([disclosure, filing.name, "--format", "json"], env)
    printed = out.getvalue()
    given = json.loads(printed, parse_float=Decimal) if printed else {"records": [], "problems": []}
    return status, given


def _key(disclosure: str, record: Mapping[str, Any]) -> str:
    return "/".join(re.sub(r"\s", "", str(record.get(k))) for k in KEYS[disclosure])


def _cells(disclosure: str, truth: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for part in ("counts", "applicable"):
        for name, value in truth.get(part, {}).items():
            yield f"{part}.{name}", value
    for line in truth.get("quarterly", ()):
        for quarter in ("q1", "q2", "q3", "q4"):
            yield f"quarterly {line['item']}.{quarter}", line[quarter]
    for record in truth["records"]:
        for name, value in record.items():
            if name not in (*NOT_CELLS, *KEYS[disclosure]):
                yield f"{_key(disclosure, record)}.{name}", value


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [(p["state"], p["shares"] and Decimal(p["shares"])) for p in value]
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


_SUM = re.compile(r"/(合计|总计|小计)\.")


def _wrong(want: Mapping[str, object], got: Mapping[str, object], *, sums: bool) -> Iterator[Cell]:
    for where, value in want.items():
        # Shares on margin are printed below both tables of holders; the second has them where the first was lost.
        margin = where.endswith(".margin_account_shares") and want.get(where.replace("top10_unrestricted", "top10"))
        same = _plain(got.get(where)) in [_plain(value), *([_plain(margin)] if margin else [])]
        if not same and not (value == [] and got.get(where) is None):
            yield Cell(where, value, got.get(where))
    rows = {w.rsplit(".", 1)[0] for w in want}
    for where, value in got.items():
        more = isinstance(value, Decimal | int) and not isinstance(value, bool)
        # A line that is none of the form's, or a sum, is given as it is printed; as a holder it would be one too many.
        printed = where.startswith(("None/", "quarterly None")) or "/total/" in where or (sums and _SUM.search(where))
        if more and where.rsplit(".", 1)[0] not in rows and not printed:
            yield Cell(where, None, value)
