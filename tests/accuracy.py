"""How much of the truth kunlun reads, and how well all filings of a folder agree with themselves.

python tests/accuracy.py           measure on the folder named by KUNLUN_CORPUS, print, write accuracy.md
python tests/accuracy.py --only X  those filings alone whose name contains X; nothing is written

A truth file, `truth/FOLDER/STEM.truth.json`, holds in the shape of the JSON contract what a person read in a
filing; its filing is the one with its hash in `truth/filings.csv`, whatever it is called. Every field of each of
its records is a cell: right, missed (null or absent where the truth has a value), wrong (another value), or extra
(a record that the truth does not have). Cells that are not right in an output that names no problem are silent:
the ones that nobody would notice.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

from conftest import CORPUS, ROOT

from kunlun_cli import KunlunError, read
from kunlun_cli.checks.engine import check
from kunlun_cli.filing import Filing
from kunlun_cli.render.as_json import dumps
from kunlun_cli.render.document import document

COMMANDS = ("financials", "holders", "lending", "segments", "statements")
TRUTH = ROOT / "tests" / "truth"
FILINGS = {"A": "annual report", "H1": "half-year report", "Q1": "quarterly report", "Q3": "quarterly report"}
EXTRACTED = {"texts": ", text", "markdown": ", Markdown"}
KINDS = (("pdf", "PDF"), ("txt", "text"), ("md", "Markdown"))
IGNORED = {"source", "metrics", "outline", "raw", "notes", "period_inferred"}
# A line of a statement is found by these; its unit and its amounts are the cells.
FOUND_BY = {"statement", "scope", "label", "note", "item", "level"}
_NUMBERED = re.compile(
    r"^(其中:|加:|减:|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.](?!\d)|[①-⑳])"
)
_SIGNS = re.compile(r"[(][^()]*[)]$")
AGREEMENT = {"KL101": "key figures agree with their printed changes", "KL201": "ten holders imply one share total"}
_DASHES = str.maketrans(dict.fromkeys("－—–‐‑⁃−―─", "-"))
_UNIT = re.compile(r"[（(][^（）()]*[元股%％倍][^（）()]*[)）]$")


def plain(value: Any) -> Any:
    """A value as it is compared: text without white space and compatibility forms, numbers by value."""
    match value:
        case str():
            return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value).translate(_DASHES))
        case bool() | None:
            return value
        case int() | Decimal():
            return Decimal(value).normalize()
        case list():
            return sorted(json.dumps(plain(v), default=str, ensure_ascii=False) for v in value)
        case dict():
            return {k: str(plain(v)) for k, v in value.items() if k not in IGNORED}
    return value


def key(kind: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells a record from the others of its kind."""
    if kind in {"financials", "quarterly"}:
        return (_UNIT.sub("", plain(row.get("label") or "")), row.get("span"))
    if kind == "holders":
        return (row.get("table"), row.get("rank"))
    if kind == "statements":
        return (row.get("statement"), row.get("scope"), bare(row.get("label") or ""))
    return (row.get("table"), row.get("dimension"), plain(row.get("name") or ""))


def bare(label: str) -> str:
    """A statement's label without numbering, 其中：, a bracket at its end and white space."""
    text, before = str(plain(label)), None
    while text != before:
        text, before = _SIGNS.sub("", _NUMBERED.sub("", text)), text
    return text


def indexed(kind: str, rows: Iterable[Mapping[str, Any]] | None) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """Records by key; of records with the same key, the second and later ones are numbered."""
    seen: Counter[tuple[Any, ...]] = Counter()
    out = {}
    for row in rows or ():
        seen[key(kind, row)] += 1
        out[(*key(kind, row), seen[key(kind, row)])] = row
    return out


