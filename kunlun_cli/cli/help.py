"""Help of commands in the reader's language: a line an option, in groups by what the options are about.

Typer's own help wraps by characters, so that Chinese runs over the edge, has no Chinese of its words, shows the
types of Python, and takes rich, which is slow to load, for a terminal.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kunlun_cli.cli.environment import Environment
from kunlun_cli.render.wrap import columns, wrap

if TYPE_CHECKING:
    from typer import Context


class Plain:
    """A command whose parameters convert values only where they are not yet what was declared.

    Typer's own conversion loads pydantic first, which takes 0.08 s of a processor: as long as an answer from the cache.
    """

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - of Typer's private modules
        """The parameters, with that of the help."""
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for each in parameters:
            usual = getattr(each, "get_runtime_param", None)  # Typer before pydantic has none, and is quick
            if isinstance(usual, types.MethodType):
                each.get_runtime_param = functools.partial(_Values, each, usual)
        return parameters


class _Values:
    """Conversion of one parameter's values, in the place of Typer's own."""

    def __init__(self, parameter: Any, usual: Callable[[], Any]) -> None:  # noqa: ANN401 - of Typer's private modules
        self._declared = parameter.type_descriptor
        self._default = parameter.default
        self._many = parameter.multiple or parameter.nargs != 1
        self._usual = usual

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401 - of Typer's private modules
        """A value as declared.

        Raises:
            BadParameter: it cannot be one; said by Typer.
        """
        if value is None:
            return () if self._many else None
        if value is self._default and not self._many:  # as kunlun declares it
            return value
        if self._many and self._declared.annotation == list[str] and not isinstance(value, str):
            return list(value)
        parser = self._declared.parameter_info.parser
        if parser is not None and not self._many:  # those of kunlun say themselves what is wrong
            return parser(value)
        if self._declared.annotation is str and isinstance(value, str):
            return value
        return self._usual().coerce(value, param=param, ctx=ctx)


_WIDEST = 100
"""Columns of a line of help at most: longer ones are hard to read."""
_NAMES = 30
"""Columns that names of options take at most; what explains a longer one begins below it."""
_GROUPS = ("Arguments", "Options")
"""The groups that come first; others follow as options name them."""
_VALUES = {"str": "TEXT", "int": "N", "int range": "N", "float": "N", "float range": "N"}
"""What stands for a value of a type of Python."""

_Row = tuple[str, str, Sequence[str]]
"""A name, what it is, and what else is known of it: its default, that it is needed."""


class Command(Plain, TyperCommand):
    """A command whose help is told here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - of Typer's private modules
        """Write the help."""
        formatter.write(_help(self, ctx))


class Group(Plain, TyperGroup):
    """The whole, whose help is told here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - of Typer's private modules
        """Write the help."""
        formatter.write(_help(self, ctx))


class _Teller:
    """Words of help in a language, and the columns and colours that there are."""

    def __init__(self, env: Environment) -> None:
        self.width = min(env.width, _WIDEST)
        self._chinese = env.lang == "zh"
        self._colour = env.colour

    def told(self, text: str) -> str:
        """A text of the help in the reader's language, paragraph by paragraph."""
        paragraphs = [" ".join(each.split()) for each in inspect.cleandoc(text).split("\n\n")]
        if self._chinese:
            from kunlun_cli.render.messages import help_text

            paragraphs = list(map(help_text, paragraphs))
        return "\n\n".join(paragraphs)

    def bold(self, text: str) -> str:
        """The same in bold type, where there is any."""
        return f"\x1b[1m{text}\x1b[0m" if self._colour else text

    def heading(self, text: str) -> str:
        """The heading of a group."""
        return self.bold(f"{self.told(text)}{'：' if self._chinese else ':'}")

    def paragraph(self, text: str, indent: str = "  ") -> str:
        """A text broken into lines."""
        return "\n".join(indent + line for line in wrap(text, self.width - len(indent), columns).split("\n"))


