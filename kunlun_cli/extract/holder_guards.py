"""What the tables of holders must have, held against what was read of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from kunlun_cli.extract.names import holds_figure, mixed_names, odd_name, still_numbered
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records import Holder, Problem
from kunlun_cli.records.holders import HolderTable

# Every form asks for so many holders.
TOP = 10
# Titles are short; a longer line with their words is a sentence.
_LONGEST = 60

# Chinese names of persons have two to four characters; those of other peoples end as no company's.
_PERSON = 5


def announces(text: str) -> HolderTable | None:
    """The table whose title a line is."""
    titles = load("holders")["announced"]
    if len(text) > _LONGEST or matches(titles["not"], text):
        return None
    names: tuple[HolderTable, ...] = ("top10_unrestricted", "top10")
    return next((name for name in names if matches(titles[name], text)), None)


def missing(tables: Mapping[HolderTable, Sequence[Holder]], announced: Mapping[HolderTable, int]) -> list[Problem]:
    """Tables of holders that every form has, or whose title is printed, and of which no row was read."""
    out = []
    names: tuple[HolderTable, ...] = ("top10", "top10_unrestricted")
    for name in names:
        if name in announced and not tables.get(name):
            message = f"the title of the table of the {name} holders is printed, but no row of it could be read"
            out.append(Problem("missing-table", message, announced[name]))
        elif name == "top10" and not tables.get(name):
            out.append(Problem("missing-table", "no table of the ten largest holders was found, which every form has"))
    return out


def row_problems(tables: Mapping[HolderTable, Sequence[Holder]], holders: int | None) -> list[Problem]:
    """Tables with more or fewer rows than the form asks for, and rows that say nothing of what is held."""
    out = []
    for name, rows in tables.items():
        wanted = min(TOP, holders if holders is not None and name == "top10" else TOP)
        count = sum(not matches(load("holders")["own"]["names"], h.name) for h in rows)
        if len(rows) < wanted or count > TOP:
            message = f"the table of the {name} holders has {len(rows)} rows where the form asks for {TOP}"
            out.append(Problem("row-count", message, rows[0].source.page))
            out += _no_persons(rows)
        if still_numbered([h.name for h in rows]):
            message = f"the names of the {name} table begin with signs that may number its rows: {rows[0].name!r}"
            out.append(Problem("name-doubtful", message, rows[0].source.page))
        out += [
            *_empty(name, rows),
            *mixed_names(rows),
            *(list(_shared_natures(rows)) or _cut_natures(rows)),
            *(list(_joined_natures(rows)) or _odd_words(rows)),
        ]
    return [*out, *_twice(tables.get("top10", ()))]


def _joined_natures(rows: Sequence[Holder]) -> Iterable[Problem]:
    """Holders with two natures in one cell (国有法人国有法人): two rows have run together."""
    known = load("holders")["text"]["values"]["natures"]
    for holder in rows:
        nature = holder.nature or ""
        if nature not in known and any(nature == a + b for a in known for b in known):
            message = f"{holder.name}: {nature!r} is two natures; two rows may have run together"
            yield Problem("name-doubtful", message, holder.source.page)


def _odd_words(rows: Sequence[Holder]) -> Iterable[Problem]:
    """Words with something of the next cell: behind a nature, in the place of a state, figures in names and classes."""
    words, person = load("holders")["odd_words"], load("holders")["text"]["names"]["person"]
    known = load("holders")["text"]["values"]["natures"]
    printed = {normal(h.share_class or "") for h in rows}
    for holder in rows:
        nature = normal(holder.nature or "")
        whole = max((k for k in known if nature.startswith(k)), key=len, default=nature)
        if nature != whole and nature not in known and not matches(words["behind_nature"], nature[len(whole) :]):
            message = f"{holder.name}: the nature {nature!r} is {whole!r} with something else behind it"
            yield Problem("name-doubtful", message, holder.source.page)
        share_class = normal(holder.share_class or "")
        # A class that is none itself, as two run together, says nothing of the rows that have its end.
        hangs = any(_is_end(share_class, other) for other in printed & {*words["classes"]})
        for word, mixed in (
            (nature, nature not in known and _ends_another(nature, known)),
            (share_class, hangs or (share_class not in words["classes"] and _mixes(share_class, words["classes"]))),
        ):
            if word and mixed:
                message = f"{holder.name}: {word!r} has a part of another row's word in it, or lacks one"
                yield Problem("name-doubtful", message, holder.source.page)
        if not holder.name:
            message = f"a row with {holder.shares} shares has no name, or a mark alone in its place"
            yield Problem("row-without-name", message, holder.source.page)
        for message in odd_name(holder.name):
            yield Problem("name-doubtful", message, holder.source.page)
        if matches([person], holder.nature or "") and matches(words["numbered_person"], holder.name):
            message = f"{holder.name}: a digit stands behind the name of a person; it may be the mark of a note"
            yield Problem("name-doubtful", message, holder.source.page)
        if holder.share_class and holds_figure(holder.share_class):
            message = f"{holder.name}: a figure stands in the cell of {holder.share_class!r}"
            yield Problem("name-doubtful", message, holder.source.page)
        for pledge in holder.pledges or ():
            if pledge.state and not matches(words["states"], pledge.state):
                message = f"{holder.name}: {pledge.state!r} stands in the place of a state of shares"
                yield Problem("unclear-state", message, holder.source.page)


def _is_end(word: str, other: str) -> bool:
    """Whether a word is the end of another row's: 普通股 below 人民币普通股, whose beginning hangs in the row above."""
    return word != other and other.endswith(word)


