"""The tools for agents, asked by the SDK's own client through the pipes of a process of its own."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from kunlun_cli.cli import main
from kunlun_cli.cli.agents.answers import MOST, fitted
from kunlun_cli.cli.agents.folders import Folders
from kunlun_cli.errors import KunlunError

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = (
    "series_a_2023A.pdf",
    "series_a_2024A.pdf",
    "misprints.pdf",
    "sz_annual_restated.pdf",
    "sz_halfyear_summary.pdf",
)
DOUBTFUL = "sh_annual_summary.layout.txt"
Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "below").mkdir(parents=True)
    for name in (*NAMES, DOUBTFUL):
        shutil.copy(SAMPLES / name, folder / name)
    shutil.copy(SAMPLES / "sz_q3.pdf", folder / "below")
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(SAMPLES / "sz_q3.pdf", outside / "secret.pdf")
    (folder / "link.pdf").symlink_to(outside / "secret.pdf")
    (folder / "way").symlink_to(outside)
    (folder / "inner.pdf").symlink_to(folder / "misprints.pdf")
    os.mkfifo(folder / "pipe.pdf")
    return folder


def asked(folder: Path, questions: Callable[[Client, Ask], Awaitable[None]]) -> None:
    """Put questions to a server of its own; `ask` gives a tool's words, or its error's."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kunlun_cli", "mcp", str(folder)],
        env={"KUNLUN_CACHE_DIR": str(folder.parent / "cache")},
    )

    async def run() -> None:
        async with Client(stdio_client(server)) as client:

            async def ask(tool: str, **given: Any) -> Any:
                answer = await client.call_tool(tool, given)
                text = answer.content[0].text
                return text if answer.is_error else json.loads(text)

            await questions(client, ask)

    anyio.run(run)


def test_every_tool_answers_with_problems_before_figures_and_pages_beside_them(reports: Path) -> None:
    async def questions(client: Client, ask: Ask) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {
            "list_files", "info", "financials", "holders", "lending", "segments", "statements", "find_tables",
            "get_table", "check", "diff", "series", "where", "picture",
        }  # fmt: skip
        assert all(tool.annotations and tool.annotations.read_only_hint and tool.description for tool in tools.values())

        files = [each["file"] for each in (await ask("list_files"))["files"]]
        assert files == sorted([*NAMES, DOUBTFUL, "below/sz_q3.pdf", "inner.pdf"], key=lambda n: ("/" in n, n))
        assert [each["file"] for each in (await ask("list_files", containing="SERIES"))["files"]] == list(NAMES[:2])

        info = await ask("info", file="below/sz_q3.pdf")
        assert (info["filing"]["code"], info["filing"]["period"]) == ("003999", "2024Q3")
        for tool in ("financials", "holders", "lending", "segments"):
            answer = await ask(tool, file="sz_halfyear_summary.pdf")
            assert list(answer)[:2] == ["filing", "problems"]
            assert all(record["page"] for record in answer["records"])
        sheet = await ask("statements", file="sz_annual_restated.pdf", statement="balance-sheet")
        assert {record["statement"] for record in sheet["records"]} <= {"balance_sheet"}
        tables = await ask("find_tables", file="sz_annual_restated.pdf", text="营业收入")
        table = await ask("get_table", file="sz_annual_restated.pdf", number=tables["tables"][0]["number"])
        assert any("营业收入" in row["label"] for row in table["rows"])
        found = await ask("check", file="misprints.pdf")
        assert {"KL101", "KL201"} <= {finding["code"] for finding in found["findings"]}
        assert found["findings"][0]["sources"][0]["page"]
        change = await ask("diff", old="series_a_2024A.pdf", new="series_a_2023A.pdf")
        assert (change["old"]["period"], change["new"]["period"]) == ("2023A", "2024A")
        assert "problems" in change
        line = await ask("series", files=list(NAMES[:2]), item="revenue")
        assert line["periods"] == ["2023A", "2024A"]
        place = await ask("where", file="series_a_2024A.pdf", item="revenue")
        (at,) = [each["source"] for each in place["found"][0]["places"] if each["field"] == "value"]
        assert at["page"] == 2
        assert len(at["bbox"]) == 4
        shown = await client.call_tool("picture", {"file": "series_a_2024A.pdf", "item": "revenue"})
        words, picture = shown.content
        assert json.loads(words.text)["problems"] == []
        assert picture.mime_type == "image/png"
        assert base64.b64decode(picture.data).startswith(b"\x89PNG")

    asked(reports, questions)


