"""Words that the shell completes: items, rules, tables, whatever is known before a report is read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable

import typer

Completer = Callable[[str], list[str]]


_FIRST_TAB = """
if [ "$funcstack[1]" = "_%(prog_name)s" ]; then
  %(complete_func)s "$@"
fi
"""
"""zsh loads what completes a command at the first Tab of a shell; Typer's script then only defines it."""


def answer_the_first_tab() -> None:
    """Let the script for zsh complete when it is loaded, too."""
    with contextlib.suppress(ImportError, AttributeError, KeyError):  # Typer keeps its scripts to itself
        from typer._completion_shared import _completion_scripts as scripts

        if _FIRST_TAB not in scripts["zsh"]:
            scripts["zsh"] += _FIRST_TAB


def beginning(words: Iterable[str], begun: str) -> list[str]:
    """The words that begin so, in whatever case."""
    return [word for word in words if word.lower().startswith(begun.lower())]


def among(*words: str) -> Completer:
    """Completes one of these words."""
    return lambda incomplete: beginning(words, incomplete)  # Typer knows the parameter by this name


def items(begun: str) -> list[str]:
    """Key figures, tables, statements, ratios and rules: what `where` shows."""
    from kunlun_cli.checks.where import names

    return beginning([*names(), *_ratios(), *rules("")], begun)


def rows(begun: str) -> list[str]:
    """Key figures, lines of the statements and ratios: what a series has rows of."""
    from kunlun_cli.checks.expectations.names import ITEMS
    from kunlun_cli.forms import load

    lines = (line for statement in load("statements")["items"].values() for line in statement)
    return beginning(dict.fromkeys([*ITEMS, *lines, *_ratios()]), begun)


def rules(begun: str) -> list[str]:
    """The codes of rules."""
    from kunlun_cli.checks.registry import rules as every

    return beginning([rule.code for rule in every()], begun)


def codes(begun: str) -> list[str]:
    """The codes of rules and of problems."""
    from kunlun_cli.records.problems import PROBLEMS

    return beginning([*rules(""), *PROBLEMS], begun)


def kinds(begun: str) -> list[str]:
    """The kinds of relations that rules over tables have."""
    from kunlun_cli.checks.registry import rules as every

    return beginning(dict.fromkeys(rule.kind.replace(" ", "-") for rule in every() if rule.kind), begun)


def tables(context: typer.Context, incomplete: str) -> list[str]:
    """The tables of the disclosure that a command is about."""
    from kunlun_cli.records.catalogue import part_of

    return beginning(sorted(part_of(str(context.info_name)).variants), incomplete)


def schemas(begun: str) -> list[str]:
    """The outputs that have a schema."""
    from kunlun_cli.render.schema import NAMES

    return beginning(NAMES, begun)


def _ratios() -> list[str]:
    from kunlun_cli.forms import load

    return [ratio["code"] for ratio in load("ratios")["ratios"]]
