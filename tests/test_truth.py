"""The truth that people read: each file belongs to a filing told by its hash, and the measure counts its cells."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TRUTH = ROOT / "tests" / "truth"
sys.path.insert(0, str(ROOT / "tests"))

import accuracy  # noqa: E402

FILES = sorted(TRUTH.glob("*/*.truth.json"))


def stems() -> set[str]:
    with (TRUTH / "filings.csv").open(encoding="utf-8", newline="") as lines:
        return {row["stem"] for row in csv.DictReader(lines) if len(row["sha256"]) == 64}


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.name.removesuffix('.truth.json')}")
def test_a_truth_file_has_records_and_its_filing_a_hash(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    assert truth.keys() & {*accuracy.COMMANDS, "filing"}
    assert path.name.removesuffix(".truth.json") in stems()


def test_a_wrong_a_missed_and_an_extra_cell_are_counted() -> None:
    row = {
        "statement": "balance_sheet",
        "scope": "parent",
        "label": "一、货币资金",
        "unit": "CNY",
        "value": 1,
        "prior": 2,
    }
    given = [{**row, "label": "货币资金", "value": 3, "prior": None}, {**row, "label": "存货"}]
    tally: Counter[str] = Counter()
    accuracy.compare(tally, "statements", [row], given)
    assert tally == {"right": 1, "wrong": 1, "missed": 1, "extra": 3}
