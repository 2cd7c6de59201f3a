"""`kunlun check`: the filing's own arithmetic."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kunlun_cli.cli import completions
from kunlun_cli.cli.boundary import attempted, worst
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import CodeOption, Files, PeriodOption
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import Role, decoded
from kunlun_cli.cli.filings import each, read_filing, tell
from kunlun_cli.cli.options import AnswerOptions
from kunlun_cli.cli.output import publish, write_atomically
from kunlun_cli.cli.reading import SETTINGS
from kunlun_cli.errors import ExitStatus, KunlunError, NotAFilingError, UnknownFormatError, UsageError
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.checks.engine import Plan
    from kunlun_cli.checks.facts import Facts
    from kunlun_cli.checks.finding import Report, Severity
    from kunlun_cli.checks.settings import CheckSettings
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet


def _shown(report: Report, _options: object, _screen: bool) -> tuple[str, Sequence[Sheet]]:
    from kunlun_cli.render.findings import finding_sheets
    from kunlun_cli.render.views import caption

    return caption(report.info), finding_sheets(report)


def _flat(report: Report, _: object) -> Sheet:
    from kunlun_cli.render.findings import flat_findings

    return flat_findings(report)


def _document(report: Report, _: object) -> Json:
    from kunlun_cli.render.findings import report_document

    return report_document(report)


def _book(reports: Sequence[Report], _: object) -> Sequence[Sheet]:
    from kunlun_cli.render.workbook import findings_workbook

    return findings_workbook(reports)


def _sarif(reports: Sequence[Report], _: object) -> str:
    from kunlun_cli import __version__
    from kunlun_cli.checks import rules
    from kunlun_cli.checks.outputs.sarif import sarif
    from kunlun_cli.render.findings import plain_json

    return plain_json(sarif(reports, rules(), __version__))


def _junit(reports: Sequence[Report], options: CheckOptions) -> str:
    from kunlun_cli.checks import rules
    from kunlun_cli.checks.outputs.junit import junit

    return junit(reports, {rule.code: rule.name for rule in rules()}, fail_on=options.fails_on)


def _github(reports: Sequence[Report], _: object) -> str:
    from kunlun_cli.checks.outputs.github import github

    return github(reports)


def _gitlab(reports: Sequence[Report], _: object) -> str:
    from kunlun_cli.checks.outputs.gitlab import gitlab
    from kunlun_cli.render.findings import plain_json

    return plain_json(gitlab(reports))


FINDINGS: Publication[Report, CheckOptions] = Publication(
    _shown, _flat, _document, book=_book,
    whole={Format.SARIF: _sarif, Format.JUNIT: _junit, Format.GITHUB: _github, Format.GITLAB: _gitlab},
)  # fmt: skip


class FailOn(enum.StrEnum):
    """The least severity with which the command fails."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CheckOptions(AnswerOptions):
    """The options of `check`; those that the settings also have are `None` where not given."""

    publication = FINDINGS
    usual = (Format.TABLE, Format.TABLE)

    select: Annotated[
        list[str] | None,
        typer.Option(
            help="Only rules whose code begins so; may be repeated.", metavar="CODE", autocompletion=completions.rules
        ),
    ] = None
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            help="No rules whose code begins so; may be repeated.", metavar="CODE", autocompletion=completions.rules
        ),
    ] = None
    against: Annotated[
        list[Path] | None,
        typer.Option(help="Another filing of the company to hold it against; may be repeated.", metavar="FILE"),
        Role.READS,
    ] = None
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Only relations of this kind, as sums or identities; may be repeated.",
            metavar="KIND",
            autocompletion=completions.kinds,
        ),
    ] = None
    table: Annotated[
        int | None, typer.Option(help="Of the tables only this one, counted as kunlun tables does.", min=1, metavar="N")
    ] = None
    severity: Annotated[FailOn, typer.Option(help="Tell findings of this severity and graver ones.")] = FailOn.NOTE
    preview: Annotated[bool, typer.Option("--preview", help="Run rules that are still on trial as well.")] = False
    fail_on: Annotated[
        FailOn | None, typer.Option(help="Exit with 1 from this severity on; by default error.", show_default=False)
    ] = None
    expect: Annotated[
        list[str] | None,
        typer.Option(help='An expectation, as "roe_weighted >= 0"; may be repeated.', metavar="EXPRESSION"),
    ] = None
    baseline: Annotated[
        Path | None, typer.Option(help="Accept the findings in this file.", metavar="FILE"), Role.READS
    ] = None
    write_baseline: Annotated[
        Path | None,
        typer.Option(help="Write all findings to this file, to be accepted from now on.", metavar="FILE"),
        Role.WRITES,
    ] = None
    cross_read: Annotated[
        bool, typer.Option("--cross-read", help="Read every cell a second time with the other PDF engine.")
    ] = False
    reports_only: Annotated[
        bool, typer.Option("--reports-only", help="Pass over files that are no periodic reports, and say so.")
    ] = False
    config: Annotated[
        Path | None,
        typer.Option(help="Settings; by default kunlun.toml or pyproject.toml here or above.", metavar="FILE"),
        Role.READS,
    ] = None
    code: CodeOption = None
    period: PeriodOption = None

    @property
    def fails_on(self) -> Severity:
        """The severity from which on the command fails."""
        return cast("Severity", str(self.fail_on or FailOn.ERROR))


