"""The one register of rules: every module of `kunlun_cli.checks.rules`, in the order of the codes."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable

from kunlun_cli.checks import rules as package
from kunlun_cli.checks.rule import Rule
from kunlun_cli.errors import UsageError


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(importlib.import_module(f"{package.__name__}.{name}").RULE for name in names)


def default_rules() -> tuple[Rule, ...]:
    """The rules that run when none are chosen: all that are not in preview."""
    return tuple(known for known in rules() if not known.preview)


def rule(code: str) -> Rule:
    """The rule of this code, upper or lower case.

    Raises:
        UsageError: there is no such rule.
    """
    for known in rules():
        if known.code == code.upper():
            return known
    raise UsageError(f"there is no rule {code}", hint="See `kunlun rule --all` for the rules there are")


def selected(
    select: Iterable[str] = (), ignore: Iterable[str] = (), *, preview: bool = False, only: Iterable[str] = ()
) -> tuple[Rule, ...]:
    """The rules whose code starts with one of `select` (all where it is empty) and with none of `ignore`.

    Those in preview only where `preview` asks for them, their code is among `select` in full, or their kind
    among `only`. With `only` those of these kinds alone: sums, columns, formulas, per cents, shares, separators,
    identities, ties, flows.

    Raises:
        UsageError: a code or beginning of one that fits no rule.
    """
    wanted, unwanted = ([code.upper() for code in codes] for codes in (select, ignore))
    for prefix in (*wanted, *unwanted):
        if not any(known.code.startswith(prefix) for known in rules()):
            raise UsageError(
                f"no rule's code starts with {prefix}", hint="See `kunlun rule --all` for the rules there are"
            )
    kinds = {kind.replace("-", " ") for kind in only}
    for kind in kinds:
        if not any(known.kind == kind for known in rules()):
            every = dict.fromkeys(known.kind.replace(" ", "-") for known in rules() if known.kind)
            raise UsageError(f"there is no kind of relations called {kind}", hint=f"There are {', '.join(every)}")
    return tuple(
        known
        for known in rules()
        if (not kinds or known.kind in kinds)
        and (not wanted or known.code.startswith(tuple(wanted)))
        and not known.code.startswith(tuple(unwanted))
        and (preview or bool(kinds) or not known.preview or known.code in wanted)
    )
