"""On real filings: every command ends well, its JSON is valid, and its tables fit the terminal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from rich.cells import cell_len

from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.filing import read
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.render.as_json import dumps
from kunlun_cli.render.schema import schema_of
from tests.conftest import CORPUS

SUMMARIES = sorted((CORPUS / "filings").glob("*_summary.pdf"))[::3] or [Path("none_summary.pdf")]
"""Every third; `make accuracy` runs every command on every filing."""
COMMANDS = ("financials", "holders", "lending", "segments")
VALIDATORS = {name: jsonschema.Draft202012Validator(json.loads(dumps(schema_of(name)))) for name in COMMANDS}


def _run(filing: FilingLike, *words: str, terminal: bool = False) -> tuple[int, str]:
    out = io.StringIO()
    env = Environment(io.BytesIO(), out, io.StringIO(), terminal=terminal, width=80, read=lambda *_, **__: filing)
    return main([*words], env), out.getvalue()


@pytest.mark.corpus
@pytest.mark.parametrize("path", SUMMARIES, ids=lambda path: path.stem)
def test_every_command_ends_with_0_or_4_and_valid_output(path: Path) -> None:
    filing = read(path)
    for command in COMMANDS:
        status, text = _run(filing, command, str(path), "--format", "json", "--provenance")
        assert status in (0, 4), command
        VALIDATORS[command].validate(json.loads(text))
        status, text = _run(filing, command, str(path), "--format", "csv")
        assert status in (0, 4), command
        assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1
        status, text = _run(filing, command, str(path), terminal=True)
        assert status in (0, 4), command
        assert max(map(cell_len, text.splitlines()), default=0) <= 80
