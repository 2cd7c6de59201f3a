"""Answers small enough to read: of long lists a part at a time, of problems always all, and first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kunlun_cli.errors import UsageError
from kunlun_cli.render.as_json import dumps
from kunlun_cli.render.shape import Json

MOST = 24_000
"""Characters of an answer, some 10,000 tokens; its problems may make it longer."""
# So many records fit an answer that an agent can still read whole.
_RECORDS = 60
_WHOLE = frozenset({"problems", "filings", "hints", "notes"})
"""Lists that are never cut: what is doubtful must stand beside every figure."""


def fitted(document: Mapping[str, Json], offset: int = 0, *, boxes: bool = False) -> str:
    """A document as JSON; of its lists of records those from `offset` on, as many as fit.

    Of each place its page alone is told; with `boxes` also where on it.

    `left_out` says how many come after them, and with which offset they are to be had.

    Raises:
        UsageError: the offset is below zero.
    """
    if offset < 0:
        raise UsageError("an offset is not below zero", hint="Begin with 0")
    plainer = document if boxes else {key: _without_boxes(value) for key, value in document.items()}
    most = _RECORDS
    while True:
        left: dict[str, Json] = {}
        parts = {key: _part(key, value, offset, most, left) for key, value in plainer.items()}
        head: dict[str, Json] = {key: parts[key] for key in ("filing", "problems") if key in parts}
        if left:
            head["left_out"] = {**left, "next_offset": offset + most}
        text = dumps({**head, **parts}, indent=False)
        if len(text) <= MOST or most == 1:
            return text
        most //= 2


def _part(key: str, value: Json, offset: int, most: int, left: dict[str, Json]) -> Json:
    if key in _WHOLE or not isinstance(value, list) or not value or not isinstance(value[0], Mapping):
        return value
    if len(value) > offset + most:
        left[key] = len(value) - offset - most
    return value[offset : offset + most]


def _without_boxes(value: Json) -> Json:
    """A value with the page of each place alone: where a figure is on it, `where` says."""
    if isinstance(value, Mapping):
        out = {key: _without_boxes(each) for key, each in value.items() if key not in {"source", "bbox"}}
        place = value.get("source")
        if isinstance(place, Mapping):
            out["page"] = place.get("page")
            if place.get("text") is not None:
                out["printed"] = place["text"]
        elif place is not None:
            out["source"] = place
        return out
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_without_boxes(each) for each in value]
    return value
