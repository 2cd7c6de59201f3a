"""Checks: the filing's own arithmetic, by rules, over exact intervals.

`check` takes a filing as `kunlun_cli.read` gives it; rules see only its records. Nothing here draws.
"""

from kunlun_cli.checks.engine import Plan, check, check_facts
from kunlun_cli.checks.expectations import Expectation, expectation
from kunlun_cli.checks.facts import Facts, gather
from kunlun_cli.checks.finding import Evidence, Finding, Report, RuleResult
from kunlun_cli.checks.registry import rule, rules, selected
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.second_reading import Mismatch, cross_read, second_reader

__all__ = [
    "Case",
    "Evidence",
    "Expectation",
    "Facts",
    "Finding",
    "Mismatch",
    "Plan",
    "Report",
    "Rule",
    "RuleResult",
    "check",
    "check_facts",
    "cross_read",
    "expectation",
    "gather",
    "rule",
    "rules",
    "second_reader",
    "selected",
]
