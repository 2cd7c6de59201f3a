"""`to_frame()` of the disclosures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_makers: list[Callable[..., Any]] = []


def made_by(maker: Callable[..., Any]) -> None:
    """Let a function make the frames: records know nothing of pandas, whose one door stands above them."""
    _makers[:] = [maker]


class Frameable:
    """A disclosure that can be had as a pandas frame."""

    __slots__ = ()

    def to_frame(self, **options: Any) -> Any:  # noqa: ANN401 - a pandas.DataFrame, whose one door is frames
        """The records as a `pandas.DataFrame` with exact Decimals, as `kunlun_cli.frames.frame` makes it.

        Args:
            **options: those of `kunlun_cli.frames.frame`: `info` adds the filing's columns, `part`
                names another part than `records`.

        Raises:
            RuntimeError: `kunlun_cli.frames` has not been imported, as `kunlun_cli.read` does.
        """
        if not _makers:
            raise RuntimeError("frames are made by kunlun_cli.frames: import it first")
        return _makers[0](self, **options)
