"""Draws figures at random from the local folder of filings, and their places as one picture to look at.

    python tests/places.py [SEED] [OUT.png]

Five figures of each exchange. A person has to look: the marked cell must hold the figure printed below.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import kunlun_cli
from kunlun_cli.checks.places import places
from kunlun_cli.checks.where import find
from kunlun_cli.pages.pdfium_reader import PdfiumFile
from kunlun_cli.pages.second import text_in_box
from kunlun_cli.render.labels import Labels
from kunlun_cli.render.picture import Mark, around, marked, png, stacked
from kunlun_cli.render.whereabouts import where_text

CORPUS = Path(os.environ.get("KUNLUN_CORPUS", Path(__file__).resolve().parents[2] / "shared"))


def drawn(path: Path, choice: random.Random):
    filing = kunlun_cli.read(path)
    parts = [filing.financials, filing.holders, filing.lending, filing.segment_tables]
    every = [[p for p in places(part) if not isinstance(p.value, str | None) and p.source.bbox] for part in parts]
    place = choice.choice(choice.choice([part for part in every if part]))
    (found,) = find(filing, place.item)
    assert found.places[0] == place, (found, place)
    pdf = PdfiumFile(filing.data, name=filing.name)
    page, box = place.source.page, place.source.bbox
    again = text_in_box(pdf.page(page), box)
    assert again.split() == (place.source.text or again).split(), (again, place.source.text)
    print(path.name, where_text(filing.info, [found], Labels()), sep="\n", flush=True)
    return around(marked(pdf.raster(page, 1.5), [Mark(box)]), [box])


def main() -> None:
    seed, out = (sys.argv[1:] + ["1", "places.png"][len(sys.argv) - 1 :])[:2]
    choice = random.Random(int(seed))  # noqa: S311 - a sample, no secret
    files = sorted((CORPUS / "filings").glob("*.pdf"))
    chosen = [p for s in ("03", "6") for p in choice.sample([f for f in files if f.name[0] in s], 5)]
    Path(out).write_bytes(png(stacked([drawn(path, choice) for path in chosen])))


if __name__ == "__main__":
    main()
