"""The server: the tools over standard input and output, by the Model Context Protocol's own SDK."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from kunlun_cli import __version__, errors
from kunlun_cli.cli.agents.tools import TOOLS, Tools
from kunlun_cli.errors import KunlunError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

T = TypeVar("T")

INSTRUCTIONS = (
    "Reads periodic reports of China's listed companies in folders of this machine, and nothing else. Amounts are "
    "in yuan unless a unit is given. A value that is null was not disclosed or could not be read safely: `problems`, "
    "which stands before the figures of every answer, names what is doubtful; never give such a figure without it. "
    "Every figure has its page; `where` gives the place on it and `picture` shows it."
)


def require() -> None:
    """Make sure that the SDK is there.

    Raises:
        UsageError: it is not.
    """
    errors.require("mcp", "kunlun mcp needs the SDK of the protocol", "mcp")


def server(tools: Tools) -> MCPServer:
    """The server with all tools, each marked as one that changes nothing and goes nowhere."""
    from mcp.server.mcpserver import Image, MCPServer
    from mcp.types import ToolAnnotations

    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    out = MCPServer("kunlun", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in TOOLS:
        bound = _told(getattr(tools, tool.__name__))
        out.add_tool(bound, annotations=reads, structured_output=False)

    def picture(file: str, item: str) -> list[Any]:
        return [tools.where(file, item), Image(data=tools.picture(file, item), format="png")]

    described = f"{Tools.picture.__doc__} Beside it where it is and its problems."
    out.add_tool(_told(picture), description=described, annotations=reads, structured_output=False)
    return out


def _told(action: Callable[..., T]) -> Callable[..., T]:
    """An action whose errors are told to the agent in their own words."""

    @functools.wraps(action)
    def wrapper(*given: object, **named: object) -> T:
        from mcp.server.mcpserver.exceptions import ToolError

        try:
            return action(*given, **named)
        except KunlunError as error:
            raise ToolError(str(error)) from error

    return wrapper
