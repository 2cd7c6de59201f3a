"""Every tuned number has its reason beside it: whoever changes one can tell what it was for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "kunlun_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Another number, pair of numbers or short word under the same comment.
_NEXT = re.compile(r"^[A-Z_a-z0-9, ]+(: \w+)? = (?:[^(]*|\([^()]*\))$")


def _number(node: ast.stmt) -> bool:
    """Whether a statement gives a name to a number, or to a few."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    values = value.elts if isinstance(value, ast.Tuple) else [value]
    return bool(values) and all(
        isinstance(v, ast.Constant) and type(v.value) in {int, float} and not isinstance(v.value, bool) for v in values
    )


def _bare(path: Path) -> Iterator[str]:
    """The names of a module's numbers that neither a comment nor a line of documentation speaks of."""
    text = path.read_text(encoding="utf-8")
    lines, body = text.splitlines(), ast.parse(text).body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if not _number(node):
            continue
        first = node.lineno - 1
        while first and _NEXT.match(lines[first - 1]):
            first -= 1
        told = (
            lines[first - 1].startswith(("#", '"""'))
            or lines[first - 1].endswith('"""')
            or "#" in lines[node.lineno - 1]
        )
        if not told and not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)):
            yield lines[node.lineno - 1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_number_has_its_reason(path: Path) -> None:
    assert list(_bare(path)) == []
