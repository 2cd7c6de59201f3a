"""Perturbs made filings at random and lists every silent cell.

python -m tests.property.run 5000                five thousand filings from seed 0 on
python -m tests.property.run 200 --seed 77       others
python -m tests.property.run 1 --seed 4123 --keep FOLDER    one again, its file kept
"""

from __future__ import annotations

import argparse
import copy
import sys
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from kunlun_cli.engines import Engine
from tests.property import (
    content,
    designs,
    ink,
    leaves,
    letters,
    makers,
    markup,
    programs,
    rows,
    sheets,
    stated,
    wordings,
)
from tests.property.judge import Verdict, judged
from tests.property.work import FILINGS, Choice, NotHere, Seeded, Work, of

Kind = Callable[[Work, Choice], None]
SHAPES = ("pdf", "pdf", "pdf", "pdfminer", "html", "text")
# A filing has so many faults at once, at most: more hide each other.
MOST = 3


class Case(NamedTuple):
    """A perturbed filing, what was done to it, and what kunlun made of it."""

    name: str
    done: tuple[str, ...]
    data: bytes
    verdicts: tuple[Verdict, ...]

    @property
    def silent(self) -> list[str]:
        """The cells that are wrong without a word."""
        return [f"{v.disclosure} {cell}" for v in self.verdicts for cell in v.silent]


def kinds_of(shape: str) -> Sequence[Kind]:
    """The perturbations that make sense for a shape."""
    if shape.startswith("pdf"):
        return (
            *content.KINDS,
            *rows.KINDS,
            *stated.KINDS,
            *ink.KINDS,
            *letters.KINDS,
            *sheets.KINDS,
            *programs.KINDS,
            *makers.KINDS,
            *designs.KINDS,
            *designs.OF_PDF,
            *leaves.KINDS,
            *leaves.OF_PDF,
            *wordings.KINDS,
        )
    # Text does not show that a cell covers two rows.
    shown = [kind for kind in content.KINDS if shape == "html" or kind is not content.equal_cells_merged]
    written = (*markup.OF_HTML, *designs.OF_HTML) if shape == "html" else leaves.OF_TEXT
    return (*shown, *rows.KINDS, *stated.KINDS, *markup.KINDS, *designs.KINDS, *leaves.KINDS, *written, *wordings.KINDS)


def case(choice: Choice, only: str = "", shape: str = "", without: Collection[str] = ()) -> Case:
    """One filing, perturbed: by one kind `only`, or by several, some kinds left out."""
    work = Work.of(of(choice, FILINGS))
    shape = shape or of(choice, SHAPES)
    kinds = [k for k in kinds_of(shape) if only in {"", k.__name__} and k.__name__ not in without]
    for _ in range(1 if only else choice.integer(1, MOST)):
        kind, before = of(choice, kinds), copy.deepcopy(work.truth)
        try:
            kind(work, choice)
        except NotHere:
            work.truth = before  # it may have been half way
            continue
        work.done.append(kind.__name__)
    made = {"html": work.html, "text": work.text}.get(shape, work.pdf)
    name = f"{work.sample.stem}.{'pdf' if shape.startswith('pdf') else 'txt' if shape == 'text' else shape}"
    data = made()
    engine: Engine = "pdfminer" if shape == "pdfminer" else "pdfium"
    verdicts = judged(data, name, work.truth, engine, sums=not {"row_of_total", "total_first"}.isdisjoint(work.done))
    return Case(f"{name} ({shape})", tuple(work.done), data, tuple(verdicts))


def main() -> int:
    """Run; 1 where some cell was silent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="this perturbation alone")
    parser.add_argument("--shape", default="", choices=("", *dict.fromkeys(SHAPES)))
    parser.add_argument("--keep", type=Path, help="folder for the files with silent cells")
    args = parser.parse_args()
    blame: Counter[tuple[str, ...]] = Counter()
    tried: Counter[str] = Counter()
    for seed in range(args.seed, args.seed + args.number):
        found = case(Seeded(seed), args.only, args.shape)
        tried.update(found.done or ("nothing",))
        if found.silent:
            blame[found.done] += 1
            print(
                f"{seed}: {found.name} {' + '.join(found.done)}: {len(found.silent)} silent, {found.silent[:3]}",
                flush=True,
            )
            if args.keep:
                args.keep.mkdir(parents=True, exist_ok=True)
                (args.keep / f"{seed}_{found.name.split(' ')[0]}").write_bytes(found.data)
    print(f"{args.number} filings, {sum(blame.values())} with silent cells")
    for done, count in blame.most_common(40):
        print(f"{count:5}  {' + '.join(done)}")
    print("tried: " + ", ".join(f"{name} {count}" for name, count in sorted(tried.items())))
    return 1 if blame else 0


if __name__ == "__main__":
    sys.exit(main())
