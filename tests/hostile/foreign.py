"""Any folder of PDFs through the commands, in both engines: `make foreign DIR=…`.

Files that others have made to break readers are not kept here; whoever has a folder of them runs it through this.
Printed are the statuses, what took longest and most memory, and every run that ended as none may: by a defect, by
a signal, with a traceback, or not at all.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kunlun_cli.engines import DEFAULT_ENGINE, other_engine

COMMANDS = ("financials", "holders", "lending", "segments", "check")
MAY_BE = frozenset({0, 1, 3, 4})
SECONDS = 600
"""Above the limit of kunlun for one file."""


@dataclass(frozen=True)
class Run:
    """A command on a file, and what came of it."""

    path: Path
    words: tuple[str, ...]
    status: int | None
    seconds: float
    megabytes: int
    told: str

    @property
    def bad(self) -> bool:
        """Whether it ended as no run may."""
        return self.status not in MAY_BE or "Traceback" in self.told

    def __str__(self) -> str:
        told = self.told.strip().splitlines()[-1:] or [""]
        used = f"{self.seconds:.1f} s {self.megabytes} MB"
        return f"{self.status} {used} {' '.join(self.words)} {self.path}: {told[0][:160]}"


def runs(paths: list[Path], commands: tuple[str, ...]) -> Iterator[Run]:
    """Every command on every file with every engine."""
    for path in paths:
        for command in commands:
            for engine in (DEFAULT_ENGINE, other_engine(DEFAULT_ENGINE)):
                yield _run(path, (command, "--engine", engine))


def _run(path: Path, words: tuple[str, ...]) -> Run:
    command = [sys.executable, "-m", "kunlun_cli", *words, "--no-cache", str(path)]
    begun = time.monotonic()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told)
        status, used = _waited(process, begun + SECONDS)
        told.seek(0)
        text = told.read().decode("utf-8", "replace")
    return Run(path, words, status, time.monotonic() - begun, used, text)


def _waited(process: subprocess.Popen[bytes], end: float) -> tuple[int | None, int]:
    """The status of a process, `None` of one that had to be ended, and its largest memory."""
    status = None
    while time.monotonic() < end:
        number, code, used = os.wait4(process.pid, os.WNOHANG)
        if number:
            process.returncode = status = os.waitstatus_to_exitcode(code)
            return status, used.ru_maxrss >> 10
        time.sleep(0.02)
    process.kill()
    process.wait()
    return None, 0


def main() -> int:
    """Run all, print what came of it; the status says whether a run ended as none may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--commands", nargs="+", default=COMMANDS, choices=COMMANDS)
    given = parser.parse_args()
    paths = sorted(path for path in given.folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())
    done = []
    for run in runs(paths, tuple(given.commands)):
        done.append(run)
        if run.bad:
            print("BAD", run, flush=True)
    print(f"{len(paths)} files, {len(done)} runs; statuses: {dict(Counter(run.status for run in done))}")
    if done:
        print("longest:", max(done, key=lambda run: run.seconds))
        print("largest:", max(done, key=lambda run: run.megabytes))
    bad = sum(run.bad for run in done)
    print(f"{bad} ended as no run may")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
