"""What kunlun prints for some samples, kept word for word; `--update` writes it again, for a person to look at."""

from __future__ import annotations

import functools
import io
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = Path(__file__).resolve().parent / "outputs"
ENDINGS = {"table": "txt", "csv": "csv", "md": "md", "json": "json", "jsonl": "jsonl"}

COMMANDS = (
    *(("sz_halfyear_summary", d, f) for d in ("financials", "holders", "lending") for f in ENDINGS),
    *(("sh_annual_summary", d, f) for d in ("financials", "holders") for f in ("table", "csv")),
    *(("sz_annual_restated", d, f) for d in ("financials", "segments") for f in ("table", "csv")),
    ("kunlun_facts_halfyear_summary", "segments", "table"),
    ("misprints", "check", "table"),
    *(("whole_b_2024A", command, form) for command in ("statements", "tables") for form in ("table", "csv")),
    ("whole_b_2024A", "check", "table"),
    ("series_a_2024A", "check", "table"),
)

WHOLE = ("samples/whole_b_2023A.pdf", "samples/whole_b_2024A.pdf")
YEARS = ("samples/series_a_2023A.pdf", "samples/series_a_2024A.pdf")
ANSWERS = {
    "check": ("check", "samples/misprints.pdf"),
    "diff": ("diff", *YEARS),
    "series": ("series", *YEARS, "samples/series_a_2024H1.pdf"),
    "diff_statements": ("diff", *WHOLE),
    "series_statements": ("series", *WHOLE, "--all"),
    "series_of_assets": ("series", *WHOLE, "--of", "total_assets"),
    "where_figure": ("where", "samples/sz_halfyear_summary.pdf", "revenue"),
    "where_finding": ("where", "samples/misprints.pdf", "KL101"),
}
"""Commands on several filings, or on what was found in one: their answers for people, and for programs."""
FORMS = {
    "series": ("table", "csv"),
    "check": ("json",),
    "diff_statements": ("table", "md"),
    "series_statements": ("table", "csv"),
    "series_of_assets": ("table",),
}
"""Where not a table and JSON: the JSON of a series is long, and check's tables are kept above."""


@functools.cache
def filing(name: str) -> kunlun_cli.Filing:
    return kunlun_cli.read(Path(name), name=name)


@pytest.mark.parametrize(("stem", "disclosure", "form"), COMMANDS)
def test_the_output_is_the_one_kept(
    stem: str, disclosure: str, form: str, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)  # the file's name is part of the output
    out, err = io.StringIO(), io.StringIO()
    name = f"samples/{stem}.pdf"
    env = Environment(io.BytesIO(), out, err, read=lambda *_args, **_options: filing(name))
    status = main([disclosure, name, "--format", form], env)
    assert status == (1 if stem == "misprints" else 0), err.getvalue()
    _is_kept(f"{stem}.{disclosure}.{ENDINGS[form]}", out.getvalue(), update)


@pytest.mark.parametrize(("name", "form"), [(n, f) for n in ANSWERS for f in FORMS.get(n, ("table", "json"))])
def test_the_answer_is_the_one_kept(name: str, form: str, update: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    out, err = io.StringIO(), io.StringIO()
    env = Environment(io.BytesIO(), out, err, read=lambda path, **_options: filing(str(path)))
    status = main([*ANSWERS[name], "--format", form], env)
    assert status in {0, 1}, err.getvalue()
    _is_kept(f"{name}.{ENDINGS[form]}", out.getvalue(), update)


def _is_kept(name: str, text: str, update: bool) -> None:
    kept = KEPT / name
    if update:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8", newline="\n")
    assert kept.is_file(), f"{kept.name} is not kept yet; write it with make golden"
    assert text == kept.read_text(encoding="utf-8")
