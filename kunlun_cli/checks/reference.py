"""The reference of the rules, made from their own documentation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kunlun_cli.checks.expectations.expectation import CODE as EXPECTATION
from kunlun_cli.checks.rule import Rule
from kunlun_cli.records.problems import PROBLEMS, Meaning

_FIELDS: Mapping[str, Callable[[Rule], str]] = {
    "Checks": lambda rule: rule.checks,
    "Why": lambda rule: rule.why,
    "Formula": lambda rule: rule.formula,
    "Trips": lambda rule: rule.trips.text,
    "Holds": lambda rule: rule.holds.text,
}
"""What a rule says of itself, by its title."""
EXPECTATIONS = """\
An expectation of the user, given with --expect or as `expect` in the settings: an expression over the records that has
to hold, such as `roe_weighted >= 0` or `holders.top10.pct.sum() < 75`. It has numbers, text in quotes, `+ - * /`,
comparisons, `and or not`, `abs()`, and names: a key figure (`revenue`, `revenue.prior`, `revenue.change`,
`revenue.quarter`, `revenue.q1`), a column of a table with one of sum(), min(), max(), mean(), count()
(`holders.top10.pct`, `lending.participation.closing_lent_shares`, `segments.major.gross_margin`), a count
(`holders.counts.holders`) or something of the filing (`filing.period`). What is not disclosed is null, and a comparison
with it is not applicable."""


@dataclass(frozen=True, slots=True)
class Language:
    """The reference in a language: what rules say of themselves, their names, and words; English where empty."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def lead(self) -> int:
        """Letters that titles take at least; Chinese ones are of one length."""
        return 0 if self.texts else 9

    def word(self, english: str) -> str:
        """A word of the reference."""
        return self.texts.get("words", {}).get(english, english)

    def name(self, rule: Rule) -> str:
        """What a rule is called."""
        return self.names.get(rule.code, rule.name)

    def text(self, rule: Rule, title: str) -> str:
        """What a rule says under a title."""
        english = _FIELDS[title](rule)
        return self.texts.get(rule.code, {}).get(title.lower(), english)

    def status(self, rule: Rule) -> str:
        """Whether a rule is on trial, and since which version there is one."""
        return self.since("preview" if rule.preview else "stable", rule.since)

    def since(self, status: str, version: str) -> str:
        """A status, and the first version that had it."""
        return self.word("{}, since {}").format(self.word(status), version)

    def graded(self, severity: str, status: str | None = None) -> str:
        """Severity and status in brackets."""
        said = filter(None, (self.word(severity), status))
        return self.word(" ({})").format(self.word("; ").join(said))

    @property
    def expectations(self) -> str:
        """What expectations of the user are."""
        return self.texts.get(EXPECTATION, {}).get("checks", EXPECTATIONS).strip()


ENGLISH = Language()


def as_text(rule: Rule, language: Language = ENGLISH) -> str:
    """One rule for the terminal."""
    lines = [f"{rule.code} {language.name(rule)}{language.graded(rule.severity, language.status(rule))}", ""]
    lines += [f"{language.word(f'{title}:'):{language.lead}}{language.text(rule, title)}" for title in _FIELDS]
    return "\n".join(lines) + "\n"


def expectation_as_text(language: Language = ENGLISH) -> str:
    """What the code of the user's expectations means, for the terminal."""
    name = language.names.get(EXPECTATION, "expectation")
    return f"{EXPECTATION} {name}{language.graded('error')}\n\n{language.expectations}\n"


def as_markdown(rules: Iterable[Rule], language: Language = ENGLISH) -> str:
    """The whole reference in Markdown."""
    rules = list(rules)
    head = " | ".join(map(language.word, ("code", "name", "severity", "status")))
    cells = ((f"[{r.code}](#{r.code.lower()})", language.name(r), language.word(r.severity)) for r in rules)
    rows = (" | ".join((*row, language.status(rule))) for row, rule in zip(cells, rules, strict=True))
    table = "\n".join(f"| {row} |" for row in (head, "--- | --- | --- | ---", *rows))
    parts = [f"# {language.word('Rules of kunlun check')}", table, *(_section(rule, language) for rule in rules)]
    name = language.names.get(EXPECTATION, "expectation")
    parts.append(f"## {EXPECTATION}\n\n**{name}**{language.graded('error')}\n\n{language.expectations}")
    return "\n\n".join(parts) + "\n"


def listed(rules: Iterable[Rule], language: Language = ENGLISH) -> str:
    """One line a rule for the terminal: code, severity, status and name."""
    rows = [(rule.code, language.word(rule.severity), language.status(rule), language.name(rule)) for rule in rules]
    name = language.names.get(EXPECTATION, "expectation")
    rows.append((EXPECTATION, language.word("error"), language.since("stable", "0.1"), name))
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
            **{title.lower(): english(rule) for title, english in _FIELDS.items()},
        }
        for rule in rules
    ]


def _section(rule: Rule, language: Language) -> str:
    told = {title: language.text(rule, title) for title in _FIELDS}
    why, formula, trips, holds = (language.word(f"{each}:")[:-1] for each in ("Why", "Formula", "Trips", "Holds"))
    return "\n\n".join(
        (
            f"## {rule.code}",
            f"**{language.name(rule)}**{language.graded(rule.severity, language.status(rule))}",
            told["Checks"],
            f"*{why}.* {told['Why']}",
            f"*{formula}.* `{told['Formula']}`",
            f"*{trips}:* {told['Trips']}\n\n*{holds}:* {told['Holds']}",
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
