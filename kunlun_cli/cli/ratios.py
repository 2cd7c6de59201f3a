"""`kunlun financials --ratios`: what follows from a filing's figures, with formulas and inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.filings import each, tell
from kunlun_cli.cli.options import Options
from kunlun_cli.cli.output import publish
from kunlun_cli.compare.ratios_model import Ratio
from kunlun_cli.errors import ExitStatus
from kunlun_cli.records import FilingInfo, Problem
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet


@dataclass(frozen=True, slots=True)
class _Answer:
    info: FilingInfo
    ratios: tuple[Ratio, ...]
    problems: tuple[Problem, ...]
    explain: bool


def run_ratios(
    env: Environment, files: Sequence[str], options: Options, *, explain: bool, annualise: bool
) -> ExitStatus:
    """Write the ratios of each file; the worst exit status of them.

    Raises:
        OutputError: the output cannot be written.
    """
    from dataclasses import fields

    statuses: list[ExitStatus] = []
    chosen = _RatioOptions(**{field.name: getattr(options, field.name) for field in fields(options)})

    def take(filing: FilingLike) -> _Answer:
        from kunlun_cli.compare import compute_ratios

        found = compute_ratios(filing, annualise=annualise)
        parts = (filing.financials, filing.holders, filing.lending, filing.segments, filing.statements)
        return _Answer(filing.info, found, tuple(dict.fromkeys(p for part in parts for p in part.problems)), explain)

    def answers() -> Iterator[_Answer]:
        for name, answer in each(env, files, chosen, take, statuses):
            statuses.append(tell(env, name, answer.problems, chosen))
            yield answer

    publish(env, chosen, answers(), many=len(files) > 1)
    return worst(statuses)


def _shown(answer: _Answer, _options: Options, _screen: bool) -> tuple[str, Sequence[Sheet]]:
    from kunlun_cli.render.ratios import ratio_sheet
    from kunlun_cli.render.views import caption

    return caption(answer.info), [ratio_sheet(answer.ratios, explain=answer.explain)]


def _flat(answer: _Answer, options: Options) -> Sheet:
    from kunlun_cli.render.ratios import flat_ratios

    return flat_ratios(answer.info, answer.ratios).select(options.column_names)


def _document(answer: _Answer, _: Options) -> Json:
    from kunlun_cli.render.document import enveloped
    from kunlun_cli.render.ratios import RATIO

    return enveloped("ratios", {"records": list(map(RATIO.document, answer.ratios))}, answer.problems, answer.info)


@dataclass(frozen=True, slots=True)
class _RatioOptions(Options):
    publication = Publication(_shown, _flat, _document)
