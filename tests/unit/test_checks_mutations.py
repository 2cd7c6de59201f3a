"""Figures changed in a sample that passes: each change that makes a relation untrue is found."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import kunlun_cli
from kunlun_cli.checks import gather

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import mutations  # noqa: E402


def test_changed_figures_of_a_sample_are_found() -> None:
    facts = gather(kunlun_cli.read(ROOT / "samples" / "sz_annual_restated.pdf"))
    tally = mutations.Tally(Counter(), Counter(), Counter(), Counter(), Counter(), Counter(), [])
    assert not mutations.broken(facts)
    mutations.measure("sample", facts, 6, tally)
    assert not tally.missed
    assert sum(tally.untrue.values()) == sum(tally.found.values()) >= 15
    assert "Kind of change" in mutations.report(tally, {})