def _mixes(word: str, known: Sequence[str]) -> bool:
    """Whether a word is a part of one that is known, or one beside the end or the beginning of one."""
    return (
        any(word in k for k in known)
        or any(rest != word and any(k.startswith(rest) for k in known) for rest in map(word.removeprefix, known))
        or _ends_another(word, known)
    )


def _ends_another(word: str, known: Sequence[str]) -> bool:
    """Whether a word is one that is known behind the end of one: 内自然人其他."""
    return any(rest != word and any(k.endswith(rest) for k in known) for rest in map(word.removesuffix, known))


def _no_persons(rows: Sequence[Holder]) -> Iterable[Problem]:
    """Natural persons named like funds or companies, in a table that lacks rows: the next name has run into theirs.

    In a table that has all its rows the filer has misprinted the nature, as one did of two companies.
    """
    words = load("holders")["text"]["names"]
    ends = f"({'|'.join(words['endings'])})$"
    for holder in rows:
        name = normal(holder.name)
        if matches([words["person"]], holder.nature or "") and len(name) > _PERSON and matches([ends], name):
            message = f"{holder.name}: a natural person is named like a company or a fund; rows may have run together"
            yield Problem("name-doubtful", message, holder.source.page)


def _twice(rows: Sequence[Holder]) -> Iterable[Problem]:
    """Rows of the ten largest with the name of one above: each is a holder of its own, so that a part was lost."""
    seen: set[str] = set()
    for holder in rows:
        if normal(holder.name) in seen:
            message = f"two of the ten largest holders are named {holder.name!r}; a part of a name may be lost"
            yield Problem("name-doubtful", message, holder.source.page)
        seen.add(normal(holder.name))


def _shared_natures(rows: Sequence[Holder]) -> Iterable[Problem]:
    """Two holders below each other who have one nature between them (境内非国有 / 法人), as a cell cut in two gives."""
    known = set(load("holders")["text"]["values"]["natures"])
    for above, below in pairwise(rows):
        parts = above.nature or "", below.nature or ""
        if all(parts) and "".join(parts) in known and not known >= set(parts):
            message = f"{above.name} and {below.name}: {parts[0]!r} and {parts[1]!r} are halves of one nature"
            yield Problem("name-doubtful", message, below.source.page)


def _cut_natures(rows: Sequence[Holder]) -> Iterable[Problem]:
    """Holders whose nature is the beginning of one (境内非国有法), or its end, as a page's end or a line leaves it."""
    known = load("holders")["text"]["values"]["natures"]
    for holder in rows:
        nature = holder.nature or ""
        whole = next((k for k in known if nature and k.startswith(nature)), nature)
        if nature != whole and nature not in known:
            message = f"{holder.name}: the nature {nature!r} is the beginning of {whole!r}; its rest was lost"
            yield Problem("name-doubtful", message, holder.source.page)
        end = next((k for k in known if nature and k.endswith(nature)), nature)
        if nature != end and nature not in known:
            message = f"{holder.name}: the nature {nature!r} is the end of {end!r}; its beginning was lost"
            yield Problem("name-doubtful", message, holder.source.page)


def _empty(name: HolderTable, rows: Iterable[Holder]) -> Iterable[Problem]:
    for holder in rows:
        if holder.shares is None and holder.pct is None:
            message = f"{holder.name}: the row of the {name} table gives neither a number of shares nor a share"
            yield Problem("row-incomplete", message, holder.source.page)
