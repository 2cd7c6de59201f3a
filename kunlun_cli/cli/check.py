"""`kunlun check`: the filing's own arithmetic."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.boundary import attempt, worst
from kunlun_cli.cli.comparing import CompareOptions
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import Files, LangOption, Options, environment, examples, shared
from kunlun_cli.cli.output import emit, output_of_binary, write_atomically
from kunlun_cli.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from kunlun_cli.checks.engine import Plan
    from kunlun_cli.checks.finding import Report
    from kunlun_cli.checks.settings import CheckSettings

STDIN = "-"


class Format(enum.StrEnum):
    """Output formats of `check`."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    MD = "md"
    CSV = "csv"
    XLSX = "xlsx"


class FailOn(enum.StrEnum):
    """The least severity with which the command fails."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CheckOptions(CompareOptions):
    """The options of `check`; those that the settings also have are `None` where not given."""

    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Output format; by default table, else by -o's name."),
    ] = None
    select: Annotated[
        list[str] | None, typer.Option(help="Only rules whose code begins so; may be repeated.", metavar="CODE")
    ] = None
    ignore: Annotated[
        list[str] | None, typer.Option(help="No rules whose code begins so; may be repeated.", metavar="CODE")
    ] = None
    fail_on: Annotated[
        FailOn | None, typer.Option(help="Exit with 1 from this severity on; by default error.", show_default=False)
    ] = None
    expect: Annotated[
        list[str] | None,
        typer.Option(help='An expectation, as "roe_weighted >= 0"; may be repeated.', metavar="EXPRESSION"),
    ] = None
    baseline: Annotated[Path | None, typer.Option(help="Accept the findings in this file.", metavar="FILE")] = None
    write_baseline: Annotated[
        Path | None, typer.Option(help="Write all findings to this file, to be accepted from now on.", metavar="FILE")
    ] = None
    cross_read: Annotated[
        bool, typer.Option("--cross-read", help="Read every cell a second time with the other PDF engine.")
    ] = False
    config: Annotated[
        Path | None,
        typer.Option(help="Settings; by default kunlun.toml or pyproject.toml here or above.", metavar="FILE"),
    ] = None
    period: Annotated[str | None, typer.Option(help="The period, where the filing does not say it.")] = None
    lang: LangOption = None

    def validate(self) -> None:
        """Check what Typer cannot.

        Raises:
            UsageError: the period is none.
        """
        Options(period=self.period).validate()

    def chosen_format(self) -> Format:
        """The format: as given, else by the output's name, else table."""
        if self.format is None and self.output is not None and self.output.suffix.lower() == ".xml":
            return Format.JUNIT
        return self.format or self.by_suffix(Format) or Format.TABLE


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "kunlun check report.pdf",
            "kunlun check *.pdf --format github --fail-on warning",
            'kunlun check report.pdf --expect "holders.top10.pct.sum() < 75"',
            "kunlun check *.pdf --write-baseline known.json && kunlun check *.pdf --baseline known.json",
        )
    )(check)


@shared
def check(context: typer.Context, files: Files, options: CheckOptions) -> int:
    """Check reports against their own arithmetic: changes, sums, shares, per cents.

    Exit status: 0 nothing found, 1 findings of the chosen severity or above. See kunlun rule --all.
    """
    from kunlun_cli.cli.check_settings import find_settings

    env = environment(context)
    if list(files).count(STDIN) > 1:
        raise UsageError("standard input can be read once only", hint="Give - once")
    settings, folder = find_settings(options.config, Path.cwd())
    settings = _overruled(settings, options)
    plan = _plan(settings, folder, options)
    reports: list[Report] = []
    statuses: list[ExitStatus] = []
    for name in files:
        found, status = attempt(env, name, _checker(env, name, plan, options))
        statuses.append(status)
        if found is not None:
            reports.append(found)
            statuses.append(_status(env, name, found, settings, options))
    if options.write_baseline is not None:
        _write_baseline(options.write_baseline, reports)
    if options.chosen_format() is Format.XLSX:
        _write_workbook(reports, options)
        return worst(statuses)
    emit(env, [_text(env, reports, options, settings, many=len(files) > 1)], options.output, bom=options.bom)
    return worst(statuses)


