"""The plainest command lines without Typer, whose parsing takes longer than an answer from the cache.

`kunlun holders a.pdf b.pdf` and the same with `-f FORMAT` are understood here; anything else, also
anything wrong, is left to Typer, so that there is one place where options are declared and explained.
Measured before it was kept: an answer from the cache takes 0.16 s of a processor with it, 0.31 s without.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import is_pattern

_COMMANDS = frozenset({"financials", "holders", "lending", "segments"})
_FORMATS = frozenset({"table", "csv", "json", "jsonl", "md"})
_FORMAT = frozenset({"-f", "--format"})
# Typer reads options from these, and completes words with the last.
_VARIABLES = ("KUNLUN_PASSWORD", "KUNLUN_ENGINE", "KUNLUN_LANG", "_KUNLUN_COMPLETE")


def quick(env: Environment, words: Sequence[str]) -> Callable[[], int] | None:
    """What does a plain command line; `None` where Typer must look at it."""
    if not words or words[0] not in _COMMANDS or any(env.variables.get(name) for name in _VARIABLES):
        return None
    chosen: str | None = None
    files: list[str] = []
    waiting = iter(words[1:])
    for word in waiting:
        if word in _FORMAT:
            chosen = next(waiting, "")
            if chosen not in _FORMATS:
                return None
        elif (word.startswith("-") and (word != "-" or word in files)) or is_pattern(word):
            return None
        else:
            files.append(word)
    return (lambda: _run(env, words[0], files, chosen)) if files else None


def _run(env: Environment, name: str, files: Sequence[str], chosen: str | None) -> int:
    from kunlun_cli.cli.reading import with_language, with_reading
    from kunlun_cli.cli.run import DisclosureOptions, Request, run
    from kunlun_cli.render.format import Format

    options = DisclosureOptions(format=Format(chosen) if chosen else None)
    options.validate()
    return run(with_reading(with_language(env), options.engine, options.no_cache), Request(name, files, options))
