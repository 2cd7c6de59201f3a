"""Labels in English, Chinese or both: what readers' tables say, put into another language.

What a filing prints is never lost: in English its terms are replaced only where a usual one is known,
names of companies and people stay as printed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kunlun_cli.forms import load, normal
from kunlun_cli.render.messages import ZH, message
from kunlun_cli.render.sheet import Column, Row, Sheet, Value

_UNIT = re.compile(r"(?P<label>.*?) \((?P<unit>[A-Za-z/%]+)\)\Z", re.DOTALL)
_STATE = re.compile(r"(?P<state>[^\d\s]+) (?P<rest>[\d,?]+)\Z")
_PERIOD = re.compile(
    r"(?:(?P<head>.+) )?(?P<period>\d{4}(?:A|H1|Q1|Q3))(?P<form> summary)?(?: \((?P<turn>first|second)\))?\Z"
)
_TICK = re.compile(r" \((适用|不适用)\)\Z")
_NAMED = re.compile(r" \((?!不?适用)([\u3400-\u9fff、，]+)\)\Z")
_NAMES = frozenset({"title", "where", "finding", "text", "message", "quote", "file", "company", "subject"})
"""Columns whose text stays as it is: places, sentences."""
_SAID = frozenset({"finding", "message", "reason", "note", "also"})
"""Columns that hold kunlun's own sentences."""
_CODED = frozenset({"english", "formula"})
"""Columns that a reader of Chinese has in the column beside them: the label, the definition."""
_INPUT = re.compile(r" \([a-z_0-9 ]+(?P<prior>, prior)?\)")
"""The name that a ratio's formula has for an input, behind its label."""
_COLUMN = re.compile(r"\Acolumn (\d+)")
"""A column whose heading is empty."""
_SEGMENTS = frozenset({"composition", "major"})
"""Sheets in which a name may be a usual term (境内); elsewhere names are those of holders and companies."""

_SUFFIXES = {" pp": " 百分点", " times": " 倍"}
_MARKETS = frozenset({"SZSE", "SSE", "BSE", "main", "ChiNext", "STAR"})
EN = "en"


@functools.cache
def _terms() -> Mapping[str, str]:
    return dict(load("labels")["terms"])


@functools.cache
def _printed() -> Mapping[str, str]:
    return dict(load("labels")["printed"])


@functools.cache
def _ratios() -> Mapping[str, str]:
    return {ratio["code"]: ratio["label_en"] for ratio in load("ratios")["ratios"]}


