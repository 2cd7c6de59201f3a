"""What disclosures can do for people who use the library: be had as a frame, and show themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_makers: list[Callable[..., Any]] = []
_viewers: list[Callable[[Any], str]] = []


def made_by(maker: Callable[..., Any]) -> None:
    """Let a function make the frames: records know nothing of pandas, whose one door stands above them."""
    _makers[:] = [maker]


def shown_by(viewer: Callable[[Any], str]) -> None:
    """Let a function make the HTML that notebooks show: records know nothing of how they are drawn."""
    _viewers[:] = [viewer]


def html_of(shown: object) -> str | None:
    """The HTML of something for a notebook; `None` where nobody draws."""
    return _viewers[0](shown) if _viewers else None


class Frameable:
    """A disclosure that can be had as a pandas frame, and is one line where it is printed."""

    __slots__ = ()

    def to_frame(self, **options: Any) -> Any:  # noqa: ANN401 - a pandas.DataFrame, whose one door is frames
        """The records as a `pandas.DataFrame` with exact Decimals, as `kunlun_cli.frames.frame` makes it.

        The options are those of `kunlun_cli.frames.frame`: `info` adds the filing's columns, `part` names another part
        than `records`, `exact=False` gives pandas' own types.

        Raises:
            RuntimeError: `kunlun_cli.frames` has not been imported, as `kunlun_cli.read` does.
        """
        if not _makers:
            raise RuntimeError("frames are made by kunlun_cli.frames: import it first")
        return _makers[0](self, **options)

    def __repr__(self) -> str:
        """Its name, how many records it has, and how many problems: the records themselves fill pages."""
        counts = [f"{len(getattr(self, name))} {name}" for name in ("records", "problems") if hasattr(self, name)]
        return f"<{type(self).__name__}: {', '.join(counts)}>"

    def _repr_html_(self) -> str | None:
        return html_of(self)
