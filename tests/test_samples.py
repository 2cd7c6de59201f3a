"""The samples: the composer writes them as they are kept here, and kunlun reads out of them what went in."""

from __future__ import annotations

import functools
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, GOLDEN = ROOT / "samples", ROOT / "tests" / "golden"
DISCLOSURES = ("financials", "holders", "lending", "segments")
SHAPES = {".pdf", ".txt", ".html", ".docx"}
FILES = sorted(p.name for p in SAMPLES.iterdir() if p.suffix in SHAPES)

# Text column by column begins below the cover, which alone names the company and the period.
NO_COVER = ".columns.txt"
# Most samples have no business narrative; saying so is no defect.
NOTHING_TO_READ = {"no-narrative"}
# What is known to be read wrongly: (file, disclosure) -> why. May only shrink.
KNOWN_GAPS: dict[tuple[str, str], str] = {
    ("sh_annual_summary.layout.txt", "holders"): (
        "the lines of a holder with two pledges interleave with those of his name: the row is named as doubtful"
    ),
}

Value = object


def composed(folder: Path) -> None:
    command = [sys.executable, str(SAMPLES / "make.py"), "--out", str(folder), "--golden", str(folder)]
    subprocess.run(command, check=True, timeout=300)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    composed(folder)
    return folder


def versions() -> dict[str, str]:
    sys.path.insert(0, str(SAMPLES))
    try:
        from make import tools
    finally:
        sys.path.remove(str(SAMPLES))
    return tools()


def written_by(path: Path) -> tuple[str, ...]:
    """The tools whose versions decide the bytes of a file."""
    return ("reportlab", "zlib") if path.suffix == ".pdf" else ()


@pytest.mark.parametrize("name", [n for n in FILES if not n.endswith(".layout.txt")])
def test_the_composer_writes_a_sample_byte_for_byte(name: str, made: Path) -> None:
    kept = json.loads((SAMPLES / "made_with.json").read_text())
    here = versions()
    other = [t for t in written_by(SAMPLES / name) if kept[t] != here[t]]
    if other:
        pytest.skip("made with " + ", ".join(f"{t} {kept[t]}, here is {here[t]}" for t in other))
    assert (made / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_the_composer_writes_the_same_bytes_twice(made: Path, tmp_path: Path) -> None:
    composed(tmp_path)
    names = sorted(p.name for p in made.iterdir())
    assert sorted(p.name for p in tmp_path.iterdir()) == names
    assert [n for n in names if (made / n).read_bytes() != (tmp_path / n).read_bytes()] == []


def test_the_expected_answers_are_those_of_the_composer(made: Path) -> None:
    truths = sorted(p.name for p in made.glob("*.truth.json"))
    assert truths == sorted(p.name for p in GOLDEN.glob("*.truth.json"))
    assert [n for n in truths if (made / n).read_bytes() != (GOLDEN / n).read_bytes()] == []


@functools.cache
def filing(name: str) -> kunlun_cli.Filing:
    return kunlun_cli.read(SAMPLES / name)


def answer(name: str, disclosure: str) -> dict[str, Value]:
    out, err = io.StringIO(), io.StringIO()
    env = Environment(io.BytesIO(), out, err, read=lambda *_args, **_options: filing(name))
    status = main([disclosure, str(SAMPLES / name), "--format", "json"], env)
    assert status in {0, 4}, err.getvalue()
    document = json.loads(out.getvalue(), parse_float=Decimal)
    assert isinstance(document, dict)
    return document


def differences(want: Value, got: Value, where: str = "") -> list[str]:
    """Every place where the truth says something and the answer says another thing, or says more rows."""
    if isinstance(want, dict) and isinstance(got, dict):
        found = [f"{where}.{key}: missing" for key in want if key not in got]
        return found + [d for key in want if key in got for d in differences(want[key], got[key], f"{where}.{key}")]
    if isinstance(want, list) and isinstance(got, list):
        found = [] if len(want) == len(got) else [f"{where}: {len(want)} rows wanted, {len(got)} got"]
        rows = zip(want, got, strict=False)
        return found + [d for place, (w, g) in enumerate(rows) for d in differences(w, g, f"{where}[{place}]")]
    same = want == got and isinstance(want, bool) == isinstance(got, bool)
    return [] if same else [f"{where}: {want!r} wanted, {got!r} got"]


def truth(name: str) -> dict[str, dict[str, Value]]:
    stem = name.split(".", maxsplit=1)[0]
    document = json.loads((GOLDEN / f"{stem}.truth.json").read_text(encoding="utf-8"), parse_float=Decimal)
    if name.endswith(NO_COVER):
        document["filing"] |= {"company": None, "period_inferred": True}
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize("disclosure", DISCLOSURES)
@pytest.mark.parametrize("name", FILES)
def test_kunlun_reads_what_went_in(name: str, disclosure: str, request: pytest.FixtureRequest) -> None:
    if reason := KNOWN_GAPS.get((name, disclosure)):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    want, got = truth(name), answer(name, disclosure)
    assert differences(want["filing"], got["filing"], "filing") == []
    assert differences(want[disclosure], got, disclosure) == []
    problems = got["problems"]
    assert isinstance(problems, list)
    assert [p for p in problems if disclosure != "segments" or p["code"] not in NOTHING_TO_READ] == []


def test_some_samples_have_statements() -> None:
    assert [n for n in FILES if "statements" in truth(n)]


CLEAN = [n for n in FILES if n.endswith((".pdf", ".html")) and n != "misprints.pdf"]


@pytest.mark.parametrize("name", [n for n in FILES if "statements" in truth(n)])
def test_every_line_of_the_statements_is_read(name: str) -> None:
    want, got = truth(name)["statements"], answer(name, "statements")
    assert differences(want, got, "statements") == []
    assert got["problems"] == []


def findings(name: str) -> list[dict[str, str]]:
    out, err = io.StringIO(), io.StringIO()
    env = Environment(io.BytesIO(), out, err, read=lambda *_args, **_options: filing(name))
    main(["check", str(SAMPLES / name), "--format", "json"], env)
    document = json.loads(out.getvalue(), parse_float=Decimal)
    return [f for f in document["findings"] if f["severity"] != "note"]


def bare(figure: str) -> str:
    return figure.replace(",", "").rstrip("%")


def test_check_finds_each_planted_misprint_and_nothing_else() -> None:
    planted = json.loads((SAMPLES / "misprints.json").read_text(encoding="utf-8"))
    want = sorted((p["subject"], p["printed"], p["expected"], p["slip"]) for p in planted)
    found = findings("misprints.pdf")
    assert sorted((f["subject"], bare(f["printed"]), bare(f["expected"]), f["slip"]) for f in found) == want


@pytest.mark.parametrize("name", CLEAN)
def test_check_finds_nothing_in_a_sample_without_misprints(name: str) -> None:
    assert findings(name) == []
