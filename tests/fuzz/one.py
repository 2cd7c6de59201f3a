"""One target under atheris: `python -m tests.fuzz.one TARGET [options of libFuzzer] FOLDER`."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["kunlun_cli", "pdfminer"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz until libFuzzer's options say stop."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
