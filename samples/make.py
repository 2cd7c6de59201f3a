"""Write the sample filings and their expected answers.

    python samples/make.py                  write everything (byte-identical on each run)
    python samples/make.py --fonts          make the fonts anew first (needs Noto Serif CJK)
    python samples/make.py --out FOLDER     write elsewhere, for comparison

Needs reportlab and fonttools (development dependencies of the project).
"""

from __future__ import annotations

import argparse
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from compose import font  # noqa: E402
from compose.catalogue import SAMPLES, characters, files, planted  # noqa: E402


def main() -> int:
    """Run the command; 1 where the committed font lacks a character."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", action="store_true", help="make the fonts anew")
    parser.add_argument("--out", type=pathlib.Path, default=HERE, help="folder for the samples")
    parser.add_argument("--golden", type=pathlib.Path, default=HERE.parent / "tests" / "golden")
    args = parser.parse_args()
    if args.fonts:
        font.make_text_font(characters())
        font.make_tick_font()
    missing = characters() - font.covered()
    if missing:
        print(f"the text font lacks {''.join(sorted(missing))}; run with --fonts", file=sys.stderr)
        return 1
    font.register()
    args.out.mkdir(parents=True, exist_ok=True)
    args.golden.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        for name, data in files(sample).items():
            folder = args.golden if name.endswith(".truth.json") else args.out
            (folder / name).write_bytes(data)
    (args.out / "misprints.json").write_bytes(planted())
    return 0


if __name__ == "__main__":
    sys.exit(main())
