"""README and recipes say what the program prints, and their links lead somewhere."""

from __future__ import annotations

import re

import pytest

from tests.readme import BLOCKS, README, RECIPES, ROOT, is_stale


@pytest.mark.parametrize("name", BLOCKS)
def test_generated_blocks_are_what_the_program_gives(name: str) -> None:
    assert not is_stale(name), f"{BLOCKS[name][0].name} is stale: run make readme"


@pytest.mark.parametrize("path", [README, RECIPES, ROOT / ".github" / "README.zh.md"])
def test_links_lead_somewhere(path: object) -> None:
    assert isinstance(path, type(README))
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (path.parent / target).exists(), target


def test_the_readme_is_one_screen() -> None:
    """A reader decides by it whether to go on: at most 80 lines, a table of accuracy on filings not used included."""
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 80
