"""The process that reads for `batch`: as isolated as any, and it answers with the rows of the dataset's tables."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kunlun_cli.reading.served import Question, Served, serve

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND: Sequence[str] = (sys.executable, "-P", "-B", "-c", "from kunlun_cli.dataset.worker import main; main()")
ROWS = {"ask": "rows"}


def main() -> None:
    """Read and answer until the input ends."""
    serve({"rows": _rows})


def _rows(served: Served, question: Question) -> str:
    from kunlun_cli.dataset.work import rows_read

    return rows_read(served.filing, cells=question.get("cells") is True, code=str(question.get("code") or "")).dumps()
