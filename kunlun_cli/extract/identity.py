"""What a filing is: code, names, exchange, board, kind, form and period, from the document itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple, cast

from kunlun_cli.errors import NotAFilingError, UsageError
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.contents import is_contents
from kunlun_cli.pages.document import Document
from kunlun_cli.pages.open import portfolio
from kunlun_cli.records import FilingInfo
from kunlun_cli.records.filing import Board, Exchange, Form, Kind
from kunlun_cli.records.period import Period

# The title, the names and the code stand on the first pages; the running header on all.
FIRST_PAGES = 12
# A cover has no more lines above its title; further down holders and banks are named as well.
COVER = 10
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"20\d\d年?")
_ENGLISH = re.compile(r"(?:(?:Semi-?|Half[- ]?)?[Aa]nnual|Interim|Quarterly) Report(?: (?:19|20)\d\d)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
# A report's title stands on its cover or within two pages behind.
_SET = 3
# No share's short name has two characters alone, most have four: what is set as 某某 某某 is one.
_HALF = 2
_NAME = re.compile(r"[^\s:：,，。、;；()（）|]{2,12}")


class Title(NamedTuple):
    """A report's title: which kind of report of which year; the form and the company where it says them."""

    kind: str
    year: int
    form: str | None
    company: str | None
    revision: bool = False
    """Whether it says that the edition takes an earlier one's place (更正后, 修订版)."""


def identify(document: Document, *, name: str, sha256: str, period: str | None) -> FilingInfo:
    """The filing's identity.

    `period` is the user's word, where the filing does not say.

    Raises:
        NotAFilingError: the document does not show what every periodic report shows.
        UsageError: `period` is not of the form 2024A, 2024H1, 2024Q1 or 2024Q3, or the filing says another.
    """
    # An extraction that leaves pages out begins with the number of the first that it has.
    first = next((n for n in range(1, document.n_pages + 1) if document.text(n).strip()), 1)
    texts, titles = _first_texts(document, first)
    if not titles and document.as_printed:
        document.read_by_lines(True)
        texts, titles = _first_texts(document, first, _SET)
        document.read_by_lines(bool(titles))
        texts, titles = _first_texts(document, first)
    whole = "".join(normal(t) for t in texts)
    titles = titles or list(_stated(whole))
    kind, form, company = _kind(titles, whole)
    if kind is None or not _is_report(document, whole):
        raise _no_filing(document, texts, name)
    year, inferred = _year(titles, kind, document)
    if period is not None:
        said = Period.parse(period.upper())
        if said is None:
            raise UsageError(f"{period!r} is not a period", hint="Write it as 2024A, 2024H1, 2024Q1 or 2024Q3")
        if said.kind != kind or (year and not inferred and said.year != year):
            printed = Period.of(kind, year or 0)
            what = printed if year else f"a period that ends with {printed.suffix}"
            raise UsageError(f"it is of {what}, not of {said}", file=name, hint="Leave --period out")
        year, inferred = said.year, False
    its = Period.of(kind, year) if year else None
    code, short_name = _code_and_name(texts)
    exchange, board = _exchange(code)
    return FilingInfo(
        source=name,
        sha256=sha256,
        format=document.format,
        code=code,
        short_name=short_name,
        company=company or _company(texts),
        exchange=exchange,
        board=board,
        kind=cast("Kind", kind),
        form=cast("Form", form),
        period=str(its) if its else None,
        period_end=its.end if its else None,
        period_inferred=inferred,
        revision=any(t.revision for t in titles if (t.kind, t.year) == (kind, year)),
    )


def _first_texts(document: Document, first: int, n: int = FIRST_PAGES) -> tuple[list[str], list[Title]]:
    texts = [document.text(number) for number in range(first, min(document.n_pages, first + n - 1) + 1)]
    return texts, [t for text in texts for t in titles_in(text)]


_STRANGE = 0.05
"""Letters of the West with accents for a Chinese one, from which on they stand for others: Ghostscript 10.0 writes a
tenth, and a Chinese report has none but in a foreign name."""


def _no_filing(document: Document, texts: Sequence[str], name: str) -> NotAFilingError:
    """What a document is that is no report, as far as can be told, and what to give in its place."""
    read = "kunlun reads 年度报告, 半年度报告 and 季度报告, in full or as 摘要"
    if document.attachments():
        return portfolio(document.attachments(), name)
    text = " ".join(texts)
    english = _ENGLISH.search(text)
    if english and sum("\u4e00" <= c <= "\u9fff" for c in text) * 10 < len(text):
        return NotAFilingError(f"this is an English {english[0]}", file=name, hint=f"Give the Chinese one; {read}")
    chinese, strange = (len(re.findall(letters, text)) for letters in ("[\u4e00-\u9fff]", "[\u00a1-\u024f]"))
    if chinese and strange > _STRANGE * chinese:
        what = "the fonts of this file name other characters than they draw, so that its words cannot be read"
        return NotAFilingError(what, file=name, hint="Give the original, not what another program has made of it")
    return NotAFilingError("this is not a periodic report of an A-share company", file=name, hint=read)


