"""`kunlun cache`: what is kept of filings read before."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import LangOption
from kunlun_cli.cli.environment import Environment


class Action(enum.StrEnum):
    """What can be done."""

    INFO = "info"
    CLEAR = "clear"


@command("kunlun cache info", "kunlun cache clear")
def cache(
    context: typer.Context,
    action: Annotated[Action, typer.Argument(metavar="info|clear", help="Show what there is, or remove all of it.")],
    _lang: LangOption = None,
) -> int:
    """Show or clear the cache of results.

    Results are kept by the content of a file and the version of the parser; KUNLUN_CACHE_DIR names
    another folder, KUNLUN_CACHE_MB the size beyond which the oldest are removed.
    """
    from kunlun_cli.dataset.cache import Cache

    env = environment(context)
    store = Cache.of_user(env.variables)
    if action is Action.CLEAR:
        gone = store.clear()
        env.write(f"removed {gone.entries} results, {_mb(gone.size)} MB, from {gone.folder}\n")
        return 0
    _show(env, store)
    return 0


def _show(env: Environment, store: object) -> None:
    from kunlun_cli.dataset.cache import Cache
    from kunlun_cli.dataset.version import parser_version

    assert isinstance(store, Cache)
    usage = store.usage()
    env.write(
        f"folder   {usage.folder}\n"
        f"results  {usage.entries}\n"
        f"size     {_mb(usage.size)} MB of at most {_mb(usage.limit)} MB\n"
        f"parser   {parser_version()}\n"
    )


def _mb(size: int) -> str:
    return f"{size / (1 << 20):.1f}"
