"""Shares pledged or frozen in a table of their own below the holders, as Beijing's quarterly form sets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.extract.holder_rows import state_in
from kunlun_cli.extract.shares import read_shares
from kunlun_cli.forms import load, matches
from kunlun_cli.records import Holder, Pledge, Problem
from kunlun_cli.tables.table import Cell, Row, Table


def pledged_apart(
    table: Table, holders: Sequence[Holder], factor: Decimal, problems: list[Problem]
) -> list[Holder] | None:
    """The holders with the shares that the table says are pledged or frozen; `None` where it is no such table."""
    states = _states(table.rows[0])
    if not states:
        return None
    out = {h.name: h for h in holders}
    for row in table.rows[1:]:
        name = next((c.text for c in row.cells if c.text and not c.text.isdigit()), "")
        if matches([load("holders")["states"]["apart_total"]], name):
            continue
        told = [p for c in row.cells if c.col in states and (p := _pledge(name, states[c.col], c, factor, problems))]
        if name in out and not out[name].pledges:
            out[name] = replace(out[name], pledges=tuple(told))
        elif told and (name not in out or out[name].pledges != tuple(told)):
            message = f"{name}: shares are printed as pledged or frozen below the holders; whose is not certain"
            problems.append(Problem("unclear-state", message, row.cells[0].page))
    return [out[h.name] for h in holders]


def _states(head: Row) -> dict[int, str]:
    """The columns of numbers by their state, if all else that the heading has is the holders' names and places."""
    form = load("holders")["states"]
    states = {c.col: state for c in head.cells if matches([form["apart"]], c.text) and (state := state_in(c.plain))}
    others = [c for c in head.cells if c.col not in states]
    return states if others and all(matches(form["apart_others"], c.text) for c in others) else {}


def _pledge(name: str, state: str, cell: Cell, factor: Decimal, problems: list[Problem]) -> Pledge | None:
    reading = read_shares(cell.text, factor)
    if not reading.readable:
        problems.append(Problem("unreadable-cell", f"{name}: {state} is printed as {cell.text!r}", cell.page))
    return Pledge(state, reading.value) if reading.value else None
