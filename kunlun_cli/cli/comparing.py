"""What `diff` and `series` share: reading several filings, telling their problems, choosing a format."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from kunlun_cli.cli.boundary import attempt
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import LangOption
from kunlun_cli.cli.reading import EngineOption, IsolateOption, NoCacheOption
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.records.reading import FilingLike

if TYPE_CHECKING:  # records are not needed for help
    from kunlun_cli.records import Problem

STDIN = "-"

F = TypeVar("F", bound=enum.StrEnum)


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """Options of both commands; each adds its own `--format`."""

    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file, whole or not at all.", metavar="FILE"),
    ] = None
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Exit as if all of it could be read although part of it could not.")
    ] = False
    lang: LangOption = None
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, for Excel.")] = False
    password: Annotated[
        str | None,
        typer.Option(help="Password of encrypted PDFs.", envvar="KUNLUN_PASSWORD", show_envvar=True),
    ] = None
    engine: EngineOption = None
    no_cache: NoCacheOption = False
    isolate: IsolateOption = False
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a defect of kunlun happened.")] = False

    def validate(self) -> None:
        """Nothing to check beyond what Typer has."""

    def by_suffix(self, known: type[F]) -> F | None:
        """The format that the output's name asks for, if it is one of those known."""
        if self.output is None or str(self.output) == STDIN:
            return None
        suffix = self.output.suffix.lstrip(".").lower()
        suffix = {"htm": "html", "markdown": "md"}.get(suffix, suffix)
        return known(suffix) if suffix in {str(member) for member in known} else None


@dataclass(frozen=True, slots=True)
class Reading:
    """Filings that could be read, the problems of the disclosures asked for, and the statuses of all."""

    filings: tuple[FilingLike, ...]
    problems: tuple[Problem, ...]
    statuses: tuple[ExitStatus, ...]


def read_all(env: Environment, names: Sequence[str], options: CompareOptions, sections: Iterable[str]) -> Reading:
    """Read each file and the disclosures asked for; a bad one is told and left out.

    Raises:
        UsageError: standard input is given twice.
    """
    if list(names).count(STDIN) > 1:
        raise UsageError("standard input can be read once only", hint="Give - once")
    wanted = tuple(sections)
    filings: list[FilingLike] = []
    problems: list[Problem] = []
    statuses: list[ExitStatus] = []
    for name in names:
        found, status = attempt(env, name, lambda name=name: _read(env, name, options, wanted))  # type: ignore[misc]
        statuses.append(status)
        if found is not None:
            filings.append(found[0])
            problems.extend(found[1])
            tell(env, name, found[1])
    return Reading(tuple(filings), tuple(problems), tuple(statuses))


def _read(
    env: Environment, name: str, options: CompareOptions, sections: Iterable[str]
) -> tuple[FilingLike, tuple[Problem, ...]]:
    source = env.piped() if name == STDIN else Path(name)
    filing = env.read(source, name=name, password=options.password)
    problems = [problem for section in sections for problem in getattr(filing, section).problems]
    return filing, tuple(dict.fromkeys(problems))


def tell(env: Environment, name: str, problems: Iterable[Problem]) -> None:
    """Tell the problems of one file on stderr."""
    for problem in problems:
        where = f", page {problem.page}" if problem.page else ""
        env.say(f"kunlun: problem: {name}{where}: {problem.message} [{problem.code}]")
