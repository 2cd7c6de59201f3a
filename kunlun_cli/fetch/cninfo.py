"""巨潮资讯, where all companies of Shanghai, Shenzhen and Beijing publish.

Built from what several public clients send and expect, and never run against the site itself: a list of all shares
with the site's own numbers of companies, a query by company, kinds and days that answers in pages, and files
under the addresses that it names. What is asked for may be overlooked by the site (clients found it to ignore
kinds), so nothing that it answers is taken for what was asked: titles, days and codes are looked at again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kunlun_cli.errors import NotInFilingError, SourceError
from kunlun_cli.fetch.http import REPORT, Polite
from kunlun_cli.fetch.source import CHINA, Announcement
from kunlun_cli.records.filing import Kind

SITE = "https://www.cninfo.com.cn"
FILES = "https://static.cninfo.com.cn"
_SHARES = "/new/data/szse_stock.json"
_QUERY = "/new/hisAnnouncement/query"
_PAGE = 30
"""Announcements that a page of an answer has at most, whatever is asked for."""
_MOST_PAGES = 40
"""A company has some 200 announcements a year; 1,200 in one answer are no company's periodic reports."""
_CATEGORIES: Mapping[Kind, str] = {
    "annual": "category_ndbg_szsh",
    "half-year": "category_bndbg_szsh",
    "q1": "category_yjdbg_szsh",
    "q3": "category_sjdbg_szsh",
}
_PATH = re.compile(r"/?(?!.*\.\.)[\w./-]{1,200}\.(?:pdf|html?)\Z", re.IGNORECASE | re.ASCII)
_ID = re.compile(r"[0-9A-Za-z]{1,40}\Z")


class Cninfo:
    """The site, seen through its own query."""

    name = "cninfo"

    def __init__(self, client: Polite, address: str | None = None) -> None:
        """Ask through `client`; `address` is another server that answers like the site and its files."""
        self._client = client
        self._site, self._files = (address, address) if address else (SITE, FILES)
        self._companies: dict[str, str] | None = None

    def announcements(
        self, code: str, kinds: Collection[Kind], since: dt.date, until: dt.date
    ) -> Iterator[Announcement]:
        """The announcements of a company in a span of days.

        Raises:
            NotInFilingError: the site knows no such share.
            SourceError: it does not answer, or not as expected.
        """
        form = {
            "pageSize": str(_PAGE),
            "column": _column(code),
            "tabName": "fulltext",
            "plate": "",
            "stock": f"{code},{self._company(code)}",
            "searchkey": "",
            "secid": "",
            "category": "".join(f"{_CATEGORIES[kind]};" for kind in kinds),
            "trade": "",
            "seDate": f"{since}~{until}",
            "sortName": "",
            "sortType": "",
            "isHLtitle": "false",
        }
        seen: set[str] = set()
        for number in range(1, _MOST_PAGES + 1):
            rows, more = self._page({"pageNum": str(number), **form})
            new = [row for row in (self._announcement(row, code) for row in rows) if row and row.id not in seen]
            seen.update(row.id for row in new)
            yield from (row for row in new if since <= row.published <= until)
            if not more or not rows:
                return
            if not new:  # the same page again, or other companies' announcements without end
                return

    def _company(self, code: str) -> str:
        if self._companies is None:
            url = self._site + _SHARES
            answer = self._client.json("GET", url)
            try:
                self._companies = {str(each["code"]): str(each["orgId"]) for each in answer["stockList"]}
            except (KeyError, TypeError) as error:
                raise _changed(url, "stockList") from error
        if code not in self._companies:
            raise NotInFilingError(f"{code} is not among the shares that 巨潮资讯 lists", hint="Check the code")
        return self._companies[code]

    def _page(self, form: Mapping[str, str]) -> tuple[list[Any], bool]:
        """The announcements of one page of an answer, and whether there are more pages."""
        url = self._site + _QUERY
        answer = self._client.json("POST", url, form)
        if not isinstance(answer, dict) or "announcements" not in answer:
            raise _changed(url, "announcements")
        rows = answer["announcements"] or []  # none at all are null
        if not isinstance(rows, list):
            raise _changed(url, "announcements")
        total = answer.get("totalRecordNum", answer.get("totalAnnouncement"))
        counted = isinstance(total, int) and total > int(form["pageNum"]) * _PAGE
        return rows, bool(answer.get("hasMore")) or counted

    def _announcement(self, row: Any, code: str) -> Announcement | None:  # noqa: ANN401 - whatever the site says
        """One row of an answer; `None` where it is of another company."""
        url = self._site + _QUERY
        try:
            codes = str(row["secCode"] or "").split(",")
            number, title, path = str(row["announcementId"]), str(row["announcementTitle"]), str(row["adjunctUrl"])
            published = dt.datetime.fromtimestamp(int(row["announcementTime"]) / 1000, CHINA).date()
            name = str(row.get("secName") or "").split(",")[0]
        except (KeyError, TypeError, ValueError, OverflowError, OSError, AttributeError) as error:
            raise _changed(url, "secCode, announcementId, announcementTitle, announcementTime, adjunctUrl") from error
        if code not in codes:
            return None
        if not _ID.match(number) or not _PATH.match(path):
            raise _changed(url, "adjunctUrl")
        return Announcement(number, code, name, title, published, f"{self._files}/{path.lstrip('/')}")


def _column(code: str) -> str:
    """The exchange as the query names it."""
    if code.startswith(("6", "9")) and not code.startswith("92"):
        return "sse"
    return "bj" if code.startswith(("4", "8", "92")) else "szse"


def _changed(url: str, fields: str) -> SourceError:
    return SourceError(f"the answer has no {fields} as clients of the site know it", file=url, hint=REPORT)
