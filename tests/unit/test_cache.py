"""Results that are kept: exact, never of another file or parser, never damaged."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kunlun_cli
from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.dataset import cached, version
from kunlun_cli.dataset.cache import Cache, key_of
from kunlun_cli.dataset.cached import read_cached
from kunlun_cli.errors import UsageError
from kunlun_cli.records import FilingInfo, FinancialRecord, Financials, Holders, Problem, Source
from kunlun_cli.records.codec import CodecError, decode, encode
from tests.unit.made import FINANCIALS, HOLDERS, INFO, LENDING, SEGMENTS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SAMPLE = SAMPLES / "kunlun_facts_halfyear_summary.pdf"
DISCLOSURES = ("financials", "holders", "lending", "segments")


@pytest.mark.parametrize("value", [FINANCIALS, HOLDERS, LENDING, SEGMENTS, INFO], ids=lambda v: type(v).__name__)
def test_records_come_back_as_they_were(value: object) -> None:
    assert decode(encode(value)) == value
    assert repr(decode(encode(value))) == repr(value)


@given(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(),
    st.none() | st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 4),
)
def test_every_digit_and_character_survives(value: Decimal, text: str, bbox: tuple[float, ...] | None) -> None:
    record = FinancialRecord(None, text, None, "quarter", value=value, cells={text: Source(1, bbox, text)})
    back = decode(encode(Financials((record,))))
    assert repr(back) == repr(Financials((record,)))


@given(st.text() | st.sampled_from(['{":Source":[1,2,3,4,5]}', '{":os":[]}', '{"~":"x"}', '{"a":1,"b":2}', "[[[["]))
def test_text_of_others_is_refused_or_harmless(text: str) -> None:
    try:
        decode(text)
    except CodecError:
        return


@pytest.mark.parametrize(
    "text",
    [
        '{":Source":["1",null,null]}',
        '{":Source":[true]}',
        '{":Source":[1,[1,2,3]]}',
        '{":Source":[1,["a",2,3,4]]}',
        '{":Problem":["code",7]}',
        '{":Problem":["code"]}',
        '{":FilingInfo":["a","b","exe"]}',
        '{":Holders":[[{":Problem":["code","message"]}]]}',
        '{":Statements":[[{":StatementRecord":["balance","group",null,"a",null,1,null,"CNY",1]}]]}',
        '{"~":"NaN"}',
        '{"~":"Infinity"}',
        '{"@":7}',
        "{}",
    ],
)
def test_a_record_of_other_types_than_its_class_has_is_none(text: str) -> None:
    with pytest.raises(CodecError):
        decode(text)


def test_only_records_can_be_kept() -> None:
    with pytest.raises(CodecError):
        encode({"a": object()})


def test_a_filing_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    first = read_cached(SAMPLE, cache)
    plain = kunlun_cli.read(SAMPLE)
    for name in DISCLOSURES:
        assert getattr(first, name) == getattr(plain, name)
    monkeypatch.setattr(cached.CachedFiling, "filing", property(lambda _: pytest.fail("read again")))
    again = read_cached(SAMPLE.read_bytes(), cache, name="other.pdf")
    assert again.info.source == "other.pdf"
    for name in DISCLOSURES:
        assert repr(getattr(again, name)) == repr(getattr(plain, name))
    assert again.problems == plain.problems


def test_another_parser_engine_or_period_is_another_result(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {key_of("ab", engine=engine, period=period) for engine in ("a", "b") for period in (None, "2024A")}
    version.version.cache_clear()
    monkeypatch.setattr(version, "__version__", "99")
    keys.add(key_of("ab", engine="a", period=None))
    version.version.cache_clear()
    assert len(keys) == 5


@pytest.mark.parametrize("damage", [lambda b: b[:-7], lambda _: b"", lambda b: b.replace(b"2024", b"2023", 1)])
def test_a_damaged_entry_is_read_again(tmp_path: Path, damage: object) -> None:
    cache = Cache(tmp_path)
    cache.put("key", INFO)
    (path,) = tmp_path.glob("??/*.json")
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert cache.get("key", FilingInfo) is None
    cache.put("key", INFO)
    assert cache.get("key", FilingInfo) == INFO


def test_an_entry_of_another_kind_is_not_taken(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", INFO)
    (path,) = tmp_path.glob("??/*.json")
    path.rename(path.with_name(path.name.replace("filinginfo", "holders")))
    assert cache.get("key", Holders) is None


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    entry = Problem("code", "x" * 1000)
    cache = Cache(tmp_path, limit=6000)
    for number in range(10):
        cache.put(f"{number:02}", entry)
        (path,) = tmp_path.glob(f"{number:02}/*")
        os.utime(path, (number, number))
    assert cache.get("00", Problem) == entry  # used now
    cache.trim()
    assert cache.usage().size <= 6000
    assert cache.get("00", Problem) == entry
    assert cache.get("09", Problem) == entry
    assert cache.get("01", Problem) is None


def test_what_a_dead_process_has_left_is_removed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", INFO)
    old, new, foreign = (tmp_path / "ke" / name for name in ("a.json.1-2.part", "b.json.1-2.part", "notes.txt"))
    for path in (old, new, foreign):
        path.write_text("x")
    os.utime(old, (time.time() - 7200,) * 2)
    cache.trim()
    assert (old.exists(), new.exists(), foreign.exists()) == (False, True, True)
    assert cache.clear().entries == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["notes.txt"]


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    cache.put("key", INFO)
    assert cache.get("key", FilingInfo) is None


def _write(folder: Path, seed: int) -> None:
    cache = Cache(folder, limit=20_000)
    for number in range(60):
        cache.put(f"{number % 7}", Problem("code", f"{seed}" * 2000))
        found = cache.get(f"{(number + 1) % 7}", Problem)
        assert found is None or len(set(found.message)) == 1
        if number % 10 == 0:
            cache.trim()


def test_writers_at_the_same_time_never_give_half_an_entry(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write, args=(tmp_path, seed)) for seed in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert not list(tmp_path.rglob("*.part"))


def test_what_needed_a_password_is_not_kept(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes() + b"\n%/Encrypt"
    read_cached(data, Cache(tmp_path), password="secret")  # noqa: S106
    assert Cache(tmp_path).usage().entries == 0
    read_cached(data, Cache(tmp_path))
    assert Cache(tmp_path).usage().entries == 1


def _environment(tmp_path: Path, capsys: pytest.CaptureFixture[str], **variables: str) -> Environment:
    del capsys
    env = Environment.of_process([])
    return Environment(
        stdin=env.stdin,
        stdout=env.stdout,
        stderr=env.stderr,
        variables={"KUNLUN_CACHE_DIR": str(tmp_path), **variables},
    )


def test_commands_keep_results_unless_told_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    env = _environment(tmp_path / "cache", capsys)
    assert main(["holders", str(SAMPLE), "--no-cache"], env) == 0
    first = capsys.readouterr().out
    assert not (tmp_path / "cache").exists()
    for engine in ("pdfminer", "pdfium", "pdfium"):
        assert main(["holders", str(SAMPLE), "--engine", engine], env) == 0
        assert capsys.readouterr().out == first
    assert main(["cache", "info"], env) == 0
    assert "results  4\n" in capsys.readouterr().out
    assert main(["cache", "clear"], env) == 0
    assert "removed 4 results" in capsys.readouterr().out


def test_settings_choose_the_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kunlun.toml").write_text('[read]\nengine = "tesseract"\n')
    env = _environment(tmp_path / "cache", capsys)
    assert main(["holders", str(SAMPLE)], env) == 2
    assert "Choose pdfminer or pdfium" in capsys.readouterr().err
    (tmp_path / "kunlun.toml").write_text('[read]\nengine = "pdfium"\ncache = false\n')
    assert main(["holders", str(SAMPLE)], env) == 0
    assert not (tmp_path / "cache").exists()


def test_a_size_that_is_no_number_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="KUNLUN_CACHE_MB"):
        Cache.of_user({"KUNLUN_CACHE_DIR": str(tmp_path), "KUNLUN_CACHE_MB": "much"})


def test_a_date_is_a_date() -> None:
    assert decode(encode(INFO)).period_end == INFO.period_end
    assert isinstance(INFO.period_end, dt.date | None)
