"""Datasets: what goes in comes out exactly, and questions read them and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.checks import check
from kunlun_cli.checks.cases import distribution, non_recurring_line
from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.compare import compute_ratios
from kunlun_cli.dataset.entry import Entry, Task
from kunlun_cli.dataset.parquet import parquet
from kunlun_cli.dataset.pool import Limits, Pool
from kunlun_cli.dataset.query import ask
from kunlun_cli.dataset.store import open_store
from kunlun_cli.dataset.tables import TABLES, columns, rows_of
from kunlun_cli.dataset.work import rows_read
from kunlun_cli.errors import MissingFileError, UsageError
from kunlun_cli.records import Problem, Statements
from tests.unit.made import MadeFiling

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = ("series_a_2023A.pdf", "series_a_2024A.pdf", "misprints.pdf", "kunlun_facts_halfyear_summary.pdf")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    for entry in Pool(1, Limits()).run([Task(str(SAMPLES / name), str(folder)) for name in NAMES]):
        assert entry.status in {"ok", "incomplete"}, entry.message
    return folder


def test_every_amount_comes_out_as_it_is_printed(dataset: Path) -> None:
    for name in NAMES:
        filing = kunlun_cli.read(SAMPLES / name)
        answer = ask(
            dataset,
            f"SELECT label, value, prior, change FROM financials WHERE sha256 = '{filing.info.sha256}' "  # noqa: S608
            "AND period IS NOT DISTINCT FROM " + (f"'{filing.info.period}'" if filing.info.period else "NULL"),
        )
        expected = {(r.label, r.value, r.prior, r.change) for r in filing.financials.records}
        assert set(answer.rows) == expected
        assert expected


def test_each_table_can_be_asked_also_when_it_is_empty(dataset: Path) -> None:
    for table in TABLES:
        answer = ask(dataset, f"SELECT * FROM {table} LIMIT 1")  # noqa: S608
        assert set(answer.columns) == {*columns(table), "period"}


def test_other_tools_open_it_without_kunlun(dataset: Path) -> None:
    import duckdb
    import pandas as pd

    frame = pd.read_parquet(dataset / "holders")
    assert {"period", "name", "shares", "sha256"} <= set(frame.columns)
    assert all(isinstance(value, Decimal) for value in frame["shares"].dropna())
    found = duckdb.sql(f"SELECT count(*) FROM '{dataset}/holders/*/*.parquet'").fetchall()  # noqa: S608
    assert found == [(len(frame),)]


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "COPY filings TO 'stolen.csv'",
        "CREATE TABLE t AS SELECT 1",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "ATTACH 'x.db'",
        "PRAGMA database_list; SELECT 1",
        "SELECT 1; SELECT 2",
        "SELEC 1",
        "SELECT nothing FROM holders",
        "EXPLAIN ANALYZE COPY (SELECT * FROM holders WHERE false) TO '{file}' (FORMAT parquet)",
        "EXPLAIN SELECT 1",
        "WITH emptied AS (COPY (SELECT 1) TO '{file}') SELECT 1",
        "WITH emptied AS (DELETE FROM holders RETURNING *) SELECT * FROM emptied",
        "SELECT * FROM query('COPY holders TO ''{file}'' ')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_blob('{file}')",
        "SELECT * FROM parquet_metadata('{file}')",
        "SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_config = {{'path': 'log'}})",
        "EXPORT DATABASE 'stolen'",
        "CALL pragma_version()",
        "DETACH memory",
        "CHECKPOINT",
        "LOAD httpfs",
        "SELECT * FROM dataset",  # a variable of this program
        "",
    ],
)
def test_a_question_reads_the_dataset_and_nothing_else(
    dataset: Path, question: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in dataset.rglob("*") if path.is_file()}
    file = next(path for path in before if path.suffix == ".parquet")
    with pytest.raises(UsageError):
        list(ask(dataset, question.format(file=file)).rows)
    assert {path: path.read_bytes() for path in dataset.rglob("*") if path.is_file()} == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("question", ["SUMMARIZE holders", "DESCRIBE holders", "SHOW TABLES", "FROM holders"])
def test_what_only_reads_may_begin_in_other_ways(dataset: Path, question: str) -> None:
    assert any(ask(dataset, question).rows)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak")
@pytest.mark.parametrize(
    "question",
    [
        "SELECT repeat('x', 1000000) FROM range(100000)",
        "SELECT repeat('x', 3000000000)",
        "SELECT list(range) FROM range(1000000000)",
        "SELECT range(1000000000)",
        "SELECT range FROM range(1000000000)",
    ],
)
def test_an_answer_takes_no_more_than_its_memory(dataset: Path, question: str) -> None:
    """In a process of its own, whose peak tells: one row too large, or too many to be drawn.

    VmHWM is the peak of the program itself; `ru_maxrss` has that of the process which started it as well.
    """
    script = (
        "import re, sys; from kunlun_cli.cli import main; status = main(sys.argv[1:])\n"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]\n"
        "sys.stderr.write(str(int(peak) >> 10)); sys.exit(status)"
    )
    words = ["query", question, "-d", str(dataset), "--memory", "100", "-f", "table"]
    ran = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    told, peak = ran.stderr.rsplit("\n", 1)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "takes more than 100 MB" in told
    assert int(peak) < 1000


def test_an_answer_takes_no_more_than_its_time(dataset: Path) -> None:
    with pytest.raises(UsageError, match=r"more than 0\.2 seconds.*--timeout"):
        list(ask(dataset, "SELECT sum(hash(range)) FROM range(1000000000000)", seconds=0.2).rows)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not tell a process's threads")
def test_an_interrupt_is_heard_while_it_is_answered(dataset: Path) -> None:
    question = "SELECT sum(hash(range)) FROM range(1000000000000)"
    command = [sys.executable, "-m", "kunlun_cli", "query", question, "-d", str(dataset), "--timeout", "100"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as ran:
        while len(list(Path(f"/proc/{ran.pid}/task").iterdir())) < 4:  # DuckDB's threads are there
            time.sleep(0.05)
        time.sleep(0.2)
        ran.send_signal(signal.SIGINT)
        told = ran.communicate(timeout=60)[1]
    assert (ran.returncode, told) == (130, "kunlun: interrupted\n")


def test_rows_come_one_by_one(dataset: Path) -> None:
    rows = ask(dataset, "SELECT range FROM range(1000000000000)", seconds=600).rows
    assert [next(rows) for _ in range(3)] == [(0,), (1,), (2,)]


@pytest.mark.parametrize("format", ["csv", "json", "jsonl", "md", "table"])
def test_names_of_columns_are_as_harmless_as_texts(dataset: Path, format: str) -> None:  # noqa: A002
    _, text, _ = _ask(dataset, 'SELECT 1 AS "a\x1b[31mred", 2 AS "=cmd()"', "-f", format)
    assert "\x1b" not in text
    assert "red" in text
    assert not re.search(r"(^|,)=cmd", text) or format != "csv"


def test_where_there_is_no_dataset_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="kunlun batch"):
        ask(tmp_path, "SELECT 1")


def _ask(dataset: Path, question: str, *more: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    env = Environment(stdin=io.BytesIO(question.encode()), stdout=out, stderr=err)
    status = main(["query", "-", "--dataset", str(dataset), *more], env)
    return status, out.getvalue(), err.getvalue()


def test_answers_have_the_formats_of_the_other_commands(dataset: Path) -> None:
    question = "SELECT code, period, value, 1/4 AS ratio, page > 0 AS there FROM financials WHERE item = 'revenue'"
    status, text, _ = _ask(dataset, question, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert status == 0
    assert rows
    assert rows[0]["ratio"] == "0.25"
    found = json.loads(_ask(dataset, question, "-f", "json")[1], parse_float=Decimal)
    assert [str(row["value"]) for row in found] == [row["value"] for row in rows]
    assert len(_ask(dataset, question, "-f", "jsonl")[1].splitlines()) == len(rows)
    assert "| code" in _ask(dataset, question, "-f", "md")[1]
    assert rows[0]["code"] in _ask(dataset, question, "-f", "table")[1]
    assert json.loads(_ask(dataset, "SELECT 1 AS a WHERE false", "-f", "json")[1]) == []


def test_an_answer_may_be_a_workbook(dataset: Path, tmp_path: Path) -> None:
    status, _, err = _ask(dataset, "SELECT 1 AS a", "-f", "xlsx")
    assert (status, "-o" in err) == (2, True)
    assert _ask(dataset, "SELECT 1 AS a", "-o", str(tmp_path / "a.xlsx"))[0] == 0
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")


def test_two_columns_of_one_name_are_not_lost(dataset: Path) -> None:
    status, _, err = _ask(dataset, "SELECT 1 AS a, 2 AS a")
    assert status == 2
    assert "AS" in err


def test_a_number_that_does_not_fit_is_null_and_counted() -> None:
    filing = kunlun_cli.read(SAMPLES / NAMES[0])
    from dataclasses import replace

    from kunlun_cli.checks.finding import Report

    odd = replace(filing.financials.records[0], value=Decimal("0.12345678901"), prior=Decimal("1E+30"))
    filing.__dict__["financials"] = replace(filing.financials, records=(odd,))
    tables, lost = rows_of(filing, Report(filing.info), {})
    assert lost == 2
    assert tables["financials"][0]["value"] is None
    parquet("financials", tables["financials"])


def test_every_kind_of_record_can_be_stored() -> None:
    from dataclasses import replace

    from kunlun_cli.checks.finding import Report

    filing = kunlun_cli.read(SAMPLES / NAMES[0])
    items = (non_recurring_line("tax", "减：所得税影响额", "1.00", deducted=True),)
    plans = distribution(cash_per_ten="2.50", base_shares="120,000,000").financials.distribution
    filing.__dict__["financials"] = replace(filing.financials, non_recurring=items, distribution=plans)
    tables, lost = rows_of(filing, Report(filing.info), {})
    assert lost == 0
    assert tables["non_recurring"][0]["deducted"] is True
    assert tables["distribution"][0]["base_shares"] == 120_000_000
    for table, rows in tables.items():
        parquet(table, rows)


@pytest.mark.parametrize("target", ["memory://dataset-{}", "file://{}/dataset"])
def test_a_dataset_may_be_anywhere_that_fsspec_knows(target: str, tmp_path: Path) -> None:
    url = target.format(tmp_path)
    store = open_store(url)
    (entry,) = Pool(1, Limits()).run([Task(f"file://{SAMPLES / NAMES[0]}", url)])
    assert entry.status in {"ok", "incomplete"}
    assert Entry.loads(store.read(entry.path) or b"") == entry
    assert set(store.sizes("holders")) == {path for path in entry.outputs if path.startswith("holders")}
    assert store.read(entry.outputs[0])
    store.remove(entry.outputs[0])
    store.remove(entry.outputs[0])
    assert store.read(entry.outputs[0]) is None


def test_doubts_of_every_table_are_counted() -> None:
    """A figure of a statement that is withheld is null in the dataset, and its problem stands beside."""
    filing = kunlun_cli.read(SAMPLES / NAMES[0])
    before = rows_read(filing)
    filing.__dict__["statements"] = Statements(problems=(Problem("broken-total", "it does not add up", 7),))
    after = rows_read(filing)
    assert after.problems == tuple(sorted({*before.problems, "broken-total"}))
    (row,) = after.tables["filings"]
    assert row["status"] == "incomplete"
    assert "broken-total" in str(row["problem_codes"])


def test_help_names_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert all(re.search(rf"\b{table}\b", told) for table in TABLES)


def test_what_comes_from_an_address_is_bounded_too(tmp_path: Path) -> None:
    limits = ("file_bytes=1000",)
    tasks = [Task(f"file://{SAMPLES / NAMES[0]}", str(tmp_path / "dataset"), limits=limits)]
    (entry,) = Pool(1, Limits()).run(tasks)
    assert (entry.status, "file_bytes" in entry.message) == ("unreadable", True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"source": 1', '{"unknown": 1}'])
def test_a_damaged_entry_is_no_entry(text: str) -> None:
    with pytest.raises(ValueError):
        Entry.loads(text)


def test_a_period_of_a_company_is_counted_once(tmp_path: Path) -> None:
    """The full report goes before its summary, a revised edition before the first; what has no code is itself."""
    texts = {
        "summary": ("云岭电子股份有限公司2024年年度报告摘要", "301996"),
        "full": ("云岭电子股份有限公司2024年年度报告", "301996"),
        "revised": ("云岭电子股份有限公司2024年年度报告（修订版）", "301996"),
        "other": ("云岭电子股份有限公司2023年年度报告摘要", "301996"),
        "nameless": ("某某股份有限公司2024年年度报告", None),
    }
    folder = tmp_path / "dataset"
    for name, (title, code) in texts.items():
        table = f"| 股票简称 | 云岭电子 | 股票代码 | {code} |\n|---|---|---|---|\n\n" if code else ""
        lines = "".join(f"| {label} | 2.00 | 1.00 |\n" for label in ("净利润（元）", "总资产（元）", "每股收益（元）"))
        rows = "|  | 2024年 | 2023年 |\n|---|---|---|\n" + lines
        text = f"# {title}\n\n# 重要提示\n\n{table}# 主要会计数据和财务指标\n\n{rows}"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        (entry,) = Pool(1, Limits()).run([Task(str(tmp_path / f"{name}.md"), str(folder))])
        assert entry.status in {"ok", "incomplete"}, entry.message
    found = ask(folder, "SELECT source FROM filings ORDER BY source").rows
    assert [Path(str(source)).stem for (source,) in found] == ["nameless", "other", "revised"]
    for table, count in (("financials", 3), ("all_financials", 5), ("all_filings", 5)):
        where = "WHERE label = '总资产'" if "financials" in table else ""
        counted = f"SELECT count(*) FROM {table} {where}"  # noqa: S608
        assert list(ask(folder, counted).rows) == [(count,)]


def test_the_code_of_filings_that_print_none_is_given(tmp_path: Path) -> None:
    """A bank's quarterly reports print none: its rows had no code, and could be joined with nothing."""
    rows = "|  | 2024年 | 2023年 |\n|---|---|---|\n| 总资产（元） | 2.00 | 1.00 |\n"
    for name, code in {
        "a": "",
        "b": "",
        "printed": "| 股票简称 | 云岭电子 | 股票代码 | 301996 |\n|---|---|\n\n",
    }.items():
        text = f"# 某某股份有限公司2024年年度报告\n\n# 重要提示\n\n{code}# 主要会计数据和财务指标\n\n{rows}\n{name}\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    folder = str(tmp_path / "dataset")
    codes = "SELECT code FROM all_filings ORDER BY source"
    run = ["batch", str(tmp_path), "--out", folder, "--lenient"]
    for said, told in (
        ([], [None, None, "301996"]),
        (["--code", "600036"], ["600036", "600036", "301996"]),
        (["--code", "600036", "--code", "b.md=601166"], ["600036", "601166", "301996"]),
    ):
        assert main([*run, *said], Environment(io.BytesIO(), io.StringIO(), io.StringIO())) == 0
        assert [code for (code,) in ask(Path(folder), codes).rows] == told
    assert main([*run, "--code", "36"], Environment(io.BytesIO(), io.StringIO(), io.StringIO())) == 2


