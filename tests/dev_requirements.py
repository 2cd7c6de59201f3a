"""Print the development dependencies of pyproject.toml, one a line, for pips that know no groups."""

import tomllib
from pathlib import Path

settings = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
print(*settings["dependency-groups"]["dev"], sep="\n")
