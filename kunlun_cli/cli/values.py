"""Values of options that need no conversion, without Typer's, which loads pydantic first.

Measured: pydantic takes 0.08 s of a processor; an answer from the cache takes as long in all again.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any


class Plain:
    """A command whose parameters convert values only where they are not yet what was declared."""

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
