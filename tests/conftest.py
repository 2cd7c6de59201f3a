"""Fixtures and the `corpus` marker: a local folder of filings, named by KUNLUN_CORPUS."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("KUNLUN_CORPUS") or ROOT.parent / "shared")

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("kunlun", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kunlun")

# Tests that start processes must neither find what the user's own runs have kept nor leave anything there.
os.environ["KUNLUN_CACHE_DIR"] = tempfile.mkdtemp(prefix="kunlun-tests-")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write expected outputs instead of comparing with them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if (CORPUS / "filings").is_dir():
        return
    skip = pytest.mark.skip(reason=f"no folder of filings at {CORPUS}; say where it is with KUNLUN_CORPUS")
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The local folder of filings."""
    return CORPUS


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are to be written."""
    return bool(request.config.getoption("--update"))
