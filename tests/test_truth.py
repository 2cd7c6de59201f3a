"""The truth that people read: each file belongs to a filing told by its hash, and the measure counts its cells."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
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


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.name.removesuffix('.truth.json')}")
def test_the_kind_of_a_filing_is_told_by_its_name(path: Path) -> None:
    assert accuracy.kind_of_filing(path)


def test_filings_have_what_is_needed_to_find_them() -> None:
    with (TRUTH / "filings.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        assert row["stem"] == f"{row['code']}_{row['period']}_{row['kind']}"
        assert row["title"] or row["format"] != "pdf"
        assert re.fullmatch(r"(20\d\d-\d\d(-\d\d)?)?", row["dated"])
    assert {path.name.removesuffix(".truth.json") for path in FILES} <= {row["stem"] for row in rows}


def test_the_measure_needs_the_truth_and_the_filings_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a folder as kunlun fetch leaves it: files under other names, in it a manifest and others' reports."""
    sample, truth, corpus = ROOT / "samples" / "sz_q3.pdf", tmp_path / "truth", tmp_path / "corpus"
    (truth / "reports").mkdir(parents=True)
    golden = json.loads((ROOT / "tests" / "golden" / "sz_q3.truth.json").read_text(encoding="utf-8"))
    wrong = {**golden, "holders": {**golden["holders"], "counts": {**golden["holders"]["counts"], "holders": 7}}}
    (truth / "reports" / "003999_2024Q3_full.truth.json").write_text(json.dumps(wrong), encoding="utf-8")
    digest = hashlib.sha256(sample.read_bytes()).hexdigest()
    (truth / "filings.csv").write_text(f"stem,sha256\n003999_2024Q3_full,{digest}\n", encoding="utf-8")
    corpus.mkdir()
    shutil.copy(sample, corpus / "003999_2024Q3_full_1220000000.pdf")
    shutil.copy(ROOT / "samples" / "misprints.pdf", corpus)
    (corpus / "manifest.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(accuracy, "TRUTH", truth)
    monkeypatch.setattr(accuracy, "CORPUS", corpus)
    ((path, truths),) = accuracy.jobs("")
    text = accuracy.table([accuracy.measure(path, truths)])
    (row,) = [line for line in text.splitlines() if line.startswith("| quarterly report (1)")]
    assert re.fullmatch(r"\| quarterly report \(1\) \| \d+: 100.00 % \| \d+: 9\d.\d\d % \|.*\| 1 \|", row), row


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
