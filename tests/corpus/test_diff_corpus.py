"""Every two consecutive reports of the companies in a local folder of filings, compared both ways round."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.compare import Diff, Entry, diff
from kunlun_cli.compare.statements import order_of
from kunlun_cli.records.reading import FilingLike
from tests.conftest import CORPUS

pytestmark = pytest.mark.corpus

# A company with a dozen periods has a series to speak of.
FEWEST = 12


def _companies() -> list[str]:
    counts = Counter(path.name[:6] for path in (CORPUS / "filings").glob("*.pdf"))
    return sorted(code for code, n in counts.items() if n >= FEWEST)


def filings(code: str) -> list[FilingLike]:
    paths: list[Path] = sorted((CORPUS / "filings").glob(f"{code}_*.pdf"))
    return sorted((kunlun_cli.read(path) for path in paths), key=lambda filing: order_of(filing.info))


_TURNED = {"entered": "left", "left": "entered"}


def said(entry: Entry) -> tuple[object, ...]:
    changes = frozenset((c.field, c.old, c.new, c.amount) for c in entry.changes)
    return entry.section, entry.key[0], entry.mark, changes


def mirrored(entry: Entry) -> tuple[object, ...]:
    """What the comparison the other way round has to say of the same line."""
    changes = frozenset((c.field, c.new, c.old, None if c.amount is None else -c.amount) for c in entry.changes)
    return entry.section, entry.key[0], _TURNED.get(entry.mark, entry.mark), changes


@pytest.mark.parametrize("code", _companies())
def test_consecutive_reports_are_mirror_images_of_each_other_and_none_differs_from_itself(code: str) -> None:
    for old, new in itertools.pairwise(filings(code)):
        assert not diff(new, new).differs
        there, back = diff(old, new), diff(new, old)
        assert Counter(map(said, there.entries)) == Counter(map(mirrored, back.entries)), (
            old.info.source,
            new.info.source,
        )
        assert _verdicts(there) == _verdicts(back)


def _verdicts(given: Diff) -> Counter[tuple[object, ...]]:
    """Which filing is the later one follows from the periods: either way round it is the same."""
    return Counter((r.old.item, r.old.span, str(r.old.period), r.verdict) for r in given.restatements)
