"""Requests that spare a server: one at a time and in its time, patient, resumed, never more than is needed."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from kunlun_cli import __version__, errors
from kunlun_cli.errors import SourceError
from kunlun_cli.fetch.part import Part, Validators
from kunlun_cli.limits import DEFAULT

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

AGENT = f"kunlun/{__version__} (reads periodic reports; one request a second)"
"""How kunlun names itself to servers."""
REPORT = "If it stays so, the site may have changed: please report it with this sentence"
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that say: not now."""
# With the waits between them a server has minutes to recover.
_ATTEMPTS = 5
_LONGEST_WAIT = 120.0
"""Seconds that a server may ask for and is waited for; more is for the next run."""
_ANSWER_BYTES = 32_000_000
"""An answer of the list of all shares has about 1 MB."""
# A list of a day takes seconds; a server that drips longer is given up.
_ANSWER_SECONDS = 120.0
_FILE_SECONDS = 900.0
"""A report of 60 MB at 64 KB a second."""
_TIMEOUT = 30.0
"""Seconds without a byte."""


class _AgainError(Exception):
    """A request that may go better after a while; `wait` is what the server asks for."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass
class Polite:
    """A client that waits between requests and tries again with growing pauses.

    `pace` is in seconds from one request to the next, `timeout` in seconds without a byte; `sleep` and `now` are the
    clock.
    """

    pace: float = 1.0
    timeout: float = _TIMEOUT
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _last: float | None = None
    _client: httpx.Client | None = field(default=None, repr=False)

    def json(self, method: str, url: str, form: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - any JSON
        """The JSON that an address answers with.

        Raises:
            SourceError: it does not answer, or with something else.
        """

        def action() -> Any:  # noqa: ANN401
            with self._answer(method, url, {"Accept": "application/json"}, form) as answer:
                _expect(answer, url, 200)
                return _parsed(b"".join(self._pieces(answer.iter_bytes(), url, _ANSWER_BYTES, _ANSWER_SECONDS)), url)

        return self._patiently(action, url)

    def download(self, url: str, part: Part, known: Validators | None = None) -> Validators | None:
        """Fill `part` with a file, going on where an earlier run was ended.

        A file that is `known` comes only if it has changed.

        Returns:
            The file's validators; `None` where it has not changed.

        Raises:
            SourceError: it does not come, or not whole.
        """
        return self._patiently(lambda: self._download(url, part, known), url)

    def _download(self, url: str, part: Part, known: Validators | None) -> Validators | None:
        begun = part.size if part.validators.strong else 0
        headers = {"Accept-Encoding": "identity"}  # lengths are those of the file
        if known is not None:
            headers |= known.headers()
        elif begun:
            headers |= {"Range": f"bytes={begun}-", "If-Range": part.validators.strong or ""}
        with self._answer("GET", url, headers) as answer:
            if answer.status_code == 304 and known is not None:
                return None
            if answer.status_code == 416:
                part.clear()
                raise _AgainError("it has changed since it was begun", 0.0)
            _expect(answer, url, 200, *([206] if begun else []))
            whole = _length(answer, begun if answer.status_code == 206 else 0)
            if answer.status_code != 206:
                part.begin(Validators.of(answer.headers))
            # Pieces as they come: one of a fixed size would be lost where the connection breaks in it.
            part.add(self._pieces(answer.iter_raw(), url, DEFAULT.file_bytes, _FILE_SECONDS))
        if whole is not None and part.size != whole:
            got = part.size
            if got > whole:
                part.clear()
            raise _AgainError(f"{got} of {whole} bytes came")
        return part.validators

    def _patiently(self, action: Callable[[], T], url: str) -> T:
        import httpx

        why, asked = "", None
        for attempt in range(_ATTEMPTS):
            if attempt:
                self.sleep(asked if asked is not None else min(60.0, self.pace * 2**attempt))
            try:
                return action()
            except _AgainError as error:
                why, asked = str(error), error.wait
            except httpx.HTTPError as error:
                why, asked = _plainly(error), None
            if asked is not None and asked > _LONGEST_WAIT:
                hint = "Run it again after that"
                raise SourceError(f"the server asks to wait {asked:.0f} seconds", file=url, hint=hint)
        raise SourceError(f"it could not be fetched in {_ATTEMPTS} attempts ({why})", file=url, hint=REPORT)

    @contextmanager
    def _answer(
        self, method: str, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None = None
    ) -> Iterator[httpx.Response]:
        if self._client is None:
            self._client = _client(self.timeout)
        if self._last is not None and (rest := self._last + self.pace - self.now()) > 0:
            self.sleep(rest)
        self._last = self.now()
        with self._client.stream(method, url, headers=dict(headers), data=form) as answer:
            yield answer

    def _pieces(self, pieces: Iterator[bytes], url: str, most: int, seconds: float) -> Iterator[bytes]:
        """What comes, unless it is too much or comes for ever."""
        begun, size = self.now(), 0
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise SourceError(f"it has more than {most // 1_000_000} MB", file=url, hint=REPORT)
            yield piece
            if self.now() - begun > seconds:
                raise _AgainError(f"it took longer than {seconds:.0f} seconds")

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()


def require() -> None:
    """Make sure that the library is there.

    Raises:
        UsageError: it is not.
    """
    errors.require("httpx", "kunlun fetch needs httpx", "httpx")


def _client(timeout: float) -> httpx.Client:
    import httpx

    return httpx.Client(headers={"User-Agent": AGENT}, timeout=timeout, follow_redirects=False)


def _expect(answer: httpx.Response, url: str, *statuses: int) -> None:
    status = answer.status_code
    if status in statuses:
        return
    if status in _AGAIN:
        raise _AgainError(f"the server answers {status}", _wait(answer.headers.get("retry-after")))
    if status in {301, 302, 303, 307, 308}:
        where = answer.headers.get("location", "nowhere")[:200]
        raise SourceError(f"the server sends on to {where}, which is not followed", file=url, hint=REPORT)
    raise SourceError(f"the server answers {status}", file=url, hint=REPORT)


def _wait(text: str | None) -> float | None:
    """Seconds that a Retry-After asks for, as a number or a date; `None` where it asks for nothing understood."""
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        until = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(dt.UTC) - dt.datetime.now(dt.UTC)).total_seconds())


def _length(answer: httpx.Response, begun: int) -> int | None:
    """How long the whole file is; `None` where the server does not say."""
    if answer.status_code == 206:
        span, _, whole = answer.headers.get("content-range", "").removeprefix("bytes ").partition("/")
        if not span.startswith(f"{begun}-") or not whole.isdigit():
            raise SourceError("the server goes on at another place than asked for", file=str(answer.url), hint=REPORT)
        return int(whole)
    length = answer.headers.get("content-length", "")
    return int(length) if length.isdigit() else None


def _parsed(data: bytes, url: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError("the answer is not JSON", file=url, hint=REPORT) from error


def _plainly(error: Exception) -> str:
    import httpx

    match error:
        case httpx.ConnectError():
            return "no connection"
        case httpx.TimeoutException():
            return "no answer in time"
    return "the connection broke"
