"""The libraries that read a PDF's pages: two, so that each can be checked by the other."""

from __future__ import annotations

from typing import Literal

Engine = Literal["pdfminer", "pdfium"]

DEFAULT_ENGINE: Engine = "pdfium"
"""The quicker one. It is the default for as long as both give the same records of every filing measured."""


def other_engine(engine: Engine) -> Engine:
    """The one that reads a second time what `engine` has read."""
    return "pdfminer" if engine == "pdfium" else "pdfium"
