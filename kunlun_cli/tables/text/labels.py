"""Labels of counts and of notes in a text read column by column, and the texts that belong to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.tables.text.build import Place, Text
from kunlun_cli.tables.text.stream import RawLine

# No label has more lines.
MAX_LABEL = 8


def label_run(lines: Sequence[RawLine], at: int) -> tuple[str, int] | None:
    """Whether the label of a count or of a note begins at a line, and how many lines it takes."""
    text, best = "", None
    for n in range(1, MAX_LABEL + 1):
        if at + n > len(lines):
            break
        text += lines[at + n - 1].text
        if re.fullmatch(load("holders")["text"]["counts"]["whole"], text):
            best = ("count", n)
        elif any(re.fullmatch(e["pattern"], text) for e in load("holders")["text"]["notes"]["labels"]):
            best = ("note", n)
    return best


def labels_above(lines: Sequence[RawLine], anchor: int) -> tuple[int, list[Text], list[Text]]:
    """The labels of counts and the title that stand between the section's title and the first column."""
    data = load("holders")["text"]["counts"]
    start = anchor
    for i in range(anchor - 1, max(anchor - 40, -1), -1):
        if matches([*data["above"], *load("flow")["ends"]["ticks"]], lines[i].text):
            break
        start = i
    labels: list[Text] = []
    titles: list[Text] = []
    at = start
    while at < anchor:
        run = label_run(lines, at)
        n = run[1] if run and run[0] == "count" else 1
        some = lines[at : at + n]
        text = Text(tuple(line.raw.strip() for line in some), Place.of(some))
        (labels if run and run[0] == "count" else titles).append(text)
        at += n
    return (start, labels, titles) if labels or titles else (anchor, [], [])


def paragraphs_of(texts: Sequence[Text], lines: Sequence[RawLine]) -> list[Text]:
    """Lines of notes joined into paragraphs: a new one begins after a full stop and an empty line."""
    blank = {(line.page, line.number) for line in lines if line.after_blank}
    out: list[list[Text]] = []
    for text in texts:
        place = text.place
        fresh = place is not None and (place.page, place.top) in blank
        if not out or (fresh and out[-1][-1].text.endswith(("。", "；", "无", "用"))):
            out.append([])
        out[-1].append(text)
    return [Text(tuple(p for t in some for p in t.parts), some[0].place) for some in out]


def dealt(labels: Sequence[Text], paragraphs: Sequence[Text]) -> list[Text]:
    """The paragraphs by label: in order if there are as many, else by what they speak of."""
    if len(paragraphs) == len(labels):
        return list(paragraphs)
    margin = [i for i, label in enumerate(labels) if "融资融券" in normal(label.text)]
    out: list[list[str]] = [[] for _ in labels]
    for text in paragraphs:
        speaks = bool(re.search("信用.{0,12}账户", normal(text.text)))
        chosen = margin[0] if speaks and margin else 0
        out[chosen] += text.parts
    return [Text(tuple(parts)) for parts in out]
