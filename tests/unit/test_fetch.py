"""Fetching reports from a server on loopback that answers as the site does, and as it should not."""

from __future__ import annotations

import datetime as dt
import email.utils
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kunlun_cli.cli import main
from kunlun_cli.errors import SourceError
from kunlun_cli.fetch import http
from kunlun_cli.fetch.http import Polite
from kunlun_cli.fetch.titles import report_in
from tests.unit.source import SAMPLES, Handler, Site, serving, times

TITLE = "2024年半年度报告摘要"
SAMPLE = "series_a_2024H1.pdf"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as found:
        yield found


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def fetch(site: Site, out: Path, *words: str) -> int:
    given = words or ("301996", "--period", "2024H1", "--kind", "all")
    return main(["fetch", *given, "--out", str(out), "--address", site.address, "--pace", "0", "-f", "json"])


def manifest(out: Path) -> list[dict[str, object]]:
    document = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert document["schema"] == "kunlun/manifest@1"
    return list(document["filings"])


def reports(out: Path) -> list[str]:
    return sorted(path.name for path in out.glob("*.pdf"))


def settled(out: Path) -> None:
    """Nothing half-written is left."""
    assert sorted(path.name for path in (out / ".fetch").iterdir()) == ["lock"]
    assert not [path for path in out.iterdir() if path.name.startswith(".") and path.name != ".fetch"]


