"""The report page in a browser: it opens from a file without errors, requests nothing, and its links work."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kunlun_cli.cli import main
from tests.browser.chromium import PROGRAM, Browser, browser

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SHOTS = os.environ.get("KUNLUN_SHOTS")
"""A folder for pictures of the page, to look at: light, dark, on a phone, and the print as a PDF."""

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed: make browser installs it")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "报告 a&b.html"
    files = [str(SAMPLES / f"series_a_{period}.pdf") for period in ("2024A", "2023A")]
    assert main(["report", files[0], "--against", files[1], "-o", str(out), "--lenient", "--no-cache"]) == 0
    return out


@pytest.fixture(scope="module")
def tab(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        opened.open(path)
        yield opened


def test_it_opens_without_errors_and_requests_nothing(tab: Browser, path: Path) -> None:
    assert tab.js("document.querySelectorAll('section').length") >= 4
    assert tab.said == []
    assert [url for url in tab.requested if not url.startswith("data:image/png;base64,")] == [path.as_uri()]


def test_every_link_leads_somewhere(tab: Browser) -> None:
    targets = "[...document.querySelectorAll('a')].map(a => document.getElementById(a.getAttribute('href').slice(1)))"
    assert tab.js(f"{targets}.filter(target => target === null).length") == 0
    assert tab.js("document.querySelectorAll('a:not([href^=\"#\"])').length") == 0
    assert tab.js("document.querySelectorAll('a.f').length") > 50


def test_every_picture_is_drawn(tab: Browser) -> None:
    sizes = (
        "Promise.all([...document.querySelectorAll('svg image')].map(i => "
        "{const p = new Image(); p.src = i.getAttribute('href'); return p.decode().then(() => p.naturalWidth)}))"
    )
    widths = tab.js(sizes)
    assert widths
    assert all(width > 100 for width in widths)


def test_a_figure_shows_its_place_by_the_keyboard(tab: Browser) -> None:
    tab.js("document.querySelector('td a.f').focus()")
    tab.press("Enter")
    assert tab.js("document.getElementById('place').open") is True
    number = tab.js("document.querySelector('td a.f').textContent")
    title = tab.js("document.getElementById('place-title').textContent")
    assert number in title
    assert title.startswith(tab.js("document.querySelector('td a.f').closest('tr').cells[0].textContent"))
    rect = tab.js("document.querySelector('#place rect.now').getAttribute('x')")
    assert rect == tab.js("document.querySelector(document.querySelector('td a.f').hash).getAttribute('x')")
    assert tab.js("document.querySelector('#place use').getBoundingClientRect().width") > 200
    tab.press("ArrowRight")
    assert number not in tab.js("document.getElementById('place-title').textContent").split(" — ")[0]
    tab.press("Escape")
    assert tab.js("document.getElementById('place').open") is False
    assert tab.js("document.activeElement.className") == "f"
    assert tab.said == []


def test_without_the_dialog_the_link_goes_to_the_marked_cell(tab: Browser) -> None:
    tab.js("location.hash = document.querySelector('td a.f').hash")
    assert tab.js("document.querySelector('rect:target').id") == tab.js("location.hash.slice(1)")
    # The browser scrolls in its own time after the address has changed.
    tab.until(
        "(({top, bottom}) => bottom > 0 && top < innerHeight)"
        "(document.querySelector('rect:target').getBoundingClientRect())"
    )


def test_tables_sort_by_number(tab: Browser) -> None:
    table = "[...document.querySelectorAll('#holders table')].find(t => t.querySelector('[data-k=shares]'))"
    values = (
        f"[...{table}.tBodies[0].rows].map(r => Number(r.cells[{table}.querySelector('[data-k=shares]').cellIndex]"
        ".dataset.v))"
    )
    tab.js(f"{table}.querySelector('[data-k=shares] button').click()")
    down = tab.js(values)
    assert down == sorted(down, reverse=True)
    tab.js(f"{table}.querySelector('[data-k=shares] button').click()")
    assert tab.js(values) == sorted(down)
    assert tab.js(f"{table}.querySelector('[data-k=shares]').getAttribute('aria-sort')") == "ascending"


def test_dark_and_print_have_their_own_looks(tab: Browser) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    assert tab.js(colour) == "rgb(255, 255, 255)"
    tab.media(dark=True)
    assert tab.js(colour) == "rgb(21, 23, 26)"
    tab.media(dark=True, printed=True)
    assert tab.js("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert tab.js(colour) == "rgb(255, 255, 255)"
    tab.media()
    assert tab.said == []


def test_figures_below_zero_are_red_and_others_are_not(tab: Browser) -> None:
    """As in the terminal, and in accounts; rises and falls of prices have other colours in China."""
    numbers = "[...document.querySelectorAll('td.n[data-v]')].map(c => [Number(c.dataset.v) < 0, c.matches('.minus')])"
    assert all(below == red for below, red in tab.js(numbers))
    assert any(below for below, _ in tab.js(numbers))


def test_nothing_is_cut_off_on_a_wide_screen_or_a_phone(tab: Browser) -> None:
    for width in (1280, 390):
        tab.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        assert tab.js("document.documentElement.scrollWidth <= innerWidth")
    tab.call("Emulation.clearDeviceMetricsOverride")


@pytest.mark.skipif(SHOTS is None, reason="KUNLUN_SHOTS names no folder for pictures of the page")
def test_pictures_to_look_at(tab: Browser) -> None:
    folder = Path(str(SHOTS))
    folder.mkdir(parents=True, exist_ok=True)
    tab.call("Emulation.setDeviceMetricsOverride", width=390, height=900, deviceScaleFactor=1, mobile=True)
    shot = tab.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
    (folder / "phone.png").write_bytes(base64.b64decode(shot))
    tab.call("Emulation.setDeviceMetricsOverride", width=1200, height=900, deviceScaleFactor=1, mobile=False)
    for name in ("light", "dark"):
        tab.media(dark=name == "dark")
        shot = tab.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        (folder / f"{name}.png").write_bytes(base64.b64decode(shot))
        tab.js("document.querySelector('td a.f').click()")
        shot = tab.call("Page.captureScreenshot")["data"]
        (folder / f"{name}-place.png").write_bytes(base64.b64decode(shot))
        tab.js("document.getElementById('place').close()")
    tab.media()
    printed = tab.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    (folder / "print.pdf").write_bytes(base64.b64decode(printed))
