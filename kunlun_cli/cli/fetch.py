"""`kunlun fetch CODE...`: newly published reports, into a folder."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import Role
from kunlun_cli.cli.options import OutputOptions, check_period
from kunlun_cli.cli.output import publish
from kunlun_cli.cli.reading import with_reading
from kunlun_cli.errors import ExitStatus, KunlunError, MissingFileError, NotInFilingError, UsageError
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.fetch.http import Polite
    from kunlun_cli.fetch.manifest import Entry
    from kunlun_cli.fetch.run import Order
    from kunlun_cli.fetch.source import Source
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet

_CODE = re.compile(r"\d{6}\Z", re.ASCII)
_SHOWN = ("code", "short_name", "period", "form", "published", "revision", "status", "title", "file")


def _sheet(entries: Sequence[Entry], names: Sequence[str]) -> Sheet:
    from kunlun_cli.render.sheet import Column, Row, Sheet

    columns = tuple(Column(name, name) for name in names)
    return Sheet("filings", "Filings", columns, tuple(Row({n: getattr(e, n) for n in names}) for e in entries))


def _shown(entries: Sequence[Entry], _options: object, _screen: bool) -> tuple[str, Sequence[Sheet]]:
    return "", [_sheet(entries, _SHOWN)]


def _flat(entries: Sequence[Entry], _: object) -> Sheet:
    from kunlun_cli.fetch.manifest import FIELDS

    return _sheet(entries, FIELDS)


def _document(entries: Sequence[Entry], _: object) -> Json:
    from dataclasses import asdict

    from kunlun_cli.fetch.manifest import SCHEMA

    return {"schema": SCHEMA, "filings": [asdict(each) for each in entries]}


class Kinds(enum.StrEnum):
    """Forms of reports that can be asked for."""

    FULL = "full"
    SUMMARY = "summary"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class FetchOptions(OutputOptions):
    """The options of `fetch`."""

    publication = Publication[Sequence["Entry"], object](_shown, _flat, _document)

    period: Annotated[str | None, typer.Option(help="Only of this period: 2024A, 2024H1, 2024Q1 or 2024Q3.")] = None
    since: Annotated[
        str | None, typer.Option(help="Only what was published on this day or later: 2026-10-01.", metavar="DATE")
    ] = None
    codes: Annotated[
        Path | None,
        typer.Option(help="More codes from a file, one a line; # begins a remark.", metavar="FILE"),
        Role.READS,
    ] = None
    kind: Annotated[Kinds, typer.Option(help="Full reports, their summaries, or both.")] = Kinds.FULL
    out: Annotated[Path | None, typer.Option(help="The folder for reports and manifest.json.", metavar="FOLDER")] = None
    only_list: Annotated[bool, typer.Option("--list", help="List what there is, and fetch nothing.")] = False
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Ask for files that are there, too, whether they have changed.")
    ] = False
    address: Annotated[
        str | None,
        typer.Option(
            help="Another server that answers like the source.", hidden=True, metavar="URL", envvar="KUNLUN_SOURCE"
        ),
    ] = None
    pace: Annotated[
        float, typer.Option(help="Seconds from one request to the next.", hidden=True, min=0, envvar="KUNLUN_PACE")
    ] = 1.0

    def validate(self) -> None:
        """Check what Typer cannot.

        Raises:
            UsageError: an option has a value that cannot work.
        """
        super(FetchOptions, self).validate()
        check_period(self.period)
        if self.period is None and self.since is None:
            raise UsageError("neither a period nor a day is given", hint="Say which with --period or --since")
        if self.out is None and not self.only_list:
            raise UsageError("there is no folder to fetch into", hint="Name one with --out, or list only with --list")
        if self.address is None and self.pace < 1:
            raise UsageError("sources are asked once a second at most", hint="Leave --pace out")

    @property
    def day(self) -> dt.date | None:
        """The day of `--since`.

        Raises:
            UsageError: it is none.
        """
        try:
            return dt.date.fromisoformat(self.since) if self.since else None
        except ValueError as error:
            raise UsageError(f"{self.since} is not a day", hint="Write it like 2026-10-01") from error


@command(
    "kunlun fetch 300418 000999 --period 2024H1 --kind all --out reports/",
    "kunlun fetch --codes codes.txt --since 2026-10-01 --out reports/",
    "kunlun fetch 300418 --period 2024A --list",
)
def fetch(
    context: typer.Context,
    options: FetchOptions,
    shares: Annotated[list[str] | None, typer.Argument(metavar="CODE", help="Codes of A shares, six digits.")] = None,
) -> int:
    """Fetch newly published reports from 巨潮资讯 into a folder, with a manifest.

    The only command that goes to the network: one request a second, by a named client. kunlun reads each file,
    and keeps none that is of another company or period. Built from public clients of the site, never run against it.
    """
    from kunlun_cli.fetch.cninfo import Cninfo
    from kunlun_cli.fetch.http import Polite, require

    env = environment(context)
    wanted = _codes(shares or (), options.codes)
    order = _order(options)
    require()
    client = Polite(pace=options.pace)
    statuses: list[ExitStatus] = []
    try:
        entries = list(_entries(env, Cninfo(client, options.address), client, wanted, order, options, statuses))
    finally:
        client.close()
    if entries:
        publish(env, options, [entries])
    elif not statuses:
        env.say("kunlun: note: nothing was published that was asked for")
    return worst(statuses)


def _codes(given: Sequence[str], path: Path | None) -> list[str]:
    """The codes that were given, each once.

    Raises:
        MissingFileError: there is no such list.
        UsageError: there are none, or one is none of an A share.
    """
    from kunlun_cli.extract.identity import is_share_code

    listed: list[str] = []
    if path is not None:
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise MissingFileError("this list of codes cannot be read", file=str(path)) from error
        listed = [word for line in lines for word in line.partition("#")[0].replace(",", " ").split()]
    codes = list(dict.fromkeys([*given, *listed]))
    for code in codes:
        if not _CODE.match(code) or not is_share_code(code):
            raise UsageError(f"{code} is not the code of an A share", hint="Write its six digits, like 300418")
    if not codes:
        raise UsageError("no share is named", hint="Give codes, or a file of them with --codes")
    return codes


def _order(options: FetchOptions) -> Order:
    from kunlun_cli.fetch.run import Order
    from kunlun_cli.fetch.source import CHINA

    forms = {"full", "summary"} if options.kind is Kinds.ALL else {options.kind.value}
    return Order(options.period, options.day, frozenset(forms), dt.datetime.now(CHINA).date())


def _entries(
    env: Environment,
    source: Source,
    client: Polite,
    codes: Sequence[str],
    order: Order,
    options: FetchOptions,
    statuses: list[ExitStatus],
) -> Iterator[Entry]:
    """Every report of the companies asked for, fetched where that was asked for; errors are told and go on."""
    from kunlun_cli.fetch.run import Folder, listed

    def of(code: str) -> list[Entry]:
        found = listed(source, code, order, lambda title: env.say(f"kunlun: note: {code} {title} is passed over"))
        if not found and order.period is not None:
            raise NotInFilingError(f"no report of {order.period} has been published by {order.today}", file=code)
        return found

    seen: set[tuple[str, str, str]] = set()
    if options.out is None or options.only_list:
        for code in codes:
            for entry in _attempted(env, code, of, statuses):
                _remark(env, entry, seen)
                yield entry
        return
    reader = with_reading(env, None, no_cache=False, isolate=True).reader  # what came from outside
    with Folder(options.out) as folder:
        for code in codes:
            for listed_entry in _attempted(env, code, of, statuses):
                entry = folder.fetched(listed_entry, client, reader, recheck=options.recheck)
                _remark(env, entry, seen)
                statuses.append(_STATUS[entry.status])
                yield entry


def _attempted(
    env: Environment, code: str, action: Callable[[str], list[Entry]], statuses: list[ExitStatus]
) -> list[Entry]:
    try:
        return action(code)
    except KunlunError as error:
        env.say(f"kunlun: error: {error}")
        statuses.append(error.exit_status)
        return []


_STATUS = {
    "fetched": ExitStatus.OK,
    "withdrawn": ExitStatus.OK,
    "unverified": ExitStatus.INCOMPLETE,
    "refused": ExitStatus.INCOMPLETE,
    "failed": ExitStatus.UNREADABLE,
}


def _remark(env: Environment, entry: Entry, seen: set[tuple[str, str, str]]) -> None:
    """Tell what a person should know of a report: another edition, or that something is wrong with it."""
    same = (entry.code, entry.period, entry.form)
    name = " ".join(same)
    if same in seen and not entry.revision:
        env.say(f"kunlun: note: {name}: published again on {entry.published} under such a title; all are kept")
    seen.add(same)
    if entry.replaces is not None:
        env.say(
            f"kunlun: note: {name}: revised edition of {entry.published}; it replaces announcement {entry.replaces}"
        )
    if entry.message is not None:
        kind = "note" if entry.status == "withdrawn" else "problem" if entry.status == "unverified" else "error"
        env.say(f"kunlun: {kind}: {name}, announced on {entry.published}: {entry.message}")