def item_label(item: str | None) -> str | None:
    """The usual English label of a key figure or a ratio, `None` for lines that are no known item."""
    found = load("labels")["items"].get(item) or _ratios().get(item or "")
    return None if found is None else str(found)


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels in `zh`, `en` or `both`; `None` leaves kunlun's words English and the filing's Chinese."""

    lang: str | None = None

    def term(self, text: str) -> str:
        """One of kunlun's own words, which are English."""
        if self.lang is None or self.lang == EN:
            return _TICK.sub("", text) if self.lang else text
        named = _NAMED.search(text)
        chinese = _terms().get(text) or self._of_period(text) or (named and named[1])
        if chinese is None:
            return self._joined(text)
        return chinese if self.lang == ZH else _both(chinese, _TICK.sub("", text))

    def _of_period(self, text: str) -> str | None:
        """A heading with a period behind it, such as `shares 2024H1`."""
        match = _PERIOD.match(text)
        known = _terms().get(match["head"]) if match and match["head"] else ""
        if match is None or known is None:
            return None
        form, turn = (
            "摘要" if match["form"] else "",
            {"first": "（前者）", "second": "（后者）"}.get(match["turn"] or "", ""),
        )
        return f"{known} {match['period']}{form}{turn}".strip()

    def _joined(self, text: str) -> str:
        """A title of two parts, such as a table and its tick."""
        head, colon, tail = text.partition(": ")
        terms = _terms()
        if not colon or (head not in terms and tail not in terms):
            return text
        return f"{self.term(head)}: {self.term(tail)}"

    def said(self, text: str, item: str | None = None) -> str:
        """Something that the filing prints, which is Chinese; `item` is the code of a key figure."""
        if self.lang is None or self.lang == ZH:
            return text
        english = item_label(item) or _printed().get(normal(text))
        if english is None:
            return text
        return english if self.lang == EN else _both(text, english)

    def value(self, text: str, item: str | None = None) -> str:
        """Text of a cell, whichever of the two it is; a unit in brackets behind it is kept."""
        if self.lang is None:
            return text
        if text[:1].isspace():
            bare = text.lstrip()
            return text[: len(text) - len(bare)] + self.value(bare, item)
        if text.startswith("≈ "):
            return f"≈ {self.value(text[2:], item)}"
        match = _UNIT.match(text)
        if match and not text.isascii():
            label = self.said(match["label"], item)
            return f"{label} ({self.term(match['unit']) if self.lang == ZH else match['unit']})"
        joined = self._joined(text) if self.lang != EN and text not in _terms() else text
        return self.term(joined) if text in _terms() else joined if joined != text else self.said(text, item)

    def caption(self, text: str) -> str:
        """The line above a filing's tables."""
        if self.lang is None or self.lang == EN:
            return text
        company, *parts = text.split(" · ")
        if self.lang == ZH and "→" in company:
            company = company.replace(" summary", "摘要")
        return " · ".join([company, *map(self._part, parts)])

    def _part(self, text: str) -> str:
        return self.term(text) if text in _terms() else " ".join(map(self._short, text.split(" ")))

    def _short(self, word: str) -> str:
        return self.term(word) if word in _MARKETS else word

    def sheet(self, sheet: Sheet) -> Sheet:
        """A sheet with its title, headings, sections, labels and terms in this language."""
        if self.lang is None:
            return sheet
        kept = [column for column in sheet.columns if self.lang != ZH or column.key not in _CODED]
        columns = tuple(replace(column, heading=self._heading(column.heading)) for column in kept)
        columns_read = tuple(
            c for c in sheet.columns if c.key not in _NAMES | _SAID and (c.key != "name" or sheet.key in _SEGMENTS)
        )
        rows = tuple(self._row(row, columns_read) for row in sheet.rows)
        notes = tuple(
            self.term(note) if note in _terms() else str(self.message(self._joined(note))) for note in sheet.notes
        )
        return replace(sheet, title=self.term(sheet.title), columns=columns, rows=rows, notes=notes)

    def _heading(self, text: str) -> str:
        special = load("labels")["headings"].get(text)
        if self.lang == ZH:
            text = _COLUMN.sub(r"第\1列", text).replace(" (as printed)", "（原文）")
        if special is None or self.lang == EN:
            return self.term(text)
        return str(special) if self.lang == ZH else _both(special, text)

    def _row(self, row: Row, columns: tuple[Column, ...]) -> Row:
        values: dict[str, Value] = dict(row.values)
        for key in _SAID & values.keys():
            values[key] = self.message(values[key])
        if self.lang == ZH and {"rule", "name"} <= values.keys():
            values["name"] = load("messages")["rules"].get(values["rule"], values["name"])
        item = row.values.get("item")
        for column in columns:
            given = row.values.get(column.key)
            if isinstance(given, bool) and self.lang == ZH:
                values[column.key] = "是" if given else "否"
            elif isinstance(given, str) and column.key == "relation" and self.lang == ZH:
                values[column.key] = load("labels")["relations"].get(given, given)
            elif isinstance(given, str) and column.key == "inputs" and self.lang == ZH:
                values[column.key] = _INPUT.sub(lambda found: "（上期）" if found["prior"] else "", given)
            elif isinstance(given, str) and column.key == "pledges":
                values[column.key] = "; ".join(map(self._pledge, given.split("; ")))
            elif isinstance(given, str):
                known = str(item) if column.key == "label" and isinstance(item, str) else None
                values[column.key] = self.value(given, known)
        section = None if row.section is None else self.value(row.section)
        suffixes = {key: self.suffix(text) for key, text in row.suffixes.items()}
        return replace(row, values=values, section=section, suffixes=suffixes)

    def suffix(self, text: str) -> str:
        """What stands behind a number."""
        return _SUFFIXES.get(text, text) if self.lang == ZH else text

    def message(self, text: Value) -> Value:
        """What kunlun says of a figure, line by line; in both languages it stays English, for scripts to find."""
        if self.lang != ZH or not isinstance(text, str):
            return text
        return "\n".join(map(message, text.split("\n")))

    def _pledge(self, text: str) -> str:
        match = _STATE.match(text)
        return f"{self.said(match['state'])} {match['rest']}" if match else text


def _both(chinese: str, english: str) -> str:
    return chinese if chinese == english else f"{chinese} {english}"