def _asked_in_the_recipes() -> list[str]:
    text = (SAMPLES.parent / ".github" / "RECIPES.md").read_text(encoding="utf-8")
    files = sorted((SAMPLES / "queries").glob("*.sql"))
    return [path.read_text(encoding="utf-8") for path in files] + re.findall(r'kunlun query "(SELECT[^"]*)"', text)


@pytest.mark.parametrize("question", _asked_in_the_recipes())
def test_every_question_of_the_recipes_has_an_answer(dataset: Path, question: str) -> None:
    assert any(ask(dataset, question).rows)


def test_a_column_of_a_table_is_what_the_filing_says(dataset: Path) -> None:
    """A folder named like a column hid it: every holder was of the table `holders`."""
    found = ask(dataset, 'SELECT DISTINCT "table" FROM holders ORDER BY 1').rows
    assert list(found) == [("top10",)]


def test_ratios_are_a_table_with_formula_and_reason() -> None:
    filing = MadeFiling()
    rows, lost = rows_of(filing, check(filing), {})
    found = {row["ratio"]: row for row in rows["ratios"] if row["subject"] is None}
    assert found["net_margin"]["value"] == next(r.value for r in compute_ratios(filing) if r.code == "net_margin")
    assert found["current_ratio"]["value"] is None
    assert found["current_ratio"]["reason"]
    assert set(columns("ratios")) <= set(rows["ratios"][0])
    assert lost == 0
