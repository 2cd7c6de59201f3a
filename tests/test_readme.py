"""The README says what the program prints."""

from __future__ import annotations

import pytest

from tests.readme import BLOCKS, README, block


@pytest.mark.parametrize("name", BLOCKS)
def test_generated_blocks_are_what_the_program_gives(name: str) -> None:
    assert block(README.read_text(encoding="utf-8"), name) == BLOCKS[name](), "README.md is stale: run make readme"
