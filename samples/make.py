"""Write the sample filings and their expected answers.

    python samples/make.py                  write everything (byte-identical on each run)
    python samples/make.py --fonts          make the fonts anew first (needs Noto Serif CJK)
    python samples/make.py --layout         make the texts laid out in columns anew (needs pdftotext of poppler)
    python samples/make.py --out FOLDER     write elsewhere, for comparison

Needs reportlab and fonttools (development dependencies of the project). Other versions of reportlab, zlib or
poppler may write other bytes; made_with.json keeps those that wrote the files here.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import zlib

import reportlab

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from compose import font  # noqa: E402
from compose.catalogue import SAMPLES, characters, files, planted  # noqa: E402

LAID_OUT = ("sz_halfyear_summary", "sh_annual_summary")


def tools() -> dict[str, str]:
    """The versions that decide which bytes come out; poppler's is empty where it is not installed."""
    poppler = ""
    if program := shutil.which("pdftotext"):
        poppler = subprocess.run([program, "-v"], capture_output=True, text=True, check=True).stderr.split()[2]  # noqa: S603
    return {"reportlab": reportlab.__version__, "zlib": zlib.ZLIB_RUNTIME_VERSION, "poppler": poppler}


def lay_out_texts(folder: pathlib.Path) -> None:
    """Write the text of some PDFs as pdftotext lays it out."""
    for stem in LAID_OUT:
        pdf, text = folder / f"{stem}.pdf", folder / f"{stem}.layout.txt"
        subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", str(pdf), str(text)], check=True)  # noqa: S603, S607


def main() -> int:
    """Run the command; 1 where the committed font lacks a character."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", action="store_true", help="make the fonts anew")
    parser.add_argument("--layout", action="store_true", help="make the texts laid out in columns anew")
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
    if args.layout:
        lay_out_texts(args.out)
        (args.out / "made_with.json").write_text(json.dumps(tools(), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
