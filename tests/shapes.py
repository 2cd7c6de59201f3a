"""What each way of extracting a PDF's text lets kunlun read: the right cells, and the wrong ones that no problem names.

    python tests/shapes.py CORPUS [--only SUBSTR] [--shape NAME ...] [--keep FOLDER]

CORPUS is the local folder of filings with its truth. Shapes whose
program or library is not installed are left out: pdftotext (poppler) in three ways, pdfminer.six, pdfplumber, PyMuPDF.
Prints a table: cells right, missed and wrong by shape and disclosure, and `silent`: missed or wrong in a
disclosure without any problem.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import kunlun_cli
from kunlun_cli.errors import KunlunError

PARTS = ("financials", "holders")
# What a text cannot give: where a cell stands.
_LEFT_OUT = frozenset({"source", "notes", "name_note"})


def _pdftotext(*options: str) -> Callable[[Path], str]:
    def made(pdf: Path) -> str:
        command = ["pdftotext", *options, "-enc", "UTF-8", str(pdf), "-"]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout

    return made


def _pdfminer(pdf: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(str(pdf))


def _pdfplumber(pdf: Path) -> str:
    import pdfplumber

    with pdfplumber.open(pdf) as opened:
        return "\f".join(page.extract_text() or "" for page in opened.pages)


def _pymupdf(pdf: Path) -> str:
    import pymupdf

    with pymupdf.open(pdf) as opened:
        return "\f".join(page.get_text() for page in opened)


SHAPES: dict[str, Callable[[Path], str]] = {
    "layout": _pdftotext("-layout"),
    "raw": _pdftotext("-raw"),
    "plain": _pdftotext(),
    "pdfminer": _pdfminer,
    "pdfplumber": _pdfplumber,
    "pymupdf": _pymupdf,
}
_NEEDS = {"pdfplumber": "pdfplumber", "pymupdf": "pymupdf"}


def available() -> list[str]:
    """The shapes that can be made here."""
    poppler = shutil.which("pdftotext") is not None
    have = {name: poppler if name in {"layout", "raw", "plain"} else True for name in SHAPES}
    return [name for name, there in have.items() if there and find_spec(_NEEDS.get(name, "json")) is not None]


def _plain(value: Any) -> Any:
    """A value in the form in which two readings are compared."""
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return Decimal(str(value)).normalize()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


def _cells(part: str, document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each cell of a disclosure, by a key that says which it is."""
    if part == "holders":
        for name, value in (document.get("counts") or {}).items():
            yield f"counts.{name}", _plain(value)
    for kind in ("records", "quarterly"):
        for record in document.get(kind) or []:
            ends = (
                (record.get("table"), record.get("rank"))
                if part == "holders"
                else (record["label"], record.get("span"))
            )
            key = f"{kind}.{ends}" if kind == "records" else f"{kind}.{record['label']}"
            for field, value in record.items():
                if field not in _LEFT_OUT:
                    yield f"{key}.{field}", _plain(value)


def compare(part: str, truth: dict[str, Any], got: dict[str, Any]) -> tuple[Counter[str], list[str]]:
    """Cells right, missed, wrong and silent, and what differs."""
    want, have = dict(_cells(part, truth)), dict(_cells(part, got))
    tally: Counter[str] = Counter()
    notes = []
    for key, value in want.items():
        found = have.get(key)
        empty = found is None or found == []
        what = "right" if found == value or (empty and value in (None, [])) else "missed" if empty else "wrong"
        tally[what] += 1
        if what != "right":
            notes.append(f"{what} {key}: {value} {found}")
    rows = {key.rpartition(".")[0] for key in want}
    extra = {key.rpartition(".")[0] for key in have if key.startswith("records.")} - rows
    tally["wrong"] += len(extra)
    notes += [f"extra {key}" for key in sorted(extra)]
    if not got.get("problems"):
        tally["silent"] = tally["missed"] + tally["wrong"]
    return tally, notes


def score(pdf: Path, truth: dict[str, Any], text: str) -> Iterator[tuple[str, Counter[str], list[str]]]:
    """The tally of each disclosure, read out of a text."""
    try:
        filing = kunlun_cli.read(text.encode(), name=f"{pdf.stem}.txt")
    except KunlunError as error:
        filing = None
        refused = {"problems": [str(error)]}
    for part in PARTS:
        if part in truth:
            got = _published(filing, part) if filing else refused
            yield part, *compare(part, truth[part], got)


def _published(filing: kunlun_cli.Filing, part: str) -> dict[str, Any]:
    """A disclosure as its JSON says it."""
    from kunlun_cli.cli import main
    from kunlun_cli.cli.environment import Environment

    out = io.StringIO()
    env = Environment(io.BytesIO(b"x"), out, io.StringIO(), read=lambda *_args, **_options: filing)
    main([part, "-", "--format", "json"], env)
    got = json.loads(out.getvalue(), parse_float=Decimal)
    return dict(got[0] if isinstance(got, list) else got)


def main() -> int:
    """Run the command; 1 where a wrong or missed cell is silent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--only", default="", help="filings whose name has this in it")
    parser.add_argument("--shape", action="append", choices=sorted(SHAPES), help="these shapes only")
    parser.add_argument("--keep", type=Path, help="keep the texts here, and take them from here")
    parser.add_argument("--show", type=int, default=0, help="differences to print for each")
    args = parser.parse_args()
    total: dict[tuple[str, str], Counter[str]] = {}
    for truth_file in sorted((args.corpus / "truth").glob("*.truth.json")):
        stem = truth_file.name.removesuffix(".truth.json")
        pdf = args.corpus / "filings" / f"{stem}.pdf"
        if args.only not in stem or not pdf.exists():
            continue
        truth = json.loads(truth_file.read_text(encoding="utf-8"), parse_float=Decimal)
        for shape in args.shape or _made(stem, args.keep):
            try:
                text = _text(pdf, shape, args.keep)
            except (KunlunError, subprocess.CalledProcessError) as error:
                print(f"{stem} {shape}: {error}", file=sys.stderr)
                continue
            for part, tally, notes in score(pdf, truth, text):
                total.setdefault((shape, part), Counter()).update(tally)
                if notes and args.show:
                    print(f"{stem} {shape} {part}: {dict(tally)}", *notes[: args.show], sep="\n    ")
    print(f"{'shape':12}{'disclosure':12}{'cells':>7}{'right':>9}{'missed':>8}{'wrong':>7}{'silent':>8}")
    for (shape, part), tally in sorted(total.items()):
        cells = tally["right"] + tally["missed"] + tally["wrong"]
        right = f"{100 * tally['right'] / max(cells, 1):.2f}%"
        print(f"{shape:12}{part:12}{cells:7}{right:>9}{tally['missed']:8}{tally['wrong']:7}{tally['silent']:8}")
    return 1 if any(tally["silent"] for tally in total.values()) else 0


def _made(stem: str, keep: Path | None) -> list[str]:
    """The shapes that can be made here, and those of which the text is kept."""
    kept = [name for name in SHAPES if keep and (keep / f"{stem}.{name}.txt").exists()]
    return [name for name in SHAPES if name in {*available(), *kept}]


def _text(pdf: Path, shape: str, keep: Path | None) -> str:
    """The text of a PDF in one shape; the one that is kept, where it is."""
    kept = keep / f"{pdf.stem}.{shape}.txt" if keep else None
    if kept is not None and kept.exists():
        return kept.read_text(encoding="utf-8")
    text = SHAPES[shape](pdf)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    sys.exit(main())
