"""The codes of problems: what each means and what has become of the figures. Users may rely on them.

A problem says that kunlun could not read something safely. It accuses no filing: what is wrong in a filing
is a finding of `kunlun check`. A code keeps its meaning; one that is no longer raised is not given to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """`what` could not be read safely, and what `becomes` of the figures concerned."""

    what: str
    becomes: str


_NULL = "The field is null; its cell keeps the text as printed."
_NEITHER = "What the filing's own figures do not decide was not taken; the message names the places of both."
_GIVEN = "The figures are given as they were read; look at the page before they are used."
_LEFT = "The row is left out; the message has its text."
_NOTHING = "There is no record of it."

PROBLEMS: Mapping[str, Meaning] = {
    "ambiguous-alignment": Meaning(
        "Text has lost its ruling lines, and which figure stands in which column is not certain.", _GIVEN
    ),
    "column-lost": Meaning(
        "No row has a figure of the period itself, though all have one of the period before.", "The field is null."
    ),
    "columns-doubtful": Meaning(
        "Printed ratios contradict the figures beside them in every row: columns may be taken for others.", _GIVEN
    ),
    "does-not-add-up": Meaning(
        "The lines of a statement contradict an identity of the forms, such as assets and liabilities with equity. "
        "The filing may be wrong or the reading.",
        "Sums that no other sum bears out are null; other figures are given as they were read.",
    ),
    "doubted-cell": Meaning(
        "A cell was read, but something on the page speaks against what was read; the message says what.", _NULL
    ),
    "letters-mended": Meaning(
        "A font's own text has other letters than the page shows, in a way that is known. Figures are not concerned.",
        "Labels are given with the letters that are drawn, as far as they are known.",
    ),
    "missing-column": Meaning(
        "A column that this table has in every report of its kind was not found.", "There is nothing of it."
    ),
    "missing-row": Meaning("A row that every form of this kind has was not found.", "There is no record of the row."),
    "missing-statement": Meaning("One of the statements that stand together was not found.", _NOTHING),
    "missing-table": Meaning(
        "The filing says that a table is there, or the form has it always, and it could not be put together.", _NOTHING
    ),
    "name-doubtful": Meaning("A row's name seems to hold what stands in other cells.", _GIVEN),
    "no-heading": Meaning(
        "A table has no heading that says what its columns are.",
        "Key figures are left out; lines of a statement are given without amounts.",
    ),
    "no-label": Meaning("A row has figures and no label.", _LEFT),
    "no-narrative": Meaning("No section of the business narrative was found by its title.", _NOTHING),
    "no-unit": Meaning("The unit of a table was not found, or not understood.", _NULL),
    "page-missing": Meaning(
        "By the numbers printed on the pages, one or more of them are missing from the file.",
        "What stands on them is not read.",
    ),
    "page-unreadable": Meaning(
        "A page of the file is damaged so that it cannot be loaded.", "What stands on it is not read."
    ),
    "pages-out-of-order": Meaning(
        "By the numbers printed on them, pages of the file have changed places.",
        "Tables that go over these pages may be cut; look at the pages before their figures are used.",
    ),
    "readings-differ": Meaning(
        "The two engines read a cell differently.", "The first engine's reading is given; a finding on it is withdrawn."
    ),
    "rest-not-read": Meaning("A table may go on on the next page, where its rows were not read.", _NOTHING),
    "row-count": Meaning("A table has another number of rows than its form asks for.", _GIVEN),
    "row-incomplete": Meaning(
        "A row lacks a figure that the others of its kind have.", "Fields without a figure are null."
    ),
    "row-without-label": Meaning("A row of key figures has no label.", _LEFT),
    "row-without-name": Meaning("A row has figures and no name.", _LEFT),
    "signs-lost": Meaning(
        "Changes that are falls are printed as growth, and no key figure has a minus: the file has lost them.",
        _NULL,
    ),
    "table-not-read": Meaning("The title of a table stands on a page, and no table could be read below it.", _NOTHING),
    "tracked-changes": Meaning(
        "A Word document has changes that nobody has accepted yet.", "It was read as if all were accepted."
    ),
    "text-order": Meaning("The tables of a text are told by how its lines are set.", "What is not told is left out."),
    "tick-against-table": Meaning("不适用 is ticked, and the table has rows.", "Tick and rows are given as printed."),
    "two-candidates": Meaning("What a form prints once is printed twice, with other figures.", _NEITHER),
    "two-on-a-sheet": Meaning(
        "Two pages of the report stand side by side on one of the file.",
        "Tables that go on from one to the other may be lost.",
    ),
    "two-filings": Meaning("The file holds two reports.", "The first alone was read."),
    "unaccounted": Meaning(
        "Cells of a table that was read, or a column whose heading is none that is known, went into no record.",
        "The message has their text; there is no record of them.",
    ),
    "unclear-note": Meaning("The note on margin trading gives numbers that fit no name.", _NULL),
    "unclear-state": Meaning(
        "A number of shares is pledged, marked or frozen, and it is not clear which.", "The state is empty."
    ),
    "unit-against-item": Meaning(
        "An item that is an amount has figures in per cent.", "Its unit is %, and its figures are as printed."
    ),
    "unit-doubtful": Meaning(
        "By the filing's own arithmetic, amounts or numbers of shares are a thousandfold or more off.",
        _NULL,
    ),
    "unit-far-above": Meaning(
        "The unit of shares stands further above their table only, and may be that of another.", _GIVEN
    ),
    "unit-not-stated": Meaning("A table of amounts states no unit that is understood.", _NULL),
    "unknown-column": Meaning("The heading of a column with figures is none that is known.", "The column is left out."),
    "unreadable-cell": Meaning("Something is printed in a cell that is no figure, or more than one.", _NULL),
    "unreadable-tick": Meaning("Neither 适用 nor 不适用 is ticked, as far as can be told.", "The tick is null."),
    "unruled-table": Meaning(
        "A table has no ruling lines: rows and columns follow from where its words stand.", _GIVEN
    ),
}  # fmt: skip
"""Every code that is raised, or has been, with its meaning."""