def with_code(info: FilingInfo, code: str) -> FilingInfo:
    """The identity of a filing with the user's word on its share's code, where the filing does not print it.

    Raises:
        UsageError: no exchange has such codes, or the filing prints another.
    """
    exchange, board = _exchange(code)
    if exchange is None:
        raise UsageError(f"{code} is not the code of a share in Shanghai, Shenzhen or Beijing", file=info.source)
    if info.code not in {None, code}:
        raise UsageError(f"it is of {info.code}, not of {code}", file=info.source, hint="Leave --code out")
    return replace(info, code=code, exchange=exchange, board=board)


def _is_report(document: Document, first: str) -> bool:
    """Whether the words that every periodic report has are there; its later pages are asked last."""
    evidence = load("filing")["evidence"]
    found = {p for p in evidence["patterns"] if matches([p], first)}
    for number in range(FIRST_PAGES + 1, document.n_pages + 1):
        if len(found) >= evidence["required"]:
            return True
        found |= {p for p in evidence["patterns"] if matches([p], document.text(number))}
    return len(found) >= int(evidence["required"])


def titles_in(text: str) -> Iterable[Title]:
    """The titles of reports that stand alone in the lines of a text."""
    form = load("filing")
    pattern = re.compile(form["title"]["pattern"])
    lines = [normal(line) for line in text.splitlines() if line.strip()]
    # A title page sets the company and the report's name on lines of their own.
    pairs = [(a, b) for a, b in pairwise(lines) if len(a) + len(b) < 60]
    turned = [b + a for a, b in pairs if _YEAR.fullmatch(b) and re.match(form["title"]["above_year"], a)]
    for line in [*lines, *(a + b for a, b in pairs), *turned]:
        found = pattern.match(_arabic(line))
        if found:
            kind = form["kinds"][found["kind"]]
            company = _as_printed(found["company"], text) if found["company"] else None
            revision = bool(found["revision"] or found["revision2"])
            yield Title(kind, int(found["year"]), found["form"] or found["form2"] or found["form3"], company, revision)


def _stated(whole: str) -> Iterable[Title]:
    """The report that the board has passed, by the sentence in 重要提示, where the title itself is a picture."""
    form = load("filing")
    for found in re.finditer(form["title"]["passed"], whole):
        yield Title(form["kinds"][found["kind"]], int(found["year"]), None, None)


def _as_printed(company: str, text: str) -> str:
    """The company's name with the brackets that the page has, found again by its normalised form."""
    pattern = "".join({"(": r"[(（]", ")": r"[)）]"}.get(c, re.escape(c)) + r"\s*" for c in company)
    found = re.search(pattern, text)
    return re.sub(r"\s+", "", found[0]) if found else company


def _arabic(line: str) -> str:
    """A line with a year in Chinese numerals (二〇二三年) in Arabic ones."""
    found = re.search(r"[〇○零一二三四五六七八九]{4}(?=年)", line)
    return line[: found.start()] + found[0].translate(_DIGITS) + line[found.end() :] if found else line


def _kind(titles: Sequence[Title], whole: str) -> tuple[str | None, str | None, str | None]:
    """Kind, form and company, by the titles or by the sentence with which every summary begins."""
    summary = next((k for k, p in load("filing")["summary"].items() if matches([p], whole)), None)
    kinds = Counter(t.kind for t in titles)
    kind = kinds.most_common(1)[0][0] if kinds else None
    if summary and (kind is None or summary == kind):
        form = "summary"
        kind = summary
    else:
        of_kind = [t for t in titles if t.kind == kind]
        short = sum(t.form == load("filing")["labels"]["summary"] for t in of_kind)
        form = "summary" if of_kind and short * 2 > len(of_kind) else "full"
    if kind in {"q1", "q3"}:
        form = "full"
    companies = Counter(t.company for t in titles if t.company)
    return kind, form, companies.most_common(1)[0][0] if companies else None


def _year(titles: Sequence[Title], kind: str, document: Document) -> tuple[int | None, bool]:
    years = Counter(t.year for t in titles if t.kind == kind)
    if years:
        return years.most_common(1)[0][0], False
    pattern = re.compile(load("filing")["inferred_year"][kind])
    found: Counter[int] = Counter()
    for number in range(1, document.n_pages + 1):
        found.update(int(y) for y in pattern.findall(normal(document.text(number))))
    return (found.most_common(1)[0][0], True) if found else (None, False)


def is_share_code(code: str) -> bool:
    """Whether six digits are the code of an A share."""
    return _exchange(code)[0] is not None and not code.startswith(("200", "900"))


