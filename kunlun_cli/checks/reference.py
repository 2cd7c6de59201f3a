"""The reference of the rules, made from their own documentation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kunlun_cli.checks.rule import Rule
from kunlun_cli.records.problems import PROBLEMS, Meaning

_FIELDS = (("Checks", "checks"), ("Why", "why"), ("Formula", "formula"))
EXPECTATIONS = """\
An expectation of the user, given with --expect or as `expect` in the settings: an expression over the records that has
to hold, such as `roe_weighted >= 0` or `holders.top10.pct.sum() < 75`. It has numbers, text in quotes, `+ - * /`,
comparisons, `and or not`, `abs()`, and names: a key figure (`revenue`, `revenue.prior`, `revenue.change`,
`revenue.quarter`, `revenue.q1`), a column of a table with one of sum(), min(), max(), mean(), count()
(`holders.top10.pct`, `lending.participation.closing_lent_shares`, `segments.major.gross_margin`), a count
(`holders.counts.holders`) or something of the filing (`filing.period`). What is not disclosed is null, and a comparison
with it is not applicable."""


def as_text(rule: Rule) -> str:
    """One rule for the terminal."""
    lines = [f"{rule.code} {rule.name} ({rule.severity}; {_status(rule)})", ""]
    for title, field in _FIELDS:
        lines.append(f"{title + ':':9}{getattr(rule, field)}")
    lines += [f"{'Trips:':9}{rule.trips.text}", f"{'Holds:':9}{rule.holds.text}"]
    return "\n".join(lines) + "\n"


def as_markdown(rules: Iterable[Rule]) -> str:
    """The whole reference in Markdown."""
    rules = list(rules)
    parts = ["# Rules of kunlun check", "| code | name | severity |\n| --- | --- | --- |"]
    parts[-1] += "".join(f"\n| [{r.code}](#{r.code.lower()}) | {r.name} | {r.severity} |" for r in rules)
    parts += [_section(rule) for rule in rules]
    parts.append(f"## KL900\n\n**expectation** (error)\n\n{EXPECTATIONS}")
    return "\n\n".join(parts) + "\n"


def listed(rules: Iterable[Rule], names: Mapping[str, str]) -> str:
    """One line a rule for the terminal: code, severity, status and name, which `names` may give in Chinese."""
    rows = [(rule.code, rule.severity, _status(rule), names.get(rule.code, rule.name)) for rule in rules]
    rows.append(("KL900", "error", "stable, since 0.1", names.get("KL900", "expectation")))
    return "".join(f"{code}  {severity:8} {status:19} {name}\n" for code, severity, status, name in rows)


def as_documents(rules: Iterable[Rule]) -> list[dict[str, str]]:
    """What is known of each rule, for programs."""
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity,
            "status": "preview" if rule.preview else "stable",
            "since": rule.since,
            **{field: getattr(rule, field) for _, field in _FIELDS},
            "trips": rule.trips.text,
            "holds": rule.holds.text,
        }
        for rule in rules
    ]


def _status(rule: Rule) -> str:
    return f"{'preview' if rule.preview else 'stable'}, since {rule.since}"


def _section(rule: Rule) -> str:
    return "\n\n".join(
        (
            f"## {rule.code}",
            f"**{rule.name}** ({rule.severity}; {_status(rule)})",
            rule.checks,
            f"*Why.* {rule.why}",
            f"*Formula.* `{rule.formula}`",
            f"*Trips:* {rule.trips.text}\n\n*Holds:* {rule.holds.text}",
        )
    )


def problems_as_text(code: str | None, chinese: Mapping[str, str]) -> str:
    """The meaning of one code of problems, or of all, for the terminal; in Chinese where that is given."""
    if chinese:
        return "\n".join(f"{name}\n\n{chinese[name]}\n" for name, _ in _problems(code))
    return "\n".join(f"{name}\n\n{'Means:':9}{m.what}\n{'Then:':9}{m.becomes}\n" for name, m in _problems(code))


def problems_as_documents(code: str | None) -> list[dict[str, str]]:
    """The same for programs."""
    return [{"code": name, "what": meaning.what, "becomes": meaning.becomes} for name, meaning in _problems(code)]


def problems_as_markdown(code: str | None = None) -> str:
    """The same in Markdown."""
    rows = "".join(f"\n| `{name}` | {m.what} | {m.becomes} |" for name, m in _problems(code))
    head = "| code | what could not be read safely | what becomes of the figures |\n| --- | --- | --- |"
    return f"# Problems\n\n{head}{rows}\n"


def _problems(code: str | None) -> list[tuple[str, Meaning]]:
    return [(name, meaning) for name, meaning in sorted(PROBLEMS.items()) if code in (None, name)]
