"""Latin names over several lines of a cell: where a word was cut, and where a space was lost."""

from __future__ import annotations

import pytest

from kunlun_cli.tables.grid import cell_text
from tests.unit.pages import set_line


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("HKSCC", "NOMINEES", "LIMITED"), "HKSCC NOMINEES LIMITED"),
        (("HKSCC", "NOMIN", "EES", "LIMITED"), "HKSCC NOMINEES LIMITED"),
        (("CO.INTERNATI", "ONAL PLC."), "CO.INTERNATIONAL PLC."),
        (("BARCLAYS", "BANK PLC"), "BARCLAYS BANK PLC"),
        (("Asymchem", "Hongkong", "Internatio", "nal"), "Asymchem Hongkong International"),
        (("Blue Sky II", "Resources"), "Blue Sky II Resources"),
        (("TIGERMED", "CLINICAL", "RESEARCH"), "TIGERMED CLINICAL RESEARCH"),
        (("HONG", "KONG BRANCH"), "HONG KONG BRANCH"),
        (("GREAT CHI", "NA FUND"), "GREAT CHINA FUND"),
        (("Apptec Wu", "Xi Asia"), "Apptec WuXi Asia"),
        (("COD为80m", "g/L"), "COD为80mg/L"),
        (("中欧医疗健康", "混合型基金"), "中欧医疗健康混合型基金"),
        (("164,438,93", "3"), "164,438,933"),
    ],
)
def test_lines_of_a_cell_are_joined_as_words(lines: tuple[str, ...], name: str) -> None:
    glyphs = [glyph for i, line in enumerate(lines) for glyph in set_line(line, 60.0, 100.0 + 13 * i)]
    right = max(glyph.x1 for glyph in glyphs) + 6
    assert cell_text(glyphs, right)[0] == name
