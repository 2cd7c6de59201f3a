"""The rules of imports, read from the source: arrows point downwards, heavy libraries have one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kunlun_cli.dataset.version import DATASET, PARSER

PACKAGE = Path(__file__).resolve().parents[2] / "kunlun_cli"
LAYERS = (
    ("cli",),
    ("fetch",),
    ("api",),
    ("render",),
    ("dataset",),
    ("reading",),
    ("checks",),
    ("compare",),
    ("filing",),
    ("frames",),
    ("extract",),
    ("disclosures",),
    ("statements",),
    ("schedules",),
    ("outline",),
    ("tables",),
    ("pages",),
    ("figures",),
    ("forms",),
    ("records",),
    ("limits",),
    ("engines",),
    ("confinement",),
    ("errors",),
)
"""From top to bottom: a module imports from its own layer and from those below."""
DOORS = {
    "pandas": ("frames.py", "dataset"),
    "pdfminer": ("pages",),
    "pypdfium2_raw": ("pages",),
    "lxml": ("pages",),
    "rich": ("render",),
    "matplotlib": ("render/plot.py",),
    "openpyxl": ("render/as_xlsx.py",),
    "docx": ("pages/word.py",),
    "typer": ("cli",),
    "httpx": ("fetch/http.py",),
    "mcp": ("cli/agents/server.py",),
    "pyarrow": ("dataset/parquet.py",),
    "duckdb": ("dataset/query.py",),
    "fsspec": ("dataset/store.py",),
    "distributed": ("dataset/cluster.py",),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield str(node.module)
            if node.module == "kunlun_cli":
                yield from (f"kunlun_cli.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield _called(node.args[0])


def _called(name: ast.expr) -> str:
    """The module that is imported by a name which is made; of an f-string, what stands before its first gap."""
    head = name.values[0] if isinstance(name, ast.JoinedStr) else name
    if isinstance(head, ast.Constant):
        return str(head.value).rstrip(".")
    # A package may look for its own modules, and the package itself hands on what others have.
    return {"package.__name__": "kunlun_cli.checks.rules", "_HOMES[name]": "kunlun_cli"}[ast.unparse(_inner(head))]


def _inner(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.FormattedValue) else node


def _layer(name: str) -> int | None:
    return next((index for index, names in enumerate(LAYERS) if name in names), None)


def test_every_module_has_a_layer() -> None:
    names = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert {name for name in names if _layer(name) is None} <= {"__init__", "__main__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    here = _layer(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    if here is None:
        return  # the package itself, which imports lazily
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] != "kunlun_cli" or len(parts) == 1:
            continue
        there = _layer(parts[1])
        assert there is None or there >= here, f"{path.relative_to(PACKAGE)} imports {name}, which is above it"


def test_no_two_layers_are_one() -> None:
    """Names that share a layer could import each other in a circle; there are none."""
    assert all(len(names) == 1 for names in LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_have_one_door(path: Path) -> None:
    relative = path.relative_to(PACKAGE).as_posix()
    for name in _imports(path):
        top = name.split(".")[0]
        assert top != "click", f"{relative}: click is inside typer and not to be imported"
        doors = DOORS.get(top)
        assert doors is None or any(relative == door or relative.startswith(f"{door}/") for door in doors), (
            f"{relative} imports {name}; only {doors} may"
        )


def _loaded(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("words", ["['--help']", "['financials', '--help']", "['--version']", "['schema', 'holders']"])
def test_help_loads_neither_pandas_nor_a_pdf_library(words: str) -> None:
    loaded = _loaded(f"from kunlun_cli.cli import main\nassert main({words}) == 0")
    assert not loaded & {"pandas", "numpy", "pdfminer", "pypdfium2_raw", "lxml", "rich"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = _loaded("import kunlun_cli\nkunlun_cli.KunlunError")
    assert not loaded & {*DOORS, "numpy"}


def test_an_answer_from_the_cache_loads_neither_pandas_nor_a_pdf_library() -> None:
    sample = PACKAGE.parent / "samples" / "kunlun_facts_halfyear_summary.pdf"
    command = (
        f"from kunlun_cli.cli import main\nassert main(['holders', {str(sample)!r}, '-f', 'json', '-o', 'x']) == 0"
    )
    command = command.replace("'x'", "__import__('os').devnull")
    _loaded(command)
    assert not _loaded(command) & {"pandas", "numpy", "pdfminer", "pypdfium2_raw", "lxml", "rich"}
    parser = "[name for name in sys.modules if name.startswith(('kunlun_cli.extract', 'kunlun_cli.pages'))]"
    _loaded(f"{command}\nassert not {parser}")


def _reached(path: Path, found: set[Path]) -> set[Path]:
    """The package's modules that a module needs, itself among them."""
    if path not in found:
        found.add(path)
        for name in _imports(path):
            whole = PACKAGE.parent.joinpath(*name.split("."))
            for each in (whole.with_suffix(".py"), whole / "__init__.py"):
                if each.exists() and each != PACKAGE / "__init__.py":
                    _reached(each, found)
    return found


@pytest.mark.parametrize(
    ("module", "rooms"),
    [("filing.py", PARSER), ("dataset/tables.py", DATASET), ("checks/__init__.py", DATASET)],
)
def test_what_decides_on_results_is_part_of_their_version(module: str, rooms: tuple[str, ...]) -> None:
    """A room that is not would leave what it read before it changed in caches and datasets."""
    # What only bounds or names, and what makes frames of records that are there.
    aside = {"errors.py", "limits.py", "engines.py", "frames.py"}
    reached = {path.relative_to(PACKAGE).as_posix() for path in _reached(PACKAGE / module, set())}
    assert not {name for name in reached if name not in aside and not name.startswith(rooms)}


KIND_OF_FILE = {"extract/identity.py", "extract/absent.py"}
"""What a filing is says the format too; what is missing in one is told in words for it."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_after_the_pages_asks_for_the_kind_of_file(path: Path) -> None:
    """A document says whether its tables are drawn, and whether it is as printed; a table how it is laid out."""
    room, name = path.relative_to(PACKAGE).parts[0], path.relative_to(PACKAGE).as_posix()
    if room in {"outline", "tables", "schedules", "statements", "disclosures", "extract"} and name not in KIND_OF_FILE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked = {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "format"}
        assert not {each for each in asked if each.endswith("document.format")}
        assert not re.search(r"isinstance\([^()]*, \w*Document\)", path.read_text(encoding="utf-8"))
