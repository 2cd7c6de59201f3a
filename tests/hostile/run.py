"""Read every hostile file in a process of its own and print what came of it: `make hostile`, `make hostile DIR=folder`.

Each is read by the library as it is, within a time limit of the operating system, and again with a child process
(`--isolate`). A traceback, a death or a result other than the one expected fails the run; of the files of a folder,
which are read as well, anything else is expected.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kunlun_cli.engines import DEFAULT_ENGINE
from tests.hostile import model
from tests.hostile.files import FILES, Hostile, truncated

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 90
"""What a file may take of wall time at most; the limits of kunlun stand lower."""

_CODE = r"""
import json, sys, time
from kunlun_cli import read
from kunlun_cli.errors import KunlunError
from kunlun_cli.reading.isolated import read_isolated
path, engine, password, isolated = json.loads(sys.argv[1])
data = open(path, "rb").read()
begun = time.monotonic()
def outcome():
    try:
        filing = (read_isolated if isolated else read)(data, name="x", password=password, engine=engine)
        parts = [filing.financials, filing.holders, filing.lending, filing.segments]
        problems = sum(len(part.problems) for part in parts[:3])
        counts = [len(part.records) for part in parts[:2]]
        if isolated:
            filing.close()
        return ["read", counts, problems, [str(r.value) for r in parts[0].records], [h.name for h in parts[1].records]]
    except KunlunError as error:
        return [type(error).__name__, str(error)]
    except (MemoryError, RecursionError) as error:
        return ["LimitError", type(error).__name__]
told = outcome()
try:  # RUSAGE_SELF would count what the parent had before the exec
    peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) // 1024
    import gc, resource
    gc.collect()
    peak = max(peak, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
except (OSError, IndexError, ImportError):
    peak = 0
print(json.dumps([told, time.monotonic() - begun, peak]))
"""


def outcome(data: bytes, hostile: Hostile, engine: str, *, isolated: bool) -> tuple[list[object], float, int]:
    """What came of a file, in how many seconds and with how many MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        words = json.dumps([str(path), engine, hostile.password, isolated])
        begun = time.monotonic()
        try:
            done = subprocess.run(
                [sys.executable, "-c", _CODE, words], cwd=ROOT, capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return ["TIMEOUT"], time.monotonic() - begun, 0
        if done.returncode:
            return ["DIED", done.stderr.decode(errors="replace")[-400:]], time.monotonic() - begun, 0
        told, seconds, peak = json.loads(done.stdout)
        return told, seconds, peak


def judged(hostile: Hostile, told: list[object]) -> bool:
    """Whether that is what was expected."""
    if told[0] in {"TIMEOUT", "DIED"}:
        return False
    wanted = hostile.result.split("|")
    if told[0] != "read":
        return told[0] in wanted or wanted[0] == "any"
    if "read" in wanted:
        return told[1] == [len(model.KEY_ROWS) - 1, len(model.HOLDERS)] and told[3] == model.VALUES
    return wanted[0] in {"any", "part"}


def _of_folder(folder: Path) -> list[Hostile]:
    return [Hostile(path.name, path.read_bytes, "any") for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES]


_SUFFIXES = frozenset({".pdf", ".html", ".txt"})


def main() -> int:
    """Run all, print the table, and say whether all came out as expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only files with one of these in their names")
    parser.add_argument("--folder", type=Path, help="more files")
    given = parser.parse_args()
    files = [*FILES, *truncated(), *(_of_folder(given.folder) if given.folder else ())]
    files = [each for each in files if not given.words or any(word in each.name for word in given.words)]
    bad = 0
    print("| file | bytes | read by | expected | got | seconds | MB |\n|---|--:|---|---|---|--:|--:|")
    for hostile in files:
        data = hostile.make()
        pdf = b"%PDF-" in data[:1024]
        for engine, isolated in (("pdfminer", False), ("pdfium", False), (DEFAULT_ENGINE, True)):
            if engine == "pdfium" and not pdf and not isolated:
                continue
            told, seconds, peak = outcome(data, hostile, engine, isolated=isolated)
            good = judged(hostile, told)
            bad += not good
            got = f"read {told[1]}, {told[2]} problems" if told[0] == "read" else str(told[0])
            mark = "" if good else f" **NOT AS EXPECTED** {str(told[1:])[:300]}"
            how = f"{engine}, isolated" if isolated else engine
            about = f"{hostile.name} | {len(data)} | {how} | {hostile.result.replace('|', ' or ')}"
            print(f"| {about} | {got}{mark} | {seconds:.1f} | {peak} |", flush=True)
    print(f"\n{len(files)} files, {bad} not as expected")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
