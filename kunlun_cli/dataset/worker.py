"""The process of a worker: tasks in on standard input, entries out, one JSON a line.

    python -m kunlun_cli.dataset.worker [FOLDER]

It ends when its input ends, so that no worker outlives the run that it works for. With the folder of a dataset
on this machine it may read files, write into that folder, and nothing else: no network, no other processes.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path

from kunlun_cli.confinement import confined
from kunlun_cli.dataset.entry import Task
from kunlun_cli.dataset.work import process
from kunlun_cli.errors import OutputError


def main() -> int:
    """Work until the input ends; the exit status of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides when to stop
    if len(sys.argv) > 1:
        with contextlib.suppress(OSError):  # the store says what is wrong
            Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        confined([Path("/")], [Path(sys.argv[1])])
    # Whatever a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogateescape")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        try:
            answer = process(Task.loads(line)).dumps()
        except OutputError as error:
            answer = "!" + str(error).replace("\n", " ")
        try:
            answers.write(answer + "\n")
            answers.flush()
        except BrokenPipeError:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
