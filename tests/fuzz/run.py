"""Fuzz all targets in turn, one process at a time: `python -m tests.fuzz.run --seconds 120`.

Findings are kept in the folder, one file each, with how they fail beside them; the exit status says whether
there are any. Inputs that reach something new are kept too, so that the next run goes on from there.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.seeds import WORDS, seeds
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 20
"""Seconds for one input, unless said otherwise; the largest seed takes less than one of them without instruments."""
MEMORY = 3000
"""MB for the process."""


def main() -> int:
    """Run, print what was done, and say whether anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120, help="for all targets together")
    parser.add_argument("--slice", type=int, default=0, help="seconds a target runs before the next has its turn")
    parser.add_argument("--timeout", type=int, default=TIMEOUT, help="for one input; more on a machine that is busy")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "fuzz", help="where inputs are kept")
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all by default")
    given = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("fuzz: atheris is not installed (it has no package for this Python or system); nothing was fuzzed")
        return 0
    names = given.targets or list(TARGETS)
    turn = given.slice or max(given.seconds // len(names), 5)
    end = time.monotonic() + given.seconds
    runs: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    while (left := end - time.monotonic()) > 1:
        name = min(names, key=lambda each: spent[each])
        begun = time.monotonic()
        runs[name] += _turn(name, given.folder, max(int(min(turn, left)), 1), given.timeout)
        spent[name] += max(round(time.monotonic() - begun), 1)
        print(f"{name}: {runs[name]} runs in {spent[name]} s", flush=True)
    found = sorted((given.folder / "findings").glob("*"))
    print(f"fuzz: {sum(runs.values())} runs in {sum(spent.values())} s; findings: {len(found)}")
    for path in found:
        print(f"  {path}")
    return 1 if found else 0


def _turn(name: str, folder: Path, seconds: int, timeout: int) -> int:
    """One process for some seconds; it ends early where it finds something. How many runs it made."""
    corpus, findings = folder / name, folder / "findings"
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    for i, seed in enumerate(seeds(name)):
        (corpus / f"seed{i}").write_bytes(seed)
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), encoding="ascii")
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={timeout}",
        f"-report_slow_units={timeout}",
        f"-rss_limit_mb={MEMORY}",
        f"-artifact_prefix={findings}/{name}-",
        f"-dict={words}",
        f"-max_len={60_000 if name in {'pdf', 'text', 'content'} else 4000}",
        "-print_final_stats=1",
        str(corpus),
    ]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.one", name, *options],
            cwd=ROOT,
            capture_output=True,
            timeout=seconds + 10 * timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        print(f"{name}: did not end within {seconds + 10 * timeout} seconds; its runs are not counted", flush=True)
        return 0
    told = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
    if done.returncode:
        stamp = time.strftime("%H%M%S")
        (folder / f"{name}-{stamp}.log").write_text(told[-20_000:], encoding="utf-8")
        print(f"{name}: process ended with {done.returncode}; see {folder / f'{name}-{stamp}.log'}", flush=True)
    counts = re.findall(r"^#(\d+)|number_of_executed_units:\s*(\d+)", told, re.MULTILINE)
    with contextlib.suppress(IndexError):
        return max(int(one or other) for one, other in counts) if counts else 0
    return 0


def _escaped(word: str) -> str:
    return "".join(chr(b) if 32 < b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in word.encode())


if __name__ == "__main__":
    sys.exit(main())
