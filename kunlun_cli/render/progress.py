"""A bar for long work, drawn with rich on a person's screen: done, rate, remaining time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import TextIO, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

T = TypeVar("T")


class _Rate(ProgressColumn):
    """Filings per second, or per minute where they are slow."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("-/s")
        return Text(f"{speed:.1f}/s" if speed >= 1 else f"{speed * 60:.0f}/min")


def tracked(items: Iterable[T], total: int, stream: TextIO, failed: Sized) -> Iterator[T]:
    """The items, with a bar that moves as they pass.

    `failed` grows with what fails; its length is shown. The bar is taken away at the end.
    """
    console = Console(file=stream, markup=False, highlight=False, force_terminal=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[failed]} failed"),
    )
    with Progress(*columns, console=console, transient=True, refresh_per_second=4) as progress:
        bar = progress.add_task("reading", total=total, failed=0)
        for item in items:
            progress.update(bar, advance=1, failed=len(failed))
            yield item
