"""The generated blocks of README.md and of the recipes: shown, compared or written.

python tests/readme.py            say which blocks are stale; status 1 if any is
python tests/readme.py --update   write them
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
RECIPES = ROOT / ".github" / "RECIPES.md"
SAMPLE = "samples/kunlun_facts_halfyear_summary.pdf"
WIDTH = "100"


def shell(command: str) -> str:
    """What a shell prints for a command in the repository, with kunlun of this environment first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": WIDTH, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout + done.stderr


def glance() -> str:
    line = f"kunlun financials {SAMPLE}"
    return fenced(f"$ {line}\n\n{shell(f'{line} --format table --provenance').rstrip()}", "text")


def pipeline() -> str:
    command = (
        "kunlun financials samples/series_a_*.pdf --columns code,period,item,value,change \\\n"
        "    | grep -E 'period|,(revenue|net_profit_parent|roe_weighted),'"
    )
    return fenced(f"$ {command}\n{shell(command).rstrip()}", "text")


def python() -> str:
    code = (
        "import kunlun_cli\n\n"
        f'with kunlun_cli.read("{SAMPLE}") as filing:\n'
        '    revenue = filing.financials["revenue"]\n'
        '    print(revenue.label, revenue.value, revenue.change, revenue.cells["value"].text, revenue.source.page)\n'
        '    print(filing.holders.to_frame(exact=False)[["name", "shares", "pct"]].head(3).to_string())\n'
        "    print(kunlun_cli.check(filing).findings)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    printed = "".join(f"# {line}\n" for line in (done.stdout + done.stderr).splitlines())
    return fenced(f"{code}\n{printed}".rstrip(), "python")


def commands() -> str:
    listed = shell("kunlun --help")
    names = re.findall(r"^  (\w+)  ", listed.split("Read a report:")[1], re.MULTILINE)
    lines = []
    for name in names:
        text = shell(f"kunlun {name} --help").split("\n\n")[1]
        lines.append(f"- `kunlun {name}`: {' '.join(text.split())}")
    return "\n".join(lines)


def accuracy() -> str:
    """What `make accuracy` last measured, on filings that are not in the repository: a line a kind of file."""
    head, rule, *rows = (ROOT / "tests" / "accuracy.md").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    kinds: dict[str, list[list[int]]] = {}
    for row in rows:
        disclosure, cells, _right, *faults = (cell.strip() for cell in row.strip("|").split("|"))
        kind, filings = re.findall(r"(\w+) \((\d+)\)", disclosure)[0]
        kinds.setdefault(kind, []).append([int(number) for number in (filings, cells, *faults)])
    lines = []
    for kind, numbers in kinds.items():
        filings, *totals = max(row[0] for row in numbers), *map(sum, list(zip(*numbers, strict=True))[1:])
        cells, missed, wrong, *_ = totals
        right = f"{100 * (cells - missed - wrong) / cells:.2f} %"
        lines.append(f"| {kind} ({filings} filings) | {cells} | {right} | {' | '.join(map(str, totals[1:]))} |")
    return "\n".join([head, rule, *lines])


def check() -> str:
    command = "kunlun check samples/misprints.pdf"
    return fenced(f"$ {command}\n\n{shell(f'{command} --format table').rstrip()}", "text")


def github() -> str:
    return fenced(shell("kunlun check samples/misprints.pdf --format github").rstrip(), "text")


def where() -> str:
    command = "kunlun where samples/misprints.pdf KL101 -o place.png"
    shown = shell("kunlun where samples/misprints.pdf KL101 --format table")
    return fenced(f"$ {command}\n{shown.rstrip()}", "text")


def fenced(text: str, language: str) -> str:
    return f"```{language}\n{text}\n```"


BLOCKS: Mapping[str, tuple[Path, Callable[[], str]]] = {
    "glance": (README, glance),
    "accuracy": (README, accuracy),
    "commands": (RECIPES, commands),
    "pipeline": (RECIPES, pipeline),
    "python": (RECIPES, python),
    "check": (RECIPES, check),
    "github": (RECIPES, github),
    "where": (RECIPES, where),
}
"""Each block, the file in which it stands, and what makes it."""


def block(text: str, name: str) -> str:
    """What stands in the block of that name."""
    return text.split(f"<!-- begin: {name} -->\n")[1].split(f"<!-- end: {name} -->", maxsplit=1)[0].strip("\n")


def replaced(text: str, name: str, new: str) -> str:
    head, rest = text.split(f"<!-- begin: {name} -->\n")
    return f"{head}<!-- begin: {name} -->\n{new}\n<!-- end: {name} -->{rest.split(f'<!-- end: {name} -->')[1]}"


def main() -> int:
    if "--update" in sys.argv:
        for name in BLOCKS:
            _update(name)
    stale = [name for name in BLOCKS if is_stale(name)]
    for name in stale:
        print(f"{BLOCKS[name][0].name}: block {name} is stale; run make readme")
    return int(bool(stale))


def is_stale(name: str) -> bool:
    """Whether a block is not what the program gives."""
    path, make = BLOCKS[name]
    return block(path.read_text(encoding="utf-8"), name) != make()


def _update(name: str) -> None:
    path, make = BLOCKS[name]
    path.write_text(replaced(path.read_text(encoding="utf-8"), name, make()), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