def _overruled(settings: CheckSettings, options: CheckOptions) -> CheckSettings:
    """The settings as the command line overrules them; expectations of both hold."""
    return replace(
        settings,
        select=tuple(options.select or settings.select),
        ignore=tuple(options.ignore or settings.ignore),
        fail_on=options.fail_on.value if options.fail_on else settings.fail_on,
        expect=(*settings.expect, *(options.expect or ())),
    )


def _plan(settings: CheckSettings, folder: Path, options: CheckOptions) -> Plan:
    from kunlun_cli.checks import Plan, expectation, selected
    from kunlun_cli.checks.baseline import known

    path = options.baseline or (folder / settings.baseline if settings.baseline else None)
    accepted: frozenset[str] = frozenset()
    if path is not None and options.write_baseline is None:
        try:
            accepted = known(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"the baseline {path} cannot be read", hint="Write one with --write-baseline") from error
    return Plan(
        rules=selected(settings.select, settings.ignore),
        expectations=tuple(expectation(source) for source in settings.expect),
        known=accepted,
        cross_read=options.cross_read,
    )


def _checker(env: Environment, name: str, plan: Plan, options: CheckOptions) -> Callable[[], Report]:
    from kunlun_cli.checks import check as run
    from kunlun_cli.checks import second_reader

    def one() -> Report:
        source = env.piped() if name == STDIN else Path(name)
        filing = env.read(source, name=name, period=options.period, password=options.password)
        return run(filing, plan, second_reader(filing))

    return one


def _status(env: Environment, name: str, report: Report, settings: CheckSettings, options: CheckOptions) -> ExitStatus:
    """Tell what could not be read safely; the status of one filing."""
    for problem in report.problems:
        where = f", page {problem.page}" if problem.page else ""
        env.say(f"kunlun: problem: {name}{where}: {problem.message} [{problem.code}]")
    found = report.at_least(settings.fail_on) and options.write_baseline is None
    statuses = [ExitStatus.FINDINGS if found else ExitStatus.OK]
    if report.problems and not options.lenient:
        statuses.append(ExitStatus.INCOMPLETE)
    return worst(statuses)


def _write_baseline(path: Path, reports: Sequence[Report]) -> None:
    from kunlun_cli.checks.baseline import baseline
    from kunlun_cli.render.findings import plain_json

    write_atomically(path, plain_json(baseline(reports)).encode())


def _write_workbook(reports: Sequence[Report], options: CheckOptions) -> None:
    path = output_of_binary(Format.XLSX, options.output)
    if not reports:
        return
    from kunlun_cli.render.as_xlsx import xlsx_bytes
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.workbook import findings_workbook

    write_atomically(path, xlsx_bytes(findings_workbook(reports, Labels(options.lang))))


def _text(
    env: Environment, reports: Sequence[Report], options: CheckOptions, settings: CheckSettings, *, many: bool
) -> str:
    from kunlun_cli.render import findings as render

    match options.chosen_format():
        case Format.JSON:
            return render.findings_json(reports, many=many)
        case Format.CSV:
            return render.findings_csv(reports)
        case Format.MD:
            return render.findings_markdown(reports)
        case Format.TABLE:
            screen = env.terminal and options.output is None
            colour = env.colour and options.output is None
            from kunlun_cli.render.labels import Labels

            labels = Labels(options.lang)
            return render.findings_terminal(reports, width=env.width, colour=colour, screen=screen, labels=labels)
        case other:
            return _of_others(reports, other, settings)


def _of_others(reports: Sequence[Report], chosen: Format, settings: CheckSettings) -> str:
    """The formats that other programs have defined."""
    from kunlun_cli import __version__
    from kunlun_cli.checks import rules
    from kunlun_cli.checks.outputs import github, junit, sarif
    from kunlun_cli.render.findings import plain_json

    if chosen is Format.SARIF:
        return plain_json(sarif.sarif(reports, rules(), __version__))
    if chosen is Format.JUNIT:
        return junit.junit(reports, {rule.code: rule.name for rule in rules()}, fail_on=settings.fail_on)
    return github.github(reports)
