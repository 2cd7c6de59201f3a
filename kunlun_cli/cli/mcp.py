"""`kunlun mcp FOLDER...`: tools for agents over standard input and output."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import LangOption
from kunlun_cli.cli.reading import with_reading
from kunlun_cli.errors import ExitStatus


@command("kunlun mcp reports/", "kunlun mcp /archive/2024 /archive/2025")
def mcp(
    context: typer.Context,
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Folders whose reports may be read.")],
    _lang: LangOption = None,
) -> int:
    """Offer kunlun's tools to agents (Model Context Protocol, over standard input and output).

    Read-only: reports in the folders named, and nothing outside them, wherever links lead. No network.
    """
    from kunlun_cli.cli.agents.folders import Folders
    from kunlun_cli.cli.agents.server import require, server
    from kunlun_cli.cli.agents.tools import Tools

    env = environment(context)
    allowed = Folders(folders)
    require()
    server(Tools(allowed, with_reading(env, None, no_cache=False).reader)).run("stdio")
    return ExitStatus.OK