def _exchange(code: str | None) -> tuple[Exchange | None, Board | None]:
    for entry in load("filing")["exchanges"] if code else ():
        if any(cast("str", code).startswith(p) for p in entry["prefixes"]):
            return entry["exchange"], entry["board"]
    return None, None


def _code_and_name(texts: Sequence[str]) -> tuple[str | None, str | None]:
    labels = load("filing")["labels"]
    codes: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for text in texts:
        if is_contents(text):
            continue
        flat = normal(text)
        for found in re.finditer(labels["shares_row"], flat):
            codes[found["code"]] += 2
            names[found["name"]] += 2
        lines = "\n".join(normal(line) for line in text.splitlines() if line.strip())
        for found in re.finditer(rf"{labels['code']}(?:\([^()]*\))?({labels['codes']})", lines):
            codes.update(re.findall(r"\d{6}", found[1]))
        names.update(_names_in(text, labels))
    code = _most(codes, is_share_code) or _lone_code(texts) or _most(codes, lambda c: _exchange(c)[0] is not None)
    return code, _most(names, _is_short_name) or _name_by_exchange(texts)


def _is_short_name(name: str) -> bool:
    return not re.search(load("filing")["labels"]["no_name"], name)


def _names_in(text: str, labels: dict[str, Any]) -> Iterable[str]:
    """The short names behind their labels, or in the line below one that ends its line."""
    lines = [
        re.sub(labels["apart"], lambda m: re.sub(r"\s+", "", m[0]), line) for line in text.splitlines() if line.strip()
    ]
    for line, below in pairwise((*lines, "")):
        for found in re.finditer(rf"{labels['current']}(?:{labels['short_name']})\s*[:：]?\s*", line):
            rest = re.split(labels["after_name"], line[found.end() :])[0]
            yield _first_name(rest if line[found.end() :].strip() else below)


def _first_name(text: str) -> str:
    """The A share's short name of one or two: `某某 A、某某 B`, `某某股份 某某 B`."""
    first = re.split(r"[、,，/;；]", text)[0]
    words = first.split()
    if not words:
        return ""
    name = words[0]
    for above, word in pairwise(words):
        halves = len(name) == len(above) == len(word) == _HALF and bool(_HAN.search(name + word))
        if not halves and not _goes_on(above, word):
            break
        name += word
    found = _NAME.match(normal(name))
    return found[0] if found else ""


def _goes_on(word: str, following: str) -> bool:
    """Whether a short name goes on behind a space: 五 粮 液, 万 科A, *ST 某某, 某某 B; whole words are two."""
    begun = len(word) == 1 or not _HAN.search(word)
    return bool(re.fullmatch(r"[A-HＡ-Ｈ]", following)) or (begun and bool(_HAN.search(following)))


def _most(counter: Counter[str], fits: Any) -> str | None:  # noqa: ANN401 - a predicate on strings
    return next((value for value, _ in counter.most_common() if value and fits(value)), None)


def _lone_code(texts: Sequence[str]) -> str | None:
    """The only share code that stands alone in a line of the first pages."""
    found = {w for t in texts[:3] for line in t.splitlines() for w in [line.strip()] if re.fullmatch(r"\d{6}", w)}
    codes = {c for c in found if is_share_code(c)}
    return codes.pop() if len(codes) == 1 else None


def _name_by_exchange(texts: Sequence[str]) -> str | None:
    """The short name in text extracted column by column: it stands right before the exchange's name.

    There, the labels 股票简称 and 股票上市交易所 stand one after the other, and so do their values.
    """
    lines = [normal(line) for t in texts[:3] for line in t.splitlines() if line.strip()]
    labels = load("filing")["labels"]
    adjacent = any(
        re.fullmatch(labels["short_name"], a) and re.match(labels["exchange_label"], b) for a, b in pairwise(lines)
    )
    for before, line in pairwise(lines):
        if adjacent and re.match(labels["exchange_row"], line) and _NAME.fullmatch(before):
            return before
    return None


def _company(texts: Sequence[str]) -> str | None:
    """The company's name behind its label or below it, else the line of the cover that is one."""
    labels = load("filing")["labels"]
    name = rf"([^\d:：，。；、]{{2,40}}?{labels['company_end']})"
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    for line, below in pairwise((*lines, "")):
        label = re.match(rf".{{0,4}}?(?:{labels['company']})\s*[:：]?\s*", line)
        found = re.match(rf"{name}\s*$", line[label.end() :] or below) if label else None
        if found:
            return found[1]
    cover = ["".join(line.split()) for text in texts[:1] for line in text.splitlines() if line.strip()][:COVER]
    bare = (re.sub(labels["remark"], "", line) for line in cover)
    return next((m[1] for line in bare if (m := re.fullmatch(name, line))), None)
