"""Measure kunlun side by side with other programs, as ratios of paired runs with their spread.

Processor time (user and system) is what is compared, because seconds depend on what else the machine does;
several processes alone are measured by the clock. Quartiles are of the ratios of the pairs. Beside speed stands
quality: how many amounts of the financial statements, as people read them, a program's tables have in one row with
their label.

    python tests/bench.py [--runs 9] [--filings FOLDER] [--only GROUP]... [--write]

Without a folder of filings only the start is measured. `--write` leaves tests/bench.md and tests/bench.json.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import itertools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KUNLUN = str(Path(sys.executable).with_name("kunlun"))
CACHE = tempfile.mkdtemp(prefix="kunlun-bench-")
ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "KUNLUN_CACHE_DIR": CACHE}
GROUPS = ("start", "warm", "full", "whole", "summary", "batch", "quality")
FULL = range(150, 330)
"""Pages of a full report."""
SUMMARY = range(4, 13)
ALL = range(1, 1000)
ENGINES = {"pdfminer": None, "pdfium": 20}
"""With how many times as fast as pdfplumber each must be, where it must."""

_PARTS = ("financials", "holders", "lending", "segments")
_ALL_FOUR = (
    "import sys, kunlun_cli\n"
    "filing = kunlun_cli.read(sys.argv[1], engine=sys.argv[2])\n"
    f"[getattr(filing, name) for name in {_PARTS}]"
)
_PLUMBER = (
    "import sys, pdfplumber\n"
    "pages = [int(n) for n in sys.argv[2:]]\n"
    "with pdfplumber.open(sys.argv[1]) as pdf:\n"
    "    for page in pdf.pages:\n"
    "        if not pages or page.page_number in pages:\n"
    "            page.extract_tables()\n"
    "            page.close()"
)
_PDFIUM_TEXT = (
    "import sys, pypdfium2\n"
    "document = pypdfium2.PdfDocument(sys.argv[1])\n"
    "for page in document:\n"
    "    page.get_textpage().get_text_bounded()"
)
_EXTRACT_TEXT = "import sys\nfrom pdfminer.high_level import extract_text\nextract_text(sys.argv[1])"


def python(code: str, *words: str) -> list[str]:
    return [sys.executable, "-c", code, *words]


@dataclass(frozen=True)
class Cost:
    cpu: float
    clock: float
    peak_mb: int


def cost(command: Sequence[str]) -> Cost:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=ENVIRONMENT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        clock = time.perf_counter() - start
        if process.returncode not in (0, 1, 3, 4):  # 1: check has found something
            errors.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {errors.read()[-400:]!r}")
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss >> 10)


@dataclass(frozen=True)
class Quality:
    """How many amounts of how many a program's tables have beside their label, in so many reports."""

    program: str
    found: int
    every: int
    reports: int


@dataclass(frozen=True)
class Result:
    """How much of what is allowed was used: `ratio` of a command to another, or to a sum with it."""

    group: str
    command: str
    against: str
    ratio: float
    low: float
    high: float
    seconds: float
    peak_mb: int
    pairs: int
    limit: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        held = self.ratio >= self.limit if self.at_least else self.ratio <= self.limit
        return f"{'at least' if self.at_least else 'at most'} {self.limit:g}: {'held' if held else 'MISSED'}"


def compared(
    group: str,
    names: tuple[str, str],
    pairs: Sequence[tuple[Cost, Cost]],
    *,
    limit: float | None = None,
    allowed: tuple[float, float] = (1.0, 0.0),
    inverse: bool = False,
) -> Result:
    """Ratios of the pairs; `allowed` makes the second factor * seconds + seconds, `inverse` turns them round."""
    factor, more = allowed
    ratios = [one.cpu / (other.cpu * factor + more) for one, other in pairs]
    if inverse:
        ratios = [1 / ratio for ratio in ratios]
    low, middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    return Result(
        group, *names, middle, low, high, statistics.median(one.cpu for one, _ in pairs),
        max(one.peak_mb for one, _ in pairs), len(pairs), limit, inverse,
    )  # fmt: skip


