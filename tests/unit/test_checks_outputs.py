"""Reports in all formats, against the schemas of those formats."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kunlun_cli.checks import Facts, Plan, Report, check_facts, expectation, rules
from kunlun_cli.checks.baseline import baseline, known
from kunlun_cli.checks.cases import INFO, holder, holders, key_figures, line
from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.outputs import github, junit, sarif
from kunlun_cli.checks.settings import from_toml
from kunlun_cli.cli.check import CheckOptions
from kunlun_cli.cli.environment import Environment
from kunlun_cli.errors import UsageError
from kunlun_cli.records import Problem, Source
from kunlun_cli.render import findings as render
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Setting, published
from kunlun_cli.render.schema import schema_of
from kunlun_cli.render.terminal import terminal_text

NAMES = {rule.code: rule.name for rule in rules()}


def _published(form: Format, *reports: Report, many: bool = False) -> str:
    options = CheckOptions(format=form)
    return "".join(map(str, published(CheckOptions.publication, reports, options, form, Setting(many))))


def _report(*, source: str = "reports/300000 年报.pdf") -> Report:
    record = line("profit_before_tax", "利润总额", "9,907,416,557.97", "5,049,553,770.35", "0.9620")
    cells = {"change": Source(3, (10.0, 20.0, 30.123456, 40.0), "0.9620"), "value": Source(2, (1, 2, 3, 4), "9,907")}
    facts = Facts(
        replace(INFO, source=source),
        financials=key_figures(replace(record, cells=cells)).financials,
        holders=holders(holder("=甲<某>", "1,000", restricted_shares="1,100")).holders,
        problems=(Problem("unreadable-cell", "a cell cannot be read", 4),),
    )
    return check_facts(facts, Plan(expectations=(expectation("revenue > 0"), expectation("profit_before_tax < 0"))))


# The parts of SARIF 2.1.0 that the output uses, from the standard; further keys are forbidden.
def _closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_MESSAGE = _closed(["text"], text={"type": "string", "minLength": 1}, markdown={"type": "string"})
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_LOCATION = _closed(
    ["physicalLocation"],
    id={"type": "integer", "minimum": 0},
    physicalLocation=_closed(
        ["artifactLocation"],
        artifactLocation=_closed(["uri"], uri={"type": "string", "format": "uri-reference"}, index={"type": "integer"}),
    ),
    logicalLocations={"type": "array", "items": _closed(["name"], name={"type": "string"}, kind={"type": "string"})},
    properties={"type": "object"},
)
_RULE = _closed(
    ["id"],
    id={"type": "string"},
    name={"type": "string"},
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    help=_MESSAGE,
    defaultConfiguration=_closed([], level=_LEVEL),
)
_RESULT = _closed(
    ["ruleId", "message"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    message=_MESSAGE,
    locations={"type": "array", "items": _LOCATION},
    relatedLocations={"type": "array", "items": _LOCATION, "uniqueItems": True},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    properties={"type": "object"},
)
_SARIF = _closed(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "items": _closed(
            ["tool"],
            tool=_closed(
                ["driver"],
                driver=_closed(
                    ["name"],
                    name={"type": "string"},
                    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
                    rules={"type": "array", "items": _RULE, "uniqueItems": True},
                ),
            ),
            properties={"type": "object"},
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            artifacts={
                "type": "array",
                "items": _closed(
                    [],
                    location=_closed(["uri"], uri={"type": "string", "format": "uri-reference"}),
                    hashes={"type": "object", "additionalProperties": {"type": "string"}},
                ),
            },
            results={"type": "array", "items": _RESULT},
            invocations={
                "type": "array",
                "items": _closed(
                    ["executionSuccessful"],
                    executionSuccessful={"type": "boolean"},
                    toolExecutionNotifications={
                        "type": "array",
                        "items": _closed(
                            ["message"],
                            level=_LEVEL,
                            descriptor=_closed([], id={"type": "string"}),
                            message=_MESSAGE,
                            locations={"type": "array", "items": _LOCATION},
                        ),
                    },
                ),
            },
        ),
    },
)


def test_sarif_is_valid_and_points_to_its_rules() -> None:
    document = json.loads(render.plain_json(sarif.sarif([_report()], rules(), "0.1.0")))
    jsonschema.Draft202012Validator(_SARIF).validate(document)
    run = document["runs"][0]
    described = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described[:-1]] == list(NAMES)
    for result in run["results"]:
        assert described[result["ruleIndex"]]["id"] == result["ruleId"]
        assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["kunlunFinding/v1"])
    uri = run["artifacts"][0]["location"]["uri"]
    assert uri.isascii()
    assert " " not in uri


def test_sarif_of_nothing_found_is_valid() -> None:
    clean = check_facts(Facts(INFO))
    jsonschema.Draft202012Validator(_SARIF).validate(sarif.sarif([clean], rules(), "0.1.0"))


def test_json_is_that_of_the_contract() -> None:
    document = json.loads(_published(Format.JSON, _report()))
    jsonschema.Draft202012Validator(schema_of("check")).validate(document)
    first = next(f for f in document["findings"] if f["code"] == "KL101")
    assert (first["subject"], first["printed"], first["expected"]) == ("利润总额", "0.9620", "96.20")
    assert first["sources"][0] == {"page": 3, "bbox": [10, 20, 30.12, 40], "text": "0.9620"}
    assert {rule["outcome"] for rule in document["rules"]} <= {"pass", "weak", "fail", "not_applicable"}
    assert isinstance(json.loads(_published(Format.JSON, _report(), many=True)), list)


def test_every_format_for_programs_says_where_in_the_report_a_finding_is() -> None:
    report = _report()
    table = replace(report.findings[0], place="第七节股份变动 · [59]")
    report = replace(report, findings=(table, *report.findings[1:]))
    document = json.loads(_published(Format.JSON, report))
    assert [f["place"] for f in document["findings"][:2]] == ["第七节股份变动 · [59]", "Shareholders"]
    rows = list(csv.DictReader(io.StringIO(_published(Format.CSV, report))))
    assert [row["place"] for row in rows] == [f["place"] for f in document["findings"]]
    results = sarif.sarif([report], rules(), "0.1.0")["runs"][0]["results"]
    assert [r["properties"]["place"] for r in results] == [row["place"] for row in rows]


def test_junit_has_a_case_for_each_rule_and_expectation() -> None:
    report = _report()
    suite = ET.fromstring(junit.junit([report], NAMES)).find("testsuite")  # noqa: S314 - our own output
    assert suite is not None
    cases = suite.findall("testcase")
    assert len(cases) == len(report.rules) == int(suite.get("tests", 0))
    failed = [case for case in cases if case.find("failure") is not None]
    assert len(failed) == int(suite.get("failures", 0)) == 3
    assert sum(case.find("skipped") is not None for case in cases) == int(suite.get("skipped", 0))
    assert {"KL900 revenue > 0", "KL900 profit_before_tax < 0"} <= {case.get("name") for case in cases}


def test_junit_holds_only_what_xml_can() -> None:
    report = replace(_report(), findings=(Finding("error", "a\x00b\x1b", "c\ud800d", code="KL101"),))
    ET.fromstring(junit.junit([report], NAMES))  # noqa: S314 - our own output


def test_github_escapes_and_stays_within_its_limits() -> None:
    odd = Finding("error", "甲:乙", "50% of\r\nit", sources=(Source(3),), code="KL101", name="a, b: c")
    report = replace(_report(source="a,b:c%.pdf"), findings=(odd,), problems=())
    (text,) = github.github([report]).splitlines()
    assert text == "::error file=a%2Cb%3Ac%25.pdf,title=KL101 a%2C b%3A c::page 3, 甲:乙: 50%25 of%0D%0Ait"
    many = replace(report, findings=tuple(replace(odd, subject=str(n)) for n in range(35)))
    lines = github.github([many]).splitlines()
    assert len(lines) == 10
    assert "26 further annotations" in lines[-1]


def test_csv_has_one_row_a_finding_and_runs_nothing() -> None:
    report = _report()
    rows = list(csv.DictReader(io.StringIO(_published(Format.CSV, report, report))))
    assert len(rows) == 2 * len(report.findings)
    assert any(row["subject"].startswith("'=") for row in rows)
    assert {"rule", "severity", "printed", "expected", "slip", "page", "fingerprint"} <= set(rows[0])


def test_table_and_markdown_name_rule_subject_and_page() -> None:
    report = _report()
    table = _published(Format.TABLE, report)
    assert table.isprintable() or "\x1b" not in table
    for text in (table, _published(Format.MD, report)):
        assert "KL101" in text
        assert "96.20" in text
        assert render.summary(report)[:20] in text.replace("\n", " ")


def test_a_baseline_is_stable_and_read_back() -> None:
    report = _report()
    text = render.plain_json(baseline([report, report]))
    assert text == render.plain_json(baseline([report]))
    assert known(text, "known.json") == {f.fingerprint(report.info) for f in report.findings}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "kunlun/check@1", "findings": []}', '{"schema": 1}'])
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="baseline"):
        known(text, "known.json")


# Settings.


def test_settings_in_both_files() -> None:
    text = 'select = ["KL1"]\nfail-on = "warning"\nexpect = ["revenue > 0"]\nbaseline = "known.json"\n'
    one = from_toml(f"[check]\n{text}", "kunlun.toml")
    two = from_toml(f"[tool.kunlun.check]\n{text}", "pyproject.toml")
    assert one == two
    assert one is not None
    assert (one.select, one.fail_on, one.expect) == (("KL1",), "warning", ("revenue > 0",))
    assert from_toml("", "kunlun.toml") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[check", "not valid TOML"),
        ("check = 1", "not a table"),
        ("[check]\nselct = []", "no setting selct"),
        ('[check]\nselect = "KL1"', "not a list"),
        ('[check]\nfail-on = "grave"', "fail-on"),
        ("[check]\nbaseline = 1", "not a text"),
    ],
)
def test_settings_that_cannot_work_are_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        from_toml(text, "kunlun.toml")


# The command.


class _Filing:
    def __init__(self, facts: Facts) -> None:
        self.info = facts.info
        self.financials = facts.financials
        self.holders = facts.holders
        self.lending = facts.lending
        self.segments = facts.segments


def _run(facts: Facts, *words: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    from kunlun_cli.cli.app import run
    from kunlun_cli.cli.boundary import guard

    monkeypatch.chdir(folder)
    out, err = io.StringIO(), io.StringIO()
    env = Environment(io.BytesIO(), out, err, read=lambda *_, **__: _Filing(facts))  # type: ignore[arg-type]
    status = guard(env, lambda: run(env, ["check", "report.pdf", *words]))
    return int(status), out.getvalue(), err.getvalue()


_MISPRINT = key_figures(line("profit_before_tax", "利润总额", "9,907,416,557.97", "5,049,553,770.35", "0.9620"))
_WARNING = key_figures(line("revenue", "营业收入", "400.00", "300.00", "33.35"))
_CLEAN = key_figures(line("revenue", "营业收入", "120.00", "100.00", "20.00"))


@pytest.mark.parametrize(
    ("facts", "words", "status"),
    [
        (_CLEAN, (), 0),
        (_MISPRINT, (), 1),
        (_WARNING, (), 0),
        (_WARNING, ("--fail-on", "warning"), 1),
        (_MISPRINT, ("--ignore", "KL1"), 0),
        (_MISPRINT, ("--select", "KL2"), 0),
        (_MISPRINT, ("--select", "KL999"), 2),
        (_CLEAN, ("--expect", "revenue < 100"), 1),
        (_CLEAN, ("--expect", "revenu < 100"), 2),
        (_CLEAN, ("--period", "2024"), 2),
        (_CLEAN, ("--config", "missing.toml"), 2),
        (_CLEAN, ("--baseline", "missing.json"), 2),
    ],
)
def test_exit_statuses(
    facts: Facts, words: tuple[str, ...], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, out, err = _run(facts, *words, folder=tmp_path, monkeypatch=monkeypatch)
    assert found == status
    assert (status == 2) == bool(err)
    assert (status == 2) == (not out)


def test_a_baseline_from_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(_MISPRINT, "--write-baseline", "known.json", folder=tmp_path, monkeypatch=monkeypatch)[0] == 0
    status, out, _ = _run(_MISPRINT, "--baseline", "known.json", folder=tmp_path, monkeypatch=monkeypatch)
    assert status == 0
    assert "1 known from the baseline" in out
    (tmp_path / "kunlun.toml").write_text('[check]\nbaseline = "known.json"\n')
    (tmp_path / "below").mkdir()
    assert _run(_MISPRINT, folder=tmp_path / "below", monkeypatch=monkeypatch)[0] == 0


def test_settings_are_found_and_overruled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.kunlun.check]\nignore = ["KL101"]\n')
    assert _run(_MISPRINT, folder=tmp_path, monkeypatch=monkeypatch)[0] == 0
    assert _run(_MISPRINT, "--ignore", "KL2", folder=tmp_path, monkeypatch=monkeypatch)[0] == 1


def test_problems_make_the_answer_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    financials = replace(_CLEAN.financials, problems=(Problem("unreadable-cell", "a cell cannot be read", 4),))
    facts = replace(_CLEAN, financials=financials)
    status, _, err = _run(facts, folder=tmp_path, monkeypatch=monkeypatch)
    assert status == 4
    assert "unreadable-cell" in err
    assert _run(facts, "--lenient", folder=tmp_path, monkeypatch=monkeypatch)[0] == 0


@pytest.mark.parametrize("chosen", ["table", "json", "sarif", "junit", "github", "md", "csv"])
def test_every_format_is_written(chosen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, err = _run(_MISPRINT, "--format", chosen, folder=tmp_path, monkeypatch=monkeypatch)
    assert (status, err) == (1, "")
    assert "利润总额" in out


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.json", "{"), ("a.sarif", "{"), ("a.xml", "<testsuites"), ("a.csv", "code,"), ("a.md", "###")],
)
def test_the_name_of_the_output_says_the_format(
    name: str, begins: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _run(_MISPRINT, "-o", name, folder=tmp_path, monkeypatch=monkeypatch)[:2] == (1, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        (["KL201"], 0, "4.43%"),
        (["kl101"], 0, "change of an amount"),
        (["--all"], 0, "KL501"),
        (["--all", "--format", "md"], 0, "## KL900"),
        (["KL900"], 0, "holders.top10.pct.sum() < 75"),
        (["KL999"], 2, ""),
        ([], 2, ""),
        (["KL101", "--all"], 2, ""),
    ],
)
def test_rules_explain_themselves(words: list[str], status: int, text: str) -> None:
    from kunlun_cli.cli.app import run
    from kunlun_cli.cli.boundary import guard

    out = io.StringIO()
    env = Environment(io.BytesIO(), out, io.StringIO())
    assert guard(env, lambda: run(env, ["rule", *words])) == status
    assert text in out.getvalue()
    for named in re.findall(r"KL\d{3}", " ".join(words)):
        assert (named in out.getvalue()) == (status == 0)


SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def _shell(*words: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from kunlun_cli.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)


def test_planted_misprints_are_found_from_the_shell() -> None:
    done = _shell("check", str(SAMPLES / "misprints.pdf"), "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)["findings"]
    planted = json.loads((SAMPLES / "misprints.json").read_text(encoding="utf-8"))
    assert len(found) == len(planted)
    for misprint in planted:
        (finding,) = [f for f in found if f["subject"] == misprint["subject"]]
        assert finding["printed"].replace(",", "") == misprint["printed"]
        assert finding["expected"].replace(",", "") == misprint["expected"]
        assert finding["slip"] == misprint["slip"]
        assert finding["sources"][0]["page"]


def test_annotations_and_exit_statuses_from_the_shell() -> None:
    done = _shell("check", str(SAMPLES / "misprints.pdf"), "--format", "github")
    assert done.returncode == 1
    assert all(line.startswith("::error file=") for line in done.stdout.splitlines())
    done = _shell("check", str(SAMPLES / "sz_halfyear_summary.pdf"), "--format", "github", "--fail-on", "note")
    assert (done.returncode, done.stdout) == (0, "")
    assert _shell("check", str(SAMPLES / "README.md")).returncode == 3
    assert _shell("check", "no such file.pdf").returncode == 3
    assert _shell("check").returncode == 2


def test_every_cell_of_a_sample_reads_alike_twice() -> None:
    done = _shell("check", str(SAMPLES / "sz_annual_restated.pdf"), "--cross-read")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_long_figure_is_not_cut_in_the_terminal() -> None:
    figures = {"printed": "-7,832,267,211.45", "expected": "7,832,267,211.45"}
    finding = Finding(
        "error", "非流动资产合计" * 9, "各行合计不符" * 20, **figures, sources=(Source(128),), code="KL601"
    )
    text = terminal_text("", render.finding_sheets(Report(INFO, (finding,))), width=80, colour=False)
    assert all(figure in text for figure in figures.values())
