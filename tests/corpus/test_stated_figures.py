"""Stated figures and outlines of real reports, against what a person read on their pages."""

from __future__ import annotations

import functools
import json
from decimal import Decimal
from pathlib import Path

import pytest

from kunlun_cli.extract.segments import read_narrative
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.open import open_document
from kunlun_cli.records import FilingInfo, Metric, OutlineEntry
from tests.conftest import CORPUS

FIELDS = ("section", "subject", "metric", "value", "unit", "change", "change_unit", "bound")
TRUTH = json.loads((Path(__file__).parent.parent / "truth" / "stated_figures.json").read_text(encoding="utf-8"))
SEED_TRUTHS = sorted((CORPUS / "seed").glob("*.truth.json")) or [Path("none")]


@functools.cache
def read(path: Path) -> tuple[tuple[OutlineEntry, ...], tuple[Metric, ...]]:
    document = open_document(path.read_bytes(), path.name)
    outline, metrics, problems = read_narrative(Stream(document), FilingInfo(path.name, "", document.format))
    assert problems == ()
    return outline, metrics


def number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@pytest.mark.corpus
@pytest.mark.parametrize("figure", TRUTH["figures"], ids=lambda f: f"{f['file']}-{f['page']}-{f['metric']}")
def test_a_figure_read_on_the_page_is_given_with_all_its_fields(figure: dict[str, str | None], corpus: Path) -> None:
    _, metrics = read(corpus / "filings" / f"{figure['file']}.pdf")
    wanted = {name: figure[name] for name in (*FIELDS, "quote", "page")}
    wanted |= {name: number(figure[name]) for name in ("value", "change")}
    assert wanted in [{name: getattr(m, name) for name in wanted} for m in metrics]


@pytest.mark.corpus
@pytest.mark.parametrize("truth", SEED_TRUTHS, ids=lambda p: p.stem)
def test_the_figures_and_headings_of_column_text_are_all_there(truth: Path) -> None:
    segments = json.loads(truth.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)["segments"]
    outline, metrics = read(truth.with_name(truth.name.replace(".truth.json", ".txt")))
    assert [(e.number, e.title, e.level) for e in outline] == [
        (e["number"], e["title"], e["level"]) for e in segments["outline"]
    ]
    found = [tuple(getattr(m, name) for name in FIELDS) for m in metrics]
    assert [f for f in segments["metrics"] if tuple(f[name] for name in FIELDS) not in found] == []
