"""Shares in credit accounts, out of the note on margin trading (融资融券)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kunlun_cli.extract.numbers import read_count
from kunlun_cli.forms import normal

# 通过…客户信用交易担保证券账户持有15,389,803股; 信用证券账户持有公司股票…股
_CREDIT = re.compile(
    r"信用(?:交易)?(?:担保)?(?:证券)?(?:账|帐)户(?:中|内)?(?:共|合计)?(?:持有|持股)(?:数量)?(?:为)?(?:了)?(?:本?公司)?(?:的)?(?:股份|股票|A股)?(?:数量)?(?:为)?([\d,]+(?:\.0+)?)股"
)
_SENTENCE = re.compile(r"[。;]|(?<=股)[,、](?=股东)|(?<!\d)\d{1,2}[、.)](?!\d)")


def margin_accounts(note: str, names: Sequence[str]) -> dict[int, Decimal]:
    """The shares in credit accounts by the position of the holder's name in `names`.

    A number belongs to the name that stands last before it in the same sentence; a name takes one
    number only, so that a holder who is not in the table never lends his to another.
    """
    out: dict[int, Decimal] = {}
    target = normal(note)
    order = sorted(((normal(n), i) for i, n in enumerate(names) if n), key=lambda p: -len(p[0]))
    for sentence in _sentences(target):
        start = 0
        for found in _CREDIT.finditer(sentence):
            before = sentence[start : found.start()]
            owner = _last_name(before, order)
            start = found.end()
            value = read_count(found[1]).value
            if owner is not None and owner not in out and value is not None:
                out[owner] = value
    return out


def _sentences(text: str) -> list[str]:
    return [s for s in _SENTENCE.split(text) if s]


def _last_name(text: str, order: Sequence[tuple[str, int]]) -> int | None:
    """The name that stands last in the text; of two that end together, the longer."""
    best: tuple[int, int] | None = None
    for name, index in order:
        end = text.rfind(name)
        if end >= 0 and (best is None or end + len(name) > best[0]):
            best = (end + len(name), index)
    return best[1] if best else None
