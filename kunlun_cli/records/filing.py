"""What a filing is, as it says itself, and what could not be read of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Exchange = Literal["SZSE", "SSE", "BSE"]
Board = Literal["main", "ChiNext", "STAR", "BSE"]
Kind = Literal["annual", "half-year", "q1", "q3"]
Form = Literal["summary", "full"]
Format = Literal["pdf", "text", "html", "markdown", "docx"]
Layout = Literal["ruled", "aligned", "markup"]
"""Whether a table's cells are drawn, told by how the text is set, or given by mark-up."""


@dataclass(frozen=True, slots=True)
class FilingInfo:
    """The filing's identity, read from the document itself, never from the file's name.

    `period` is `2024A`, `2024H1`, `2024Q1` or `2024Q3`; `period_inferred` is true where the document
    does not print it and it follows from other text; `revision` is true of an edition whose title says that it
    takes an earlier one's place (更正后, 修订版, 修订稿, 更新后).
    """

    source: str
    sha256: str
    format: Format
    code: str | None = None
    short_name: str | None = None
    company: str | None = None
    exchange: Exchange | None = None
    board: Board | None = None
    kind: Kind | None = None
    form: Form | None = None
    period: str | None = None
    period_end: dt.date | None = None
    currency: str | None = "CNY"
    period_inferred: bool = False
    revision: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kunlun could not read safely. `code` is stable, `message` is for people."""

    code: str
    message: str
    page: int | None = None