def cell(tally: Counter[str], want: Any, got: Any, *, absent: bool) -> None:
    """Count one cell. Nothing printed and nothing given is no evidence either way."""
    nothing = want in (None, [])
    if absent and nothing:
        return
    if not absent and plain(want) == plain(got):
        tally["right"] += 1
    elif absent or got in (None, []):
        tally["right" if nothing else "missed"] += 1
    else:
        tally["wrong"] += 1


def compare(tally: Counter[str], kind: str, want: Any, got: Any) -> None:
    """Count the cells of two lists of records."""
    wanted, given = indexed(kind, want), indexed(kind, got)
    cells = {f for row in wanted.values() for f in row} - IGNORED - (FOUND_BY if kind == "statements" else set())
    for name, row in wanted.items():
        other = given.get(name)
        for field in cells & row.keys():
            cell(tally, row[field], (other or {}).get(field), absent=other is None or field not in other)
    for name in given.keys() - wanted.keys():
        if not (kind == "segments" and given[name].get("dimension") == "other"):
            counted = cells if kind == "statements" else given[name].keys() - IGNORED
            tally["extra"] += sum(given[name].get(field) not in (None, [], "") for field in counted)


def outputs(filing: Filing, commands: Iterable[str]) -> dict[str, Any]:
    """The JSON documents of a filing, as a script would read them."""
    out = {}
    for name in commands:
        result = getattr(filing, name)
        text = dumps(document(filing.info, result, result.problems))
        out[name] = json.loads(text, parse_float=Decimal)
    return out


