"""An interrupt that falls into a finalizer is raised again outside of it, and prints nothing."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from kunlun_cli.cli.boundary import interrupt_later


def test_an_interrupt_in_a_finalizer_comes_again(capsys: pytest.CaptureFixture[str]) -> None:
    interrupt_later(SimpleNamespace(exc_type=KeyboardInterrupt))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        time.sleep(2)
    assert capsys.readouterr().err == ""
