"""What was set aside for bad debts or inventories: the note's table of its changes against its table by kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Finding, Said
from kunlun_cli.checks.relations.judge import place_of
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.ties import Pair, judged, pairs_of
from kunlun_cli.forms import load, matches

Note = tuple[str, ...]
"""The headings that lead to a note: the notes of the group or of the parent company, and the line of the statement."""


def judge_allowances(facts: Facts) -> Said:
    """For each note: the allowance at both ends of the period, in its table of changes and in its table by kind."""
    by_kind: dict[Note, list[Pair]] = {}
    changes: dict[Note, list[tuple[Worksheet, Pair]]] = {}
    for sheet in facts.tables:
        note = _note(sheet)
        if note is None:
            continue
        by_kind.setdefault(note, []).extend(_by_kind(facts, sheet, note))
        changes.setdefault(note, []).extend((sheet, pair) for pair in _changes(facts, sheet))
    for note, found in changes.items():
        # A note with several such tables is of several things: notes and accounts, or two years.
        if len(found) == 1 and len(by_kind[note]) == 1:
            sheet, pair = found[0]
            for said in judged(note[-1], pair, by_kind[note][0], "the table by kind"):
                yield replace(said, place=place_of(sheet)) if isinstance(said, Finding) else said


def _note(sheet: Worksheet) -> Note | None:
    """The note that a table stands in; `None` outside of the notes."""
    section = sheet.schedule.section
    form = load("relations")["notes"]
    at = next((i for i, text in enumerate(section) if matches([*form["parent"], *form["consolidated"]], text)), None)
    return section[: at + 2] if at is not None and len(section) > at + 1 else None


def _by_kind(facts: Facts, sheet: Worksheet, note: Note) -> Iterator[Pair]:
    """The allowance of a table that parts receivables by how it is made, one by one or in groups, or inventories."""
    form = load("relations")["allowances"]
    total = _total(sheet)
    whole = matches(form["inventories"], note[-1]) or any(matches(form["kinds"], line.label) for line in sheet.lines)
    if total is not None and whole:
        yield from (pair for rest, pair in pairs_of(facts, sheet, total).items() if matches(form["columns"], rest))


def _changes(facts: Facts, sheet: Worksheet) -> Iterator[Pair]:
    """The balances at both ends of a table of what was set aside, taken back and written off."""
    form = load("relations")["allowances"]
    if any(matches(form["set_aside"], name) for name in sheet.names):
        total = _total(sheet) or (sheet.lines[0] if len(sheet.lines) == 1 else None)
        pair = pairs_of(facts, sheet, total).get("") if total else None
        if pair is not None:
            yield pair


def _total(sheet: Worksheet) -> Line | None:
    found = [line for line in sheet.lines if matches(load("relations")["notes"]["total"], line.label)]
    return found[0] if len(found) == 1 else None
