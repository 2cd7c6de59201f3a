"""Points that stand for commas: 60.000 among 12,500 and 7,300."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.matching import places
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Worksheet
from kunlun_cli.forms import normal

ENOUGH = 3
"""Figures with commas and without decimals that make a column one of whole numbers."""
_POINTED = re.compile(r"^-?\d{1,3}(\.\d{3})+$")
_WHOLE = re.compile(r"^-?\d{1,3}(,\d{3})+$")


def judge_separators(sheet: Worksheet) -> Iterator[Verdict]:
    """Figures of a column of whole numbers in which a point stands where the others have a comma."""
    for column in sheet.additive:
        texts = [(line, normal(line.entries[column].cell.text)) for line in sheet.lines if column in line.entries]
        whole = [text for _, text in texts if _WHOLE.match(text)]
        pointed = [(line, text) for line, text in texts if _POINTED.match(text)]
        decimals = [text for _, text in texts if "." in text and not _POINTED.match(text)]
        if len(whole) < ENOUGH or len(pointed) * ENOUGH > len(whole) or decimals:
            continue
        yield Held("separator")
        for line, text in pointed:
            yield Finding(
                severity="error",
                subject=line.row.label,
                message=f"{text} is printed among whole numbers with commas, and is likely to stand for "
                f"{text.replace('.', ',')}",
                printed=text,
                expected=text.replace(".", ","),
                sources=places(sheet.figure(line.entries[column])),
            )
