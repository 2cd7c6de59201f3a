"""A server on loopback that answers as public clients of 巨潮资讯 expect, and badly where a test says so."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CHINA = dt.timezone(dt.timedelta(hours=8))
Answer = Callable[["Handler"], bool]


@dataclass
class Filing:
    """One announcement and its file."""

    id: str
    code: str
    title: str
    day: str
    data: bytes
    name: str = "某某股份"

    @property
    def path(self) -> str:
        return f"finalpage/{self.day}/{self.id}.PDF"

    def row(self) -> dict[str, Any]:
        time = dt.datetime.fromisoformat(self.day).replace(tzinfo=CHINA)
        return {
            "secCode": self.code,
            "secName": self.name,
            "orgId": f"gssz0{self.code}",
            "announcementId": self.id,
            "announcementTitle": self.title,
            "announcementTime": int(time.timestamp() * 1000),
            "adjunctUrl": self.path,
            "adjunctSize": len(self.data) // 1024,
            "adjunctType": "PDF",
        }


@dataclass
class Site:
    """What the server has, what it was asked, and how it answers badly: functions that answer in its place."""

    filings: list[Filing] = field(default_factory=list)
    bad: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    forms: list[dict[str, list[str]]] = field(default_factory=list)
    address: str = ""

    def add(self, sample: str, title: str, day: str, *, code: str = "301996", number: str | None = None) -> Filing:
        number = number or str(1220000000 + len(self.filings))
        filing = Filing(number, code, title, day, (SAMPLES / sample).read_bytes())
        self.filings.append(filing)
        return filing


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.site.forms.append(parse_qs(self.rfile.read(length).decode(), keep_blank_values=True))
        self._do()

    def _do(self) -> None:
        self.site.asked.append((self.command, self.path, dict(self.headers)))
        for bad in self.site.bad:
            if bad(self):
                return
        if self.path == "/new/data/szse_stock.json":
            codes = sorted({each.code for each in self.site.filings})
            self.json({"stockList": [{"code": code, "orgId": f"gssz0{code}", "zwjc": "某某股份"} for code in codes]})
        elif self.path == "/new/hisAnnouncement/query":
            self.json(self._page(self.site.forms[-1]))
        else:
            found = next((each for each in self.site.filings if self.path == f"/{each.path}"), None)
            if found is None:
                self.answer(404, b"none")
            else:
                self.file(found.data)

    def _page(self, form: dict[str, list[str]]) -> dict[str, Any]:
        code, _, company = form["stock"][0].partition(",")
        assert company == f"gssz0{code}"
        first, _, last = form["seDate"][0].partition("~")
        found = [each.row() for each in self.site.filings if each.code == code and first <= each.day <= last]
        size, number = int(form["pageSize"][0]), int(form["pageNum"][0])
        rows = found[size * (number - 1) : size * number]
        return {"totalRecordNum": len(found), "hasMore": len(found) > size * number, "announcements": rows or None}

    def json(self, value: object) -> None:
        self.answer(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def file(self, data: bytes, **headers: str) -> None:
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        told = {"ETag": tag, "Accept-Ranges": "bytes", **headers}
        if self.headers.get("If-None-Match") == tag:
            self.answer(304, b"", told)
            return
        span = self.headers.get("Range")
        if span and self.headers.get("If-Range") == tag:
            begin = int(span.removeprefix("bytes=").removesuffix("-"))
            told["Content-Range"] = f"bytes {begin}-{len(data) - 1}/{len(data)}"
            self.answer(206, data[begin:], told)
        else:
            self.answer(200, data, told)

    def answer(
        self, status: int, data: bytes, headers: dict[str, str] | None = None, length: int | None = None
    ) -> None:
        """Answer; with another `length` than the data has, the connection is cut off after them."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = length is not None or self.close_connection


def times(count: int, bad: Callable[[Handler], None], where: str = "") -> Answer:
    """A bad answer, as often as said, to requests whose path has this in it."""
    left = [count]

    def answer(handler: Handler) -> bool:
        if where not in handler.path or not left[0]:
            return False
        left[0] -= 1
        bad(handler)
        return True

    return answer


@contextlib.contextmanager
def serving(site: Site) -> Iterator[Site]:
    """The site on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"site": site}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