def test_a_doubtful_figure_has_its_problem_beside_it_whoever_asks(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["holders", str(reports / DOUBTFUL), "-f", "json"]) == 4
    expected = json.loads(capsys.readouterr().out)["problems"]
    assert expected

    async def questions(_: Client, ask: Ask) -> None:
        for answer in (
            await ask("holders", file=DOUBTFUL),
            await ask("holders", file=DOUBTFUL, offset=5),
            await ask("where", file=DOUBTFUL, item="holders[1].shares"),
            await ask("check", file=DOUBTFUL),
        ):
            told = {each["message"] for each in answer["problems"]}
            assert {each["message"] for each in expected} <= told
        for answer in (
            await ask("diff", old=DOUBTFUL, new=DOUBTFUL),
            await ask("series", files=[DOUBTFUL, DOUBTFUL]),
        ):
            told = " ".join(each["message"] for each in answer["problems"])
            assert all(each["message"] in told for each in expected)

    asked(reports, questions)


def test_nothing_outside_the_folders_can_be_read_and_errors_are_words(reports: Path) -> None:
    outside = reports.parent / "outside" / "secret.pdf"

    async def questions(_: Client, ask: Ask) -> None:
        for name in (
            "link.pdf", "way/secret.pdf", "../outside/secret.pdf", str(outside), "below/../../outside/secret.pdf",
            "pipe.pdf", "below", "", "none.pdf", "a\0b", "/etc/passwd", "file:///etc/passwd", "x" * 5000,
        ):  # fmt: skip
            for tool in ("info", "financials", "check", "find_tables"):
                answer = await ask(tool, file=name)
                assert isinstance(answer, str), f"{tool} {name}"
                assert "there is no such file in the folders of this server" in answer
        assert "there is no such file" in await ask("diff", old="misprints.pdf", new=str(outside))
        assert "there is no such file" in await ask("series", files=["misprints.pdf", str(outside)])
        assert "there is no such file" in await ask("where", file=str(outside), item="revenue")
        assert "there is no such file" in await ask("picture", file="link.pdf", item="revenue")
        assert "Choose one of" in await ask("statements", file="misprints.pdf", statement="x")
        assert "no such table" in await ask("get_table", file="misprints.pdf", number=999)
        assert "companies" in await ask("series", files=["misprints.pdf", "series_a_2024A.pdf"])
        assert "below zero" in await ask("holders", file="misprints.pdf", offset=-1)

    asked(reports, questions)


def test_what_has_become_a_link_since_is_not_followed(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and opening a file is swapped for a link to one outside."""
    folders = Folders([reports])
    real = os.open

    def swapped(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if str(path).endswith("misprints.pdf"):
            Path(path).unlink()
            Path(path).symlink_to(reports.parent / "outside" / "secret.pdf")
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(KunlunError, match="no such file"):
        folders.read("misprints.pdf")


def test_a_long_answer_is_given_in_parts_with_all_its_problems() -> None:
    records = [{"label": "营业收入" * 20, "source": {"page": 3, "bbox": [1, 2, 3, 4]}} for _ in range(500)]
    problems = [{"code": "x", "message": f"row {number}"} for number in range(100)]
    seen = 0
    while True:
        text = fitted({"filing": {}, "records": records, "problems": problems}, seen)
        answer = json.loads(text)
        assert len(text) < MOST
        assert answer["problems"] == problems
        assert answer["records"][0]["page"] == 3
        seen += len(answer["records"])
        if "left_out" not in answer:
            break
        assert answer["left_out"] == {"records": 500 - seen, "next_offset": seen}
    assert seen == 500


def test_a_folder_that_is_none_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mcp", str(tmp_path / "none")]) == 2
    assert "is not a folder" in capsys.readouterr().err