def paired(one: Sequence[str], other: Sequence[str], runs: int) -> list[tuple[Cost, Cost]]:
    """Runs of both in turn, so that what disturbs the one disturbs the other as well."""
    cost(one), cost(other)  # what is cached is cached from here on
    return [(cost(one), cost(other)) for _ in range(runs)]


def start(runs: int, sample: Path) -> Iterator[Result]:
    typer, both, help_ = python("import typer"), python("import typer, rich"), [KUNLUN, "--help"]
    yield compared("start", ("kunlun --help", "import typer"), paired(help_, typer, runs))
    yield compared("start", ("kunlun --help", "import typer, rich"), paired(help_, both, runs), limit=1.6)
    yield compared(
        "start", ("kunlun holders --help", "kunlun --help"), paired([KUNLUN, "holders", "--help"], help_, runs)
    )
    warm = [KUNLUN, "holders", str(sample), "-f", "json"]
    yield compared("warm", ("kunlun holders, warm", "kunlun --help"), paired(warm, help_, runs), limit=2.0)


def pages_of(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def chosen(filings: Path, pages: range, number: int) -> list[Path]:
    """Some filings of a length, spread over the folder."""
    found = [path for path in sorted(filings.glob("*.pdf")) if pages_of(path) in pages]
    return found[:: max(1, len(found) // number)][:number]


def read_pages(path: Path) -> list[str]:
    """The pages that kunlun reads in full."""
    import kunlun_cli

    filing = kunlun_cli.read(path)
    assert all(getattr(filing, name) is not None for name in _PARTS)
    return [str(number) for number in sorted(filing.document._pages)]  # type: ignore[attr-defined]


def full_reports(paths: Sequence[Path], runs: int) -> Iterator[Result]:
    """Both engines beside the same runs of the other programs."""
    ours = {engine: {path: python(_ALL_FOUR, str(path), engine) for path in paths} for engine in ENGINES}
    others = {
        "pdfplumber, whole file": (1, lambda p: python(_PLUMBER, str(p))),
        "pdfplumber, same pages": (1, lambda p: python(_PLUMBER, str(p), *read_pages(p))),
        "pdftotext -layout": (runs, lambda p: ["pdftotext", "-layout", str(p), "/dev/null"]),
        "PDFium's text, whole file": (runs, lambda p: python(_PDFIUM_TEXT, str(p))),
    }
    for other, (times, command) in others.items():
        rounds = [
            ({engine: cost(ours[engine][path]) for engine in ENGINES}, cost(command(path)))
            for path in paths
            for _ in range(times)
        ]
        for engine, must in ENGINES.items():
            name, pairs = f"kunlun cold, {engine}", [(found[engine], base) for found, base in rounds]
            plumber = other.startswith("pdfplumber")
            limit = must if "plumber, whole" in other else None
            yield compared("full", (name, other), pairs, limit=limit, inverse=plumber)
            if other == "pdftotext -layout":
                yield compared("full", (name, f"3 x {other} + 0.3 s"), pairs, limit=1.0, allowed=(3.0, 0.3))


def whole_reports(paths: Sequence[Path], runs: int) -> Iterator[Result]:
    """The commands that read a report from end to end, and that for its statements."""

    def command(name: str, path: Path) -> list[str]:
        return [KUNLUN, name, str(path), "--no-cache", "--format", "csv"]

    rounds = [
        (cost(command("tables", p)), cost([*command("tables", p), "--jobs", "2"]), cost(python(_PLUMBER, str(p))))
        for p in paths
    ]
    plumber = "pdfplumber, whole file"
    yield compared(
        "whole", ("kunlun tables", plumber), [(one, other) for one, _, other in rounds], limit=6.0, inverse=True
    )
    clocks = [tuple(replace(each, cpu=each.clock) for each in found) for found in rounds]
    two = "tables, 2 processes, by the clock"
    yield compared("whole", (two, "tables, 1 process"), [(both, one) for one, both, _ in clocks], inverse=True)
    yield compared("whole", (two, plumber), [(both, other) for _, both, other in clocks], inverse=True)
    for name, other, limit in (("statements", "financials", 1.6), ("check", "tables", 1.5)):
        pairs = [pair for p in paths for pair in paired(command(name, p), command(other, p), runs)]
        yield compared("whole", (f"kunlun {name}", f"kunlun {other}"), pairs, limit=limit)


def _kunlun_rows(path: Path) -> Iterator[list[str | None]]:
    import kunlun_cli

    for schedule in kunlun_cli.read(path).schedules:
        for row in schedule.rows:
            yield [row.label, *(cell.text for cell in row.cells)]


def _plumber_rows(path: Path) -> Iterator[list[str | None]]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            yield from (row for table in page.extract_tables() for row in table)
            page.close()


def _pymupdf_rows(path: Path) -> Iterator[list[str | None]]:
    import pymupdf

    with pymupdf.open(path) as pdf:
        for page in pdf:
            yield from (row for table in page.find_tables().tables for row in table.extract())


READERS = {"kunlun_cli": _kunlun_rows, "pdfplumber": _plumber_rows, "pymupdf": _pymupdf_rows}
"""What reads the tables of a report, by its package; one that is not installed is left out."""
SCALES = (1, 1000, 10_000, 1_000_000)
"""元, 千元, 万元, 百万元: the amounts that people have read are in yuan."""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _amounts(cells: Sequence[str | None]) -> set[Decimal]:
    texts = (re.sub(r"[,，\s]", "", cell or "").translate(_SIGNS) for cell in cells)
    return {Decimal(text) for text in texts if _NUMBER.fullmatch(text)}


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SIGNS = str.maketrans({"（": "-", "(": "-", "）": None, ")": None, "－": "-", "−": "-", "–": "-"})


def quality(truths: Path, filings: Path, number: int) -> Iterator[Quality]:
    """How many amounts of the statements stand beside their label, in some reports that people have read."""
    known = sorted(truths.glob("*_full.truth.json"))
    paths = [p for p in known[:: max(1, len(known) // number)] if list(filings.glob(f"{p.name[:-11]}*.pdf"))][:number]
    for package, rows in READERS.items():
        if importlib.util.find_spec(package) is None:
            continue
        found = every = 0
        for truth in paths:
            records = json.loads(truth.read_text(encoding="utf-8"))["statements"]["records"]
            beside: dict[Decimal, list[str]] = {}
            for row in rows(next(filings.glob(f"{truth.name[:-11]}*.pdf"))):
                for amount in _amounts(row):
                    beside.setdefault(amount, []).append(_plain("".join(cell or "" for cell in row)))
            for record in records:
                label = _plain(
                    record["label"]
                )  # without what stands before and behind it: 一、其中：（损失以“-”号填列）
                for value in (record.get("value"), record.get("prior")):
                    if value not in (None, 0):
                        every += 1
                        texts = (t for scale in SCALES for t in beside.get(Decimal(str(value)) / scale, ()))
                        found += any(label in text for text in texts)
        yield Quality(package.removesuffix("_cli"), found, every, len(paths))


def summaries(paths: Sequence[Path], runs: int) -> Iterator[Result]:
    for engine in ENGINES:
        ours = {path: python(_ALL_FOUR, str(path), engine) for path in paths}
        pairs = [pair for p in paths for pair in paired(ours[p], python(_EXTRACT_TEXT, str(p)), runs)]
        name = f"kunlun cold, {engine}"
        yield compared("summary", (name, "pdfminer extract_text"), pairs)
        against = (name, "0.8 x extract_text + 0.25 s")
        yield compared("summary", against, pairs, limit=1.0, allowed=(0.8, 0.25))


def batches(paths: Sequence[Path], runs: int) -> Iterator[Result]:
    """One process against two, by the clock."""
    pairs = []
    peak = 0
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs):
            costs = []
            for jobs in ("1", "2"):
                out = f"{folder}/{run}-{jobs}"
                command = [KUNLUN, "batch", *map(str, paths), "--out", out, "--jobs", jobs, "--lenient"]
                found = cost(command)
                costs.append(Cost(found.clock, found.clock, found.peak_mb))
                entries = [json.loads(path.read_text()) for path in Path(out).glob("_manifest/*/*.json")]
                peak = max(peak, *(entry["peak_mb"] for entry in entries))
            pairs.append((costs[1], costs[0]))
    found = compared("batch", ("batch, 2 processes", "batch, 1 process"), pairs, limit=1.8, inverse=True)
    yield Result(**{**asdict(found), "peak_mb": peak})


def table(results: Sequence[Result], machine: str) -> str:
    lines = [
        machine,
        "",
        "| what | against | ratio | quartiles | s | peak MB | must |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for r in results:
        faster = " times faster" if r.at_least else ""
        lines.append(
            f"| {r.command} | {r.against} | {r.ratio:.2f}{faster} | {r.low:.2f} to {r.high:.2f} "
            f"| {r.seconds:.2f} | {r.peak_mb} | {r.verdict} |"
        )
    return "\n".join(lines) + "\n"


def quality_table(qualities: Sequence[Quality]) -> list[str]:
    if not qualities:
        return []
    lines = ["| tables of | amounts beside their label | of | part | reports |", "| --- | ---: | ---: | ---: | ---: |"]
    return lines + [
        f"| {q.program} | {q.found} | {q.every} | {q.found / q.every:.2%} | {q.reports} |" for q in qualities
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument(
        "--reports", type=int, default=3, help="how many full reports, and three times as many summaries"
    )
    parser.add_argument(
        "--filings", type=Path, default=Path(os.environ.get("KUNLUN_CORPUS", ROOT.parent / "shared")) / "filings"
    )
    parser.add_argument("--sample", type=Path, default=ROOT / "samples" / "kunlun_facts_halfyear_summary.pdf")
    parser.add_argument("--only", action="append", choices=GROUPS, help="measure these alone; the rest stays written")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    # As an installation leaves it: where nothing may be written beside the modules, each run would compile them.
    compileall.compile_dir(ROOT / "kunlun_cli", quiet=1)
    results: list[Result] = []
    steps = {"start": start(given.runs, given.sample)}
    qualities: Iterator[Quality] = iter(())
    machine = f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; processor time, medians of paired runs."
    if given.filings.is_dir() and shutil.which("pdftotext"):
        full, short = chosen(given.filings, FULL, given.reports), chosen(given.filings, SUMMARY, 3 * given.reports)
        few = max(1, given.runs // 3)
        many = chosen(given.filings, ALL, 20 * given.reports)
        steps |= {
            "full": full_reports(full, few),
            "whole": whole_reports(full, few),
            "summary": summaries(short, few),
            "batch": batches(many, 2),
        }
        qualities = quality(given.filings.parent / "truth-statements", given.filings, given.reports)
        machine += f" {len(full)} full reports of {min(map(pages_of, full))} to {max(map(pages_of, full))} pages, "
        machine += f"{len(short)} summaries of {SUMMARY.start} to {SUMMARY.stop - 1}."
    else:
        print("no folder of filings (KUNLUN_CORPUS), or no pdftotext: only the start is measured", file=sys.stderr)
    chosen_groups = given.only or list(GROUPS)
    for result in itertools.chain.from_iterable(step for name, step in steps.items() if name in chosen_groups):
        results.append(result)
        print(table([result], "").splitlines()[-1], flush=True)
        if given.write:
            write(results, machine)
    told = list(qualities) if "quality" in chosen_groups else []
    print("\n".join(quality_table(told)), flush=True)
    if given.write:
        write(results, machine, told)
    shutil.rmtree(CACHE, ignore_errors=True)


def write(results: Sequence[Result], machine: str, qualities: Sequence[Quality] = ()) -> None:
    """Leave what has been measured so far; a run that is cut off has not been for nothing.

    What was measured before, and is not measured this time, stays.
    """
    path = ROOT / "tests" / "bench.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    again = {r.group for r in results}
    kept = [Result(**each) for each in before.get("results", ()) if each["group"] not in again]
    every = sorted([*kept, *results], key=lambda r: GROUPS.index(r.group))
    told = qualities or [Quality(**each) for each in before.get("quality", ())]
    text = "\n".join([table(every, machine).rstrip(), "", *quality_table(told)])
    (ROOT / "tests" / "bench.md").write_text(text.rstrip() + "\n", encoding="utf-8")
    found = {"machine": machine, "results": [asdict(r) for r in every], "quality": [asdict(q) for q in told]}
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
