"""Small PDFs in which values have another type than their keys ask for: `python -m tests.fuzz.types --count 10000`.

Each must be read, or refused in words, by both engines; anything else that is raised is a defect.
"""

# ruff: noqa: E501  # what PDFs say, set closely

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator

import kunlun_cli
from kunlun_cli.engines import DEFAULT_ENGINE, other_engine
from kunlun_cli.errors import KunlunError
from kunlun_cli.limits import Limits
from tests.hostile import model
from tests.hostile.pdf import filing, rebuilt, shown, stream

_VALUE = re.compile(
    rb"(?P<key>/\w+)\s*(?P<value>\d+ \d+ R|\[[^\[\]]*\]|<<[^<>]*>>|/\w+(?:-\w+)*|[-+]?\d[\d.]*|\([^()]*\)|<[0-9a-f]*>|true|false)"
)
_OTHERS = (
    *(b"null", b"true", b"0", b"-1", b"1", b"99999999999999999999", b"-1.5", b"1e9", b"(text)", b"<ff00>", b"()", b"/Name", b"/"),
    *(b"[]", b"[0 0 0 0]", b"[(a) /B null 1.5 [2]]", b"[1 0 R 2 0 R 3 0 R]", b"<< >>", b"<< /A 1 /Type /Page >>", b"999 0 R"),
    *(b"%d 0 R" % number for number in range(1, 10)),
)  # fmt: skip
LIMITS = Limits(seconds=10)


def originals() -> list[bytes]:
    """Reports whose objects have as many keys as readers ask for."""
    form = stream(
        shown("亿", 100, 100), b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 0 0] /Resources << >>"
    )
    state = b"<< /Type /ExtGState /CA 1 /ca 1 /LW 1 /D [[] 0] /Font [3 0 R 9] /SMask /None /BM /Normal >>"
    pages = [model.cover(), model.figures() + b"/X Do /G gs /Span BMC EMC\n", model.holders()]
    rich = filing(
        pages,
        more=[form, state],
        resources=b"/XObject << /X 6 0 R >> /ExtGState << /G 7 0 R >> /ColorSpace << /C [/ICCBased 6 0 R] >>",
        page_entries=b"/Rotate 0 /CropBox [0 0 595 842] /UserUnit 1 /Group << /S /Transparency /CS /DeviceRGB >>",
        trailer=b"/Info << /Title (x) /CreationDate (D:2024) >> /ID [<00> <00>]",
    )
    return [model.report(), rich]


def swapped(seed: int) -> bytes:
    """The file of a number: one to three values of another type."""
    chance = random.Random(seed)  # noqa: S311 - a number names a file
    data = chance.choice(_ORIGINALS)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        found = chance.choice(list(_VALUE.finditer(data.split(b"\nxref\n")[0])))
        data = data[: found.start("value")] + chance.choice(_OTHERS) + data[found.end("value") :]
    return rebuilt(data) if chance.random() < 0.9 else data


_ORIGINALS = originals()


def defects(seeds: Iterator[int] | range) -> Iterator[tuple[int, str, Exception]]:
    """The numbers of files that are neither read nor refused, with the engine and what it raised."""
    for seed in seeds:
        data = swapped(seed)
        for engine in (DEFAULT_ENGINE, other_engine(DEFAULT_ENGINE)):
            try:
                filing_ = kunlun_cli.read(data, name="x", engine=engine, limits=LIMITS)
                _ = filing_.financials, filing_.holders, filing_.lending, filing_.segments
                filing_.close()
            except (KunlunError, MemoryError, RecursionError):
                continue
            except Exception as error:  # noqa: BLE001 - what is looked for
                yield seed, engine, error


def main() -> int:
    """Print the defects of so many files; the status says whether there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    found = 0
    for seed, engine, error in defects(range(given.first, given.first + given.count)):
        found += 1
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        at = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
        print(f"{seed} {engine} {type(error).__name__}: {str(error)[:80]} at {at}", flush=True)
    print(f"{found} defects in {given.count} files")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