@command(
    "kunlun check report.pdf",
    "kunlun check reports/*.pdf --reports-only --format github --fail-on warning",
    "kunlun check 2024.pdf --against 2023.pdf --against 2024-half-year.pdf",
    "kunlun check report.pdf --only sums --severity error",
    'kunlun check report.pdf --expect "holders.top10.pct.sum() < 75"',
    "kunlun check *.pdf --write-baseline known.json && kunlun check *.pdf --baseline known.json",
)
def check(context: typer.Context, files: Files, options: CheckOptions) -> int:
    """Check reports against their own arithmetic: changes, sums, shares, per cents.

    Exit status: 0 nothing found, 1 findings of the chosen severity or above. See kunlun rule --all.
    """
    env = environment(context)
    settings, folder = _find_settings(options.config, Path.cwd())
    settings = _overruled(settings, options)
    options = replace(options, fail_on=FailOn(settings.fail_on))
    plan = _plan(settings, folder, options)
    statuses: list[ExitStatus] = []
    others = [name.as_posix() for name in options.against or ()]
    plan = replace(plan, against=tuple(facts for _, facts in each(env, others, options, _facts, statuses)))
    reports: list[Report] = []
    unread: list[Report] = []
    for name in files:
        found = _attempted(env, name, plan, options)
        if isinstance(found, KunlunError):
            statuses.append(found.exit_status)
            unread.append(_unread(name, found))
        elif found is not None:
            reports.append(found)
            statuses.append(_status(env, name, found, options))
    if options.write_baseline is not None:
        _write_baseline(options.write_baseline, reports)
    told = [*reports, *unread] if options.chosen_format(env) in _FOR_CI else reports
    publish(env, options, told, many=len(files) > 1)
    return worst(statuses)


_FOR_CI = frozenset({Format.SARIF, Format.JUNIT, Format.GITHUB, Format.GITLAB})
"""Formats whose readers see nothing of stderr: files that could not be read are told in them."""


def _attempted(env: Environment, name: str, plan: Plan, options: CheckOptions) -> Report | KunlunError | None:
    """The report of a file, or why it could not be read; `None` of what is no periodic report and was passed over."""

    def action() -> Report | None:
        try:
            filing = read_filing(env, name, options)
        except (NotAFilingError, UnknownFormatError) as error:
            if not options.reports_only:
                raise
            env.say(f"kunlun: note: {name} is passed over; {error.what}")
            return None
        return _checked(filing, plan)

    found, error = attempted(env, name, action)
    return error or found


def _unread(name: str, error: KunlunError) -> Report:
    """A file that could not be read, as those see it who read the report alone."""
    from kunlun_cli.checks.finding import Report
    from kunlun_cli.records import FilingInfo

    return Report(FilingInfo(source=name, sha256="", format="pdf"), unread=error.what)


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
        # Who asks for one table asks for the rules of tables, on trial as they are.
        rules=selected(
            settings.select,
            settings.ignore,
            preview=options.preview or options.table is not None,
            only=options.only or (),
        ),
        severity=options.severity.value,
        table=options.table,
        expectations=tuple(expectation(source) for source in settings.expect),
        known=accepted,
        cross_read=options.cross_read,
    )


def _facts(filing: FilingLike) -> Facts:
    from kunlun_cli.checks import gather

    return gather(filing, statements=True)


def _checked(filing: FilingLike, plan: Plan) -> Report:
    from kunlun_cli.checks import check as run
    from kunlun_cli.checks import second_reader
    from kunlun_cli.compare.company import same_company

    for other in plan.against:
        if same_company(filing.info, other.info) is False:
            raise UsageError(
                f"{other.info.source} is a filing of another company ({other.info.code or other.info.company})",
                hint="Give filings of the same company with --against",
            )
    return run(filing, plan, second_reader(filing))


def _status(env: Environment, name: str, report: Report, options: CheckOptions) -> ExitStatus:
    """Tell what could not be read safely; the status of one filing."""
    found = report.at_least(options.fails_on) and options.write_baseline is None
    return worst((ExitStatus.FINDINGS if found else ExitStatus.OK, tell(env, name, report.problems, options)))


def _write_baseline(path: Path, reports: Sequence[Report]) -> None:
    from kunlun_cli.checks.baseline import baseline
    from kunlun_cli.render.findings import plain_json

    write_atomically(path, plain_json(baseline(reports)).encode())


def _find_settings(config: Path | None, start: Path) -> tuple[CheckSettings, Path]:
    """The settings, and the folder to which their paths are relative.

    Those of `config`, else of the nearest `kunlun.toml` or `pyproject.toml` that has a table for checks, from `start`
    upwards.

    Raises:
        UsageError: the given file cannot be read, or a file is not valid.
    """
    from kunlun_cli.checks.settings import CheckSettings, from_toml

    if config is not None:
        found = from_toml(_text(config), str(config))
        if found is None:
            raise UsageError(f"{config} has no settings for checks", hint="Write them below [check]")
        return found, config.resolve().parent
    for folder in (start, *start.parents):
        for name in SETTINGS:
            path = folder / name
            if path.is_file() and (settings := from_toml(_text(path), name)) is not None:
                return settings, folder
    return CheckSettings(), start


def _text(path: Path) -> str:
    try:
        return decoded(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read", hint="Give the path of a TOML file") from error