def _help(command: TyperCommand | TyperGroup, ctx: Context) -> str:
    teller = _Teller(ctx.find_object(Environment) or Environment.of_process())
    parts = [_usage(command, ctx, teller)]
    parts += [teller.paragraph(each) for each in teller.told(command.help or "").split("\n\n") if each]
    parts += _parameters(command, ctx, teller)
    if isinstance(command, TyperGroup):
        parts += _commands(command, teller)
    if command.epilog:
        title, *lines = command.epilog.removeprefix("\b\n").split("\n")
        parts.append("\n".join([teller.heading(title.rstrip(":")), *lines]))
    return "\n\n".join(parts) + "\n"


def _usage(command: TyperCommand | TyperGroup, ctx: Context, teller: _Teller) -> str:
    arguments = [_argument(each) for each in command.params if isinstance(each, TyperArgument)]
    words = [ctx.command_path, "[OPTIONS]", *arguments]
    if isinstance(command, TyperGroup):
        words.append(command.subcommand_metavar)
    return f"{teller.heading('Usage').replace(':', ': ')}{' '.join(words)}"


def _argument(argument: TyperArgument) -> str:
    name = f"{argument.metavar or argument.display_name_raw.upper()}{'...' if argument.nargs != 1 else ''}"
    return name if argument.required else f"[{name}]"


def _parameters(command: TyperCommand | TyperGroup, ctx: Context, teller: _Teller) -> Iterator[str]:
    groups: dict[str, list[_Row]] = {title: [] for title in _GROUPS}
    for each in command.get_params(ctx):
        if isinstance(each, TyperArgument):
            groups.setdefault("Arguments", []).append(
                (_argument(each), teller.told(each.help or ""), _more(each, teller))
            )
        elif isinstance(each, TyperOption) and not each.hidden:
            row = (_option(each, ctx), teller.told(each.help or ""), _more(each, teller))
            groups.setdefault(each.rich_help_panel or "Options", []).append(row)
    widest = min(_NAMES, max(columns(name) for rows in groups.values() for name, _, _ in rows))
    for title, rows in groups.items():
        if rows:
            yield _list(title, rows, widest, teller)


def _option(option: TyperOption, ctx: Context) -> str:
    """An option's names, short ones first, and what stands for its value."""
    names = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return names
    shown = option.metavar or option.display_type(ctx).strip("<>").removeprefix("list[").removesuffix("]")
    return f"{names} {_VALUES.get(shown, shown)}"


def _more(parameter: TyperArgument | TyperOption, teller: _Teller) -> Sequence[str]:
    """What follows, each in brackets: variable, default, range, and whether it is needed."""
    said = []
    if parameter.show_envvar and parameter.envvar:
        said.append(f"env {parameter.envvar}")
    default = getattr(parameter.default, "value", parameter.default)
    if parameter.show_default and not parameter.required and default not in (None, False, "", (), []):
        said.append(f"default {f'{default:g}' if isinstance(default, float) else default}")
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if low is not None:
        said.append(f"at least {low:g}" if high is None else f"{low:g} to {high:g}")
    if parameter.required:
        said.append("required")
    return [f"[{teller.told(each)}]" for each in said]


def _commands(group: TyperGroup, teller: _Teller) -> Iterator[str]:
    widest = max(map(len, group.commands))
    of_panel = itertools.groupby(group.commands.values(), lambda each: getattr(each, "rich_help_panel", None))
    for title, commands in of_panel:
        rows = [(each.name or "", teller.told(each.help or ""), ()) for each in commands]
        yield _list(title or "Commands", rows, widest, teller)


def _list(title: str, rows: Iterable[_Row], widest: int, teller: _Teller) -> str:
    lines = [teller.heading(title)]
    for name, text, more in rows:
        lines += _entry(name, text, more, widest, teller)
    return "\n".join(lines)


def _entry(name: str, text: str, more: Iterable[str], widest: int, teller: _Teller) -> Sequence[str]:
    """The lines of a name and what it is, which stands beside it or, where the name is long, below."""
    indent = " " * (widest + 4)
    lines = teller.paragraph(text, indent).split("\n")
    for each in more:  # never broken
        longer = f"{lines[-1]} {each}"
        lines[-1:] = [longer] if columns(longer) <= teller.width else [lines[-1], indent + each]
    first, *others = lines
    head = f"  {teller.bold(name)}"
    if columns(name) > widest:
        return [head, first, *others]
    return [head + first[2 + columns(name) :], *others]
