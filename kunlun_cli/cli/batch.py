"""`kunlun batch`: many filings into one dataset."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import EngineOption, IsolateOption, LangOption
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import decoded
from kunlun_cli.cli.options import check_code
from kunlun_cli.cli.reading import limits_in, read_settings
from kunlun_cli.engines import DEFAULT_ENGINE
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.limits import Limits

if TYPE_CHECKING:
    from kunlun_cli.dataset.batch import Plan, Summary
    from kunlun_cli.dataset.entry import Entry

_TOLD = 20
"""So many failures are told one by one; the manifest has all of them."""

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files, folders, patterns or URLs; - reads a list from standard input."),
]


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """The options of `batch`."""

    out: Annotated[
        str, typer.Option("--out", help="The dataset: a folder, or a URL that fsspec knows.", metavar="DATASET")
    ]
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes; by default one a core.", show_default=False)
    ] = None
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that one filing may take.")] = 120.0
    memory: Annotated[int, typer.Option(min=100, help="Megabytes that reading one filing may take.")] = 1024
    force: Annotated[bool, typer.Option("--force", help="Read everything again, also what is done.")] = False
    cluster: Annotated[
        str | None,
        typer.Option(help="Give the work to this Dask scheduler, such as tcp://host:8786.", metavar="ADDRESS"),
    ] = None
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Exit with 0 although some filings could not be read in part.")
    ] = False
    code: Annotated[
        list[str] | None,
        typer.Option(
            help="The share's code of filings that print none: six digits, or FILE=CODE for one; may be repeated.",
            metavar="[FILE=]CODE",
        ),
    ] = None
    tables: Annotated[bool, typer.Option("--tables", help="Store the cells of all tables too, as long rows.")] = False
    engine: EngineOption = None
    isolate: IsolateOption = False
    lang: LangOption = None
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a defect of kunlun happened.")] = False

    def validate(self) -> None:
        """Check what Typer cannot.

        Raises:
            UsageError: options exclude each other.
        """
        if self.cluster is not None and self.jobs is not None:
            raise UsageError("--jobs is for this machine; a cluster has the workers that it has", hint="Leave out one")
        for code in self.codes().values():
            check_code(code)

    def codes(self) -> dict[str, str]:
        """The codes given, by the name of the file that each is of; "" for all others."""
        return {name: code for name, _, code in (each.rpartition("=") for each in self.code or ())}

    def reading(self) -> tuple[str, Limits, bool]:
        """The engine, the limits and whether each file has a process of its own, as given or as in the settings."""
        from pathlib import Path

        settings = read_settings(Path.cwd())
        engine = str(self.engine or settings.get("engine") or DEFAULT_ENGINE)
        return engine, limits_in(settings), self.isolate or settings.get("isolate") is True


@command(
    "kunlun batch reports/ --out dataset",
    "find /archive -name '*.pdf' | kunlun batch - --out dataset --jobs 8",
    "kunlun batch 's3://filings/2024/*.pdf' --out s3://results/dataset --cluster tcp://scheduler:8786",
)
def batch(context: typer.Context, paths: Paths, options: BatchOptions) -> int:
    """Read many filings into a dataset of Parquet files.

    What the dataset has already is not read again, so an interrupted run goes on where it was. A filing
    that cannot be read, takes too long or too much memory is reported, and the others go on.
    """
    from kunlun_cli.dataset.batch import Summary, expand, nothing_there, plan, summaries, tidy
    from kunlun_cli.dataset.parquet import require
    from kunlun_cli.dataset.store import open_store

    env = environment(context)
    require()
    target = options.out if "://" in options.out else os.path.abspath(options.out)  # noqa: PTH100 - may not exist yet
    sources, absent = expand(_names(env, paths))
    store = open_store(target)
    tidy(store)
    engine, limits, isolated = options.reading()
    todo = plan(
        store, target, sources, engine=engine, force=options.force, limits=limits, cells=options.tables,
        codes=options.codes(),
    )  # fmt: skip
    for path in todo.damaged:
        env.say(f"kunlun: {path} in the dataset is damaged or missing; what it is of is read again, if it is named")
    summary = Summary(skipped=len(todo.done))
    for name in absent:
        summary.add(nothing_there(name, engine))
    total = len(todo.tasks) + len(absent)
    try:
        for _ in _shown(env, summaries(_entries(todo, options, isolated), summary), total, summary):
            pass
        tidy(store)
    finally:
        _tell(env, summary, total)
    return _status([*todo.done, *summary.failures], summary, options)


def _names(env: Environment, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if path == "-":
            listed = decoded(env.stdin.read())
            yield from (line.strip() for line in listed.splitlines() if line.strip())
        else:
            yield path


def _entries(todo: Plan, options: BatchOptions, isolated: bool) -> Iterator[Entry]:
    from kunlun_cli.dataset.pool import FILINGS, Limits, Pool

    limits = Limits(options.timeout, options.memory, 1 if isolated else FILINGS)
    if options.cluster is not None:
        from kunlun_cli.dataset.cluster import run_on_cluster

        return run_on_cluster(options.cluster, todo.tasks, limits)
    return Pool(min(options.jobs or os.cpu_count() or 1, max(1, len(todo.tasks))), limits).run(todo.tasks)


def _shown(env: Environment, entries: Iterator[Entry], total: int, summary: Summary) -> Iterator[Entry]:
    """The entries with a bar, where a person looks at stderr."""
    if not total or not env.stderr.isatty() or env.variables.get("TERM") == "dumb":
        return entries
    from kunlun_cli.render.progress import tracked

    return tracked(entries, total, env.stderr, summary.failures)


def _tell(env: Environment, summary: Summary, total: int) -> None:
    """What became of the run, the failures first."""
    for entry in summary.failures[:_TOLD]:
        env.say(f"kunlun: {entry.status}: {entry.source}: {entry.message}")
    if len(summary.failures) > _TOLD:
        env.say(f"kunlun: and {len(summary.failures) - _TOLD} more, which the manifest names")
    counts = summary.counts
    told = [f"{counts['ok'] + counts['incomplete']} of {total} filings read"]
    if counts["incomplete"]:
        told.append(f"{counts['incomplete']} of them with problems")
    if summary.failures:
        told.append(f"{len(summary.failures)} failed")
    if summary.skipped:
        told.append(f"{summary.skipped} were there already")
    env.say(f"kunlun: {', '.join(told)}; {summary.rows} rows; at most {summary.peak_mb} MB a process")


def _status(settled: Iterable[Entry], summary: Summary, options: BatchOptions) -> ExitStatus:
    statuses = [_STATUS[entry.status] for entry in settled]
    if summary.counts["incomplete"]:
        statuses.append(ExitStatus.INCOMPLETE)
    if options.lenient:
        statuses = [status for status in statuses if status is not ExitStatus.INCOMPLETE]
    return worst(statuses)


_STATUS = {
    "ok": ExitStatus.OK,
    "incomplete": ExitStatus.INCOMPLETE,
    "unreadable": ExitStatus.UNREADABLE,
    "timeout": ExitStatus.UNREADABLE,
    "memory": ExitStatus.UNREADABLE,
    "crashed": ExitStatus.UNREADABLE,
    "defect": ExitStatus.DEFECT,
}
