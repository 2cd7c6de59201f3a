"""`to_frame()` of the four disclosures."""

from __future__ import annotations

import importlib
from typing import Any


class Frameable:
    """A disclosure that can be had as a pandas frame."""

    __slots__ = ()

    def to_frame(self, **options: Any) -> Any:  # noqa: ANN401 - a pandas.DataFrame, whose one door is frames
        """The records as a `pandas.DataFrame` with exact Decimals, as `kunlun_cli.frames.frame` makes it.

        Args:
            **options: those of `kunlun_cli.frames.frame`: `info` adds the filing's columns, `part`
                names another part than `records`.
        """
        # By name, at the call: records import nothing of ours, and pandas is loaded for those who ask.
        return importlib.import_module("kunlun_cli.frames").frame(self, **options)