def scored(truth: Mapping[str, Any], docs: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """The cells of one filing by command."""
    out = {}
    for name in COMMANDS:
        if name not in truth:
            continue
        tally: Counter[str] = Counter()
        want, got = truth[name], docs[name]
        if name == "financials":
            for field, value in truth.get("filing", {}).items():
                cell(tally, value, got["filing"].get(field), absent=field not in got["filing"])
            compare(tally, "quarterly", want.get("quarterly"), got.get("quarterly"))
        for part in ("counts", "applicable"):
            for field, value in (want.get(part) or {}).items():
                cell(tally, value, (got.get(part) or {}).get(field), absent=field not in (got.get(part) or {}))
        compare(tally, name, want.get("records"), got.get("records"))
        if not got["problems"]:
            tally["silent"] = tally["wrong"] + tally["extra"] + tally["missed"]
        out[name] = tally
    return out


def measure(path: Path, truths: list[Path]) -> dict[str, Any]:
    """Everything measured on one filing; errors by their class, so that a defect shows as one."""
    result: dict[str, Any] = {"name": path.stem, "suffix": path.suffix[1:]}
    wanted: dict[str, Any] = {}
    for truth in truths:
        wanted |= json.loads(truth.read_text(encoding="utf-8"), parse_float=Decimal)
    try:
        filing = read(path)
        docs = outputs(filing, [c for c in COMMANDS if c != "statements" or c in wanted])
        result["outcomes"] = {r.code: r.outcome for r in check(filing).rules if r.code in AGREEMENT}
    except KunlunError as error:
        return {**result, "failed": str(error)}
    result["problems"] = {name: len(doc["problems"]) for name, doc in docs.items()}
    result["empty"] = [n for n in ("financials", "holders") if not docs[n]["records"]]
    result["ten"] = len([h for h in docs["holders"]["records"] if h["table"] == "top10"]) == 10
    if wanted:
        result |= {"cells": scored(wanted, docs), "kind": kind_of_filing(truths[0])}
    return result


def jobs(only: str) -> list[tuple[Path, list[Path]]]:
    """Each filing of the folder with its truth files, by its hash."""
    with (TRUTH / "filings.csv").open(encoding="utf-8", newline="") as lines:
        stems = {row["sha256"]: row["stem"] for row in csv.DictReader(lines)}
    out: list[tuple[Path, list[Path]]] = []
    for path in sorted(p for suffix, _ in KINDS for p in CORPUS.rglob(f"*.{suffix}") if only in p.stem):
        stem = stems.get(hashlib.sha256(path.read_bytes()).hexdigest(), "")
        truths = sorted(TRUTH.glob(f"*/{stem}.truth.json")) if stem else []
        if truths or path.parent.name == "filings":
            out.append((path, truths))
    return out


def table(results: list[dict[str, Any]]) -> str:
    """What was measured, as Markdown."""
    lines = [
        "| truth read by a person | cells | right | missed | wrong | extra | silent |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for suffix, label in KINDS:
        for name in COMMANDS:
            tallies = [r["cells"][name] for r in results if r["suffix"] == suffix and name in r.get("cells", {})]
            total = sum(tallies, Counter())
            cells = total["right"] + total["missed"] + total["wrong"]
            if cells:
                right = f"{100 * total['right'] / cells:.2f} %"
                rest = " | ".join(str(total[k]) for k in ("missed", "wrong", "extra", "silent"))
                lines.append(f"| {name}, {label} ({len(tallies)}) | {cells} | {right} | {rest} |")
    return "\n".join([*lines, "", *by_kind(results), "", *agreement([r for r in results if r["suffix"] == "pdf"])])


def kind_of_filing(truth: Path) -> str:
    """The kind of filing that a truth file is of, by its name."""
    _, period, form = truth.name.removesuffix(".truth.json").split("_")
    summary = ", summary" if form == "summary" else ""
    return FILINGS[period[4:]] + summary + EXTRACTED.get(truth.parent.name, "")


def by_kind(results: list[dict[str, Any]]) -> list[str]:
    """The cells of each disclosure and how many of them are right, by kind of filing, and all that are silent."""
    lines = [f"| kind of filing (filings) | {' | '.join(COMMANDS)} | silent |", f"|---{'|--:' * (len(COMMANDS) + 1)}|"]
    for kind in sorted({r["kind"] for r in results if "cells" in r}):
        found = [r["cells"] for r in results if r.get("kind") == kind and "cells" in r]
        totals = [sum((cells[name] for cells in found if name in cells), Counter()) for name in COMMANDS]
        silent = sum(total["silent"] for total in totals)
        lines.append(f"| {kind} ({len(found)}) | {' | '.join(map(_right, totals))} | {silent} |")
    return lines


def _right(total: Counter[str]) -> str:
    cells = total["right"] + total["missed"] + total["wrong"]
    return f"{cells}: {100 * total['right'] / cells:.2f} %" if cells else "–"


def agreement(results: list[dict[str, Any]]) -> list[str]:
    """What all filings, with or without truth, show of themselves."""
    total = len(results)
    failed = [r["name"] for r in results if "failed" in r]
    read_well = [r for r in results if "failed" not in r]
    lines = [f"| all {total} PDF filings | filings | those that fall out |", "|---|--:|---|"]

    def line(label: str, out: list[str]) -> None:
        lines.append(f"| {label} | {total - len(out)} | {', '.join(out) or '–'} |")

    line("read without an error", failed)
    for name in ("financials", "holders"):
        line(f"{name} found", failed + [r["name"] for r in read_well if name in r["empty"]])
    for name in COMMANDS[:4]:
        line(f"{name} without a problem", failed + [r["name"] for r in read_well if r["problems"][name]])
    line("top ten has ten rows", failed + [r["name"] for r in read_well if not r["ten"]])
    for code, label in AGREEMENT.items():
        line(f"{label} ({code})", failed + [r["name"] for r in read_well if r["outcomes"].get(code) == "fail"])
    return lines


def main() -> int:
    """Measure, print, and write the table for the README."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="filings whose name contains this")
    only = parser.parse_args().only
    todo = jobs(only)
    if not todo:
        print(f"no folder of filings at {CORPUS}; say where it is with KUNLUN_CORPUS", file=sys.stderr)
        return 3
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(measure, [path for path, _ in todo], [truths for _, truths in todo]))
    text = table(results)
    print(text)
    if not only:
        (ROOT / "tests" / "accuracy.md").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
