"""Kill `kunlun batch` again and again, and see that nothing is lost or doubled: `python -m tests.hostile.kills 100`.

Every other run is ended at one of its renames, the others at a moment drawn at random; always with SIGKILL, and all
its processes. After each kill the dataset is looked at as pandas, DuckDB and `query` see it; when a run has come to its
end, every table must hold what one run without a kill gives. Then files are replaced by others, of which two may be the
same, so that earlier readings have to go.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from kunlun_cli.dataset.query import ask
from kunlun_cli.dataset.store import open_store
from kunlun_cli.dataset.tables import TABLES
from kunlun_cli.dataset.whole import manifest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = ("misprints.pdf", "series_a_2023A.pdf", "series_a_2024A.pdf", "kunlun_facts_halfyear_summary.pdf")
_LONGEST = 4.0
"""Seconds from which the moment of a kill is drawn: a run of the four files takes about so long."""

_AT_A_RENAME = """
import os, pathlib, signal, sys
from kunlun_cli.cli import main
rename, left = pathlib.Path.replace, [int(sys.argv[1])]
def replace(self, target):
    left[0] -= 1
    if not left[0]:
        os.killpg(0, signal.SIGKILL)
    return rename(self, target)
pathlib.Path.replace = replace
sys.exit(main(sys.argv[2:]))
"""

Row = tuple[str, ...]


@dataclass
class Kills:
    """A folder of reports, its dataset, and what became of the runs over it."""

    folder: Path
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    ends: int = 0
    faults: list[str] = field(default_factory=list)
    renames: int = 0

    def __post_init__(self) -> None:
        """Begin with all the reports."""
        self.reports, self.dataset = self.folder / "reports", self.folder / "dataset"
        self.reports.mkdir()
        self._replace_some()

    def _replace_some(self) -> None:
        """Each report is one of the samples; two may be the same."""
        for number in range(len(NAMES)):
            shutil.copy(SAMPLES / self.chance.choice(NAMES), self.reports / f"{number}.pdf")

    def step(self) -> None:
        """One run, killed or not, and a look at what it has left."""
        how = "at a rename" if sum(self.kills.values()) % 2 == 0 else "at random"
        killed = self._run(how)
        if killed:
            self.kills[how] += 1
        self._look()
        if not killed:
            self.ends += 1
            self.renames = 0
            self._compare()
            self._replace_some()

    def _run(self, how: str) -> bool:
        """Whether the run was killed before its end."""
        words = ["batch", str(self.reports), "--out", str(self.dataset), "--jobs", "2"]
        command = [sys.executable, "-m", "kunlun_cli", *words]
        if how == "at a rename":
            self.renames += 1
            command = [sys.executable, "-c", _AT_A_RENAME, str(self.renames), *words]
        run = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
        if how == "at random":
            time.sleep(self.chance.uniform(0.1, _LONGEST))
            os.killpg(run.pid, signal.SIGKILL)
        _, told = run.communicate()
        if run.returncode not in {0, 4, -signal.SIGKILL}:
            self.faults.append(f"status {run.returncode}: {told.decode()[-300:]}")
        return run.returncode == -signal.SIGKILL

    def _look(self) -> None:
        """No filing that is done is missing or there twice, whatever was left unfinished."""
        if not (self.dataset / "filings").exists():
            return
        done = Counter(
            path for entry in manifest(open_store(str(self.dataset))).entries.values() for path in set(entry.outputs)
        )
        for table in TABLES:
            want = {path.rsplit("-", 1)[1].removesuffix(".parquet") for path in done if path.startswith(f"{table}/")}
            if not want:
                continue
            pandas = Counter(value[:16] for value in pd.read_parquet(self.dataset / table)["sha256"])
            files = f"{self.dataset}/{table}/*/*.parquet"
            found = duckdb.sql(f"SELECT sha256[:16], count(*) FROM '{files}' GROUP BY 1").fetchall()  # noqa: S608
            asked = dict(ask(self.dataset, f"SELECT sha256[:16], count(*) FROM {table} GROUP BY 1").rows)  # noqa: S608
            if dict(found) != dict(pandas) or asked.keys() != want or any(pandas[each] != asked[each] for each in want):
                self.faults.append(f"{table}: pandas {dict(pandas)}, DuckDB {dict(found)}, query {asked}, want {want}")

    def _compare(self) -> None:
        """A run that has ended says what one says that was never killed."""
        fresh = self.folder / "fresh"
        words = [sys.executable, "-m", "kunlun_cli", "batch", str(self.reports), "--out", str(fresh), "--jobs", "2"]
        subprocess.run(words, stderr=subprocess.DEVNULL, check=False)
        for table in TABLES:
            if _rows(self.dataset, table) != _rows(fresh, table):
                self.faults.append(f"{table} is not what a run gives that is not killed")
        shutil.rmtree(fresh)


def _rows(dataset: Path, table: str) -> list[Row]:
    """All rows of a table as other tools see them; of two copies the one that was done last gives its name."""
    if not (dataset / table).exists() or not list((dataset / table).rglob("*.parquet")):
        return []
    frame = pd.read_parquet(dataset / table).drop(columns=["source"], errors="ignore")
    return sorted(tuple(map(str, row)) for row in frame.itertuples(index=False))


def main() -> int:
    """Kill as often as asked, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        state = Kills(Path(folder), random.Random(given.seed))  # noqa: S311 - the same again by its seed
        while sum(state.kills.values()) < given.kills and not state.faults:
            state.step()
        while not state.faults and state.ends < 1:
            state.step()
    told = ", ".join(f"{count} {how}" for how, count in state.kills.items())
    print(f"kills: {told}; runs to their end between them: {state.ends}; faults: {len(state.faults)}")
    for fault in state.faults:
        print(f"  {fault}")
    return 1 if state.faults else 0


if __name__ == "__main__":
    sys.exit(main())
