"""Measure start-up: how much longer kunlun takes than the interpreter with its libraries alone.

Ratios of medians of paired runs, with the quartiles of the ratios, because seconds depend on the machine.

    python tests/bench.py [--runs 15] [--sample FILE] [--json OUT]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KUNLUN = str(Path(sys.executable).with_name("kunlun"))


def seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    spent = time.perf_counter() - start
    if done.returncode not in (0, 4):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-300:]}")
    return spent


def paired(command: Sequence[str], base: Sequence[str], runs: int) -> dict[str, float]:
    """Runs of both in turn, so that what disturbs the one disturbs the other as well."""
    seconds(command), seconds(base)  # what is cached is cached from here on
    pairs = [(seconds(command), seconds(base)) for _ in range(runs)]
    ratios = [one / other for one, other in pairs]
    low, _, high = statistics.quantiles(ratios, n=4)
    return {
        "ratio": statistics.median(one for one, _ in pairs) / statistics.median(other for _, other in pairs),
        "low": low,
        "high": high,
        "seconds": statistics.median(one for one, _ in pairs),
    }


def cases(sample: Path) -> list[tuple[str, list[str], str, list[str], float | None]]:
    python = [sys.executable, "-c"]
    typer = ("import typer", [*python, "import typer"])
    both = ("import typer, rich", [*python, "import typer, rich"])
    out = [
        ("kunlun --help", [KUNLUN, "--help"], *typer, 2.5),
        ("kunlun --help", [KUNLUN, "--help"], *both, 1.6),
        ("kunlun holders --help", [KUNLUN, "holders", "--help"], *typer, None),
        ("kunlun schema holders", [KUNLUN, "schema", "holders"], *typer, None),
    ]
    if sample.exists():
        out += [(f"kunlun {name} on a sample", [KUNLUN, name, str(sample)], *typer, None) for name in ("financials",)]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--sample", type=Path, default=ROOT / "samples" / "sz_halfyear_summary.pdf")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    results = []
    print(f"{'command':34} {'against':20} {'ratio':>6} {'quartiles':>13} {'seconds':>8}  limit")
    for name, command, against, base, limit in cases(given.sample):
        found = paired(command, base, given.runs)
        verdict = "" if limit is None else f"{limit} {'held' if found['ratio'] < limit else 'EXCEEDED'}"
        spread = f"{found['low']:.2f}-{found['high']:.2f}"
        print(f"{name:34} {against:20} {found['ratio']:6.2f} {spread:>13} {found['seconds']:8.3f}  {verdict}")
        results.append({"command": name, "against": against, "limit": limit, **found})
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
