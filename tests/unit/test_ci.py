"""kunlun in CI: the example of the recipes from end to end, the hook, the step, and what GitLab and GitHub are told."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kunlun_cli.cli import main
from tests.unit.source import CHINA, Site, serving

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
RECIPES = (ROOT / ".github" / "RECIPES.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", RECIPES, re.DOTALL)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A PDF that is no report."""
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "invoice.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "An invoice, and no report")
    canvas.save()
    return path


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing\n%%EOF\n")
    return path


def shell(folder: Path, command: str, site: Site) -> subprocess.CompletedProcess[str]:
    """A step as a runner runs it, with the server in the place of the site."""
    own = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "KUNLUN_SOURCE": site.address,
        "KUNLUN_PACE": "0",
        "KUNLUN_CACHE_DIR": str(folder / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=folder,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_runs_from_end_to_end(tmp_path: Path) -> None:
    workflow = next(block for block in blocks("yaml") if "workflows/reports.yml" in block)
    steps = yaml.safe_load(workflow)["jobs"]["reports"]["steps"]
    commands = [step["run"] for step in steps if step.get("run", "").startswith("kunlun")]
    assert [command.split()[1] for command in commands] == ["fetch", "financials", "check"]
    today = dt.datetime.now(CHINA).date().isoformat()
    (tmp_path / "codes.txt").write_text("301995\n301996\n")
    with serving(Site()) as site:
        site.add("misprints.pdf", "2023年年度报告摘要", today, code="301995")
        site.add("series_a_2024H1.pdf", "2024年半年度报告摘要", today)
        site.add("series_a_2024H1.pdf", "关于2024年半年度报告的公告", today)
        fetched, figures, checked = (shell(tmp_path, command, site) for command in commands)
        assert fetched.returncode == 0, fetched.stderr
        assert len(list((tmp_path / "reports").glob("*.pdf"))) == 2
        assert figures.returncode in {0, 4}, figures.stderr
        assert "301996,岚岫电子,2024H1" in (tmp_path / "figures.csv").read_text(encoding="utf-8")
        assert checked.returncode == 1, checked.stderr
        assert re.search(
            r"^::error file=reports/301995_2023A_summary_\d+\.pdf,title=KL101", checked.stdout, re.MULTILINE
        )
        # The day after: nothing is fetched again, and what was looked at fails no more.
        baseline = next(
            block for block in re.findall(r"(?:^    .*\n)+", RECIPES, re.MULTILINE) if "baseline =" in block
        )
        accepted = shell(tmp_path, baseline, site)
        assert accepted.returncode == 0, accepted.stderr
        site.asked = []
        again = [shell(tmp_path, command, site) for command in commands]
        assert [done.returncode for done in again] == [0, figures.returncode, 0], again[2].stdout
        assert not [path for _, path, _ in site.asked if "finalpage" in path]


def test_the_hook_passes_over_what_is_no_report_unless_told_otherwise(
    foreign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    words = hook["entry"].removeprefix("kunlun ").split()
    report = str(SAMPLES / "series_a_2024A.pdf")
    assert main([*words, *hook["args"], str(foreign), report]) == 0
    assert "invoice.pdf is passed over" in capsys.readouterr().err
    assert main([*words, *hook["args"], str(foreign), str(SAMPLES / "misprints.pdf")]) == 1
    assert main([*words, "--lenient", str(foreign), report]) == 3


def test_the_step_of_github_runs(tmp_path: Path, foreign: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    command = action["runs"]["steps"][-1]["run"]
    given = {name: value["default"] for name, value in action["inputs"].items()}
    (tmp_path / "reports").mkdir()
    shutil.move(foreign, tmp_path / "reports")
    shutil.copy(SAMPLES / "misprints.pdf", tmp_path / "reports")
    done = shell(tmp_path, f"FILES='{given['files']}' OPTIONS='{given['options']}'\n{command}", Site())
    assert done.returncode == 1
    assert "::error file=reports/misprints.pdf,title=KL101" in done.stdout
    assert "invoice" not in done.stdout


@pytest.mark.parametrize("form", ["github", "gitlab", "junit", "sarif"])
def test_a_file_that_cannot_be_read_is_told_where_it_is_looked_for(
    damaged: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    doubtful = SAMPLES / "sh_annual_summary.layout.txt"
    assert main(["check", str(damaged), str(doubtful), "--reports-only", "-f", form, "--traceback"]) == 3
    out = capsys.readouterr().out
    assert "damaged.pdf" in out
    assert "ambiguous-alignment" in out or form == "junit"
    why = "the PDF is damaged" if "the PDF is damaged" in out else "cannot be"
    assert why in out
    if form == "github":
        assert out.startswith("::error file=")
        assert "title=could not be read::" in out
        assert "::warning file=" in out


def test_gitlab_is_told_what_it_can_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SAMPLES / "misprints.pdf"), "-f", "gitlab"]) == 1
    entries = json.loads(capsys.readouterr().out)
    assert {"KL101", "KL201"} <= {entry["check_name"] for entry in entries}
    for entry in entries:
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["description"]
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    first = next(entry for entry in entries if entry["check_name"] == "KL101")
    assert (first["severity"], first["location"]["lines"]["begin"]) == ("major", 2)


def test_a_clean_report_is_an_empty_list_to_gitlab(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SAMPLES / "series_a_2024A.pdf"), "-f", "gitlab"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_what_is_passed_over_leaves_other_formats_as_they_are(
    foreign: Path, damaged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(foreign), str(damaged), str(SAMPLES / "misprints.pdf"), "-f", "json"]) == 3
    assert len(json.loads(capsys.readouterr().out)) == 1
