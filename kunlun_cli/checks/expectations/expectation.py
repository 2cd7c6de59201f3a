"""An expectation: an expression that has to hold in every filing checked."""

from __future__ import annotations

from dataclasses import dataclass

from kunlun_cli.checks.expectations.evaluate import Evaluation
from kunlun_cli.checks.expectations.names import Scalar
from kunlun_cli.checks.expectations.syntax import Node, parse
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Finding, RuleResult
from kunlun_cli.records import FilingInfo

CODE = "KL900"
NAME = "expectation"


@dataclass(frozen=True, slots=True)
class Expectation:
    """A parsed expectation; `source` is what the user wrote."""

    source: str
    tree: Node

    def run(self, facts: Facts) -> tuple[RuleResult, tuple[Finding, ...]]:
        """Whether it holds in a filing; not applicable where what it needs is not disclosed.

        Raises:
            UsageError: it uses a name that does not exist.
        """
        run = Evaluation(facts, self.source)
        truth = run.truth(self.tree)
        if truth is None:
            return RuleResult(CODE, "not_applicable", about=self.source), ()
        if truth:
            return RuleResult(CODE, "pass", 1, about=self.source), ()
        return RuleResult(CODE, "fail", 1, about=self.source), (_finding(self.source, run),)


def expectation(source: str) -> Expectation:
    """Parses an expectation, and tries its names on an empty filing.

    Raises:
        UsageError: it is not an expression, or one of its names does not exist.
    """
    made = Expectation(source.strip(), parse(source))
    made.run(Facts(FilingInfo(source="", sha256="", format="pdf")))
    return made


def _finding(source: str, run: Evaluation) -> Finding:
    values = ", ".join(f"{name} is {_shown(value)}" for name, value in run.seen.items())
    return Finding(
        severity="error",
        subject=source,
        message=f"{source} does not hold: {values}" if values else f"{source} does not hold",
        printed=_shown(next(iter(run.seen.values()))) if len(run.seen) == 1 else None,
        sources=tuple(dict.fromkeys(run.sources)),
        code=CODE,
        name=NAME,
    )


def _shown(value: Scalar) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else f"{value}"