def test_a_report_is_fetched_whole_verified_and_named(
    site: Site, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    assert fetch(site, out) == 0
    (entry,) = manifest(out)
    assert entry["file"] == f"301996_2024H1_summary_{filing.id}.pdf"
    assert (out / str(entry["file"])).read_bytes() == filing.data
    assert (entry["status"], entry["title"], entry["published"]) == ("fetched", TITLE, "2024-08-27")
    assert (entry["code"], entry["period"], entry["form"], entry["revision"]) == ("301996", "2024H1", "summary", False)
    assert entry["url"] == f"{site.address}/{filing.path}"
    assert json.loads(capsys.readouterr().out)["filings"] == [entry]
    settled(out)
    agents = {headers["User-Agent"] for _, _, headers in site.asked}
    assert agents == {http.AGENT}
    assert "kunlun" in http.AGENT
    (form,) = site.forms
    assert form["category"] == ["category_bndbg_szsh;"]
    assert form["seDate"][0].startswith("2024-07-01~")


def test_what_is_there_is_not_fetched_again_and_asked_for_only_when_wanted(site: Site, out: Path) -> None:
    site.add(SAMPLE, TITLE, "2024-08-27")
    assert fetch(site, out) == 0
    before, site.asked = (out / "manifest.json").read_bytes(), []
    assert fetch(site, out) == 0
    assert not [path for _, path, _ in site.asked if "finalpage" in path]
    assert fetch(site, out, "301996", "--period", "2024H1", "--kind", "all", "--recheck") == 0
    (asked,) = [headers for _, path, headers in site.asked if "finalpage" in path]
    assert asked["If-None-Match"]
    assert (out / "manifest.json").read_bytes() == before
    # A file that is lost or damaged is fetched again.
    (out / reports(out)[0]).write_bytes(b"%PDF damaged")
    assert fetch(site, out) == 3, "what somebody has put there is left as it is"
    (out / reports(out)[0]).unlink()
    assert fetch(site, out) == 0
    assert (out / reports(out)[0]).read_bytes() == site.filings[0].data


def test_a_file_that_has_changed_at_its_address_takes_the_place_of_the_old_one(site: Site, out: Path) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    assert fetch(site, out) == 0
    filing.data += b"\n% again\n%%EOF\n"
    assert fetch(site, out, "301996", "--period", "2024H1", "--kind", "all", "--recheck") == 0
    assert (out / reports(out)[0]).read_bytes() == filing.data


def test_a_revised_edition_is_told_and_both_are_kept(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = site.add(SAMPLE, TITLE, "2024-08-27")
    new = site.add(SAMPLE, f"{TITLE}（更新后）", "2024-09-10")
    assert fetch(site, out) == 0
    assert [(entry["id"], entry["replaces"]) for entry in manifest(out)] == [(old.id, None), (new.id, old.id)]
    assert f"revised edition of 2024-09-10; it replaces announcement {old.id}" in capsys.readouterr().err
    assert len(reports(out)) == 2


def test_a_revised_edition_that_comes_later_names_the_one_that_an_earlier_run_fetched(site: Site, out: Path) -> None:
    old = site.add(SAMPLE, TITLE, "2024-08-27")
    assert fetch(site, out) == 0
    site.add(SAMPLE, f"{TITLE}（修订版）", "2024-09-10")
    assert fetch(site, out, "301996", "--since", "2024-09-01", "--kind", "all") == 0
    assert [entry["replaces"] for entry in manifest(out)] == [None, old.id]


def test_a_withdrawn_edition_is_told_and_not_fetched(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.add(SAMPLE, f"{TITLE}（已取消）", "2024-08-27")
    site.add(SAMPLE, f"{TITLE}（更新后）", "2024-09-10")
    assert fetch(site, out) == 0
    assert [entry["status"] for entry in manifest(out)] == ["withdrawn", "fetched"]
    assert "marks it as withdrawn" in capsys.readouterr().err


def test_two_filings_of_one_title_are_both_kept_and_told(
    site: Site, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.add(SAMPLE, TITLE, "2024-08-27")
    site.add(SAMPLE, TITLE, "2024-08-29")
    assert fetch(site, out) == 0
    assert len(reports(out)) == 2
    assert "published again on 2024-08-29" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sample", "title", "why"),
    [
        ("sz_halfyear_summary.pdf", TITLE, "the file is of 301999, not of 301996"),
        ("series_a_2023A.pdf", TITLE, "the file is of 2023A, not of 2024H1"),
        (SAMPLE, "2024年半年度报告", "the file is a summary report, not a full one"),
    ],
)
def test_a_file_of_another_company_period_or_form_is_not_kept(
    site: Site, out: Path, capsys: pytest.CaptureFixture[str], sample: str, title: str, why: str
) -> None:
    site.add(sample, title, "2024-08-27")
    assert fetch(site, out) == 4
    assert reports(out) == []
    assert manifest(out)[0]["status"] == "refused"
    assert why in capsys.readouterr().err
    settled(out)


def test_what_comes_is_read_by_a_process_of_its_own(site: Site, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    filing.data += b"\n% not in the cache\n%%EOF\n"

    def read(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("kunlun_cli.filing.read", read)
    assert fetch(site, out) == 0
    assert manifest(out)[0]["status"] == "fetched"


def test_a_page_in_the_place_of_a_file_is_not_kept(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    filing.data = "<html><body>系统繁忙，请稍后再试</body></html>".encode()
    assert fetch(site, out) == 4
    assert [path.name for path in out.iterdir() if path.is_file()] == ["manifest.json"]
    assert "what came is not the report" in capsys.readouterr().err


def test_a_file_cut_off_without_a_word_is_not_kept(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    filing.data = filing.data[: len(filing.data) // 2]
    assert fetch(site, out) == 4
    assert reports(out) == []
    assert "cut off" in capsys.readouterr().err


def test_other_announcements_days_and_companies_are_passed_over(site: Site, out: Path) -> None:
    """Clients found that the site answers with more than was asked for."""
    site.add(SAMPLE, TITLE, "2024-08-27")
    for title in (
        "2024年半年度报告（英文版）",
        "关于2024年半年度报告的更正公告",
        "2023年年度报告摘要",
        "董事会决议公告",
    ):
        site.add("series_a_2023A.pdf", title, "2024-08-27")
    other = site.add("sz_halfyear_summary.pdf", TITLE, "2024-08-27", code="301999")

    def mixed(handler: Handler) -> None:
        rows = [each.row() for each in site.filings]
        handler.json({"totalRecordNum": 6, "hasMore": True, "announcements": rows})

    site.bad = [times(9, mixed, "query")]
    assert fetch(site, out) == 0
    assert len(manifest(out)) == 1
    assert not any(other.id in name for name in reports(out))
    assert len(site.forms) == 2, "the same page again is the last one"


def test_all_pages_are_asked_for(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day in range(1, 32):
        for half in range(2):
            site.add(SAMPLE, "董事会决议公告", f"2024-08-{day:02}", number=f"9{day:02}{half}")
    site.add(SAMPLE, TITLE, "2024-08-31")
    assert main(["fetch", "301996", "--since", "2024-08-01", "--kind", "all", "--list", "-f", "json",
                 "--address", site.address, "--pace", "0"]) == 0  # fmt: skip
    assert len(json.loads(capsys.readouterr().out)["filings"]) == 1
    assert [form["pageNum"] for form in site.forms] == [["1"], ["2"], ["3"]]
    assert not out.exists()


# The server answers badly.


def test_a_busy_server_is_asked_again_when_it_says(site: Site) -> None:
    slept: list[float] = []
    clock = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    later = email.utils.format_datetime(dt.datetime.now(dt.UTC) - dt.timedelta(days=1), usegmt=True)
    site.bad = [
        times(1, lambda handler: handler.answer(429, b"", {"Retry-After": "7"})),
        times(1, lambda handler: handler.answer(503, b"")),
        times(1, lambda handler: handler.answer(503, b"", {"Retry-After": later})),
    ]
    client = Polite(pace=1.0, sleep=sleep, now=lambda: clock[0])
    site.add(SAMPLE, TITLE, "2024-08-27")
    assert "stockList" in client.json("GET", f"{site.address}/new/data/szse_stock.json")
    # as it asks; then a growing pause; then at once, which the pace makes a second
    assert slept == [7.0, 4.0, 0.0, 1.0]


def test_requests_keep_their_distance(site: Site) -> None:
    slept: list[float] = []
    ticks = iter(range(1000))
    client = Polite(pace=60.0, sleep=slept.append, now=lambda: float(next(ticks)))
    site.add(SAMPLE, TITLE, "2024-08-27")
    for _ in range(3):
        client.json("GET", f"{site.address}/new/data/szse_stock.json")
    assert len(slept) == 2
    assert all(seconds > 50 for seconds in slept)


def test_a_server_that_asks_for_an_hour_is_left_alone(
    site: Site, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.add(SAMPLE, TITLE, "2024-08-27")
    site.bad = [times(1, lambda handler: handler.answer(429, b"", {"Retry-After": "3600"}))]
    assert fetch(site, out) == 3
    assert "asks to wait 3600 seconds" in capsys.readouterr().err
    assert len(site.asked) == 1


def test_a_server_that_says_nothing_is_given_up(site: Site) -> None:
    waiting = threading.Event()
    site.bad = [times(9, lambda _: waiting.wait(30) and None)]
    client = Polite(pace=0, timeout=0.05)
    with pytest.raises(SourceError, match=r"5 attempts \(no answer in time\)"):
        client.json("GET", f"{site.address}/new/data/szse_stock.json")
    waiting.set()


def test_a_server_that_drips_for_ever_is_given_up(site: Site) -> None:
    ticks = iter(range(0, 10**9, 1000))
    site.bad = [times(9, lambda handler: handler.json(["x" * 100_000]))]
    client = Polite(pace=0, sleep=lambda _: None, now=lambda: float(next(ticks)))
    with pytest.raises(SourceError, match="took longer than 120 seconds"):
        client.json("GET", site.address)


def test_an_answer_without_end_is_cut(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setattr(http, "_ANSWER_BYTES", 1000)
    site.bad = [times(1, lambda handler: handler.answer(200, b"[" * 10_000))]
    with pytest.raises(SourceError, match="it has more than"):
        Polite(pace=0).json("GET", site.address)


def test_nobody_there_is_told(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch(Site(address="http://127.0.0.1:9"), out) == 3
    assert "no connection" in capsys.readouterr().err


def test_a_broken_transfer_goes_on_where_it_broke(site: Site, out: Path) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    half = len(filing.data) // 2

    def broken(handler: Handler) -> None:
        tag = {"ETag": handler_tag(filing.data)}
        handler.answer(200, filing.data[:half], tag, length=len(filing.data))

    site.bad = [times(1, broken, "finalpage")]
    assert fetch(site, out) == 0
    first, second = [headers for _, path, headers in site.asked if "finalpage" in path]
    assert "Range" not in first
    assert second["Range"] == f"bytes={half}-"
    assert (out / reports(out)[0]).read_bytes() == filing.data
    settled(out)


def test_a_file_that_changes_while_it_comes_is_begun_again(site: Site, out: Path) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    old = (SAMPLES / "series_a_2023A.pdf").read_bytes()
    tag = {"ETag": handler_tag(old)}
    site.bad = [times(1, lambda handler: handler.answer(200, old[:5000], tag, length=len(old)), "finalpage")]
    assert fetch(site, out) == 0
    assert (out / reports(out)[0]).read_bytes() == filing.data


def test_a_transfer_that_always_breaks_is_resumed_by_the_next_run(
    site: Site, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")

    def broken(handler: Handler) -> None:
        begin = int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        told = {"ETag": handler_tag(filing.data)}
        if begin:
            told["Content-Range"] = f"bytes {begin}-{len(filing.data) - 1}/{len(filing.data)}"
        rest = len(filing.data) - begin
        handler.answer(206 if begin else 200, filing.data[begin : begin + 1000], told, length=rest)

    site.bad = [times(5, broken, "finalpage")]
    assert fetch(site, out) == 3
    assert manifest(out)[0]["status"] == "failed"
    assert "5 attempts" in capsys.readouterr().err
    assert reports(out) == []
    assert fetch(site, out) == 0
    assert site.asked[-1][2]["Range"] == "bytes=5000-"
    assert (out / reports(out)[0]).read_bytes() == filing.data
    assert manifest(out)[0]["message"] is None
    settled(out)


@pytest.mark.parametrize(
    ("where", "answer", "said"),
    [
        ("szse_stock", b'{"stocks": []}', "stockList"),
        ("szse_stock", b"<html>", "not JSON"),
        ("query", b'{"rows": []}', "announcements"),
        ("query", b'{"announcements": {"a": 1}}', "announcements"),
        ("query", b'{"announcements": [{"id": 1}]}', "announcementId"),
        ("query", b'{"announcements": [7]}', "announcementId"),
        ("query", b"[]", "announcements"),
    ],
)
def test_an_answer_that_has_changed_is_told_with_how_to_report_it(
    site: Site, out: Path, capsys: pytest.CaptureFixture[str], where: str, answer: bytes, said: str
) -> None:
    site.add(SAMPLE, TITLE, "2024-08-27")
    site.bad = [times(1, lambda handler: handler.answer(200, answer), where)]
    assert fetch(site, out) == 3
    told = capsys.readouterr().err
    assert said in told
    assert "please report it" in told
    assert not (out / "manifest.json").exists()


@pytest.mark.parametrize("path", ["../../etc/passwd.pdf", "http://elsewhere.example/a.pdf", "//elsewhere/a.pdf?x", "a"])
def test_an_address_that_leads_elsewhere_is_not_followed(
    site: Site, out: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    row = {**filing.row(), "adjunctUrl": path}
    site.bad = [times(1, lambda handler: handler.json({"announcements": [row]}), "query")]
    assert fetch(site, out) == 3
    assert "adjunctUrl" in capsys.readouterr().err


def test_a_redirection_is_not_followed(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.add(SAMPLE, TITLE, "2024-08-27")
    elsewhere = {"Location": "http://127.0.0.1:9/x"}
    site.bad = [times(1, lambda handler: handler.answer(302, b"", elsewhere), "finalpage")]
    assert fetch(site, out) == 3
    assert "sends on to http://127.0.0.1:9/x" in capsys.readouterr().err


def test_the_error_of_one_company_does_not_end_the_others(
    site: Site, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.add(SAMPLE, TITLE, "2024-08-27")
    codes = tmp_path / "codes.txt"
    codes.write_text("# ours\n300999\n301996  # this one\n", encoding="utf-8")
    assert fetch(site, out, "--codes", str(codes), "--since", "2024-08-01", "--kind", "all") == 4
    assert len(reports(out)) == 1
    assert "300999 is not among the shares" in capsys.readouterr().err


def test_a_period_without_a_report_is_told(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.add(SAMPLE, TITLE, "2024-08-27")
    assert fetch(site, out, "301996", "--period", "2023H1") == 4
    assert "no report of 2023H1 has been published" in capsys.readouterr().err
    assert fetch(site, out, "301996", "--since", "2025-01-01") == 0, "nothing new is no failure"


@pytest.mark.parametrize(
    "words",
    [
        ["301996", "--out", "x"],
        ["301996", "--period", "2024", "--out", "x"],
        ["301996", "--period", "2024A"],
        ["--period", "2024A", "--out", "x"],
        ["12", "--period", "2024A", "--out", "x"],
        ["900901", "--period", "2024A", "--out", "x"],
        ["301996", "--since", "yesterday", "--out", "x"],
        ["301996", "--since", "2024-01-01", "--out", "x", "--pace", "0"],
    ],
)
def test_wrong_usage_asks_nobody(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", *words]) == 2
    assert capsys.readouterr().err.startswith("kunlun: error:")


def test_a_manifest_of_something_else_is_left_alone(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out.mkdir()
    (out / "manifest.json").write_text("{}")
    assert fetch(site, out) == 2
    assert (out / "manifest.json").read_text() == "{}"
    assert site.asked == []
    assert "not a manifest of kunlun fetch" in capsys.readouterr().err


def test_two_runs_do_not_write_to_one_folder(site: Site, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fcntl = pytest.importorskip("fcntl")
    (out / ".fetch").mkdir(parents=True)
    with (out / ".fetch" / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert fetch(site, out) == 2
    assert "another kunlun fetch" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("某某股份：2024年半年度报告", ("2024H1", "full", False, False)),
        ("某某股份2024年年度报告摘要", ("2024A", "summary", False, False)),
        ("*ST某某：2019年<em>年度报告</em>（更新后）", ("2019A", "full", True, False)),
        ("2018年年度报告(已取消)", ("2018A", "full", False, True)),
        ("2019年第三季度报告正文", ("2019Q3", "summary", False, False)),
        ("2019年第一季度报告全文", ("2019Q1", "full", False, False)),
        ("二〇〇九年年度报告", ("2009A", "full", False, False)),
        ("某某股份有限公司2025年第三季度报告", ("2025Q3", "full", False, False)),
        ("三六零：2024年年度报告", ("2024A", "full", False, False)),
        ("七一二2024年年度报告", ("2024A", "full", False, False)),
        ("000001某某股份2024年年度报告", ("2024A", "full", False, False)),
        ("2018年年度报告（修订版）摘要", ("2018A", "summary", True, False)),
        ("2024年年度报告-更正后", ("2024A", "full", True, False)),
        ("2024年年度报告（英文版）", None),
        ("关于2024年年度报告的更正公告", None),
        ("2024年年度报告披露提示性公告", None),
        ("2024年度审计报告", None),
        ("2024年度业绩预告", None),
        ("2024年度社会责任报告", None),
    ],
)
def test_a_report_is_known_by_its_title(title: str, expected: tuple[str, str, bool, bool] | None) -> None:
    found = report_in(title)
    assert (found and (found.period, found.form, found.revision, found.withdrawn)) == expected


def test_a_title_that_may_be_a_reports_is_not_passed_over_in_silence(
    site: Site, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.add(SAMPLE, TITLE, "2024-08-27")
    for title in ("2024年半年度报告（印刷版）", "关于2024年半年度报告的公告", "2024年半年度独立董事述职"):
        site.add(SAMPLE, title, "2024-08-27")
    assert fetch(site, out) == 0
    told = capsys.readouterr().err
    assert "2024年半年度报告（印刷版）" in told
    assert "关于" not in told
    assert "述职" not in told


_KILLED = """
import builtins, io, os, signal, sys
left = [int(sys.argv[1])]
def step(*_):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
def hook(event, args):
    if event in ("os.rename", "os.remove", "os.mkdir") or (
        event == "open" and isinstance(args[0], str) and out in args[0] and args[2] & (os.O_WRONLY | os.O_RDWR)):
        step()
out = sys.argv[2]
from kunlun_cli.fetch import part, run
add = part.Part.add
part.Part.add = lambda self, pieces: add(self, (piece[i : i + 40000] for piece in pieces for i in halves(piece)))
def halves(piece):
    for i in range(0, len(piece), 40000):
        step()
        yield i
from kunlun_cli.cli import main
sys.addaudithook(hook)
sys.exit(main(sys.argv[3:]))
"""


def test_a_run_killed_at_any_step_leaves_files_whole_or_absent(site: Site, tmp_path: Path) -> None:
    """At each file opened for writing, renamed, removed, and each piece of a file; then the next run mends all."""
    filing = site.add(SAMPLE, TITLE, "2024-08-27")
    killed = 0
    for step in range(1, 200):
        out = tmp_path / f"reports{step}"
        words = ["fetch", "301996", "--period", "2024H1", "--kind", "all", "--out", str(out), "--pace", "0"]
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(step), str(out), *words, "--address", site.address],
            env={**os.environ, "KUNLUN_CACHE_DIR": str(tmp_path / "cache")},
            capture_output=True,
            timeout=120,
            check=False,
        )
        for path in out.glob("*.pdf"):
            assert path.read_bytes() == filing.data, f"killed at step {step}"
        if (out / "manifest.json").exists():
            assert all((out / str(entry["file"])).exists() for entry in manifest(out))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        killed += 1
        assert fetch(site, out) == 0, f"after step {step}"
        assert [entry["status"] for entry in manifest(out)] == ["fetched"]
        assert {(out / str(entry["file"])).read_bytes() for entry in manifest(out)} == {filing.data}
        settled(out)
    assert killed > 12


def handler_tag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:16]}"'
