"""The commands, run in a made-up process: what they print where, and how they end."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.cli.app import _COMMANDS, build
from kunlun_cli.cli.boundary import worst
from kunlun_cli.errors import EncryptedError, ExitStatus, NotAFilingError
from tests.unit.made import FINANCIALS, INFO, SEGMENTS, MadeFiling, Process, empty, with_problem

COMMANDS = ("financials", "holders", "lending", "segments")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_gets_csv_with_the_identity_first(command: str) -> None:
    outcome = Process().run(command, "report.pdf")
    assert outcome.status == 0
    assert outcome.err == ""
    rows = list(csv.reader(io.StringIO(outcome.out)))
    assert rows[0][:3] == ["code", "short_name", "period"]
    assert rows[1][:3] == ["300999", "山海科技", "2024H1"]
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_terminal_gets_tables_with_a_caption(command: str) -> None:
    outcome = Process(terminal=True).run(command, "report.pdf")
    assert outcome.status == 0
    first = outcome.out.splitlines()[0]
    assert all(part in first for part in ("山海科技股份有限公司", "300999", "2024H1", "half-year"))
    assert "p." in outcome.out


def test_json_is_one_document_with_the_filing_s_digits() -> None:
    outcome = Process().run("financials", "report.pdf", "--format", "json")
    assert '"value": 2501811162.32' in outcome.out
    assert '"value": -389123456.70' in outcome.out
    assert '"value": 19000000000' in outcome.out
    document = json.loads(outcome.out, parse_float=Decimal)
    assert document["schema"] == "kunlun/financials@1"
    assert list(document) == ["schema", "filing", "records", "quarterly", "non_recurring", "distribution", "problems"]
    assert document["records"][0]["prior_before_restatement"] is None


def test_several_files_give_one_header_and_a_json_array() -> None:
    process = Process({"a.pdf": MadeFiling(), "b.pdf": MadeFiling()})
    lines = process.run("holders", "a.pdf", "b.pdf").out.splitlines()
    assert sum(line.startswith("code,") for line in lines) == 1
    documents = json.loads(process.run("holders", "a.pdf", "b.pdf", "-f", "json").out)
    assert [document["filing"]["source"] for document in documents] == ["a.pdf", "b.pdf"]


def test_a_bad_file_does_not_stop_the_others_and_the_worst_status_counts() -> None:
    process = Process(
        {"scan.pdf": NotAFilingError("it is no periodic report", hint="Give another"), "b.pdf": MadeFiling()}
    )
    outcome = process.run("financials", "missing.pdf", "scan.pdf", "b.pdf")
    assert outcome.status == ExitStatus.UNREADABLE
    assert "missing.pdf: there is no such file" in outcome.err
    assert "scan.pdf: it is no periodic report. Give another" in outcome.err
    assert "300999" in outcome.out


def test_an_array_stays_valid_when_the_first_of_several_files_fails() -> None:
    process = Process({"b.pdf": MadeFiling()})
    assert len(json.loads(process.run("lending", "a.pdf", "b.pdf", "-f", "json").out)) == 1
    assert json.loads(process.run("lending", "a.pdf", "c.pdf", "-f", "json").out) == []


def test_one_bad_file_prints_nothing_on_stdout() -> None:
    outcome = Process().run("financials", "missing.pdf", "--format", "json")
    assert (outcome.status, outcome.out) == (ExitStatus.UNREADABLE, "")


@pytest.mark.parametrize("command", COMMANDS)
def test_problems_are_told_and_make_the_status_4_unless_lenient(command: str) -> None:
    process = Process({"r.pdf": with_problem()})
    outcome = process.run(command, "r.pdf", "-f", "json")
    assert outcome.status == ExitStatus.INCOMPLETE
    assert "r.pdf, page 3: a number could not be read [unreadable-cell]" in outcome.err
    problem = {"code": "unreadable-cell", "message": "a number could not be read", "page": 3}
    assert json.loads(outcome.out)["problems"] == [problem]
    assert process.run(command, "r.pdf", "--lenient").status == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_disclosure_that_is_not_there_is_status_4_and_an_empty_document(command: str) -> None:
    process = Process({"r.pdf": empty()})
    outcome = process.run(command, "r.pdf", "-f", "json", "--lenient")
    assert outcome.status == ExitStatus.INCOMPLETE
    assert outcome.err.startswith("kunlun: r.pdf: ")
    assert json.loads(outcome.out)["records"] == []


def test_a_lending_disclosure_ticked_not_applicable_is_an_answer() -> None:
    from kunlun_cli.records import Lending, LendingApplicable

    filing = replace(empty(), lending=Lending(LendingApplicable(participation=False, changes=False)))
    outcome = Process({"r.pdf": filing}, terminal=True).run("lending", "r.pdf")
    assert outcome.status == 0
    assert "不适用" in outcome.out


def test_csv_of_segments_without_tables_says_what_there_is() -> None:
    process = Process({"r.pdf": replace(MadeFiling(), segments=replace(SEGMENTS, records=()))})
    outcome = process.run("segments", "r.pdf")
    assert outcome.status == ExitStatus.INCOMPLETE
    assert "--metrics" in outcome.err
    assert process.run("segments", "r.pdf", "-f", "json").status == 0
    assert process.run("segments", "r.pdf", "--metrics").status == 0


@pytest.mark.parametrize(
    ("words", "header"),
    [
        (("financials", "--quarterly"), "code,short_name,period,item,label,unit,q1,q2,q3,q4"),
        (("holders", "--counts"), "code,short_name,period,holders,holders_prior_month_end"),
        (("segments", "--metrics"), "code,short_name,period,section,subject,metric,value,unit"),
        (("segments", "--outline"), "code,short_name,period,number,title,level,page"),
    ],
)
def test_parts_of_a_disclosure_have_columns_of_their_own(words: tuple[str, str], header: str) -> None:
    outcome = Process().run(words[0], "report.pdf", words[1])
    assert outcome.out.startswith(header)
    assert len(outcome.out.splitlines()) > 1


def test_segments_narrow_to_a_dimension_and_a_section() -> None:
    process = Process()
    assert "境外" not in process.run("segments", "report.pdf", "--dimension", "product").out
    metrics = process.run("segments", "report.pdf", "--metrics", "--section", "1").out
    assert "搜索" in metrics
    assert "投资" not in metrics
    assert process.run("segments", "report.pdf", "--dimension", "colour").status == ExitStatus.USAGE
    assert process.run("segments", "report.pdf", "--tables", "--outline").status == ExitStatus.USAGE


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "md", "table"])
def test_columns_are_chosen_and_ordered(form: str) -> None:
    outcome = Process().run("holders", "report.pdf", "--columns", "shares, name", "-f", form)
    assert outcome.status == 0
    rows = outcome.out[outcome.out.index("records") :] if form == "json" else outcome.out.replace("short_name", "")
    assert rows.index("shares") < rows.index("name")
    assert "rank" not in rows
    bad = Process().run("holders", "report.pdf", "--columns", "nome", "-f", form)
    assert bad.status == ExitStatus.USAGE
    assert "nome" in bad.err
    assert "name" in bad.err


def test_jsonl_is_one_flat_object_a_record() -> None:
    lines = Process().run("lending", "report.pdf", "-f", "jsonl").out.splitlines()
    objects = [json.loads(line) for line in lines]
    assert [list(each)[:4] for each in objects] == [["code", "short_name", "period", "table"]] * 2
    assert objects[0]["opening_shares"] == 5292333


def test_provenance_adds_cells_to_json_and_where_to_tables() -> None:
    process = Process()
    record = json.loads(process.run("financials", "report.pdf", "-f", "json", "--provenance").out)["records"][0]
    assert record["cells"]["value"] == {"page": 2, "bbox": [70.12, 80, 300.5, 90.25], "text": "2,501,811,162.32"}
    rows = list(csv.DictReader(io.StringIO(process.run("financials", "report.pdf", "--provenance").out)))
    assert {row["where"] for row in rows} == {"p.2"}
    assert "p.2" in process.run("financials", "report.pdf", "--provenance", "-f", "md").out
    assert "p.2" not in process.run("financials", "report.pdf", "-f", "md").out


def test_standard_input_period_and_password_reach_the_reader() -> None:
    process = Process({"-": MadeFiling()}, stdin=b"%PDF")
    assert process.run("financials", "-", "--period", "2024H1", "--password", "x").status == 0
    assert process.asked == [{"source": b"%PDF", "name": "-", "period": "2024H1", "password": "x"}]
    assert process.run("financials", "-", "-").status == ExitStatus.USAGE


@pytest.mark.parametrize("period", ["2024", "H1", "2024H2", "1024A", "2024A "])
def test_a_period_that_is_none_is_refused(period: str) -> None:
    assert Process().run("financials", "report.pdf", "--period", period).status == ExitStatus.USAGE


def test_output_goes_to_a_file_in_the_format_of_its_name(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    outcome = Process().run("financials", "report.pdf", "-o", str(target))
    assert (outcome.status, outcome.out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["schema"] == "kunlun/financials@1"
    Process().run("financials", "report.pdf", "-o", str(tmp_path / "out.csv"), "--bom")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfcode,")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.json"]


def test_a_failed_run_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")
    assert Process().run("financials", "missing.pdf", "-o", str(target)).status == ExitStatus.UNREADABLE
    assert target.read_text() == "old"


def test_output_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    for target in (tmp_path / "none" / "out.csv", tmp_path):
        outcome = Process().run("financials", "report.pdf", "-o", str(target))
        assert outcome.status == ExitStatus.UNREADABLE
        assert str(target) in outcome.err
        assert "cannot be written" in outcome.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_a_sentence() -> None:
    outcome = Process().run("financials", "report.pdf", "-o", "/dev/full")
    assert outcome.status == ExitStatus.UNREADABLE
    assert "no space left" in outcome.err
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        outcome = Process(stdout=full).run("financials", "report.pdf")  # type: ignore[arg-type]
        assert outcome.status == ExitStatus.UNREADABLE
        assert "standard output" in outcome.err


class _ClosedPipe(io.StringIO):
    def flush(self) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


def test_a_closed_pipe_is_quiet() -> None:
    outcome = Process(stdout=_ClosedPipe()).run("financials", "report.pdf")
    assert (outcome.status, outcome.err) == (0, "")


def _raise(error: BaseException) -> MadeFiling:
    raise error


def test_an_interrupt_is_130() -> None:
    outcome = Process({"r.pdf": lambda: _raise(KeyboardInterrupt())}).run("financials", "r.pdf")
    assert (outcome.status, outcome.err) == (130, "kunlun: interrupted\n")


def test_a_defect_is_70_with_a_short_message_and_the_rest_goes_on() -> None:
    process = Process({"r.pdf": lambda: _raise(ZeroDivisionError("oh")), "b.pdf": MadeFiling()})
    outcome = process.run("financials", "r.pdf", "b.pdf")
    assert outcome.status == ExitStatus.DEFECT
    assert outcome.err.count("\n") == 1
    assert "ZeroDivisionError: oh" in outcome.err
    assert "--traceback" in outcome.err
    assert "300999" in outcome.out
    process.traceback = True
    assert "Traceback" in process.run("financials", "r.pdf", "--traceback").err


@pytest.mark.parametrize("error", [MemoryError(), RecursionError()])
def test_running_out_of_memory_or_stack_is_the_input_s_fault(error: BaseException) -> None:
    outcome = Process({"r.pdf": lambda: _raise(error)}).run("financials", "r.pdf")
    assert outcome.status == ExitStatus.UNREADABLE
    assert "r.pdf" in outcome.err


def test_an_error_without_a_file_gets_the_file_s_name() -> None:
    process = Process({"r.pdf": EncryptedError("it needs a password", hint="Give it with --password")})
    assert "r.pdf: it needs a password. Give it" in process.run("holders", "r.pdf").err


@pytest.mark.parametrize(
    "words", [("nonsense",), ("financials",), ("financials", "r.pdf", "--no-such"), ("schema", "x")]
)
def test_wrong_usage_is_2_with_one_line(words: tuple[str, ...]) -> None:
    outcome = Process().run(*words)
    assert outcome.status == ExitStatus.USAGE
    assert outcome.out == ""
    assert outcome.err.startswith("kunlun: error: ")


def test_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert Process().run("--version").status == 0
    assert capsys.readouterr().out == f"kunlun {kunlun_cli.__version__}\n"


def test_the_help_of_the_whole_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    everything = {command.name or command.callback.__name__ for command in build().registered_commands}
    assert everything == set(_COMMANDS)
    assert Process().run("--help").status == 0
    text = capsys.readouterr().out
    assert "..." not in text.split("Read a report:")[1]
    for name in everything:
        assert re.search(rf"^  {name}  ", text, re.MULTILINE)
        assert list(build(words=["--traceback", name]).registered_commands)
    assert Process().run().status == 0
    assert capsys.readouterr().out == text


@pytest.mark.parametrize("command", _COMMANDS)
@pytest.mark.parametrize("terminal", [False, True])
def test_every_help_has_an_example(command: str, terminal: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert Process(terminal=terminal).run(command, "--help").status == 0
    assert f"kunlun {command} " in capsys.readouterr().out.split("Examples:")[1]


def test_a_pipe_has_neither_colour_nor_box_drawing() -> None:
    for form in ("csv", "md", "table", "json", "jsonl"):
        out = Process().run("segments", "report.pdf", "--format", form).out
        assert "\x1b" not in out
        assert not set(out) & set("─│┌┐└┘━█▏")


def test_a_terminal_without_colour_still_marks_negative_figures() -> None:
    plain = Process(terminal=True).run("financials", "report.pdf").out
    coloured = Process(terminal=True, colour=True).run("financials", "report.pdf").out
    assert "-389,123,456.70" in plain
    assert re.search(r"\x1b\[31m *-389,123,456\.70\x1b\[0m", coloured)
    assert "\x1b" not in plain


def test_the_worst_status_is_the_least_that_was_done() -> None:
    ok, findings, incomplete = ExitStatus.OK, ExitStatus.FINDINGS, ExitStatus.INCOMPLETE
    assert worst([]) is ok
    assert worst([ok, incomplete, findings]) is incomplete
    assert worst([incomplete, ExitStatus.UNREADABLE, ok]) is ExitStatus.UNREADABLE
    assert worst([ExitStatus.UNREADABLE, ExitStatus.DEFECT]) is ExitStatus.DEFECT


def test_the_same_problem_twice_is_told_once() -> None:
    problems = with_problem().financials.problems * 2
    process = Process({"r.pdf": replace(MadeFiling(), financials=replace(FINANCIALS, problems=problems))})
    assert process.run("financials", "r.pdf").err.count("unreadable-cell") == 1


def test_control_characters_in_errors_do_not_reach_the_terminal() -> None:
    process = Process({"r.pdf": NotAFilingError("title is \x1b[31mred\u202e")})
    err = process.run("financials", "r.pdf").err
    assert "\x1b" not in err
    assert "\u202e" not in err


def test_a_filing_without_identity_is_captioned_by_its_name() -> None:
    bare = replace(MadeFiling(), info=replace(INFO, code=None, short_name=None, company=None, period=None, kind=None))
    out = Process({"odd.txt": bare}, terminal=True).run("holders", "odd.txt").out
    assert out.startswith("odd.txt")


def test_a_section_that_is_not_there_is_said() -> None:
    outcome = Process().run("segments", "report.pdf", "--section", "9.9")
    assert (outcome.status, outcome.out) == (ExitStatus.INCOMPLETE, "")
    assert "there is no section 9.9" in outcome.err


@pytest.mark.parametrize(
    "words",
    [
        ("financials", "--ratios", "--quarterly"),
        ("segments", "--dimension", "product", "--outline"),
        ("segments", "--tables", "--section", "1"),
    ],
)
def test_options_that_ask_for_different_tables_are_refused(words: tuple[str, ...]) -> None:
    outcome = Process().run(*words, "report.pdf")
    assert (outcome.status, outcome.out) == (ExitStatus.USAGE, "")


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("words", [("check",), ("series",), ("report",), ("financials", "--ratios"), ("segments",)])
def test_problems_of_segments_count_wherever_segments_are_used(words: tuple[str, ...], lenient: bool) -> None:
    process = Process(files={"r.pdf": replace(MadeFiling(), segments=with_problem().segments)})
    outcome = process.run(*words, "r.pdf", *(["--lenient"] if lenient else []))
    uses = words[0] != "series"  # which has key figures, holders and lending only
    assert ("unreadable-cell" in outcome.err) == uses
    assert (outcome.status == ExitStatus.INCOMPLETE) == (uses and not lenient)
